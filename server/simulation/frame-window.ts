import { KEYFRAME_STEP_MS } from '../../core/ephemeris/keyframes.ts';
import { type ClockSegment, simulationTimeAt } from '../../core/time/clock.ts';
import type { Milliseconds, UtcMs } from '../../core/units.ts';

/** How far ahead of the clock, in wall time, keyframes are with the clients. */
export const LEAD_MS: Milliseconds = 2500;

/**
 * List the keyframes that must be with every client: the two that bracket the clock, and those it will need within
 * the lead. Numbers k of the grid t = k · step, in the order in which the clock comes to them.
 */
export function wantedKeyframes(segment: ClockSegment, wall: UtcMs): readonly number[] {
  const from = simulationTimeAt(segment, Math.max(wall, segment.wall));
  const to = from + segment.rate * LEAD_MS;
  const first = Math.floor(Math.min(from, to) / KEYFRAME_STEP_MS);
  const last = Math.floor(Math.max(from, to) / KEYFRAME_STEP_MS) + 1;
  const wanted = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return segment.rate < 0 ? wanted.toReversed() : wanted;
}

export function keyframeTime(k: number): UtcMs {
  return k * KEYFRAME_STEP_MS;
}
