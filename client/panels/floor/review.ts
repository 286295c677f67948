import { parseIsoUtc } from '../../../core/time/calendar.ts';
import { MS_PER_DAY, type UtcMs } from '../../../core/units.ts';

/** What can be looked back to: from the exercise's start to the floor's mark. */
export interface Covered {
  readonly start: UtcMs;
  readonly mark: UtcMs;
}

export function heldInside(at: UtcMs, { start, mark }: Covered): UtcMs {
  return Math.max(start, Math.min(mark, at));
}

/**
 * An instant as somebody types it: "15:03", "15:03:20Z" or a whole ISO instant; null when it is none.
 *
 * A time of day is the last such time at or before `latest`.
 */
export function typedInstant(words: string, latest: UtcMs): UtcMs | null {
  const typed = words.trim().toUpperCase();
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?Z?$/.exec(typed);
  if (!clock) return parseIsoUtc(typed);
  const [, hours, minutes, seconds = '0'] = clock;
  const ofDay = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  const today = Math.floor(latest / MS_PER_DAY) * MS_PER_DAY + ofDay;
  return today <= latest ? today : today - MS_PER_DAY;
}
