import { zonalGravity } from '../ephemeris/gravity.ts';
import type { Query } from '../propagation/kernel/kernel.ts';
import { bytesOfRows, type Desk, propagateBlocks, propagateEach } from '../propagation/kernel/propagate.ts';
import { STATUS_OK } from '../propagation/status.ts';
import { type Kilometers, MS_PER_MINUTE, MS_PER_SECOND, type Seconds, type UtcMs } from '../units.ts';
import { describeEncounter, type Encounter } from './geometry.ts';
import { type AskPositions, type Candidate, type Minimum, refineCandidates } from './refine.ts';
import { CANDIDATE_BYTES, NUMBERS_ABOUT_OBJECT, type SieveExports } from './sieve/sieve.ts';

/** What is screened for: every approach within a threshold in a window, looked at in slabs of time. */
export interface ScreenSettings {
  readonly start: UtcMs;
  readonly end: UtcMs;
  readonly thresholdKm: Kilometers;
  readonly slabSeconds: Seconds;
}

/** A close approach of two objects, by their places among the sets. */
export interface Conjunction extends Encounter {
  readonly one: number;
  readonly two: number;
  readonly tca: UtcMs;
  /** The window begins or ends here, and they may be nearer beyond. */
  readonly isEdge: boolean;
  /** Both at that instant: TEME km and km/s, six numbers each. */
  readonly states: readonly [readonly number[], readonly number[]];
}

/** Memory of one thread for screening. */
export interface ScreenPlaces {
  readonly positions: readonly [number, number];
  readonly statuses: readonly [number, number];
  readonly time: number;
  readonly scratch: number;
  readonly candidates: number;
  /** Memory for rows, of AREA_BYTES. */
  readonly area: number;
  readonly bytes: number;
}

/** A thread's kernel and sieve on one memory, and where things lie; `about` has NUMBERS_ABOUT_OBJECT for each object. */
export interface ScreenDesk extends Desk {
  readonly sieve: SieveExports;
  readonly about: number;
  readonly places: ScreenPlaces;
}

const POSITIONS: Query = { form: 'position', gates: 'sanity', times: 'utc' };
const STATES: Query = { form: 'state', gates: 'sanity', times: 'utc' };
/** Candidates of a slab there is room for: fifty times as many as 28,488 objects have within 5 km in a minute. */
const MOST_CANDIDATES = 65_536;
/** Rows asked for together. */
const MOST_ROWS = 6144;
const ROWS_A_LOOK = 6;
const AREA_BYTES = bytesOfRows(MOST_ROWS, 'state');

/** Lay out the memory of one thread, from an address on. */
export function placeScreening(sieve: SieveExports, count: number, at: number): ScreenPlaces {
  let next = at;
  const take = (bytes: number) => {
    const place = next;
    next += Math.ceil(bytes / 64) * 64;
    return place;
  };
  const places = {
    positions: [take(count * 24), take(count * 24)] as const,
    statuses: [take(count), take(count)] as const,
    time: take(8),
    scratch: take(sieve.scratchBytes(count)),
    candidates: take(MOST_CANDIDATES * CANDIDATE_BYTES),
    area: take(AREA_BYTES),
  };
  return { ...places, bytes: next - at };
}

/** How many slabs a window has. */
export function slabsOf({ start, end, slabSeconds }: ScreenSettings): number {
  return Math.ceil((end - start) / (slabSeconds * MS_PER_SECOND));
}

/**
 * Find all close approaches in some slabs of a window.
 *
 * In a slab every object moves along the chord between its positions at both ends, and bends away from it by at most
 * D²/8 · |r″|. So two that come within the threshold have chords that come within it and D²/8 · |ρ″|; and |ρ″| is at most the
 * gradient of the field times their distance, and what SGP4 differs from the field by, measured for each (`measureObjects`).
 * The sieve leaves out only pairs for which that cannot be (DESIGN.md, “Conjunctions”); the others are refined.
 *
 * @throws RangeError when there are more candidates than memory for them: the threshold is too large for one screening
 */
