import { randomUUID } from 'node:crypto';
import { OBJECT_TYPES } from '../../core/elements/object-type.ts';
import { REGIMES } from '../../core/elements/regime.ts';
import type { CatalogInfo, Picture } from '../../core/protocol/events.ts';
import { describeSources } from '../simulation/catalog.ts';
import type { Library } from '../simulation/library.ts';
import { type Audience, viewOfCatalog } from '../simulation/releases.ts';
import type { Room } from '../simulation/room.ts';

/** Numbers of revisions and selections begin anew with each run. */
const RUN = randomUUID();

/** What is loaded, as everybody is told. */
export function catalogInfo(library: Library, room: Room, audience: Audience): CatalogInfo {
  const view = viewOfCatalog(room.selection.catalog, audience);
  const { id, catalog, selected } = room.selection;
  return {
    revision: catalog.revision,
    selection: id,
    run: `${RUN}:${room.number}`,
    objects: view.count,
    withheld: view.withheld,
    sources: describeSources(catalog, selected),
    medianEpoch: catalog.medianEpoch,
    lastChange: library.lastChange,
    feeds: library.feeds,
    ageLimits: library.settings.ageLimits,
  };
}

/** The last pictures of each room by audience; many ask for the same. */
const pictures = new WeakMap<Room, Map<Audience, { readonly of: unknown; readonly json: string }>>();

/** The columns of the catalogue with the elements in use now, as JSON. */
export function pictureJson(room: Room, audience: Audience): string {
  const of = room.selection.selected;
  const own = pictures.get(room) ?? new Map<Audience, { readonly of: unknown; readonly json: string }>();
  pictures.set(room, own);
  const known = own.get(audience);
  if (known?.of === of) return known.json;
  const json = JSON.stringify(pictureOf(room, audience));
  own.set(audience, { of, json });
  return json;
}

function pictureOf(room: Room, audience: Audience): Picture {
  const { id, catalog, selected } = room.selection;
  const { indices } = viewOfCatalog(catalog, audience);
  const entries = Array.from(indices, (index) => catalog.entryAt(index, selected.chosen[index]!));
  return {
    revision: catalog.revision,
    selection: id,
    catalogNumbers: entries.map(({ set }) => set.catalogNumber),
    names: entries.map(({ name }) => name),
    internationalDesignators: entries.map(({ internationalDesignator }) => internationalDesignator),
    typeCodes: entries.map(({ objectType }) => OBJECT_TYPES.indexOf(objectType)),
    isTypeGuessed: entries.map(({ isTypeGuessed }) => (isTypeGuessed ? 1 : 0)),
    regimeCodes: entries.map(({ regime }) => REGIMES.indexOf(regime)),
    owners: entries.map(({ identity }) => identity?.owner ?? ''),
    epochs: entries.map(({ set }) => set.epoch),
    sourceIndices: entries.map(({ sourceIndex }) => sourceIndex),
  };
}
