import type { ElementSet } from '../../core/elements/element-set.ts';
import { keyframeAt } from '../../core/ephemeris/keyframes.ts';
import { FLOATS_PER_OBJECT, Motion } from '../../core/ephemeris/motion.ts';
import { apogeeOf, type Slice, sliceObjects } from '../../core/ephemeris/slices.ts';
import { chooseSteps, sourceOf, stepOfLevel, type Tier } from '../../core/ephemeris/steps.ts';
import { createPropagator, type Propagator } from '../../core/propagation/sgp4.ts';
import { STATUS_OK } from '../../core/propagation/status.ts';
import { decodeFrame, encodeSections, type Section, sectionBytes } from '../../core/protocol/frames.ts';
import { FLAG_HIDDEN, FLAG_OK, packState, WORDS_OF } from '../../core/protocol/pack.ts';
import { createRandom } from '../../core/random.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type UtcMs } from '../../core/units.ts';
import { percentile } from '../bench/measure.ts';

const INTERVALS = 6;
const SAMPLES_PER_INTERVAL = 2;

export interface StreamErrors {
  readonly samples: number;
  readonly p50M: number;
  readonly p99M: number;
  readonly maxM: number;
  /** Share of samples within the bound declared for their object, and the largest error over it. */
  readonly shareWithinBound: number;
  readonly mostOverBound: number;
  readonly bytesPerSecond: number;
}

/** The layout of a catalogue and what makes keyframes of it: the server's own parts, in this thread. */
export function layOut(sets: readonly ElementSet[], time: UtcMs) {
  const propagators = sets.map((set) => createPropagator(set));
  const steps = chooseSteps(sourceOf(propagators), sets, time);
  const slices = sliceObjects(
    sets.map((_, i) => i),
    sets.map((set, i) => ({ ...steps[i]!, apogeeKm: apogeeOf(set) })),
  );
  return { propagators, slices };
}

/** Measure decoded keyframes, interpolated as the GPU does it in float32, against SGP4 itself, in metres, within a day of an instant. */
export function measureStream(
  { propagators, slices }: { propagators: readonly Propagator[]; slices: readonly Slice[] },
  tier: Tier,
  start: UtcMs,
): StreamErrors {
  const random = createRandom(`bench-stream-${tier}`);
  const motion = new Motion(slices.map(({ indices }) => indices));
  const errors: number[] = [];
  let within = 0;
  let mostOverBound = 0;
  const drawn = new Float32Array(3);
  const truth = new Float64Array(FLOATS_PER_OBJECT);
  for (let interval = 0; interval < INTERVALS; interval++) {
    const about = start + interval * 173 * MS_PER_MINUTE;
    slices.forEach((slice, i) => {
      const stepMs = stepOfLevel(slice.levels[tier]) * MS_PER_SECOND;
      const time = Math.floor(about / stepMs) * stepMs + slice.phase * MS_PER_SECOND;
      const [a, b] = decodeBoth(
        [time, time + stepMs].map((at) => sectionOf(slice, i, { propagators, tier, at, stepMs })),
      );
      motion.place(i, a!, b!);
      for (let sample = 0; sample < SAMPLES_PER_INTERVAL; sample++) {
        const at = time + random() * stepMs;
        for (const index of slice.indices) {
          if (motion.status[index] !== 0) continue;
          const propagator = propagators[index]!;
          if (propagator.propagate((at - propagator.epoch) / MS_PER_MINUTE, truth, 0) !== STATUS_OK) continue;
          positionOnGpu(motion, index, at, drawn);
          const error = Math.hypot(drawn[0]! - truth[0]!, drawn[1]! - truth[1]!, drawn[2]! - truth[2]!);
          errors.push(1000 * error);
          if (error <= motion.boundKm[i]!) within++;
          mostOverBound = Math.max(mostOverBound, error / motion.boundKm[i]!);
        }
      }
    });
  }
  const values = Float64Array.from(errors);
  return {
    samples: values.length,
    p50M: percentile(values, 0.5),
    p99M: percentile(values, 0.99),
    maxM: values.at(-1) ?? Number.NaN,
    shareWithinBound: within / values.length,
    mostOverBound,
    bytesPerSecond: slices.reduce((sum, { indices, format, levels }) => {
      const bytes = sectionBytes({
        words: new Uint32Array(indices.length * WORDS_OF[format]),
        codes: new Uint8Array(0),
        places: null,
      });
      return sum + bytes / stepOfLevel(levels[tier]);
    }, 0),
  };
}

