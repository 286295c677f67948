import type { ElementSet } from '../../core/elements/element-set.ts';
import { ElementTable } from '../../core/elements/element-table.ts';
import { Catalog } from '../../server/simulation/catalog.ts';

/** A catalogue with one source that holds these sets. */
export function catalogOf(elements: readonly ElementSet[], revision = 1): Catalog {
  const sorted = elements.toSorted((a, b) => a.catalogNumber - b.catalogNumber || a.epoch - b.epoch);
  const info = {
    id: 'test',
    name: 'test',
    kind: 'elements',
    format: 'tle',
    sets: sorted.length,
    newestEpoch: 0,
    loadedAt: 0,
    loadedBy: 'a test',
    isOn: true,
    isNotional: false,
    origin: 'loaded',
  } as const;
  return new Catalog([{ info, table: ElementTable.of(sorted), identities: null }], revision);
}
