import type { ElementSet } from './element-set.ts';
import { fault, type Fault } from './account.ts';

/** Above this an orbit lies inside the Earth: 17.04 rev/day is the surface, SGP4 stops at 0.95 radii (18.4). */
export const MAX_MEAN_MOTION_REV_PER_DAY = 18.4;
/** Fits of very light debris reach 1,253.8 (object 99331 of 2001). */
const MAX_BSTAR = 10_000;
const MAX_MEAN_MOTION_DOT = 10;
const MAX_MEAN_MOTION_DDOT = 1;

/** Check that the numbers of a set can be an orbit at all; the same rules whatever the format. */
export function checkRanges(set: ElementSet): Fault | null {
  const angles = [
    ['inclination', set.inclinationDeg, 180],
    ['right ascension of the node', set.raanDeg, 360],
    ['argument of perigee', set.argumentOfPerigeeDeg, 360],
    ['mean anomaly', set.meanAnomalyDeg, 360],
  ] as const;
  for (const [name, value, limit] of angles) {
    if (!(value >= 0 && value <= limit))
      return fault('field-range', `${name} ${value} is not within 0–${limit}°`);
  }
  if (!(set.eccentricity >= 0 && set.eccentricity < 1)) {
    return fault('eccentricity', `eccentricity ${set.eccentricity} is not within 0–1`);
  }
  const n = set.meanMotionRevPerDay;
  if (!(n > 0)) return fault('mean-motion', `mean motion ${n} rev/day is not positive`);
  if (n > MAX_MEAN_MOTION_REV_PER_DAY) {
    return fault('mean-motion', `mean motion ${n} rev/day is an orbit inside the Earth`);
  }
  const magnitudes = [
    ['B*', set.bstar, MAX_BSTAR],
    ['first derivative of mean motion', set.meanMotionDot, MAX_MEAN_MOTION_DOT],
    ['second derivative of mean motion', set.meanMotionDdot, MAX_MEAN_MOTION_DDOT],
  ] as const;
  for (const [name, value, limit] of magnitudes) {
    if (!(Math.abs(value) <= limit)) return fault('field-range', `${name} ${value} is beyond ±${limit}`);
  }
  return null;
}
