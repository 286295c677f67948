import { FLOATS_PER_OBJECT } from '../../core/protocol/keyframe.ts';
import type { UtcMs } from '../../core/units.ts';
import { isBehindEarth } from './earth-shape.ts';
import { keyframeFraction, keyframeStep, type Sky } from './sky.ts';
import { projectPoint, type View } from './view.ts';

export interface PickQuery {
  /** CSS pixels from the top left corner of the canvas. */
  readonly x: number;
  readonly y: number;
  /** How far from the pixel an object may be drawn, CSS pixels. */
  readonly tolerance: number;
}

/** Nobody looks through a longer list of what is under one finger. */
const MOST_PICKED = 24;

const pixel = new Float64Array(2);

/**
 * Find the objects drawn at a pixel.
 *
 * Goes through all of them on the CPU (1 ms at 30,000), with the positions the shader draws; what the mask or the
 * Earth hides is skipped.
 *
 * @returns indices, nearest to the pixel first, 24 at most
 */
export function pickObjects(sky: Sky, view: View, time: UtcMs, { x, y, tolerance }: PickQuery): number[] {
  const { earlier, later, drawn, count } = sky;
  if (!earlier || !later) return [];
  const a = earlier.states;
  const b = later.states;
  // The cubic Hermite weights of core/ephemeris/hermite.ts, the same for every object.
  const step = keyframeStep(sky);
  const s = keyframeFraction(sky, time);
  const h01 = s * s * (3 - 2 * s);
  const h10 = s * (s - 1) * (s - 1) * step;
  const h11 = s * s * (s - 1) * step;
  const tolerance2 = tolerance * tolerance;
  const found: { index: number; distance2: number }[] = [];
  for (let index = 0; index < count; index++) {
    if (!drawn[index]) continue;
    const o = index * FLOATS_PER_OBJECT;
    const px = a[o]! + h01 * (b[o]! - a[o]!) + h10 * a[o + 3]! + h11 * b[o + 3]!;
    const py = a[o + 1]! + h01 * (b[o + 1]! - a[o + 1]!) + h10 * a[o + 4]! + h11 * b[o + 4]!;
    const pz = a[o + 2]! + h01 * (b[o + 2]! - a[o + 2]!) + h10 * a[o + 5]! + h11 * b[o + 5]!;
    if (!projectPoint(view, px, py, pz, pixel)) continue;
    const distance2 = (pixel[0]! - x) ** 2 + (pixel[1]! - y) ** 2;
    if (distance2 <= tolerance2 && !isBehindEarth(view.position, px, py, pz))
      found.push({ index, distance2 });
  }
  return found
    .sort((p, q) => p.distance2 - q.distance2 || p.index - q.index)
    .slice(0, MOST_PICKED)
    .map(({ index }) => index);
}
