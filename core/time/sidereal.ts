import { MS_PER_DAY, type Radians, type UtcMs } from '../units.ts';
import { julianCenturiesSinceJ2000 } from './julian.ts';

const TWO_PI = 2 * Math.PI;
/** J2000.0 is at noon. */
const NOON = 0.5;
const RAD_PER_SIDEREAL_SECOND = TWO_PI / 86_400;

/**
 * Greenwich mean sidereal time.
 *
 * @param ut1 UT1 milliseconds; passing UTC turns the answer by up to 0.9 s of time, 6.6e-5 rad
 * @returns [0, 2π)
 *
 * Source: IAU 1982 expression, Vallado, Fundamentals of Astrodynamics, eq. 3-45. Check: tests/core/time/sidereal.test.ts.
 */
export function gmst(ut1: UtcMs): Radians {
  const t = julianCenturiesSinceJ2000(ut1);
  // The 876,600 hours a century of the expression are a turn a day: what lies in the day is taken alone, so that 10⁹ s do not
  // round it to 1e-7 s.
  const seconds = 67_310.54841 + 8_640_184.812866 * t + 0.093104 * t * t - 6.2e-6 * t * t * t;
  const inDay = ((ut1 / MS_PER_DAY) % 1) - NOON;
  const angle = (seconds * RAD_PER_SIDEREAL_SECOND + inDay * TWO_PI) % TWO_PI;
  return angle < 0 ? angle + TWO_PI : angle;
}
