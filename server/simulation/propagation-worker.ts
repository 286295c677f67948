import { parentPort } from 'node:worker_threads';
import type { ElementSet } from '../../core/elements/element-set.ts';
import { ElementTable, type PackedElementTable } from '../../core/elements/element-table.ts';
import { keyframeAt } from '../../core/ephemeris/keyframes.ts';
import { chooseSteps, sourceOf } from '../../core/ephemeris/steps.ts';
import { createPropagator, type Propagator } from '../../core/propagation/sgp4.ts';
import { STATUS_DECAY_RECORDED, STATUS_LEFT_SANE_RANGE, STATUS_OK } from '../../core/propagation/status.ts';
import {
  FLAG_BREAK,
  FLAG_HIDDEN,
  FLAG_OK,
  FLAG_STALE,
  packState,
  WORDS_OF,
} from '../../core/protocol/pack.ts';
import type { UtcMs } from '../../core/units.ts';
import type { StatesWanted } from './bulk-propagator.ts';

export interface PackedChange {
  readonly indices: readonly number[];
  readonly sets: PackedElementTable;
}

export type PropagationRequest =
  | {
      readonly id: number;
      readonly type: 'load';
      readonly sets: PackedElementTable;
      readonly decayedAt: Float64Array;
      readonly staleAfter: Float64Array;
    }
  | {
      readonly id: number;
      readonly type: 'measure';
      readonly room: number;
      readonly time: UtcMs;
      /** Null for all objects. */
      readonly indices: Uint32Array | null;
    }
  | {
      readonly id: number;
      readonly type: 'states';
      readonly room: number;
      readonly wanted: readonly StatesWanted[];
      /** Objects with other elements in this room from now on, and those elements. */
      readonly change: PackedChange | null;
    }
  | { readonly id: number; readonly type: 'forget'; readonly room: number };

export type PropagationReply =
  | { readonly id: number; readonly type: 'done' }
  | {
      readonly id: number;
      readonly type: 'measured';
      readonly levels: Uint8Array<ArrayBuffer>;
      readonly errorsKm: Float32Array<ArrayBuffer>;
    }
  | {
      readonly id: number;
      readonly type: 'states';
      readonly states: readonly {
        readonly words: Uint32Array<ArrayBuffer>;
        readonly codes: Uint8Array<ArrayBuffer>;
      }[];
    };

/** An object made ready; the propagator when it is first needed. */
class Loaded {
  readonly set: ElementSet;
  private made: Propagator | null = null;

  constructor(set: ElementSet) {
    this.set = set;
  }

  get propagator(): Propagator {
    return (this.made ??= createPropagator(this.set));
  }
}

let objects: Loaded[] = [];
let decayedAt = new Float64Array(0);
let staleAfter = new Float64Array(0);
/** What rooms use in place of the sets that were loaded. */
const rooms = new Map<number, Map<number, Loaded>>();
const state = new Float64Array(6);

parentPort?.on('message', (request: PropagationRequest) => {
  const { reply, transfer } = answer(request);
  parentPort?.postMessage(reply, transfer);
});

function answer(request: PropagationRequest): { reply: PropagationReply; transfer: ArrayBuffer[] } {
  const { id } = request;
  switch (request.type) {
    case 'load':
      objects = Array.from(new ElementTable(request.sets), (set) => new Loaded(set));
      decayedAt = Float64Array.from(request.decayedAt);
      staleAfter = Float64Array.from(request.staleAfter);
      rooms.clear();
      return { reply: { id, type: 'done' }, transfer: [] };
    case 'measure': {
      const { levels, errorsKm } = measureAll(request);
      return {
        reply: { id, type: 'measured', levels, errorsKm },
        transfer: [levels.buffer, errorsKm.buffer],
      };
    }
    case 'states': {
      const own = roomOf(request.room, request.change);
      const states = request.wanted.map((wanted) => packAll(wanted, own));
      return {
        reply: { id, type: 'states', states },
        transfer: states.flatMap(({ words, codes }) => [words.buffer, codes.buffer]),
      };
    }
    case 'forget':
      rooms.delete(request.room);
      return { reply: { id, type: 'done' }, transfer: [] };
  }
}

const MEASURED_TOGETHER = 256;

function measureAll({ room, time, indices }: Extract<PropagationRequest, { type: 'measure' }>) {
  const own = roomOf(room, null);
  const wanted = indices ?? Uint32Array.from(objects, (_, i) => i);
  const levels = new Uint8Array(3 * wanted.length);
  const errorsKm = new Float32Array(3 * wanted.length);
  for (let first = 0; first < wanted.length; first += MEASURED_TOGETHER) {
    const some = Array.from(
      wanted.subarray(first, first + MEASURED_TOGETHER),
      (index) => own.get(index) ?? objects[index]!,
    );
    const steps = chooseSteps(
      sourceOf(some.map(({ propagator }) => propagator)),
      some.map(({ set }) => set),
      time,
    );
    steps.forEach((one, i) => {
      levels.set(one.levels, 3 * (first + i));
      errorsKm.set(one.errorsKm, 3 * (first + i));
    });
  }
  return { levels, errorsKm };
}

function roomOf(room: number, change: PackedChange | null): ReadonlyMap<number, Loaded> {
  let own = rooms.get(room);
  if (!own) rooms.set(room, (own = new Map()));
  if (change) {
    const sets = new ElementTable(change.sets);
    change.indices.forEach((index, i) => own.set(index, new Loaded(sets.at(i))));
  }
  return own;
}

function packAll(
  { indices, format, resolution, time, isBreak }: StatesWanted,
  own: ReadonlyMap<number, Loaded>,
) {
  const size = WORDS_OF[format];
  const words = new Uint32Array(indices.length * size);
  const codes: number[] = [];
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    const { propagator } = own.get(index) ?? objects[index]!;
    let code = decayedAt[index]! <= time ? STATUS_DECAY_RECORDED : keyframeAt(propagator, time, state, 0);
    const isStale = Math.abs(time - propagator.epoch) > staleAfter[index]!;
    const flag = code !== STATUS_OK ? FLAG_HIDDEN : isBreak ? FLAG_BREAK : isStale ? FLAG_STALE : FLAG_OK;
    const fits = packState(format, resolution, { state, from: 0, flag }, words, i * size);
    if (!fits) code = STATUS_LEFT_SANE_RANGE;
    if (code !== STATUS_OK) codes.push(code);
  }
  return { words, codes: Uint8Array.from(codes) };
}