export function screenSlabs(
  desk: ScreenDesk,
  settings: ScreenSettings,
  { first, end }: { readonly first: number; readonly end: number },
): readonly Conjunction[] {
  const { places, layout, sieve } = desk;
  const found: Conjunction[] = [];
  const stepMs = settings.slabSeconds * MS_PER_SECOND;
  const edge = (slab: number) => Math.min(settings.end, settings.start + slab * stepMs);
  let waiting: Candidate[] = [];
  const settle = (): void => {
    found.push(...describe(desk, refineCandidates(askOf(desk), waiting, settings), settings.thresholdKm));
    waiting = [];
  };
  placeAt(desk, first % 2, edge(first));
  for (let slab = first; slab < end; slab++) {
    const [from, to] = [slab % 2, (slab + 1) % 2] as const;
    const [start, stop] = [edge(slab), edge(slab + 1)];
    placeAt(desk, to, stop);
    const count = sieve.screenSlab(
      layout.count,
      places.positions[from]!,
      places.positions[to]!,
      places.statuses[from]!,
      places.statuses[to]!,
      desk.about,
      (stop - start) / MS_PER_SECOND,
      settings.thresholdKm,
      places.scratch,
      places.candidates,
      MOST_CANDIDATES,
    );
    if (count > MOST_CANDIDATES)
      throw new RangeError(
        `${count} pairs may be within ${settings.thresholdKm} km in one minute: a smaller threshold is wanted`,
      );
    readCandidates(desk, count, start, stop, waiting);
    if (waiting.length * ROWS_A_LOOK > MOST_ROWS / 2) settle();
  }
  settle();
  return found;
}

function placeAt(
  { kernel, layout, scratch, integrators, places }: ScreenDesk,
  which: number,
  time: UtcMs,
): void {
  new Float64Array(kernel.memory.buffer, places.time, 1)[0] = time;
  const place = {
    times: places.time,
    timeCount: 1,
    out: places.positions[which]!,
    status: places.statuses[which]!,
    perSet: 1,
    perTime: 0,
  };
  layout.kinds.forEach(({ blocks }, kind) =>
    propagateBlocks(
      { kernel, layout, scratch, integrators },
      { kind, first: 0, end: blocks },
      POSITIONS,
      place,
    ),
  );
}

function readCandidates(
  { kernel, places }: ScreenDesk,
  count: number,
  start: UtcMs,
  end: UtcMs,
  into: Candidate[],
): void {
  const view = new DataView(kernel.memory.buffer, places.candidates, count * CANDIDATE_BYTES);
  for (let i = 0; i < count; i++) {
    const at = i * CANDIDATE_BYTES;
    const share = view.getFloat64(at + 8, true);
    into.push({
      one: view.getUint32(at, true),
      two: view.getUint32(at + 4, true),
      start,
      end,
      guess: start + share * (end - start),
    });
  }
}

/** Positions of rows, in pieces that fit the memory for them. */
function askOf(desk: ScreenDesk): AskPositions {
  return (objects, times) => {
    const all = new Float64Array(objects.length * 3);
    for (let first = 0; first < objects.length; first += MOST_ROWS) {
      const some = objects.slice(first, first + MOST_ROWS);
      const { numbers } = propagateEach(
        desk,
        desk.places.area,
        some,
        times.slice(first, first + MOST_ROWS),
        POSITIONS,
      );
      all.set(numbers, first * 3);
    }
    return all;
  };
}

/** The minima within the threshold, with both states at their instants. */
function describe(
  desk: ScreenDesk,
  minima: readonly Minimum[],
  thresholdKm: Kilometers,
): readonly Conjunction[] {
  const near = minima.filter(({ missKm }) => missKm < thresholdKm);
  const found: Conjunction[] = [];
  const together = MOST_ROWS / 2;
  for (let first = 0; first < near.length; first += together) {
    const some = near.slice(first, first + together);
    const { numbers, status } = propagateEach(
      desk,
      desk.places.area,
      some.flatMap(({ one, two }) => [one, two]),
      some.flatMap(({ tca }) => [tca, tca]),
      STATES,
    );
    some.forEach(({ one, two, tca, isEdge }, i) => {
      if (status[2 * i] !== STATUS_OK || status[2 * i + 1] !== STATUS_OK) return;
      const a = numbers.subarray(12 * i, 12 * i + 6);
      const b = numbers.subarray(12 * i + 6, 12 * i + 12);
      const states = [[...a], [...b]] as const;
      found.push({ one, two, tca, isEdge, states, ...describeEncounter(a, b) });
    });
  }
  return found;
}

