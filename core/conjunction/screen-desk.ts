import type { Query } from '../propagation/kernel/kernel.ts';
import { bytesOfRows, type Desk, propagateBlocks } from '../propagation/kernel/propagate.ts';
import type { Kilometers, Seconds, UtcMs } from '../units.ts';
import type { Encounter } from './geometry.ts';
import { CANDIDATE_BYTES, type SieveExports } from './sieve/sieve.ts';
import { reachOfVolume, type Volume } from './volume.ts';

/** What is screened for: every approach within a threshold in a window, looked at in slabs of time. */
export interface ScreenSettings {
  readonly start: UtcMs;
  readonly end: UtcMs;
  readonly thresholdKm: Kilometers;
  readonly slabSeconds: Seconds;
  /** Volumes about some objects, instead of the sphere of the threshold; of each object its place in `list`, or NO_VOLUME. */
  readonly volumes?: { readonly list: readonly Volume[]; readonly of: Uint8Array };
}

/** The least distance of two that need no looking at. */
export function reachOf({
  thresholdKm,
  volumes,
}: Pick<ScreenSettings, 'thresholdKm' | 'volumes'>): Kilometers {
  return Math.max(thresholdKm, ...(volumes?.list.map(reachOfVolume) ?? []));
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

export const POSITIONS: Query = { form: 'position', gates: 'sanity', times: 'utc' };
export const STATES: Query = { form: 'state', gates: 'sanity', times: 'utc' };
/** Candidates of a slab there is room for: fifty times as many as 28,488 objects have within 5 km in a minute. */
export const MOST_CANDIDATES = 65_536;
/** Rows asked for together. */
export const MOST_ROWS = 6144;
export const ROWS_A_LOOK = 6;
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

/** Put the positions of all objects at an instant into one of the two places for them. */
export function placeAt(
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
