import type { Milliseconds } from '../../core/units.ts';

const LONGEST: Milliseconds = 15_000;

/** How long to wait before an attempt to reconnect: 1, 2, 4, 8, then 15 s. */
export function nextDelay(attempt: number): Milliseconds {
  return Math.min(1000 * 2 ** attempt, LONGEST);
}
