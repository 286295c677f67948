import { hiddenCodes, type Section } from '../protocol/frames.ts';
import { unpackState, WORDS_OF } from '../protocol/pack.ts';
import type { UtcMs } from '../units.ts';
import { interpolateHermite } from './hermite.ts';

/** Position and velocity. */
export const FLOATS_PER_OBJECT = 6;

/**
 * The stretch between two keyframes that each object is on now, in the order of the catalogue and ready for the GPU.
 *
 * Every slice has stretches of its own. The arrays are written in place; `version` rises when they are.
 */
export class Motion {
  readonly count: number;
  readonly slices: readonly Uint32Array[];
  /** TEME position km, consistent velocity km/s at both ends; zeros for who is hidden. */
  readonly earlier: Float32Array<ArrayBuffer>;
  readonly later: Float32Array<ArrayBuffer>;
  /** 0 is drawn; else why not, at either end (core/propagation/status.ts). */
  readonly status: Uint8Array<ArrayBuffer>;
  readonly sliceOf: Uint16Array<ArrayBuffer>;
  /** Of each slice: when its stretch begins, and how long it is; NaN before there is one. */
  readonly start: Float64Array<ArrayBuffer>;
  readonly stepMs: Float64Array<ArrayBuffer>;
  readonly boundKm: Float64Array<ArrayBuffer>;
  version = 0;

  constructor(slices: readonly Uint32Array[]) {
    this.slices = slices;
    this.count = slices.reduce((sum, { length }) => sum + length, 0);
    this.earlier = new Float32Array(this.count * FLOATS_PER_OBJECT);
    this.later = new Float32Array(this.count * FLOATS_PER_OBJECT);
    this.status = new Uint8Array(this.count);
    this.sliceOf = new Uint16Array(this.count);
    this.start = new Float64Array(slices.length).fill(Number.NaN);
    this.stepMs = new Float64Array(slices.length).fill(Number.NaN);
    this.boundKm = new Float64Array(slices.length).fill(Number.NaN);
    slices.forEach((indices, slice) => {
      for (const index of indices) this.sliceOf[index] = slice;
    });
  }

  /** Put a slice between two keyframes of it. */
  place(slice: number, earlier: Section, later: Section): void {
    const indices = this.slices[slice]!;
    this.start[slice] = earlier.time;
    this.stepMs[slice] = later.time - earlier.time;
    this.boundKm[slice] = Math.max(earlier.boundKm, later.boundKm);
    unpackAll(earlier, indices, this.earlier);
    unpackAll(later, indices, this.later);
    for (const index of indices) this.status[index] = 0;
    for (const section of [later, earlier])
      for (const [place, code] of hiddenCodes(section.words, section)) this.status[indices[place]!] = code;
    this.version++;
  }

  /** Whether a slice's stretch holds an instant. */
  holds(slice: number, time: UtcMs): boolean {
    const start = this.start[slice]!;
    return time >= start && time < start + this.stepMs[slice]!;
  }

  /** Place of a time in the stretch of a slice, held to 0…1: outside it the picture stands still. */
  fractionAt(slice: number, time: UtcMs): number {
    const fraction = (time - this.start[slice]!) / this.stepMs[slice]!;
    return fraction >= 0 ? Math.min(1, fraction) : 0;
  }

  /**
   * Interpolate the state of an object.
   *
   * @param out TEME position km, velocity km/s
   * @returns false when it is hidden or there are no keyframes of it yet
   */
  stateAt(index: number, time: UtcMs, out: Float64Array): boolean {
    const slice = this.sliceOf[index]!;
    if (this.status[index] !== 0 || !(this.stepMs[slice]! > 0)) return false;
    const ends = { a: this.earlier, b: this.later, offset: index * FLOATS_PER_OBJECT };
    interpolateHermite(ends, this.stepMs[slice]! / 1000, this.fractionAt(slice, time), out);
    return true;
  }
}

function unpackAll({ format, resolution, words }: Section, indices: Uint32Array, out: Float32Array): void {
  const size = WORDS_OF[format];
  for (let i = 0; i < indices.length; i++)
    unpackState(format, resolution, { words, at: i * size }, out, indices[i]! * FLOATS_PER_OBJECT);
}
