import type { ElementSet } from '../../core/elements/element-set.ts';
import { interpolateHermite } from '../../core/ephemeris/hermite.ts';
import { fillKeyframes, KEYFRAME_ERROR_BOUND_KM, KEYFRAME_STEP_MS } from '../../core/ephemeris/keyframes.ts';
import { createPropagator } from '../../core/propagation/sgp4.ts';
import { STATUS_OK } from '../../core/propagation/status.ts';
import {
  decodeKeyframe,
  encodeKeyframe,
  FLOATS_PER_OBJECT,
  type Keyframe,
} from '../../core/protocol/keyframe.ts';
import { createRandom } from '../../core/random.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type UtcMs } from '../../core/units.ts';
import { percentile, print, type Subject } from './measure.ts';

const INTERVALS = 8;
const SAMPLES_PER_INTERVAL = 4;

export interface StreamErrors {
  readonly samples: number;
  readonly p50M: number;
  readonly p99M: number;
  readonly maxM: number;
  readonly shareWithinBound: number;
}

/**
 * Measure decoded and interpolated keyframes against SGP4 itself, in metres, over a whole catalogue: eight intervals
 * within a day of its median epoch, four random instants in each.
 */
export function measureStream(sets: readonly ElementSet[]): StreamErrors {
  const propagators = sets.map((set) => createPropagator(set));
  const random = createRandom('bench-stream');
  const start = medianEpochOf(sets);
  const errors: number[] = [];
  const drawn = new Float64Array(6);
  const truth = new Float64Array(6);
  for (let interval = 0; interval < INTERVALS; interval++) {
    const k = Math.floor((start + interval * 173 * MS_PER_MINUTE) / KEYFRAME_STEP_MS);
    const a = frameAt(k);
    const b = frameAt(k + 1);
    for (let sample = 0; sample < SAMPLES_PER_INTERVAL; sample++) {
      const fraction = random();
      const time = a.time + fraction * KEYFRAME_STEP_MS;
      for (let i = 0; i < sets.length; i++) {
        if (a.status[i] !== STATUS_OK || b.status[i] !== STATUS_OK) continue;
        const pair = { a: a.states, b: b.states, offset: i * FLOATS_PER_OBJECT };
        interpolateHermite(pair, KEYFRAME_STEP_MS / MS_PER_SECOND, fraction, drawn);
        const propagator = propagators[i]!;
        if (propagator.propagate((time - propagator.epoch) / MS_PER_MINUTE, truth, 0) !== STATUS_OK) continue;
        errors.push(1000 * Math.hypot(drawn[0]! - truth[0]!, drawn[1]! - truth[1]!, drawn[2]! - truth[2]!));
      }
    }
  }
  const values = Float64Array.from(errors);
  const within = values.filter((error) => error <= KEYFRAME_ERROR_BOUND_KM * 1000).length / values.length;
  return {
    samples: values.length,
    p50M: percentile(values, 0.5),
    p99M: percentile(values, 0.99),
    maxM: values.at(-1) ?? Number.NaN,
    shareWithinBound: within,
  };

  function frameAt(k: number): Keyframe {
    const states = new Float32Array(sets.length * FLOATS_PER_OBJECT);
    const status = new Uint8Array(sets.length);
    const time = k * KEYFRAME_STEP_MS;
    fillKeyframes(propagators, time, states, status);
    const decoded = decodeKeyframe(
      encodeKeyframe({
        timelineId: 1,
        catalogRevision: 1,
        time,
        stepMs: KEYFRAME_STEP_MS,
        errorBoundKm: KEYFRAME_ERROR_BOUND_KM,
        states,
        status,
      }),
    );
    if (!decoded.ok) throw new Error(decoded.reason);
    return decoded.keyframe;
  }
}

export function medianEpochOf(sets: readonly ElementSet[]): UtcMs {
  return percentile(
    Float64Array.from(sets, (set) => set.epoch),
    0.5,
  );
}

export function benchStream({ sets }: Subject): void {
  const { samples, p50M, p99M, maxM, shareWithinBound } = measureStream(sets);
  const bytes = 64 + sets.length * 25;
  print(
    `  error against SGP4: p50 ${p50M.toFixed(2)} m, p99 ${p99M.toFixed(2)} m, max ${maxM.toFixed(2)} m (${samples} samples)`,
  );
  print(
    `  within the declared ${KEYFRAME_ERROR_BOUND_KM * 1000} m: ${(100 * shareWithinBound).toFixed(4)} %`,
  );
  const perSecond = bytes / (KEYFRAME_STEP_MS / MS_PER_SECOND);
  for (const rate of [1, 60, 100])
    print(`  bytes to each client at rate ${rate}: ${((rate * perSecond) / 1000).toFixed(1)} kB/s`);
}
