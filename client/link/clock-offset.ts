import type { Milliseconds, UtcMs } from '../../core/units.ts';

/** Samples the offset is chosen from; at one each 10 s the oldest is a minute and a half old. */
const BELIEVED = 9;
/** Samples the drift is seen in: ten minutes. */
const KEPT = 60;
/** Below this span a drift cannot be told from the jitter of the line. */
const SHORTEST_SPAN: Milliseconds = 60_000;

interface Sample {
  readonly at: UtcMs;
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
    const at = (sent + received) / 2;
    this.samples.push({ at, offset: serverWall - at, roundTrip: received - sent });
    if (this.samples.length > KEPT) this.samples.shift();
  }

  /** A first guess from a message that was not asked for; any exchange is better than it. */
  guess(received: UtcMs, serverWall: UtcMs): void {
    this.samples.push({ at: received, offset: serverWall - received, roundTrip: 60_000 });
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

  /**
   * How much faster the server's wall clock runs than the local one, parts in a million: the slope through the better half of the
   * samples. Null before there is a minute of them.
   */
  drift(): number | null {
    const sorted = this.samples.toSorted((a, b) => a.roundTrip - b.roundTrip);
    const good = sorted.slice(0, Math.ceil(sorted.length / 2));
    const first = Math.min(...good.map(({ at }) => at));
    const last = Math.max(...good.map(({ at }) => at));
    if (good.length < 3 || last - first < SHORTEST_SPAN) return null;
    const meanAt = good.reduce((sum, { at }) => sum + at, 0) / good.length;
    const meanOffset = good.reduce((sum, { offset }) => sum + offset, 0) / good.length;
    let above = 0;
    let below = 0;
    for (const { at, offset } of good) {
      above += (at - meanAt) * (offset - meanOffset);
      below += (at - meanAt) ** 2;
    }
    return (1e6 * above) / below;
  }

  private best(): Sample | null {
    let best: Sample | null = null;
    for (const sample of this.samples.slice(-BELIEVED))
      if (!best || sample.roundTrip <= best.roundTrip) best = sample;
    return best;
  }
}