/** Places of a revolution at which an object's acceleration is looked at, from both ends of the window. */
const PLACES = 12;
const BASE_SECONDS = 30;
const SQUARED_BASE = BASE_SECONDS * BASE_SECONDS;
/** The most of them is taken so many times, and so much more, km/s². */
const RESIDUAL_FACTOR = 3;
const RESIDUAL_LEAST = 1e-6;
/** For who has no states there: a tenth of a metre per second². */
const RESIDUAL_UNKNOWN = 1e-4;
/** By how much osculating eccentricity and J2 move the radius beyond the mean eccentricity, as a share of μ/r². */
const RADIAL_ALLOWANCE = 0.005;
/** Sets measured together: PLACES · 2 · 3 rows each. */
export const MEASURED_TOGETHER = Math.floor(MOST_ROWS / (PLACES * 6));

/**
 * Measure what the sieve needs to know of objects: how much SGP4's acceleration differs from that of the zonal field, by second
 * differences over a revolution at either end of the window.
 *
 * @param orbits of `sets`: mean motion in rev/day, eccentricity
 */
export function measureObjects(
  desk: Omit<ScreenDesk, 'sieve'>,
  sets: readonly number[],
  orbits: readonly { readonly meanMotionRevPerDay: number; readonly eccentricity: number }[],
  { start, end }: Pick<ScreenSettings, 'start' | 'end'>,
): void {
  const base = BASE_SECONDS * MS_PER_SECOND;
  const rows = PLACES * 6;
  const rowSets = new Uint32Array(sets.length * rows);
  const times = new Float64Array(sets.length * rows);
  sets.forEach((set, k) => {
    rowSets.fill(set, k * rows, (k + 1) * rows);
    const period = (1440 * MS_PER_MINUTE) / orbits[k]!.meanMotionRevPerDay;
    for (let i = 0; i < 2 * PLACES; i++) {
      const place = ((i % PLACES) / PLACES) * period;
      const middle = i < PLACES ? start + place : end - place;
      for (let j = -1; j <= 1; j++) times[k * rows + 3 * i + 1 + j] = middle + j * base;
    }
  });
  const { numbers } = propagateEach(desk, desk.places.area, rowSets, times, POSITIONS);
  const about = new Float64Array(
    desk.kernel.memory.buffer,
    desk.about,
    desk.layout.count * NUMBERS_ABOUT_OBJECT,
  );
  sets.forEach((set, i) => {
    const most = mostResidual(numbers.subarray(i * rows * 3, (i + 1) * rows * 3));
    about[set * NUMBERS_ABOUT_OBJECT] = orbits[i]!.eccentricity + RADIAL_ALLOWANCE;
    about[set * NUMBERS_ABOUT_OBJECT + 1] = Number.isNaN(most)
      ? RESIDUAL_UNKNOWN
      : RESIDUAL_FACTOR * most + RESIDUAL_LEAST;
  });
}

const gravity = new Float64Array(3);

/** The most of triples of positions; NaN when none of them is whole. */
function mostResidual(p: Float64Array): number {
  let most = Number.NaN;
  for (let at = 0; at < p.length; at += 9) {
    zonalGravity(p, at + 3, gravity);
    const x = (p[at]! - 2 * p[at + 3]! + p[at + 6]!) / SQUARED_BASE - gravity[0]!;
    const y = (p[at + 1]! - 2 * p[at + 4]! + p[at + 7]!) / SQUARED_BASE - gravity[1]!;
    const z = (p[at + 2]! - 2 * p[at + 5]! + p[at + 8]!) / SQUARED_BASE - gravity[2]!;
    const squared = x * x + y * y + z * z;
    const residual = Math.sqrt(squared);
    if (!(residual <= most) && !Number.isNaN(residual)) most = residual;
  }
  return most;
}

/** Slower than this, km/s, two objects are neighbours: docked, or flying in formation. */
const NEIGHBOUR_SPEED = 0.01;

/** One event of a pair. */
export interface ConjunctionEvent extends Conjunction {
  /** They fly together: all their least distances are this one event. */
  readonly isNeighbours: boolean;
}

/** Put the approaches of neighbours together, one event a pair; the others stay. In order of time. */
export function mergeNeighbours(found: readonly Conjunction[]): readonly ConjunctionEvent[] {
  const events: ConjunctionEvent[] = [];
  const neighbours = new Map<string, ConjunctionEvent>();
  for (const one of found) {
    if (one.relativeSpeed >= NEIGHBOUR_SPEED) {
      events.push({ ...one, isNeighbours: false });
      continue;
    }
    const pair = `${one.one}-${one.two}`;
    const before = neighbours.get(pair);
    if (!before || one.missDistance < before.missDistance)
      neighbours.set(pair, { ...one, isNeighbours: true });
  }
  return [...events, ...neighbours.values()].sort((a, b) => a.tca - b.tca || a.one - b.one || a.two - b.two);
}
