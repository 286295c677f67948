import { daysFromCivil } from '../time/calendar.ts';
import { MS_PER_DAY } from '../units.ts';
import type { ElementSet } from './element-set.ts';
import { fault, type Fault } from './account.ts';
import { NUMBER_COLUMNS, NUMBERS_PER_SET } from './element-table.ts';

/** Above this an orbit lies inside the Earth: 17.04 rev/day is the surface, SGP4 stops at 0.95 radii (18.4). */
export const MAX_MEAN_MOTION_REV_PER_DAY = 18.4;
/** Fits of very light debris reach 1,253.8 (object 99331 of 2001). */
const MAX_BSTAR = 10_000;
const MAX_MEAN_MOTION_DOT = 10;
const MAX_MEAN_MOTION_DDOT = 1;

/** Check that the numbers of a set can be an orbit at all; the same rules whatever the format. */
export function checkRanges(set: ElementSet): Fault | null {
  for (let i = 0; i < NUMBERS_PER_SET; i++) scratch[i] = set[NUMBER_COLUMNS[i]!];
  return areWithinRanges(scratch) ? null : describeRangeFault(set);
}

const scratch = new Float64Array(NUMBERS_PER_SET);

/** The same check on numbers in the order of NUMBER_COLUMNS. NaN is never within. */
export function areWithinRanges(numbers: Float64Array): boolean {
  return (
    numbers[2]! > 0 &&
    numbers[2]! <= MAX_MEAN_MOTION_REV_PER_DAY &&
    numbers[3]! >= 0 &&
    numbers[3]! < 1 &&
    isWithin(numbers[4]!, 0, 180) &&
    isWithin(numbers[5]!, 0, 360) &&
    isWithin(numbers[6]!, 0, 360) &&
    isWithin(numbers[7]!, 0, 360) &&
    isWithin(numbers[8]!, -MAX_BSTAR, MAX_BSTAR) &&
    isWithin(numbers[9]!, -MAX_MEAN_MOTION_DOT, MAX_MEAN_MOTION_DOT) &&
    isWithin(numbers[10]!, -MAX_MEAN_MOTION_DDOT, MAX_MEAN_MOTION_DDOT)
  );
}

/** km³/day² over (2π)², WGS-72: the cube of the semi-major axis of one revolution a day. */
const CUBED_AXIS = (398_600.8 * 86_400 ** 2) / (2 * Math.PI) ** 2;
/** A perigee above this is never brought below the surface by SGP4's own short and long periods. */
const SAFE_PERIGEE_KM = 6450;
/** Sun and Moon move the perigee by 60 km at one revolution a day, and as a/n elsewhere: a two-and-a-half-fold of that. */
const LUNISOLAR_SHARE = 150 / Math.cbrt(CUBED_AXIS);
/** Slower than that, Sun and Moon may turn even a circle into no ellipse. */
const SAFE_MEAN_MOTION_REV_PER_DAY = 0.05;
const SAFE_ECCENTRICITY = 0.85;
/** Zero itself is safe; below 1e-307° what SGP4 divides by its sine overflows. */
const SAFE_INCLINATION_DEG = 1e-12;
/** The years of a TLE, 1957–2056; an OMM may give any. */
const SAFE_EPOCHS = {
  first: daysFromCivil({ year: 1957, month: 1, day: 1 }) * MS_PER_DAY,
  end: daysFromCivil({ year: 2057, month: 1, day: 1 }) * MS_PER_DAY,
};

/**
 * Whether SGP4 may give no position at the epoch of a set that is within all ranges: a cheap, wide test, so that hardly any
 * set of a real catalogue must be propagated while it is read.
 *
 * Check: every other set has one, tests/core/elements/fuzz.test.ts; 10 of the 28,488 sets of 2025-09-01 are asked about.
 */
export function mayLackPosition({
  epoch,
  meanMotionRevPerDay,
  eccentricity,
  inclinationDeg,
}: Orbit): boolean {
  if (meanMotionRevPerDay < SAFE_MEAN_MOTION_REV_PER_DAY || eccentricity > SAFE_ECCENTRICITY) return true;
  if (inclinationDeg > 0 && inclinationDeg < SAFE_INCLINATION_DEG) return true;
  if (!(epoch >= SAFE_EPOCHS.first && epoch < SAFE_EPOCHS.end)) return true;
  const semiMajorAxis = Math.cbrt(CUBED_AXIS / (meanMotionRevPerDay * meanMotionRevPerDay));
  const margin = (LUNISOLAR_SHARE * semiMajorAxis) / meanMotionRevPerDay;
  return semiMajorAxis * (1 - eccentricity) < SAFE_PERIGEE_KM + margin;
}

type Orbit = Pick<ElementSet, 'epoch' | 'meanMotionRevPerDay' | 'eccentricity' | 'inclinationDeg'>;

function isWithin(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

/** Say which number is out of its range; for a set that is. */
export function describeRangeFault(set: ElementSet): Fault {
  const angles = [
    ['inclination', set.inclinationDeg, 180],
    ['right ascension of the node', set.raanDeg, 360],
    ['argument of perigee', set.argumentOfPerigeeDeg, 360],
    ['mean anomaly', set.meanAnomalyDeg, 360],
  ] as const;
  for (const [name, value, limit] of angles) {
    if (!isWithin(value, 0, limit))
      return fault('field-range', `${name} ${value} is not within 0–${limit}°`, 2);
  }
  if (!(set.eccentricity >= 0 && set.eccentricity < 1)) {
    return fault('eccentricity', `eccentricity ${set.eccentricity} is not within 0–1`, 2);
  }
  const n = set.meanMotionRevPerDay;
  if (!(n > 0)) return fault('mean-motion', `mean motion ${n} rev/day is not positive`, 2);
  if (n > MAX_MEAN_MOTION_REV_PER_DAY) {
    return fault('mean-motion', `mean motion ${n} rev/day is an orbit inside the Earth`, 2);
  }
  const magnitudes = [
    ['B*', set.bstar, MAX_BSTAR],
    ['first derivative of mean motion', set.meanMotionDot, MAX_MEAN_MOTION_DOT],
    ['second derivative of mean motion', set.meanMotionDdot, MAX_MEAN_MOTION_DDOT],
  ] as const;
  const wrong = magnitudes.find(([, value, limit]) => !isWithin(value, -limit, limit));
  const [name, value, limit] = wrong ?? magnitudes[0];
  return fault('field-range', `${name} ${value} is beyond ±${limit}`);
}
