import { simulationTimeAt, type ClockSegment } from '../../core/time/clock.ts';
import type { UtcMs } from '../../core/units.ts';

/**
 * The simulation clock as this page holds it: the segment in effect and those announced.
 *
 * Changes are announced a little ahead, so that every page turns to the new segment at the same instant.
 */
export class SimulationClock {
  private current: ClockSegment | null = null;
  private announced: ClockSegment[] = [];

  /** Start over from what the server says now. */
  reset(segment: ClockSegment): void {
    this.current = segment;
    this.announced = [];
  }

  announce(segment: ClockSegment): void {
    if (!this.current) {
      this.current = segment;
      return;
    }
    // A later announcement replaces whatever was announced for its instant or after it.
    this.announced = [...this.announced.filter((other) => other.wall < segment.wall), segment];
  }

  /** The segment that holds at an instant of the server's wall clock; null before the first welcome. */
  segmentAt(wall: UtcMs): ClockSegment | null {
    while (this.announced.length > 0 && this.announced[0]!.wall <= wall)
      this.current = this.announced.shift()!;
    return this.current;
  }

  /** NaN before the first welcome. */
  simulationTime(wall: UtcMs): UtcMs {
    const segment = this.segmentAt(wall);
    return segment ? simulationTimeAt(segment, wall) : Number.NaN;
  }
}
