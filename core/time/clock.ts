import type { UtcMs } from '../units.ts';

/** The largest rate either way, in simulated seconds per second. */
export const MAX_RATE = 1000;

/** Instants the clock may be set to, 1957-01-01 to 2100-01-01: where two-line epochs and the models make sense. */
export const EARLIEST_INSTANT: UtcMs = -410_227_200_000;
export const LATEST_INSTANT: UtcMs = 4_102_444_800_000;

/**
 * The simulation clock as everybody holds it: a straight line of simulation time over wall time.
 * From `wall` on, simulation time is `simulationTime + rate · (now − wall)`; before it, the previous segment holds.
 */
export interface ClockSegment {
  /** One unbroken run of the clock; a jump or a reversal starts the next. */
  readonly timelineId: number;
  readonly simulationTime: UtcMs;
  /** Server wall clock at which the segment takes effect. */
  readonly wall: UtcMs;
  /** Simulated seconds per second; 0 is a pause. */
  readonly rate: number;
}

export type ClockMode = 'live' | 'running' | 'paused';

/** Simulation time on a segment. */
export function simulationTimeAt(segment: ClockSegment, wall: UtcMs): UtcMs {
  return segment.simulationTime + segment.rate * (wall - segment.wall);
}

/** Live means: runs at rate 1 and shows the wall's own time, within a second. */
export function clockMode(segment: ClockSegment): ClockMode {
  if (segment.rate === 0) return 'paused';
  return segment.rate === 1 && Math.abs(segment.simulationTime - segment.wall) < 1000 ? 'live' : 'running';
}
