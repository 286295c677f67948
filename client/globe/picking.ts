import type { UtcMs } from '../../core/units.ts';
import { isBehindEarth } from './earth-shape.ts';
import type { Sky } from './sky.ts';
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
const state = new Float64Array(6);

/**
 * Find the objects drawn at a pixel.
 *
 * Goes through all of them on the CPU (5 ms at 30,000), with the positions the shader draws; what the mask or the
 * Earth hides is skipped.
 *
 * @returns indices, nearest to the pixel first, 24 at most
 */
export function pickObjects(sky: Sky, view: View, time: UtcMs, { x, y, tolerance }: PickQuery): number[] {
  const { motion, drawn, count } = sky;
  if (!motion) return [];
  const tolerance2 = tolerance * tolerance;
  const found: { index: number; distance2: number }[] = [];
  for (let index = 0; index < count; index++) {
    if (!drawn[index]) continue;
    if (!motion.stateAt(index, time, state)) continue;
    const px = state[0]!;
    const py = state[1]!;
    const pz = state[2]!;
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
