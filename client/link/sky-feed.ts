import type { Motion } from '../../core/ephemeris/motion.ts';
import type { ElementsPatch } from '../../core/protocol/events.ts';
import type { Frame } from '../../core/protocol/frames.ts';
import { simulationTimeAt, type ClockSegment } from '../../core/time/clock.ts';
import type { UtcMs } from '../../core/units.ts';
import { applyPatch, type Catalog } from './catalog.ts';
import { SimulationClock } from './clock.ts';
import { KeyframeStore, type LayoutFrames } from './keyframe-store.ts';

/**
 * Joins clock, catalogue and keyframes: says for each instant what is to be drawn.
 *
 * A new catalogue waits until its keyframes are here, so that the sky never empties in between.
 */
export class SkyFeed {
  readonly clock = new SimulationClock();
  readonly store = new KeyframeStore();
  catalog: Catalog | null = null;
  /** What is drawn from; it stays when nothing newer has come. */
  motion: Motion | null = null;
  time: UtcMs = Number.NaN;
  segment: ClockSegment | null = null;
  /** False when the keyframes at hand do not reach `time`: what is drawn is old. */
  isCurrent = false;
  private pending: Catalog | null = null;
  private layout: LayoutFrames | null = null;
  private timelineId = -1;
  /** Revision whose keyframes fit `catalog`; -1 when none do, as after another server took over. */
  private revision = -1;

  /** The server begins anew: its keyframes follow. The picture stays until they are here. */
  restart(segment: ClockSegment, isSameCatalog: boolean): void {
    this.clock.reset(segment);
    this.store.clear();
    this.layout = null;
    this.timelineId = -1;
    if (!isSameCatalog) this.revision = -1;
  }

  /** A catalogue whose columns have come. */
  offer(catalog: Catalog): void {
    this.pending = catalog;
  }

  /** The newest catalogue that has come, drawn or not. */
  get newest(): Catalog | null {
    return this.pending ?? this.catalog;
  }

  /** Some objects have other element sets now. @returns false when the catalogue it is of is not here */
  takePatch(patch: ElementsPatch): boolean {
    const catalogs = [this.catalog, this.pending].filter((catalog) => catalog !== null);
    return catalogs.filter((catalog) => applyPatch(catalog, patch)).length > 0;
  }

  addFrame(frame: Frame): void {
    this.store.add(frame);
  }

  /**
   * Move to an instant of the server's wall clock.
   *
   * @returns true when the catalogue changed; `catalog` is then the new one and `motion` is of it or null
   */
  moveTo(wall: UtcMs): boolean {
    this.segment = this.clock.segmentAt(wall);
    if (!this.segment) return false;
    this.time = simulationTimeAt(this.segment, wall);
    const hasSwitched = this.switchCatalog();
    if (!this.catalog) return hasSwitched;
    const layout = this.layoutOf(this.catalog, this.revision);
    const { timelineId } = this.segment;
    this.isCurrent = layout !== null && layout.moveTo(timelineId, this.time);
    if (layout && (this.isCurrent || this.motion === null || layout === this.layout)) {
      this.motion = layout.motion;
      this.layout = layout;
    }
    if (this.isCurrent && (timelineId !== this.timelineId || this.store.size > 1)) {
      this.timelineId = timelineId;
      this.store.forgetBefore({ timelineId, layoutId: layout!.id });
    }
    return hasSwitched;
  }

  private switchCatalog(): boolean {
    const { pending } = this;
    if (!pending) return false;
    const { timelineId } = this.segment!;
    const layout = this.layoutOf(pending, pending.revision);
    const isReady = layout !== null && layout.covers(timelineId, this.time);
    const canWait =
      this.catalog !== null &&
      this.layoutOf(this.catalog, this.revision)?.covers(timelineId, this.time) === true;
    if (!isReady && canWait) return false;
    this.catalog = pending;
    this.revision = pending.revision;
    this.pending = null;
    this.layout = layout;
    this.motion = isReady ? layout.motion : null;
    return true;
  }

  private layoutOf({ count }: Catalog, catalogRevision: number): LayoutFrames | null {
    const { timelineId } = this.segment!;
    return this.store.layoutFor({ timelineId, catalogRevision, count }, this.time);
  }

  /** Propagation status of an object in the keyframes drawn: 0 is drawn; NaN before the first keyframes. */
  statusOf(index: number): number {
    return this.motion?.status[index] ?? Number.NaN;
  }

  /**
   * Interpolate the state of an object.
   *
   * @param out TEME position km, velocity km/s
   * @returns false when it is not drawn, or the keyframes at hand do not reach `time`
   */
  stateOf(index: number, time: UtcMs, out: Float64Array): boolean {
    const { motion } = this;
    if (!motion || index >= motion.count) return false;
    const slice = motion.sliceOf[index]!;
    const isReached = motion.holds(slice, time) || motion.holds(slice, time - 1e-6);
    return isReached && motion.stateAt(index, time, out);
  }
}
