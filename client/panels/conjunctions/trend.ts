import type { ScreeningPoint } from '../../../core/operations/types.ts';

/** How a conjunction has changed from the last screening but one to the last. */
export type Trend = 'first' | 'steady' | 'rising' | 'falling';

/** Probabilities nearer than this factor are the same. */
const SAME_FACTOR = 1.25;

export function trendOf(points: readonly Pick<ScreeningPoint, 'pcMax' | 'missKm'>[]): Trend {
  const [before, last] = points.slice(-2);
  if (!before || !last) return 'first';
  // Without probabilities nearer is worse.
  const [was, is] =
    before.pcMax !== null && last.pcMax !== null
      ? [before.pcMax, last.pcMax]
      : [1 / before.missKm, 1 / last.missKm];
  if (is > was * SAME_FACTOR) return 'rising';
  return was > is * SAME_FACTOR ? 'falling' : 'steady';
}
