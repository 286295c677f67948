import type { ElementSet } from '../elements/element-set.ts';
import { describeEncounter, type Encounter } from './geometry.ts';
import { createPropagator, minutesSinceEpoch, type Propagator } from '../propagation/sgp4.ts';
import { STATUS_OK, statusName } from '../propagation/status.ts';
import { MS_PER_DAY, type UtcMs } from '../units.ts';

/** Where and how two objects are nearest. */
export interface Approach extends Encounter {
  readonly tca: UtcMs;
  /** Both then: TEME km and km/s, six numbers each. */
  readonly states: readonly [readonly number[], readonly number[]];
}

export type ClosestApproach =
  | ({ readonly ok: true } & Approach)
  | {
      readonly ok: false;
      readonly reason: 'same-object' | 'bad-window' | 'propagation-failed';
      readonly detail: string;
    };

const MAX_WINDOW_MS = 30 * MS_PER_DAY;
/**
 * Distance along both orbits has its minima at least this share of the shorter period apart in practice; each sample
 * step is an eightieth, and a minimum shows as a sample lower than its neighbours. What could be missed is a pair of
 * minima within two steps of each other, of which the sampled one is kept.
 */
const STEPS_PER_PERIOD = 80;
/** The instant is found to this, ms: tens of millimetres at head-on speed. */
const TCA_TOLERANCE_MS = 0.01;

/**
 * Find the closest approach of two objects in a window, by SGP4's own positions.
 *
 * The distance is sampled, each low sample is refined by golden section on the squared distance (SGP4's velocity is not
 * the derivative of its position, so no root of d·v is looked for), and the least is answered; the ends of the window count.
 *
 * @param window UTC ms, at most 30 days
 * @returns the approach, or a named reason: `same-object`, `bad-window`, `propagation-failed` (anywhere in the window)
 *
 * Check: tests/core/conjunction/closest-approach.test.ts, Iridium 33–Cosmos 2251 to 2 ms and 1 m.
 */
export function findClosestApproach(
  primary: ElementSet,
  secondary: ElementSet,
  window: { readonly start: UtcMs; readonly end: UtcMs },
): ClosestApproach {
  const approaches = listApproaches(primary, secondary, window);
  if (!Array.isArray(approaches)) return approaches;
  const nearest = approaches.reduce((a, b) => (b.missDistance < a.missDistance ? b : a));
  return { ok: true, ...nearest };
}

/** Every local closest approach below a threshold (km), in order of time. @throws nothing; an empty list where there is none */
export function findCloseApproaches(
  primary: ElementSet,
  secondary: ElementSet,
  { start, end, thresholdKm }: { readonly start: UtcMs; readonly end: UtcMs; readonly thresholdKm: number },
): readonly Approach[] {
  const approaches = listApproaches(primary, secondary, { start, end });
  return Array.isArray(approaches) ? approaches.filter(({ missDistance }) => missDistance < thresholdKm) : [];
}

type Failure = Extract<ClosestApproach, { ok: false }>;

function listApproaches(
  primary: ElementSet,
  secondary: ElementSet,
  { start, end }: { readonly start: UtcMs; readonly end: UtcMs },
): Approach[] | Failure {
  if (primary.catalogNumber === secondary.catalogNumber) {
    return { ok: false, reason: 'same-object', detail: `both are object ${primary.catalogNumber}` };
  }
  if (!(end > start) || end - start > MAX_WINDOW_MS) {
    return { ok: false, reason: 'bad-window', detail: 'a window of up to 30 days is wanted' };
  }
  const pair = createPair(primary, secondary);
  const revolutions = Math.max(primary.meanMotionRevPerDay, secondary.meanMotionRevPerDay);
  const count = Math.ceil(((end - start) / MS_PER_DAY) * revolutions * STEPS_PER_PERIOD) + 2;
  const step = (end - start) / count;
  const samples = new Float64Array(count + 1);
  for (let i = 0; i <= count; i++) {
    const squared = pair.squaredDistance(start + i * step);
    if (Number.isNaN(squared)) {
      return { ok: false, reason: 'propagation-failed', detail: pair.failure() };
    }
    samples[i] = squared;
  }
  const approaches: Approach[] = [];
  for (let i = 0; i <= count; i++) {
    const isLow =
      (i === 0 || samples[i]! <= samples[i - 1]!) && (i === count || samples[i]! < samples[i + 1]!);
    if (!isLow) continue;
    const from = start + Math.max(0, i - 1) * step;
    const to = start + Math.min(count, i + 1) * step;
    approaches.push(pair.describe(refine(pair.squaredDistance, from, to)));
  }
  return approaches;
}

interface Pair {
  readonly squaredDistance: (time: UtcMs) => number;
  readonly describe: (tca: UtcMs) => Approach;
  readonly failure: () => string;
}

function createPair(primary: ElementSet, secondary: ElementSet): Pair {
  const one = createPropagator(primary);
  const two = createPropagator(secondary);
  const a = new Float64Array(6);
  const b = new Float64Array(6);
  let failure = '';
  const move = (propagator: Propagator, time: UtcMs, out: Float64Array, set: ElementSet): boolean => {
    const status = propagator.propagate(minutesSinceEpoch(set, time), out, 0);
    if (status === STATUS_OK) return true;
    failure = `object ${set.catalogNumber}: ${statusName(status)}`;
    return false;
  };
  const squaredDistance = (time: UtcMs): number => {
    if (!move(one, time, a, primary) || !move(two, time, b, secondary)) return Number.NaN;
    return (b[0]! - a[0]!) ** 2 + (b[1]! - a[1]!) ** 2 + (b[2]! - a[2]!) ** 2;
  };
  return {
    squaredDistance,
    failure: () => failure,
    describe(tca) {
      squaredDistance(tca);
      return { tca, states: [[...a], [...b]], ...describeEncounter(a, b) };
    },
  };
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The least of a function with one minimum between two instants. Source: golden-section search, Kiefer 1953. */
function refine(value: (time: UtcMs) => number, from: UtcMs, to: UtcMs): UtcMs {
  // Instants relative to `from`: a double of Unix ms alone would leave 0.0002 ms.
  let low = 0;
  let high = to - from;
  let left = high - GOLDEN * high;
  let right = GOLDEN * high;
  let atLeft = value(from + left);
  let atRight = value(from + right);
  while (high - low > TCA_TOLERANCE_MS) {
    if (atLeft <= atRight) {
      high = right;
      right = left;
      atRight = atLeft;
      left = high - GOLDEN * (high - low);
      atLeft = value(from + left);
    } else {
      low = left;
      left = right;
      atLeft = atRight;
      right = low + GOLDEN * (high - low);
      atRight = value(from + right);
    }
  }
  return from + (low + high) / 2;
}
