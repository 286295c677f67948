import type { ConjunctionAnswer } from '../../../core/protocol/events.ts';
import { SEVERITY_ORDER, severityOf } from './severity.ts';

/** What rows may be ordered by. */
export const SORT_KEYS = ['severity', 'tca', 'miss', 'speed', 'pcMax'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

const VALUES: Readonly<Record<SortKey, (one: ConjunctionAnswer) => number>> = {
  severity: (one) => SEVERITY_ORDER[severityOf(one)],
  tca: ({ tca }) => Date.parse(tca),
  miss: ({ missKm }) => missKm,
  // The greatest first.
  speed: ({ relativeSpeedKmS }) => -relativeSpeedKmS,
  pcMax: ({ pcMax }) => -(pcMax ?? -1),
};

/** Those with a name or number in which the text is, in order; by the time of approach where they are equal. */
export function listConjunctions(
  all: readonly ConjunctionAnswer[],
  text: string,
  key: SortKey,
): readonly ConjunctionAnswer[] {
  const wanted = text.trim().toLowerCase();
  const value = VALUES[key];
  return all
    .filter(({ objects }) =>
      objects.some(({ name, catalogNumber }) => `${catalogNumber} ${name.toLowerCase()}`.includes(wanted)),
    )
    .toSorted((a, b) => value(a) - value(b) || VALUES.tca(a) - VALUES.tca(b));
}

/** The rows as CSV, with the columns of `watchfloor screen` and names. */
export function conjunctionsCsv(rows: readonly ConjunctionAnswer[]): string {
  const header =
    'catalog_number_1,name_1,catalog_number_2,name_2,tca_utc,miss_km,relative_speed_km_s,miss_r_km,miss_t_km,miss_n_km,pc_max,status';
  const lines = rows.map(({ objects, tca, missKm, relativeSpeedKmS, missRtnKm, pcMax, status }) =>
    [
      ...objects.flatMap(({ catalogNumber, name }) => [catalogNumber, quoted(name)]),
      tca,
      missKm,
      relativeSpeedKmS,
      ...missRtnKm,
      pcMax ?? '',
      status,
    ].join(','),
  );
  return [header, ...lines, ''].join('\n');
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
