import { MS_PER_DAY, type UtcMs } from '../units.ts';

/** Julian date of 1970-01-01T00:00:00. */
export const JULIAN_DATE_OF_UNIX_EPOCH = 2_440_587.5;
/** Julian date of J2000.0, 2000-01-01T12:00:00. */
export const JULIAN_DATE_OF_J2000 = 2_451_545;

/** Julian centuries from J2000.0, in the time scale of the argument. */
export function julianCenturiesSinceJ2000(time: UtcMs): number {
  return (time / MS_PER_DAY + (JULIAN_DATE_OF_UNIX_EPOCH - JULIAN_DATE_OF_J2000)) / 36_525;
}
