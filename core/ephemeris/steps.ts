import type { Propagator } from '../propagation/sgp4.ts';
import { STATUS_OK } from '../propagation/status.ts';
import { type Kilometers, MS_PER_MINUTE, MS_PER_SECOND, type Seconds, type UtcMs } from '../units.ts';
import { interpolateHermite } from './hermite.ts';
import { keyframeAt } from './keyframes.ts';

/** Steps between keyframes: 30 s doubled so many times. */
export const LEVELS = 8;
const SHORTEST_STEP: Seconds = 30;

export function stepOfLevel(level: number): Seconds {
  return SHORTEST_STEP * 2 ** level;
}

/** How closely the sky is drawn: within 10 m up to a rate of 60, 100 m up to 100, and 1 km above. */
export const TIERS = [
  { boundKm: 0.01, upToRate: 60 },
  { boundKm: 0.1, upToRate: 100 },
  { boundKm: 1, upToRate: Number.POSITIVE_INFINITY },
] as const;
export type Tier = 0 | 1 | 2;

export function tierOf(rate: number): Tier {
  const speed = Math.abs(rate);
  return speed <= TIERS[0].upToRate ? 0 : speed <= TIERS[1].upToRate ? 1 : 2;
}

/** A step is taken when what was measured with it is below this share of the bound: the samples are few. */
const TAKEN_SHARE = 0.6;
/** Middles of the intervals looked at, in revolutions from perigee: three about it, where the path bends most. */
const PLACES: readonly number[] = [0, -0.045, 0.045, 0.25, 0.5, 0.75];
/** On a nearly circular orbit one place is much like another. */
const PLACES_OF_CIRCLE: readonly number[] = [0, 0.15, 0.55];
const CIRCLE = 0.01;
/** Where in an interval it is compared; the error of a Hermite polynomial is largest in the middle. */
const FRACTION = 0.5;
/** Most low orbits get 480 s. */
const FIRST_LEVEL = 4;

/** What one object needs: a level for each tier, and the error measured with it. */
export interface ObjectSteps {
  readonly levels: readonly [number, number, number];
  readonly errorsKm: readonly [Kilometers, Kilometers, Kilometers];
}

export interface OrbitShape {
  readonly epoch: UtcMs;
  readonly meanMotionRevPerDay: number;
  readonly meanAnomalyDeg: number;
  readonly eccentricity: number;
}

const ends = new Float64Array(12);
const drawn = new Float64Array(6);
const truth = new Float64Array(6);

/**
 * Choose the largest step for an object with which quintic interpolation stays within the bound of each tier, by measuring
 * against SGP4 over one revolution.
 *
 * @param time about which it is measured; errors change with drag only, so days later they hold but for falling objects
 * @returns the shortest step where none is short enough; the errors say so. Where SGP4 gives no position: the first guess, error 0
 */
export function chooseSteps(propagator: Propagator, orbit: OrbitShape, time: UtcMs): ObjectSteps {
  const known = new Map<number, Kilometers>();
  const errorOf = (level: number): Kilometers => {
    let error = known.get(level);
    if (error === undefined) known.set(level, (error = measure(propagator, orbit, time, stepOfLevel(level))));
    return error;
  };
  const largest = (tier: Tier): number => {
    const limit = TAKEN_SHARE * TIERS[tier].boundKm;
    let level = FIRST_LEVEL;
    while (level > 0 && errorOf(level) > limit) level--;
    if (level === FIRST_LEVEL) while (level + 1 < LEVELS && errorOf(level + 1) <= limit) level++;
    return level;
  };
  const fine = largest(0);
  const middle = largest(1);
  const coarse = largest(2);
  return { levels: [fine, middle, coarse], errorsKm: [errorOf(fine), errorOf(middle), errorOf(coarse)] };
}

/** The largest error of the places looked at; the first that is too large for any tier. */
function measure(propagator: Propagator, orbit: OrbitShape, time: UtcMs, step: Seconds): Kilometers {
  const periodMs = (1440 * MS_PER_MINUTE) / orbit.meanMotionRevPerDay;
  const turns = orbit.meanAnomalyDeg / 360 + (time - orbit.epoch) / periodMs;
  const perigee = time - (turns - Math.round(turns)) * periodMs;
  let worst = 0;
  for (const place of orbit.eccentricity < CIRCLE ? PLACES_OF_CIRCLE : PLACES) {
    const start = perigee + place * periodMs - (step / 2) * MS_PER_SECOND;
    if (keyframeAt(propagator, start, ends, 0) !== STATUS_OK) continue;
    if (keyframeAt(propagator, start + step * MS_PER_SECOND, ends, 6) !== STATUS_OK) continue;
    const middle = start + FRACTION * step * MS_PER_SECOND;
    if (propagator.propagate((middle - propagator.epoch) / MS_PER_MINUTE, truth, 0) !== STATUS_OK) continue;
    interpolateHermite({ a: ends, b: ends.subarray(6), offset: 0 }, step, FRACTION, drawn);
    const error = Math.hypot(drawn[0]! - truth[0]!, drawn[1]! - truth[1]!, drawn[2]! - truth[2]!);
    if (error > worst) worst = error;
    if (worst > TIERS[2].boundKm) break;
  }
  return worst;
}
