import { Motion } from '../../core/ephemeris/motion.ts';
import { amendSlices, dropPlaces } from '../../core/protocol/amend.ts';
import {
  type Amendment,
  type Frame,
  type FrameHeader,
  patchSection,
  type Section,
} from '../../core/protocol/frames.ts';
import type { UtcMs } from '../../core/units.ts';

/** Keyframes kept of each slice on one timeline: at the highest rate the server is a dozen ahead. */
export const KEPT_KEYFRAMES = 24;
/** Layouts and timelines kept: the one in use and those sent ahead of it. */
const KEPT_LAYOUTS = 3;
const KEPT_TIMELINES = 3;

/** Keyframes of one slice, in the order in which they came. */
type Held = Section[];

/** What has come of one layout: which objects are in which slice, and keyframes by timeline. */
class LayoutFrames {
  readonly id: number;
  readonly catalogRevision: number;
  readonly motion: Motion;
  private readonly timelines = new Map<number, Held[]>();
  /** Of each slice: the keyframes its motion is between. */
  private ends: (readonly [Section, Section] | null)[];
  private timelineId = -1;

  constructor(id: number, catalogRevision: number, slices: readonly Uint32Array[]) {
    this.id = id;
    this.catalogRevision = catalogRevision;
    this.motion = new Motion(slices);
    this.ends = slices.map(() => null);
  }

  add(timelineId: number, section: Section): void {
    const held = this.heldOf(timelineId)[section.slice];
    if (!held || section.words.length === 0) return;
    const same = held.findIndex(({ time, stepMs }) => time === section.time && stepMs === section.stepMs);
    if (same >= 0) held.splice(same, 1);
    held.push(section);
    if (held.length > KEPT_KEYFRAMES) held.shift();
    if (same >= 0) this.ends[section.slice] = null;
  }

  /** Objects that have other elements. */
  patch(timelineId: number, section: Section): void {
    const held = this.heldOf(timelineId)[section.slice];
    held?.forEach((whole, i) => {
      if (whole.time === section.time) held[i] = patchSection(whole, section);
    });
    this.ends[section.slice] = null;
  }

  /** The same after a change of the catalogue: what is held stays, but for who has left a slice. */
  amended({ layoutId, catalogRevision }: FrameHeader, amendment: Amendment): LayoutFrames {
    const { slices, dropped } = amendSlices(this.motion.slices, amendment);
    const next = new LayoutFrames(layoutId, catalogRevision, slices);
    for (const [timelineId, held] of this.timelines) {
      const kept = held.map((own, slice) => own.map((section) => dropPlaces(section, dropped[slice]!)));
      next.timelines.set(timelineId, [...kept, ...amendment.added.map((): Held => [])]);
    }
    return next;
  }

  /** Whether every slice has keyframes on either side of an instant. */
  covers(timelineId: number, time: UtcMs): boolean {
    return this.heldOf(timelineId).every(
      (held, slice) => this.isEmpty(slice) || pairAbout(held, time) !== null,
    );
  }

  /**
   * Move every slice to the keyframes about an instant.
   *
   * @returns false when some slice has none there: it stands still at what it had
   */
  moveTo(timelineId: number, time: UtcMs): boolean {
    const timeline = this.heldOf(timelineId);
    const isOther = timelineId !== this.timelineId;
    this.timelineId = timelineId;
    let isWhole = true;
    for (let slice = 0; slice < timeline.length; slice++) {
      if (this.isEmpty(slice)) continue;
      const ends = isOther ? null : this.ends[slice];
      if (ends && this.motion.holds(slice, time)) continue;
      const pair = pairAbout(timeline[slice]!, time);
      this.ends[slice] = pair;
      if (pair) this.motion.place(slice, pair[0], pair[1]);
      else isWhole = false;
    }
    return isWhole;
  }

  /** Its objects are not released to whoever watches here: nothing comes of it. */
  private isEmpty(slice: number): boolean {
    return this.motion.slices[slice]!.length === 0;
  }

  forgetBefore(timelineId: number): void {
    for (const id of this.timelines.keys()) if (id < timelineId) this.timelines.delete(id);
  }

  private heldOf(timelineId: number): Held[] {
    let timeline = this.timelines.get(timelineId);
    if (!timeline) {
      timeline = this.motion.slices.map(() => []);
      this.timelines.set(timelineId, timeline);
      if (this.timelines.size > KEPT_TIMELINES) this.timelines.delete(Math.min(...this.timelines.keys()));
    }
    return timeline;
  }
}

/** The two neighbouring keyframes about an instant, of the shortest step there is; null when either is missing. */
function pairAbout(held: Held, time: UtcMs): readonly [Section, Section] | null {
  let best: readonly [Section, Section] | null = null;
  for (const earlier of held) {
    const { stepMs } = earlier;
    if (earlier.time > time || earlier.time + stepMs <= time || (best && stepMs >= best[0].stepMs)) continue;
    const later = held.find((other) => other.time === earlier.time + stepMs);
    if (later) best = [earlier, later];
  }
  return best;
}

/** The messages of the stream as they come, by layout and timeline; bounded. */
export class KeyframeStore {
  private layouts: LayoutFrames[] = [];

  add(frame: Frame): void {
    const { layoutId, catalogRevision, timelineId } = frame.header;
    let layout = this.layouts.find(({ id }) => id === layoutId);
    if (frame.type === 'layout') {
      if (layout) return;
      layout = new LayoutFrames(layoutId, catalogRevision, frame.slices);
      this.keep(layout);
      return;
    }
    if (frame.type === 'amendment') {
      const base = this.layouts.find(({ id }) => id === frame.amendment.baseLayoutId);
      if (base && !layout) this.keep(base.amended(frame.header, frame.amendment));
      return;
    }
    for (const section of frame.sections) {
      if (frame.type === 'patch') layout?.patch(timelineId, section);
      else layout?.add(timelineId, section);
    }
  }

  private keep(layout: LayoutFrames): void {
    this.layouts.push(layout);
    if (this.layouts.length > KEPT_LAYOUTS) this.layouts.shift();
  }

  /** The newest layout of a revision that can be drawn at an instant, else the newest there is of it. */
  layoutFor(
    { timelineId, catalogRevision, count }: { timelineId: number; catalogRevision: number; count: number },
    time: UtcMs,
  ): LayoutFrames | null {
    const own = this.layouts.filter(
      ({ catalogRevision: revision, motion }) => revision === catalogRevision && motion.count === count,
    );
    return own.findLast((layout) => layout.covers(timelineId, time)) ?? own[0] ?? null;
  }

  /** Drop the layouts and timelines that are past; newer ones may have been sent ahead and stay. */
  forgetBefore({ timelineId, layoutId }: { timelineId: number; layoutId: number }): void {
    this.layouts = this.layouts.filter(({ id }) => id >= layoutId);
    for (const layout of this.layouts) layout.forgetBefore(timelineId);
  }

  clear(): void {
    this.layouts = [];
  }

  get size(): number {
    return this.layouts.length;
  }
}

export type { LayoutFrames };
