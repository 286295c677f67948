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

/** What SOCRATES takes for the shape of its greatest probability: the same for every object and age. */
export const SOCRATES: AssumedAccuracy = {
  name: 'SOCRATES 100/300/100 m',
  atEpochKm: [0.1, 0.3, 0.1],
  perDayKm: [0, 0, 0],
  doubledAboveKm: Number.POSITIVE_INFINITY,
};

const METERS_PER_KM = 1000;

export const ACCURACY_WORDS =
  'aida-kirschner, socrates, or deviations R,T,N in metres (and three more a day) are wanted';

/** A model by its name, or deviations in metres: `R,T,N` or `R,T,N,R',T',N'`, the latter what a day adds; null when it is neither. */
export function parseAccuracy(text: string): AssumedAccuracy | null {
  if (text === 'aida-kirschner') return AIDA_KIRSCHNER;
  if (text === 'socrates') return SOCRATES;
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (numbers.length !== 3 && numbers.length !== 6) return null;
  const km = numbers.map((meters) => meters / METERS_PER_KM);
  const [r = 0, t = 0, n = 0, perDayR = 0, perDayT = 0, perDayN = 0] = km;
  if (km.some((one) => !(one >= 0 && one <= 10_000)) || r * t * n === 0) return null;
  return {
    name: `R/T/N ${numbers.slice(0, 3).join('/')} m${numbers.length === 6 ? `, ${numbers.slice(3).join('/')} m a day` : ''}`,
    atEpochKm: [r, t, n],
    perDayKm: [perDayR, perDayT, perDayN],
    doubledAboveKm: Number.POSITIVE_INFINITY,
  };
}

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
