import type { BatchLayout, BlockRange } from '../../../core/propagation/kernel/batch.ts';
import { initialiseBlocks } from '../../../core/propagation/kernel/batch.ts';
import type { Query } from '../../../core/propagation/kernel/kernel.ts';
import {
  bytesOfRows,
  type Desk,
  propagateBlocks,
  propagateEach,
} from '../../../core/propagation/kernel/propagate.ts';
import { measureObjects, type MeasureSettings } from '../../../core/conjunction/measure.ts';
import {
  type Conjunction,
  placeScreening,
  type ScreenDesk,
  type ScreenSettings,
} from '../../../core/conjunction/screen-desk.ts';
import { screenSlabs } from '../../../core/conjunction/screen.ts';
import { screenPrimarySlabs } from '../../../core/conjunction/screen-primaries.ts';
import type { SieveExports } from '../../../core/conjunction/sieve/sieve.ts';
import { chooseSteps, type StateSource } from '../../../core/ephemeris/steps.ts';
import {
  STATUS_DECAY_RECORDED,
  STATUS_LEFT_SANE_RANGE,
  STATUS_OK,
} from '../../../core/propagation/status.ts';
import {
  FLAG_BREAK,
  FLAG_HIDDEN,
  FLAG_OK,
  FLAG_STALE,
  type Format,
  packState,
  type Resolution,
  WORDS_OF,
} from '../../../core/protocol/pack.ts';
import type { UtcMs } from '../../../core/units.ts';

/** What the server knows of each set of a batch beside its elements; so many numbers a set, in shared memory. */
export const ABOUT_SET = {
  epoch: 0,
  meanMotionRevPerDay: 1,
  meanAnomalyDeg: 2,
  eccentricity: 3,
  decayedAt: 4,
  staleAfter: 5,
} as const;
export const NUMBERS_ABOUT_SET = 6;

/** A batch as tasks use it. */
export interface BatchPlace {
  readonly layout: BatchLayout;
  /** NUMBERS_ABOUT_SET numbers a set; 0 where there are none. */
  readonly about: number;
}

/** Rows of one instant: sets, and where among the words of the instant each goes. */
export interface RowRange {
  readonly wanted: number;
  readonly first: number;
  readonly end: number;
}

/** One instant of a `states` task; addresses of its words (of 32 bits) and codes (bytes, one a row). */
export interface WantedPlace {
  readonly format: Format;
  readonly resolution: Resolution;
  readonly time: UtcMs;
  readonly isBreak: boolean;
  readonly words: number;
  readonly codes: number;
}

/** What the threads of a pool can do, a chunk at a time. All numbers are addresses in shared memory but for times and counts. */
export type Task =
  | {
      readonly type: 'initialise';
      readonly elements: number;
      readonly chunks: readonly BlockRange[];
    }
  | {
      readonly type: 'propagate';
      readonly query: Query;
      readonly place: Parameters<typeof propagateBlocks>[3];
      readonly chunks: readonly BlockRange[];
    }
  | {
      readonly type: 'states';
      /** Two numbers a row: the set, and its place in its instant. */
      readonly rows: number;
      readonly wanted: readonly WantedPlace[];
      readonly chunks: readonly RowRange[];
    }
  | {
      readonly type: 'measure';
      readonly rows: number;
      readonly time: UtcMs;
      /** Three bytes and three floats a place. */
      readonly levels: number;
      readonly errorsKm: number;
      readonly chunks: readonly RowRange[];
    }
  | {
      /** Before `screen`: what the sieve needs to know of the objects of a batch, at `objects`. */
      readonly type: 'measure-objects';
      readonly window: MeasureSettings;
      readonly objects: number;
      readonly chunks: readonly BlockRange[];
    }
  | {
      readonly type: 'screen';
      readonly settings: ScreenSettings;
      /** These against all; null: all against all. */
      readonly primaries: readonly number[] | null;
      readonly objects: number;
      readonly chunks: readonly SlabRange[];
    };

/** Slabs of a window. */
export interface SlabRange {
  readonly first: number;
  readonly end: number;
}

/** Rows of a chunk. */
export const STATES_TOGETHER = 1024;
export const MEASURED_TOGETHER = 192;
/** A measured object takes up to six places, with two keyframes and a position each. */
const MOST_KEYFRAMES = Math.max(STATES_TOGETHER, 12 * MEASURED_TOGETHER);
const MOST_POSITIONS = 6 * MEASURED_TOGETHER;

/** Bytes a thread needs for rows and their answers, for itself. */
export const AREA_BYTES =
  bytesOfRows(MOST_KEYFRAMES, 'keyframe') + bytesOfRows(MOST_POSITIONS, 'position') + 64;

const KEYFRAMES: Query = { form: 'keyframe', gates: 'sanity', times: 'utc' };
const POSITIONS: Query = { form: 'position', gates: 'sanity', times: 'utc' };

/** What a thread has for a task: its desk, memory of AREA_BYTES, and what the job has given it. */
export interface Seat extends Desk {
  readonly about: number;
  readonly area: number;
  readonly sieve: SieveExports;
  readonly own: number;
}

/** Bytes a thread needs for screening a batch. */
export function screenBytes(sieve: SieveExports, count: number): number {
  return placeScreening(sieve, count, 0).bytes;
}

