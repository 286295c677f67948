import type { Propagator } from '../propagation/sgp4.ts';
import { STATUS_OK, type StatusCode } from '../propagation/status.ts';
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

/** States of many objects at instants, as `chooseSteps` asks for them: sane ones only (core/propagation/sanity.ts). */
export interface StateSource {
  /** Keyframes of `objects[i]` at `times[i]`, six numbers each; the status of those that are none is not 0. */
  keyframes(objects: readonly number[], times: readonly UtcMs[]): StatesAsked;
  /** TEME positions, three numbers each. */
  positions(objects: readonly number[], times: readonly UtcMs[]): StatesAsked;
}

/** Good until the next call of the same source. */
export interface StatesAsked {
  readonly numbers: Float64Array;
  readonly status: Uint8Array;
}

/** The states of single propagators. */
export function sourceOf(propagators: readonly Propagator[]): StateSource {
  const state = new Float64Array(FLOATS);
  const ask = (
    objects: readonly number[],
    width: number,
    one: (propagator: Propagator, row: number) => StatusCode,
  ): StatesAsked => {
    const numbers = new Float64Array(objects.length * width);
    const status = Uint8Array.from(objects, (object, row) => {
      const code = one(propagators[object]!, row);
      numbers.set(state.subarray(0, width), row * width);
      return code;
    });
    return { numbers, status };
  };
  return {
    keyframes: (objects, times) =>
      ask(objects, 6, (propagator, row) => keyframeAt(propagator, times[row]!, state, 0)),
    positions: (objects, times) =>
      ask(objects, 3, (propagator, row) =>
        propagator.propagate((times[row]! - propagator.epoch) / MS_PER_MINUTE, state, 0),
      ),
  };
}

/**
 * Choose for each object the largest step with which quintic interpolation stays within the bound of each tier, by measuring
 * against SGP4 over one revolution. All objects are measured together, step length after step length.
 *
 * @param time about which it is measured; errors change with drag only, so days later they hold but for falling objects
 * @returns the shortest step where none is short enough; the errors say so. Where SGP4 gives no position: the first guess, error 0
 */
export function chooseSteps(
  source: StateSource,
  orbits: readonly OrbitShape[],
  time: UtcMs,
): readonly ObjectSteps[] {
  const chosen = new Map<number, ObjectSteps>();
  let open = orbits.map((_, object) => {
    const search = searchSteps();
    return { object, search, turn: search.next() };
  });
  while (open.length > 0) {
    const asked = open.flatMap(({ object, turn }) =>
      turn.done ? [] : [{ object, orbit: orbits[object]!, step: stepOfLevel(turn.value) }],
    );
    const errors = measure(source, asked, time);
    open = open.flatMap(({ object, search }, i) => {
      const turn = search.next(errors[i]!);
      if (!turn.done) return [{ object, search, turn }];
      chosen.set(object, turn.value);
      return [];
    });
  }
  return orbits.map((_, object) => chosen.get(object)!);
}

/** The search for one object: asks for the errors of levels, and ends with what it chose. */
function* searchSteps(): Generator<number, ObjectSteps, Kilometers> {
  const known = new Map<number, Kilometers>();
  function* errorOf(level: number): Generator<number, Kilometers, Kilometers> {
    const before = known.get(level);
    if (before !== undefined) return before;
    const error = yield level;
    known.set(level, error);
    return error;
  }
  function* largest(tier: Tier): Generator<number, number, Kilometers> {
    const limit = TAKEN_SHARE * TIERS[tier].boundKm;
    let level = FIRST_LEVEL;
    while (level > 0 && (yield* errorOf(level)) > limit) level--;
    if (level === FIRST_LEVEL) while (level + 1 < LEVELS && (yield* errorOf(level + 1)) <= limit) level++;
    return level;
  }
  const fine = yield* largest(0);
  const middle = yield* largest(1);
  const coarse = yield* largest(2);
  return {
    levels: [fine, middle, coarse],
    errorsKm: [yield* errorOf(fine), yield* errorOf(middle), yield* errorOf(coarse)],
  };
}

const FLOATS = 6;
const drawn = new Float64Array(FLOATS);

/** The largest error of the places looked at, for each object asked about. */
function measure(
  source: StateSource,
  asked: readonly { readonly object: number; readonly orbit: OrbitShape; readonly step: Seconds }[],
  time: UtcMs,
): readonly Kilometers[] {
  const places = asked.flatMap(({ object, orbit, step }, index) => {
    const periodMs = (1440 * MS_PER_MINUTE) / orbit.meanMotionRevPerDay;
    const turns = orbit.meanAnomalyDeg / 360 + (time - orbit.epoch) / periodMs;
    const perigee = time - (turns - Math.round(turns)) * periodMs;
    return (orbit.eccentricity < CIRCLE ? PLACES_OF_CIRCLE : PLACES).map((place) => {
      const start = perigee + place * periodMs - (step / 2) * MS_PER_SECOND;
      return { index, object, step, start };
    });
  });
  const ends = source.keyframes(
    places.flatMap(({ object }) => [object, object]),
    places.flatMap(({ start, step }) => [start, start + step * MS_PER_SECOND]),
  );
  const truth = source.positions(
    places.map(({ object }) => object),
    places.map(({ start, step }) => start + FRACTION * step * MS_PER_SECOND),
  );
  const errors = asked.map(() => 0);
  places.forEach(({ index, step }, i) => {
    if (ends.status[2 * i] !== STATUS_OK || ends.status[2 * i + 1] !== STATUS_OK) return;
    if (truth.status[i] !== STATUS_OK) return;
    const a = ends.numbers.subarray(12 * i, 12 * i + 6);
    const b = ends.numbers.subarray(12 * i + 6, 12 * i + 12);
    interpolateHermite({ a, b, offset: 0 }, step, FRACTION, drawn);
    const [x, y, z] = truth.numbers.subarray(3 * i, 3 * i + 3);
    const error = Math.hypot(drawn[0]! - x!, drawn[1]! - y!, drawn[2]! - z!);
    if (error > errors[index]!) errors[index] = error;
  });
  return errors;
}