function sectionOf(
  { indices, format, resolution, boundsKm }: Slice,
  slice: number,
  {
    propagators,
    tier,
    at,
    stepMs,
  }: { propagators: readonly Propagator[]; tier: Tier; at: UtcMs; stepMs: number },
): Section {
  const words = new Uint32Array(indices.length * WORDS_OF[format]);
  const codes: number[] = [];
  const state = new Float64Array(FLOATS_PER_OBJECT);
  indices.forEach((index, i) => {
    const code = keyframeAt(propagators[index]!, at, state, 0);
    const flag = code === STATUS_OK ? FLAG_OK : FLAG_HIDDEN;
    packState(format, resolution, { state, from: 0, flag }, words, i * WORDS_OF[format]);
    if (code !== STATUS_OK) codes.push(code);
  });
  return {
    slice,
    format,
    resolution,
    time: at,
    stepMs,
    boundKm: boundsKm[tier],
    words,
    codes: Uint8Array.from(codes),
    places: null,
  };
}

const HEADER = {
  timelineId: 1,
  catalogRevision: 1,
  layoutId: 1,
  sequence: 1,
  tier: 0,
  sentAt: 0,
  isSnapshot: false,
  isLast: false,
} as const;

function decodeBoth(sections: readonly Section[]): readonly Section[] {
  const decoded = decodeFrame(encodeSections(HEADER, sections));
  if (!decoded.ok || !('sections' in decoded.frame)) throw new Error('not what was encoded');
  return decoded.frame.sections;
}

const f = Math.fround;
const gravity0 = new Float32Array(3);
const gravity1 = new Float32Array(3);

/** The arithmetic of client/globe/motion-shader.ts, every step rounded to float32. */
function positionOnGpu(motion: Motion, index: number, time: UtcMs, out: Float32Array): void {
  const slice = motion.sliceOf[index]!;
  const o = index * FLOATS_PER_OBJECT;
  const { earlier: a, later: b } = motion;
  const s = f(motion.fractionAt(slice, time));
  const h = f(motion.stepMs[slice]! / MS_PER_SECOND);
  const s2 = f(s * s);
  const s3 = f(s2 * s);
  const h01 = f(s3 * f(f(10 - f(15 * s)) + f(6 * s2)));
  const h10 = f(s - f(s3 * f(f(6 - f(8 * s)) + f(3 * s2))));
  const h11 = f(s3 * f(f(4 - f(7 * s)) + f(3 * s2)));
  const hh = f(h * h);
  const h20 = f(f(0.5 * s2) - f(s3 * f(f(1.5 - f(1.5 * s)) + f(0.5 * s2))));
  const h21 = f(s3 * f(f(0.5 - s) + f(0.5 * s2)));
  gravityOnGpu(a, o, gravity0);
  gravityOnGpu(b, o, gravity1);
  for (let axis = 0; axis < 3; axis++) {
    const p0 = a[o + axis]!;
    let moved = f(h01 * f(b[o + axis]! - p0));
    moved = f(moved + f(h * f(f(h10 * a[o + 3 + axis]!) - f(h11 * b[o + 3 + axis]!))));
    moved = f(moved + f(f(hh * h20) * gravity0[axis]!));
    moved = f(moved + f(f(hh * h21) * gravity1[axis]!));
    out[axis] = f(p0 + moved);
  }
}

function gravityOnGpu(p: Float32Array, o: number, out: Float32Array): void {
  const x = p[o]!;
  const y = p[o + 1]!;
  const z = p[o + 2]!;
  const r2 = f(f(f(x * x) + f(y * y)) + f(z * z));
  const r = f(Math.sqrt(r2));
  const q = f(f(6378.135) / r);
  const u = f(z / r);
  const u2 = f(u * u);
  const q2 = f(q * q);
  const a2 = f(f(1.5 * 0.001082616) * q2);
  const a3 = f(f(2.5 * -0.00000253881) * f(q2 * q));
  const a4 = f(f(0.625 * -0.00000165597) * f(q2 * q2));
  const k = f(f(-398600.8) / f(r2 * r));
  const planar = f(
    f(f(1 + f(a2 * f(1 - f(5 * u2)))) + f(f(a3 * u) * f(3 - f(7 * u2)))) -
      f(a4 * f(f(3 - f(42 * u2)) + f(f(63 * u2) * u2))),
  );
  const axial = f(f(1 + f(a2 * f(3 - f(5 * u2)))) - f(a4 * f(f(15 - f(70 * u2)) + f(f(63 * u2) * u2))));
  out[0] = f(k * f(x * planar));
  out[1] = f(k * f(y * planar));
  out[2] = f(k * f(f(z * axial) + f(f(r * a3) * f(f(f(6 * u2) - f(f(7 * u2) * u2)) - f(0.6)))));
}
