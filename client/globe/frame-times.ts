import type { Milliseconds } from '../../core/units.ts';

const KEPT = 120;

/** Remembers how long the last 120 frames kept the main thread busy. */
export interface FrameTimes {
  add(elapsed: Milliseconds): void;
  /** 0 before the first frame. */
  median(): Milliseconds;
}

export function createFrameTimes(): FrameTimes {
  const times = new Float64Array(KEPT);
  let added = 0;
  return {
    add(elapsed) {
      times[added % KEPT] = elapsed;
      added++;
    },
    median() {
      const sorted = times.slice(0, Math.min(added, KEPT)).sort();
      return sorted[sorted.length >> 1] ?? 0;
    },
  };
}
