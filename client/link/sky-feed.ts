import { interpolateHermite } from '../../core/ephemeris/hermite.ts';
import { FLOATS_PER_OBJECT, type Keyframe } from '../../core/protocol/keyframe.ts';
import type { ElementsPatch } from '../../core/protocol/events.ts';
import { simulationTimeAt, type ClockSegment } from '../../core/time/clock.ts';
import type { UtcMs } from '../../core/units.ts';
import { applyPatch, type Catalog } from './catalog.ts';
import { SimulationClock } from './clock.ts';
import { KeyframeStore, type KeyframePair } from './keyframe-store.ts';

/**
 * Joins clock, catalogue and keyframes: says for each instant what is to be drawn.
 *
 * A new catalogue waits until its keyframes are here, so that the sky never empties in between.
 */
export class SkyFeed {
  readonly clock = new SimulationClock();
  readonly store = new KeyframeStore();
  catalog: Catalog | null = null;
  /** The keyframes last drawn from; they stay when nothing newer has come. */
  pair: KeyframePair | null = null;
  time: UtcMs = Number.NaN;
  segment: ClockSegment | null = null;
  /** False when `pair` does not reach `time`: what is drawn is old. */
  isCurrent = false;
  private pending: Catalog | null = null;
  private timelineId = -1;
  private readonly key = { timelineId: 0, catalogRevision: 0 };
  /** Revision whose keyframes fit `catalog`; -1 when none do, as after another server took over. */
  private revision = -1;

  /** The server begins anew: its keyframes follow. The picture stays until they are here. */
  restart(segment: ClockSegment, isSameCatalog: boolean): void {
    this.clock.reset(segment);
    this.store.clear();
    this.timelineId = -1;
    if (!isSameCatalog) this.revision = -1;
  }

  /** A catalogue whose columns have come. */
  offer(catalog: Catalog): void {
    this.pending = catalog;
  }

  /** Some objects have other element sets now. @returns false when the catalogue it is of is not here */
  takePatch(patch: ElementsPatch): boolean {
    const catalogs = [this.catalog, this.pending].filter((catalog) => catalog !== null);
    return catalogs.filter((catalog) => applyPatch(catalog, patch)).length > 0;
  }

  addFrame(frame: Keyframe): void {
    this.store.add(frame);
  }

  /**
   * Move to an instant of the server's wall clock. Allocates nothing unless something changed.
   *
   * @returns true when the catalogue changed; `catalog` is then the new one and `pair` is of it or null
   */
  moveTo(wall: UtcMs): boolean {
    this.segment = this.clock.segmentAt(wall);
    if (!this.segment) return false;
    this.time = simulationTimeAt(this.segment, wall);
    const hasSwitched = this.switchCatalog();
    if (!this.catalog) return hasSwitched;
    const pair = this.pairOf(this.revision, this.catalog.count);
    this.isCurrent = pair !== null;
    if (pair) this.pair = pair;
    if (this.segment.timelineId !== this.timelineId && pair) {
      this.timelineId = this.segment.timelineId;
      this.store.forgetBefore({ timelineId: this.timelineId, catalogRevision: 0 });
    }
    return hasSwitched;
  }

  private switchCatalog(): boolean {
    const { pending } = this;
    if (!pending) return false;
    const pair = this.pairOf(pending.revision, pending.count);
    const canWait = this.catalog !== null && this.pairOf(this.revision, this.catalog.count) !== null;
    if (!pair && canWait) return false;
    this.catalog = pending;
    this.revision = pending.revision;
    this.pending = null;
    this.pair = pair;
    this.store.forgetBefore({ timelineId: 0, catalogRevision: pending.revision });
    return true;
  }

  private pairOf(catalogRevision: number, count: number): KeyframePair | null {
    if (catalogRevision < 0) return null;
    this.key.timelineId = this.segment!.timelineId;
    this.key.catalogRevision = catalogRevision;
    const pair = this.store.bracket(this.key, this.time);
    return pair && pair.earlier.status.length === count ? pair : null;
  }

  /** Propagation status of an object in the keyframes drawn: 0 is drawn; NaN before the first keyframes. */
  statusOf(index: number): number {
    if (!this.pair) return Number.NaN;
    return this.pair.earlier.status[index] || this.pair.later.status[index] || 0;
  }

  /**
   * Interpolate the state of an object.
   *
   * @param out TEME position km, velocity km/s
   * @returns false when it is not drawn, or the keyframes at hand do not reach `time`
   */
  stateOf(index: number, time: UtcMs, out: Float64Array): boolean {
    const { pair } = this;
    if (!pair || this.statusOf(index) !== 0) return false;
    const { earlier, later } = pair;
    if (time < earlier.time || time > later.time) return false;
    const stepMs = later.time - earlier.time;
    const where = { a: earlier.states, b: later.states, offset: index * FLOATS_PER_OBJECT };
    interpolateHermite(where, stepMs / 1000, (time - earlier.time) / stepMs, out);
    return true;
  }
}
