import type { Keyframe } from '../../core/protocol/keyframe.ts';
import type { UtcMs } from '../../core/units.ts';

/** Keyframes kept; 30,000 objects are 0.75 MB each. */
export const KEPT_KEYFRAMES = 12;

export interface KeyframePair {
  readonly earlier: Keyframe;
  readonly later: Keyframe;
}

/** Which run of the clock and which catalogue is asked for. */
export interface KeyframeKey {
  readonly timelineId: number;
  readonly catalogRevision: number;
}

/**
 * The keyframes at hand, by timeline, catalogue revision and time.
 *
 * At most `KEPT_KEYFRAMES`: the one that came first goes first, which the server's order of sending makes the most spent.
 */
export class KeyframeStore {
  private frames: Keyframe[] = [];
  private pair: KeyframePair | null = null;

  add(frame: Keyframe): void {
    const same = this.frames.findIndex(
      (other) => isOf(other, frame.timelineId, frame.catalogRevision) && other.time === frame.time,
    );
    if (same >= 0) this.frames.splice(same, 1);
    this.frames.push(frame);
    if (this.frames.length > KEPT_KEYFRAMES) this.frames.shift();
    this.pair = null;
  }

  /** Drop the timelines and catalogues that are past; newer ones may have been sent ahead and stay. */
  forgetBefore({ timelineId, catalogRevision }: KeyframeKey): void {
    const kept = this.frames.filter(
      (frame) => frame.timelineId >= timelineId && frame.catalogRevision >= catalogRevision,
    );
    if (kept.length === this.frames.length) return;
    this.frames = kept;
    this.pair = null;
  }

  clear(): void {
    this.frames = [];
    this.pair = null;
  }

  get size(): number {
    return this.frames.length;
  }

  /**
   * The two neighbouring keyframes around a time.
   *
   * Cheap enough for every frame drawn: the last answer is kept while it holds.
   *
   * @returns null when either side is missing, or lies further away than the step the keyframes were made for
   */
  bracket(key: KeyframeKey, time: UtcMs): KeyframePair | null {
    if (this.pair && holds(this.pair, key, time)) return this.pair;
    let earlier: Keyframe | null = null;
    let later: Keyframe | null = null;
    for (const frame of this.frames) {
      if (!isOf(frame, key.timelineId, key.catalogRevision)) continue;
      if (frame.time <= time && (!earlier || frame.time > earlier.time)) earlier = frame;
      if (frame.time > time && (!later || frame.time < later.time)) later = frame;
    }
    if (!earlier || !later) return null;
    const reach = Math.max(earlier.stepMs, later.stepMs) * 1.01;
    if (later.time - earlier.time > reach) return null;
    this.pair = { earlier, later };
    return this.pair;
  }
}

function isOf(frame: Keyframe, timelineId: number, catalogRevision: number): boolean {
  return frame.timelineId === timelineId && frame.catalogRevision === catalogRevision;
}

function holds({ earlier, later }: KeyframePair, key: KeyframeKey, time: UtcMs): boolean {
  return isOf(earlier, key.timelineId, key.catalogRevision) && earlier.time <= time && time < later.time;
}
