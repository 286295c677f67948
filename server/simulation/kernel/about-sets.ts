import {
  ECCENTRICITY,
  type ElementTable,
  EPOCH,
  MEAN_ANOMALY,
  MEAN_MOTION,
} from '../../../core/elements/element-table.ts';
import type { ObjectLimits } from '../bulk-propagator.ts';
import type { KernelPool } from './kernel-pool.ts';
import { ABOUT_SET, NUMBERS_ABOUT_SET } from './tasks.ts';

const BYTES_ABOUT_SET = NUMBERS_ABOUT_SET * 8;

/** Put what tasks need to know of sets into the memory of a pool. @returns where; `freeAbout` gives it back */
export function placeAbout(pool: KernelPool, sets: ElementTable, limits: ObjectLimits | null): number {
  const about = pool.allocate(sets.length * BYTES_ABOUT_SET);
  const numbers = new Float64Array(pool.memory.buffer, about, sets.length * NUMBERS_ABOUT_SET);
  for (let set = 0; set < sets.length; set++) {
    const at = set * NUMBERS_ABOUT_SET;
    numbers[at + ABOUT_SET.epoch] = sets.number(set, EPOCH);
    numbers[at + ABOUT_SET.meanMotionRevPerDay] = sets.number(set, MEAN_MOTION);
    numbers[at + ABOUT_SET.meanAnomalyDeg] = sets.number(set, MEAN_ANOMALY);
    numbers[at + ABOUT_SET.eccentricity] = sets.number(set, ECCENTRICITY);
    numbers[at + ABOUT_SET.decayedAt] = limits?.decayedAt[set] ?? Number.NaN;
    numbers[at + ABOUT_SET.staleAfter] = limits?.staleAfter[set] ?? Number.POSITIVE_INFINITY;
  }
  return about;
}

export function freeAbout(pool: KernelPool, about: number, count: number): void {
  pool.free(about, count * BYTES_ABOUT_SET);
}
