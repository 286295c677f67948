import { rtnAxes } from '../frames/rtn.ts';
import type { Kilometers } from '../units.ts';
import { vectorAt } from '../vector.ts';
import type { Covariance } from './collision-probability.ts';

/** How well element sets are supposed to place an object: deviations along R, T and N at epoch, km, and what a day adds. */
export interface AssumedAccuracy {
  readonly name: string;
  readonly atEpochKm: readonly [number, number, number];
  readonly perDayKm: readonly [number, number, number];
  /** Above this height deviations at epoch are doubled. */
  readonly doubledAboveKm: Kilometers;
}

/**
 * Aida & Kirschner, Accuracy assessment of SGP4 orbit information conversion into osculating elements, 6th European Conference on Space
 * Debris (2013): low orbits, from precise ones; doubled above 2,000 km as a rule of thumb.
 */
export const AIDA_KIRSCHNER: AssumedAccuracy = {
  name: 'Aida & Kirschner 2013',
  atEpochKm: [0.176, 0.695, 0.168],
  perDayKm: [0.125, 0.392, 0],
  doubledAboveKm: 2000,
};

const EARTH_RADIUS_KM = 6378.135;

/** Variances along R, T and N from an element set of an age, km²; the height is that of the state (six numbers, km and km/s). */
export function assumedVariances(
  model: AssumedAccuracy,
  state: ArrayLike<number>,
  ageDays: number,
): readonly [number, number, number] {
  const height = Math.hypot(state[0]!, state[1]!, state[2]!) - EARTH_RADIUS_KM;
  const factor = height > model.doubledAboveKm ? 2 : 1;
  const variance = (axis: 0 | 1 | 2) =>
    (factor * model.atEpochKm[axis] + model.perDayKm[axis] * Math.abs(ageDays)) ** 2;
  return [variance(0), variance(1), variance(2)];
}

/** The covariance of a position from an element set of an age, in the frame of its state. */
export function assumedCovariance(
  model: AssumedAccuracy,
  state: ArrayLike<number>,
  ageDays: number,
): Covariance {
  const axes = rtnAxes(vectorAt(state, 0), vectorAt(state, 3));
  const variances = assumedVariances(model, state, ageDays);
  const sum = (a: number, b: number) =>
    axes.reduce((total, axis, i) => total + variances[i]! * axis[a]! * axis[b]!, 0);
  return [sum(0, 0), sum(0, 1), sum(0, 2), sum(1, 1), sum(1, 2), sum(2, 2)];
}
