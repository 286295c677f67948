import type { Absence } from '../../../core/operations/types.ts';
import { MS_PER_DAY, type UtcMs } from '../../../core/units.ts';
import { text } from '../../text.ts';
import { formatDate, formatZuluMinutes } from '../format.ts';
import type { Rest } from './crew-groups.ts';
import type { Standing } from './standing.ts';

/** "rested since 06:10Z". */
export function restWords(rest: Rest, now: UtcMs): string {
  switch (rest.kind) {
    case 'on-duty':
      return text.floor.rest.onDuty(nearInstant(rest.since, now));
    case 'resting':
      return text.floor.rest.resting(nearInstant(rest.until, now));
    case 'rested':
      return text.floor.rest.rested(nearInstant(rest.since, now));
    case 'fresh':
      return text.floor.rest.fresh;
  }
}

export function absenceWords({ reason, to }: Absence, now: UtcMs): string {
  return text.floor.absent(reason, to === null ? null : nearInstant(to, now));
}

/** "restricted, since 2026-01-02, to 2027-01-02, certified by Lt Col B. Ortega". */
export function standingWords({ kind, held }: Standing, nameOf: (id: string) => string): string {
  if (held === null) return text.floor.standings[kind];
  return [
    text.floor.standings[kind],
    text.floor.standingSince(formatDate(held.since)),
    ...(held.expires === null ? [] : [text.floor.validTo(formatDate(held.expires))]),
    ...(held.certifiedBy === null ? [] : [text.floor.certifiedBy(nameOf(held.certifiedBy))]),
  ].join(', ');
}

/** The time of day, with the date where it lies further off than half a day. */
export function nearInstant(at: UtcMs, now: UtcMs): string {
  const clock = formatZuluMinutes(at);
  return Math.abs(at - now) < MS_PER_DAY / 2 ? clock : `${formatDate(at)} ${clock}`;
}
