import { julianCenturiesSinceJ2000 } from '../time/julian.ts';
import { RAD_PER_DEG, type UtcMs } from '../units.ts';
import type { Vector3 } from '../vector.ts';

/**
 * Point at the Sun: a unit vector in the mean equator and equinox of date.
 *
 * Good to about 0.01° between 1950 and 2050; differs from TEME by the nutation of the equator (0.003°).
 *
 * @param time UTC; the 70 s to TT move the Sun by 0.0008°
 *
 * Source: Astronomical Almanac's low-precision formula, as in Vallado, algorithm 29. Check: tests/core/frames/sun.test.ts.
 */
export function sunDirection(time: UtcMs): Vector3 {
  const t = julianCenturiesSinceJ2000(time);
  const meanLongitudeDeg = 280.46 + 36_000.771 * t;
  const meanAnomaly = (357.5291092 + 35_999.05034 * t) * RAD_PER_DEG;
  const longitude =
    (meanLongitudeDeg + 1.914666471 * Math.sin(meanAnomaly) + 0.019994643 * Math.sin(2 * meanAnomaly)) *
    RAD_PER_DEG;
  const obliquity = (23.439291 - 0.0130042 * t) * RAD_PER_DEG;
  return [
    Math.cos(longitude),
    Math.cos(obliquity) * Math.sin(longitude),
    Math.sin(obliquity) * Math.sin(longitude),
  ];
}
