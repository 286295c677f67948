import { interpolateHermite } from '../../core/ephemeris/hermite.ts';
import { FLOATS_PER_OBJECT, type Keyframe } from '../../core/protocol/keyframe.ts';
import { MS_PER_SECOND, type UtcMs } from '../../core/units.ts';

/** What the globe knows about the objects: what they are, which are drawn, and the two keyframes around now. */
export interface Sky {
  count: number;
  typeCodes: Uint8Array;
  mask: Uint8Array;
  /** 1 for what is drawn, 2 faintly: not masked (or selected), and good in both keyframes. */
  drawn: Uint8Array;
  drawnCount: number;
  earlier: Keyframe | null;
  later: Keyframe | null;
  selected: number | null;
}

export function createSky(): Sky {
  const none = new Uint8Array(0);
  return {
    count: 0,
    typeCodes: none,
    mask: none,
    drawn: none,
    drawnCount: 0,
    earlier: null,
    later: null,
    selected: null,
  };
}

/** Start over with a catalogue: everything unmasked, no keyframes, no selection. */
export function resetSky(sky: Sky, count: number, typeCodes: Uint8Array): void {
  if (typeCodes.length !== count) throw new RangeError(`${typeCodes.length} type codes for ${count} objects`);
  sky.count = count;
  sky.typeCodes = typeCodes.slice();
  sky.mask = new Uint8Array(count).fill(1);
  sky.drawn = new Uint8Array(count);
  sky.drawnCount = 0;
  sky.earlier = null;
  sky.later = null;
  sky.selected = null;
}

/** Work out anew what is drawn. The selected object is drawn although the mask hides it: it was asked for by name. */
export function updateDrawn(sky: Sky): void {
  const { earlier, later, mask, drawn, count, selected } = sky;
  sky.drawnCount = 0;
  if (!earlier || !later) {
    drawn.fill(0);
    return;
  }
  let total = 0;
  for (let i = 0; i < count; i++) {
    const wanted = mask[i] !== 0 || i === selected;
    const shown = wanted && earlier.status[i] === 0 && later.status[i] === 0;
    drawn[i] = shown ? mask[i] || 1 : 0;
    if (shown) total++;
  }
  sky.drawnCount = total;
}

/** Seconds between the keyframes; 0 when there are none or both are one. */
export function keyframeStep({ earlier, later }: Sky): number {
  return earlier && later ? (later.time - earlier.time) / MS_PER_SECOND : 0;
}

/** Place of a time between the keyframes, held to 0…1: past the last keyframe the picture stands still. */
export function keyframeFraction({ earlier, later }: Sky, time: UtcMs): number {
  if (!earlier || !later || later.time === earlier.time) return 0;
  return Math.min(1, Math.max(0, (time - earlier.time) / (later.time - earlier.time)));
}

/**
 * Find where an object is.
 *
 * @param out six numbers: TEME position km, velocity km/s
 * @returns false when it is not drawn; `out` is then left alone
 */
export function stateAt(sky: Sky, index: number, time: UtcMs, out: Float64Array): boolean {
  const { earlier, later } = sky;
  if (!earlier || !later || !sky.drawn[index]) return false;
  const keys = { a: earlier.states, b: later.states, offset: index * FLOATS_PER_OBJECT };
  const step = keyframeStep(sky);
  if (step === 0) {
    for (let i = 0; i < FLOATS_PER_OBJECT; i++) out[i] = keys.a[keys.offset + i]!;
    return true;
  }
  interpolateHermite(keys, step, keyframeFraction(sky, time), out);
  return true;
}
