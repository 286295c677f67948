import { parentPort } from 'node:worker_threads';
import { ElementTable, type PackedElementTable } from '../../core/elements/element-table.ts';
import { fillKeyframes } from '../../core/ephemeris/keyframes.ts';
import { createPropagator, type Propagator } from '../../core/propagation/sgp4.ts';
import { FLOATS_PER_OBJECT } from '../../core/protocol/keyframe.ts';
import type { UtcMs } from '../../core/units.ts';

export type PropagationRequest =
  | { readonly id: number; readonly type: 'load'; readonly sets: PackedElementTable }
  | {
      readonly id: number;
      readonly type: 'keyframes';
      readonly time: UtcMs;
      /** Objects with other elements from now on, and those elements. */
      readonly change: { readonly indices: readonly number[]; readonly sets: PackedElementTable } | null;
    };

export type PropagationReply =
  | { readonly id: number; readonly type: 'loaded' }
  | {
      readonly id: number;
      readonly type: 'keyframes';
      readonly states: Float32Array<ArrayBuffer>;
      readonly status: Uint8Array<ArrayBuffer>;
    };

let propagators: Propagator[] = [];

parentPort?.on('message', (request: PropagationRequest) => {
  if (request.type === 'load') {
    propagators = Array.from(new ElementTable(request.sets), (set) => createPropagator(set));
    parentPort?.postMessage({ id: request.id, type: 'loaded' } satisfies PropagationReply);
    return;
  }
  if (request.change) {
    const sets = new ElementTable(request.change.sets);
    request.change.indices.forEach((index, i) => (propagators[index] = createPropagator(sets.at(i))));
  }
  const states = new Float32Array(propagators.length * FLOATS_PER_OBJECT);
  const status = new Uint8Array(propagators.length);
  fillKeyframes(propagators, request.time, states, status);
  const reply: PropagationReply = { id: request.id, type: 'keyframes', states, status };
  parentPort?.postMessage(reply, [states.buffer, status.buffer]);
});