/** Do one chunk of a task. @returns what is to be sent, where the task has an answer beside what it writes */
export function perform(seat: Seat, task: Task, chunk: number): readonly Conjunction[] | null {
  switch (task.type) {
    case 'initialise':
      initialiseBlocks(
        seat.kernel,
        { layout: seat.layout, elements: task.elements },
        task.chunks[chunk]!,
        seat.scratch,
      );
      return null;
    case 'propagate':
      propagateBlocks(seat, task.chunks[chunk]!, task.query, task.place);
      return null;
    case 'states':
      packStates(seat, task, task.chunks[chunk]!);
      return null;
    case 'measure':
      measureSteps(seat, task, task.chunks[chunk]!);
      return null;
    case 'measure-objects':
      measureSets(seat, task, task.chunks[chunk]!);
      return null;
    case 'screen':
      return task.primaries === null
        ? screenSlabs(screenDesk(seat, task.objects), task.settings, task.chunks[chunk]!)
        : screenPrimarySlabs(
            screenDesk(seat, task.objects),
            task.primaries,
            task.settings,
            task.chunks[chunk]!,
          );
  }
}

function screenDesk(seat: Seat, objects: number): ScreenDesk {
  return { ...seat, about: objects, places: placeScreening(seat.sieve, seat.layout.count, seat.own) };
}

function measureSets(seat: Seat, task: Extract<Task, { type: 'measure-objects' }>, range: BlockRange): void {
  const about = new Float64Array(
    seat.kernel.memory.buffer,
    seat.about,
    seat.layout.count * NUMBERS_ABOUT_SET,
  );
  const orbitOf = (set: number) => ({
    meanMotionRevPerDay: about[set * NUMBERS_ABOUT_SET + ABOUT_SET.meanMotionRevPerDay]!,
    eccentricity: about[set * NUMBERS_ABOUT_SET + ABOUT_SET.eccentricity]!,
  });
  measureObjects(screenDesk(seat, task.objects), range, orbitOf, task.window);
}

function readRows(seat: Seat, rows: number, { first, end }: RowRange): { sets: number[]; places: number[] } {
  const pairs = new Uint32Array(seat.kernel.memory.buffer, rows + first * 8, (end - first) * 2);
  const sets: number[] = [];
  const places: number[] = [];
  for (let i = 0; i < pairs.length; i += 2) {
    sets.push(pairs[i]!);
    places.push(pairs[i + 1]!);
  }
  return { sets, places };
}

function packStates(seat: Seat, task: Extract<Task, { type: 'states' }>, range: RowRange): void {
  const { format, resolution, time, isBreak, words: wordsAt, codes: codesAt } = task.wanted[range.wanted]!;
  const { sets, places } = readRows(seat, task.rows, range);
  const { numbers, status } = propagateEach(
    seat,
    seat.area,
    sets,
    sets.map(() => time),
    KEYFRAMES,
  );
  const { buffer } = seat.kernel.memory;
  const about = new Float64Array(buffer, seat.about, seat.layout.count * NUMBERS_ABOUT_SET);
  const size = WORDS_OF[format];
  const words = new Uint32Array(buffer, wordsAt);
  const codes = new Uint8Array(buffer, codesAt);
  sets.forEach((set, row) => {
    const at = set * NUMBERS_ABOUT_SET;
    let code = about[at + ABOUT_SET.decayedAt]! <= time ? STATUS_DECAY_RECORDED : status[row]!;
    const isStale = Math.abs(time - about[at + ABOUT_SET.epoch]!) > about[at + ABOUT_SET.staleAfter]!;
    const flag = code !== STATUS_OK ? FLAG_HIDDEN : isBreak ? FLAG_BREAK : isStale ? FLAG_STALE : FLAG_OK;
    const place = places[row]!;
    const fits = packState(format, resolution, { state: numbers, from: 6 * row, flag }, words, place * size);
    if (!fits) code = STATUS_LEFT_SANE_RANGE;
    codes[place] = code;
  });
}

function measureSteps(seat: Seat, task: Extract<Task, { type: 'measure' }>, range: RowRange): void {
  const { sets, places } = readRows(seat, task.rows, range);
  const { buffer } = seat.kernel.memory;
  const about = new Float64Array(buffer, seat.about, seat.layout.count * NUMBERS_ABOUT_SET);
  const orbits = sets.map((set) => {
    const at = set * NUMBERS_ABOUT_SET;
    return {
      epoch: about[at + ABOUT_SET.epoch]!,
      meanMotionRevPerDay: about[at + ABOUT_SET.meanMotionRevPerDay]!,
      meanAnomalyDeg: about[at + ABOUT_SET.meanAnomalyDeg]!,
      eccentricity: about[at + ABOUT_SET.eccentricity]!,
    };
  });
  const positionsAt = seat.area + Math.ceil(bytesOfRows(MOST_KEYFRAMES, 'keyframe') / 8) * 8;
  const setsOf = (objects: readonly number[]) => objects.map((object) => sets[object]!);
  const source: StateSource = {
    keyframes: (objects, times) => propagateEach(seat, seat.area, setsOf(objects), times, KEYFRAMES),
    positions: (objects, times) => propagateEach(seat, positionsAt, setsOf(objects), times, POSITIONS),
  };
  const levels = new Uint8Array(buffer, task.levels);
  const errorsKm = new Float32Array(buffer, task.errorsKm);
  chooseSteps(source, orbits, task.time).forEach((steps, i) => {
    levels.set(steps.levels, 3 * places[i]!);
    errorsKm.set(steps.errorsKm, 3 * places[i]!);
  });
}
