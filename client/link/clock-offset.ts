import type { Milliseconds, UtcMs } from '../../core/units.ts';

/** Samples kept; at one each 10 s the oldest is a minute and a half old. */
const KEPT = 9;

interface Sample {
  readonly offset: Milliseconds;
  readonly roundTrip: Milliseconds;
}

/**
 * What the server's wall clock shows, seen from here.
 *
 * Of the last samples the one with the shortest round trip is believed: its error is at most half that trip.
 */
export class ClockOffset {
  private samples: Sample[] = [];

  /** Forget everything, as after a lost link: the other end may be another machine. */
  reset(): void {
    this.samples = [];
  }

  /**
   * @param sent, received local instants around the exchange
   * @param serverWall what the server answered
   */
  add(sent: UtcMs, received: UtcMs, serverWall: UtcMs): void {
    this.samples.push({ offset: serverWall - (sent + received) / 2, roundTrip: received - sent });
    if (this.samples.length > KEPT) this.samples.shift();
  }

  /** A first guess from a message that was not asked for; any exchange is better than it. */
  guess(received: UtcMs, serverWall: UtcMs): void {
    this.samples.push({ offset: serverWall - received, roundTrip: 60_000 });
  }

  /** Server wall clock minus local clock. */
  offset(): Milliseconds {
    return this.best()?.offset ?? 0;
  }

  /** Half the round trip of the sample in use: the offset is no further off than this. Null before the first. */
  uncertainty(): Milliseconds | null {
    const best = this.best();
    return best ? best.roundTrip / 2 : null;
  }

  private best(): Sample | null {
    let best: Sample | null = null;
    for (const sample of this.samples) if (!best || sample.roundTrip <= best.roundTrip) best = sample;
    return best;
  }
}
