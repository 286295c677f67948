import type { Radians, UtcMs } from '../units.ts';
import { julianCenturiesSinceJ2000 } from './julian.ts';

const TWO_PI = 2 * Math.PI;
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
  const seconds =
    67_310.54841 + (876_600 * 3600 + 8_640_184.812866) * t + 0.093104 * t * t - 6.2e-6 * t * t * t;
  const angle = (seconds * RAD_PER_SIDEREAL_SECOND) % TWO_PI;
  return angle < 0 ? angle + TWO_PI : angle;
}
