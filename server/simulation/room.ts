import { tierOf } from '../../core/ephemeris/steps.ts';
import type { Answer, ClockCommand, ClockInfo, ElementsPatch, FeedInfo } from '../../core/protocol/events.ts';
import type { ExerciseConfiguration } from '../../core/operations/types.ts';
import { viewerOf } from '../../core/operations/release.ts';
import type { FloorMode, FloorView, ViewerKey } from '../../core/operations/view.ts';
import {
  clockMode,
  type ClockSegment,
  EARLIEST_INSTANT,
  LATEST_INSTANT,
  MAX_RATE,
  simulationTimeAt,
} from '../../core/time/clock.ts';
import type { Milliseconds, UtcMs } from '../../core/units.ts';
import type { Logger } from '../logger.ts';
import type { ControlLog } from '../storage/control-log.ts';
import type { WallClock } from '../wall-clock.ts';
import type { Catalog, CatalogEntry, Selection } from './catalog.ts';
import type { ExerciseKeeper } from './exercise-keeper.ts';
import { isLayoutPast } from './layout.ts';
import type { SharedSky } from './shared-sky.ts';
import { type Audience, viewOfCatalog } from './releases.ts';
import { changedIndices, type FrameSnapshot, type RoomMessage, SkyStream } from './sky-stream.ts';

/** A change of the clock takes effect this long after it is announced, everywhere at once. */
const ANNOUNCE_MS: Milliseconds = 120;
const TICK_MS: Milliseconds = 100;
const SAVE_MARK_EVERY_MS: Milliseconds = 5000;
/** Wall time in which the whole screening of a shift is usually done; that of the next one is begun so long before. */
const SCREENED_WITHIN_MS = 30_000;
/** The floor is drawn anew at most this often. */
const FLOOR_EVERY_MS: Milliseconds = 200;

/** What a room tells everybody in it. */
export interface RoomListener {
  clock(clock: ClockInfo): void;
  message(message: RoomMessage): void;
  /** The floor has changed: what each kind of viewer may see of it. */
  floor(viewOf: (key: ViewerKey) => FloorView): void;
  /** Some objects have other elements, because time has passed or gone back. */
  elements(patchFor: (audience: Audience) => ElementsPatch): void;
}

export interface RoomParts {
  /** What everybody else calls it: 'live', or what the link to it says. */
  readonly id: string;
  /** What the propagators call it; no other room of this run has the same. */
  readonly number: number;
  readonly sky: SharedSky;
  readonly exercise: ExerciseKeeper;
  readonly controlLog: ControlLog;
  readonly wallClock: WallClock;
  readonly logger: Logger;
}

/** A catalogue and the elements in use of it; each choice of a room has a number of its own. */
export interface RoomSelection {
  readonly id: number;
  readonly catalog: Catalog;
  readonly selected: Selection;
}

/** Where a clock begins. */
export interface ClockStart {
  readonly simulationTime: UtcMs;
  readonly rate: number;
}

/**
 * One clock, one exercise and everyone who watches them.
 *
 * Nobody watching, it makes no keyframes: `wake` before somebody joins, `rest` when all have left, `stop` when the clock is to stand
 * still too.
 *
 * Commands are carried out one after the other, and never wait for keyframes of the old clock. A jump first sends the keyframes of where it goes, then announces the
 * new clock; so there is a picture the moment the clock gets there.
 */
export class Room {
  private readonly parts: RoomParts;
  private catalog: Catalog;
  /** The elements in use at the clock's time, as everybody is told. */
  private selected: Selection;
  /** The revision before, as it was when this one took its place. */
  private left: RoomSelection | null = null;
  /** Rises with each change of `selected`. */
  private selectionId = 0;
  private segment: ClockSegment;
  private previous: ClockSegment;
  private direction = 1;
  private stoppedBecause: string | null = null;
  /** Null until the first keyframes are made. */
  private stream: SkyStream | null = null;
  private listener: RoomListener | null = null;
  private timer: NodeJS.Timeout | null = null;
  private waking: Promise<void> | null = null;
  private isLoading = false;
  private isMeasuring = false;
  /** Keyframes of where the clock is to go are made, and it has not been announced yet. */
  private isMoving = false;
  private commands: Promise<unknown> = Promise.resolve();
  private jumpsWaiting = 0;
  private savedAt = 0;
  private floorSentAt = 0;
  private isFloorStale = false;
  private floorMode: FloorMode = 'active';
  /** An exercise that begins when the clock has arrived at its start. */
  private beginning: { configuration: ExerciseConfiguration; origin: string } | null = null;

  constructor(parts: RoomParts, start: ClockStart) {
    this.parts = parts;
    this.catalog = parts.sky.catalog;
    this.selected = this.catalog.selectAt(start.simulationTime);
    this.segment = { timelineId: 1, wall: parts.wallClock(), ...start };
    this.previous = this.segment;
  }

  get id(): string {
    return this.parts.id;
  }

  /** What the propagators call it. */
  get number(): number {
    return this.parts.number;
  }

  /** Begin to tick: the clock moves the floor. */
  start(listener: RoomListener): void {
    this.listener = listener;
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
  }

  /** Stop ticking and make no more keyframes; the clock's line goes on. */
  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    this.rest();
    this.parts.exercise.saveMark();
  }

  /** Make the keyframes that somebody who joins needs, where there are none; several who wait wait for the same. */
  wake(): Promise<void> {
    if (this.stream && !this.waking) return Promise.resolve();
    this.waking ??= this.inTurn(() => this.beginStream()).finally(() => (this.waking = null));
    return this.waking;
  }

  /** Nobody watches: make no keyframes. */
  rest(): void {
    if (!this.stream) return;
    this.stream = null;
    this.parts.sky.propagator.forget(this.parts.number);
  }

  private async beginStream(): Promise<void> {
    const { sky, wallClock, number } = this.parts;
    await this.announcementInForce();
    const { catalog } = sky;
    const layout = await sky.layoutAt(this.simulationTime, number);
    const stream = new SkyStream(
      {
        propagator: sky.propagator,
        wallClock,
        room: number,
        emit: (message) => this.listener?.message(message),
      },
      { catalog, layout, selected: sky.selected },
    );
    await stream.goTo({ ...this.segment, simulationTime: this.simulationTime, wall: wallClock() });
    // That has taken a while: the clock has gone on.
    await stream.fill(this.segment);
    this.stream = stream;
  }

  get clock(): ClockInfo {
    return { segment: this.segment, mode: clockMode(this.segment), stoppedBecause: this.stoppedBecause };
  }

  get simulationTime(): UtcMs {
    return this.timeAt(this.parts.wallClock());
  }

  get objects(): { readonly total: number; readonly drawn: number; readonly failed: number } {
    const total = this.catalog.count;
    const failed = this.stream?.hiddenObjects ?? 0;
    return { total, drawn: total - failed, failed };
  }

  /** The elements in use, and a number that rises when others are. */
  get selection(): RoomSelection {
    return { id: this.selectionId, catalog: this.catalog, selected: this.selected };
  }

  /** The same for the revision before; null before the first change. */
  get selectionBefore(): RoomSelection | null {
    return this.left;
  }

  /** An object with the elements in use at a time, now where none is given; null when it is not in the catalogue. */
  entryOf(catalogNumber: number, time: UtcMs = this.simulationTime): CatalogEntry | null {
    const index = this.catalog.indexByNumber.get(catalogNumber);
    return index === undefined ? null : this.catalog.entryAt(index, this.catalog.placeAt(index, time));
  }

  /** The floor as a kind of viewer may see it. */
  floorFor(key: ViewerKey): FloorView {
    return this.parts.exercise.view(this.simulationTime, key);
  }

  get exercise(): ExerciseKeeper {
    return this.parts.exercise;
  }

  /** What a client of an audience that joins now needs. */
  snapshotFor(audience: Audience): FrameSnapshot {
    return this.stream?.snapshotFor(audience) ?? { frames: [], sequence: 0 };
  }

  /** Which objects a kind of viewer may see. */
  audienceOf(key: ViewerKey): Audience {
    return this.catalog.audienceOf(viewerOf(key, this.exercise.current));
  }

  /** The messages of the stream after one, in order; null when they are no longer held. */
  framesSince(sequence: number, audience: Audience): FrameSnapshot | null {
    return this.stream?.since(sequence, audience) ?? null;
  }

  /** Move the clock for everyone. */
  async command(command: ClockCommand, by: string): Promise<Answer> {
    const refusal = refuseCommand(command);
    if (refusal !== null) return { ok: false, rule: 'clock', reason: refusal };
    const isJump = command.type === 'jump' || command.type === 'live';
    if (isJump) this.jumpsWaiting++;
    return this.inTurn(async () => {
      if (isJump && --this.jumpsWaiting > 0) return { ok: true };
      await this.announcementInForce();
      try {
        await this.carryOut(command);
      } catch (error) {
        this.stopClock('propagation failed', error);
        return {
          ok: false,
          rule: 'propagation',
          reason: 'there are no positions for where the clock would go',
        };
      }
      this.parts.controlLog.add(this.parts.wallClock(), { by, command, segment: this.segment });
      return { ok: true };
    });
  }

  /**
   * Take over the catalogue that the shared sky will have `when` it is loaded, and send its picture. Until then nothing is propagated.
   *
   * @param held told when nothing is under way any more
   */
  async useCatalog(when: Promise<Catalog>, { held, announce }: CatalogChange): Promise<void> {
    await this.inTurn(async () => {
      this.isLoading = true;
      try {
        await this.stream?.settled();
        held();
        const catalog = await when;
        this.left = this.selection;
        this.catalog = catalog;
        this.selected = catalog.selectAt(this.simulationTime);
        this.selectionId++;
        announce();
        if (!this.stream) return;
        const layout = await this.parts.sky.layoutAt(this.simulationTime, this.parts.number);
        const { selected: base } = this.parts.sky;
        await this.stream.useLayout({ catalog, layout, base, selected: this.selected }, this.segment);
      } finally {
        held();
        this.isLoading = false;
      }
    });
  }

  /** Begin a new exercise at the clock's time. */
  startExercise(): void {
    const isLive = clockMode(this.segment) === 'live';
    const time = this.simulationTime;
    this.exercise.startNew(isLive ? 'live' : `at:${Math.round(time)}`, time);
    this.announceFloor();
  }

  /** Follow a new exercise from its start: the clock goes there, and the exercise begins when it has arrived. */
  async beginExercise(configuration: ExerciseConfiguration, origin: string, by: string): Promise<Answer> {
    return this.inTurn(async () => {
      await this.announcementInForce();
      const { timelineId } = this.segment;
      this.direction = 1;
      await this.goTo(timelineId + 1, configuration.start, 1);
      this.beginning = { configuration, origin };
      this.announce(() => ({ timelineId: timelineId + 1, simulationTime: configuration.start, rate: 1 }));
      this.parts.controlLog.add(this.parts.wallClock(), {
        by,
        command: { type: 'begin-exercise', name: configuration.name },
        segment: this.segment,
      });
      await this.announcementInForce();
      this.moveFloor(this.parts.wallClock());
      return { ok: true };
    });
  }

  /** What the live sources do may be work for the floor. */
  noteFeeds(feeds: readonly FeedInfo[]): void {
    if (this.exercise.noteFeeds(feeds, this.simulationTime)) this.announceFloor();
  }

  /** Something on the floor has changed: tell everyone, at most five times a second. */
  announceFloor(): void {
    this.isFloorStale = true;
    this.sendFloor();
  }

  private timeAt(wall: UtcMs): UtcMs {
    return simulationTimeAt(wall < this.segment.wall ? this.previous : this.segment, wall);
  }

  private inTurn<T>(job: () => Promise<T>): Promise<T> {
    const result = this.commands.then(job);
    this.commands = result.catch(() => undefined);
    return result;
  }

  /** One announced change at a time: the next is made once everybody follows the last. */
  private async announcementInForce(): Promise<void> {
    const wait = this.segment.wall - this.parts.wallClock();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }

  private async carryOut(command: ClockCommand): Promise<void> {
    const { timelineId } = this.segment;
    switch (command.type) {
      case 'pause':
        return this.announce((time) => ({ timelineId, simulationTime: time, rate: 0 }));
      case 'run': {
        const isReversal = Math.sign(command.rate) !== this.direction;
        this.direction = Math.sign(command.rate);
        const id = isReversal ? timelineId + 1 : timelineId;
        const isOtherTier = tierOf(command.rate) !== tierOf(this.segment.rate);
        if (isReversal || isOtherTier) await this.goTo(id, this.simulationTime, command.rate);
        return this.announce((time) => ({ timelineId: id, simulationTime: time, rate: command.rate }));
      }
      case 'jump': {
        this.direction = this.segment.rate < 0 ? -1 : 1;
        await this.goTo(timelineId + 1, command.time, this.segment.rate);
        const { rate } = this.segment;
        return this.announce(() => ({ timelineId: timelineId + 1, simulationTime: command.time, rate }));
      }
      case 'live': {
        this.direction = 1;
        await this.goTo(timelineId + 1, this.parts.wallClock(), 1);
        return this.announce((_, wall) => ({ timelineId: timelineId + 1, simulationTime: wall, rate: 1 }));
      }
    }
  }

  /** Fix the instant at which the clock changes and tell everyone. */
  private announce(next: (time: UtcMs, wall: UtcMs) => Omit<ClockSegment, 'wall'>): void {
    const now = this.parts.wallClock();
    const wall = Math.max(now + ANNOUNCE_MS, this.segment.wall);
    const segment = { ...next(this.timeAt(wall), wall), wall };
    this.previous = now < this.segment.wall ? this.previous : this.segment;
    this.segment = segment;
    this.isMoving = false;
    this.stoppedBecause = null;
    this.listener?.clock(this.clock);
    this.isFloorStale = true;
  }

  /** Make and send the keyframes around a time before the clock goes there. */
  private async goTo(timelineId: number, simulationTime: UtcMs, rate: number): Promise<void> {
    this.isMoving = true;
    try {
      await this.stream?.goTo({ timelineId, simulationTime, wall: this.parts.wallClock(), rate });
    } catch (error) {
      this.isMoving = false;
      throw error;
    }
  }

  /** Tell everybody which objects have other elements now that the clock is where it is. */
  private tellElements(time: UtcMs): void {
    const { catalog, selected } = this;
    this.selected = catalog.selectAt(time, selected);
    const indices = changedIndices(selected, this.selected);
    if (indices.length === 0) return;
    this.selectionId++;
    const { selectionId } = this;
    const { chosen } = this.selected;
    this.listener?.elements((audience) => {
      const { placeOf } = viewOfCatalog(catalog, audience);
      const seen = indices.filter((index) => placeOf[index]! >= 0);
      return {
        revision: catalog.revision,
        selection: selectionId,
        indices: seen.map((index) => placeOf[index]!),
        epochs: seen.map((index) => catalog.epochAt(chosen[index]!)),
        sourceIndices: seen.map((index) => catalog.sourceIndexAt(chosen[index]!)),
      };
    });
  }

  private tick(): void {
    const wall = this.parts.wallClock();
    try {
      this.tellElements(this.timeAt(wall));
      this.moveFloor(wall);
    } catch (error) {
      this.stopClock('the floor failed', error);
    }
    this.keepStream(wall).catch((error: unknown) => this.stopClock('propagation failed', error));
  }

  /** Keep the keyframes of the sky ahead of the clock; measure anew what they need when the clock has gone far. */
  private async keepStream(wall: UtcMs): Promise<void> {
    const { stream, catalog } = this;
    if (!stream || this.isLoading) return;
    if (!this.isMoving && wall >= this.segment.wall) await stream.useElements(this.selected);
    if (this.isLoading) return;
    await stream.fill(this.segment);
    const time = this.timeAt(wall);
    if (wall < this.segment.wall || this.isMeasuring || !isLayoutPast(stream.currentLayout, time)) return;
    this.isMeasuring = true;
    try {
      const layout = await this.parts.sky.layoutAt(time, this.parts.number);
      await this.inTurn(async () => {
        if (catalog !== this.catalog || stream !== this.stream) return;
        const { selected } = this;
        await stream.useLayout({ catalog, layout, base: selected, selected }, this.segment);
      });
    } finally {
      this.isMeasuring = false;
    }
  }

  private moveFloor(wall: UtcMs): void {
    const time = this.timeAt(wall);
    if (this.beginning) {
      if (wall < this.segment.wall) return;
      this.exercise.begin(this.beginning.configuration, this.beginning.origin);
      this.beginning = null;
      this.isFloorStale = true;
    }
    if (wall >= this.segment.wall && this.exercise.switchTo(time)) this.isFloorStale = true;
    const lead = Math.abs(this.segment.rate) * SCREENED_WITHIN_MS;
    if (this.exercise.advanceTo(time, lead)) this.isFloorStale = true;
    const mode = this.exercise.modeAt(time);
    if (mode !== this.floorMode) this.isFloorStale = true;
    this.floorMode = mode;
    this.sendFloor();
    if (wall - this.savedAt > SAVE_MARK_EVERY_MS) {
      this.savedAt = wall;
      this.exercise.saveMark();
    }
  }

  private sendFloor(): void {
    const wall = this.parts.wallClock();
    if (!this.isFloorStale || wall - this.floorSentAt < FLOOR_EVERY_MS) return;
    this.isFloorStale = wall < this.segment.wall;
    this.floorSentAt = wall;
    this.listener?.floor((key) => this.floorFor(key));
  }

  /** A broken assumption: say so, stand still, let people look. */
  private stopClock(what: string, error: unknown): void {
    if (this.stoppedBecause !== null) return;
    this.parts.logger.error({ err: error }, what);
    const { timelineId } = this.segment;
    this.announce((time) => ({ timelineId, simulationTime: time, rate: 0 }));
    this.stoppedBecause = `${what}; the log of the server says more`;
    this.listener?.clock(this.clock);
  }
}

export interface CatalogChange {
  /** Called once nothing is under way, or nothing will be; more than once is as good. */
  readonly held: () => void;
  readonly announce: () => void;
}

function refuseCommand(command: ClockCommand): string | null {
  if (command.type === 'run') {
    const { rate } = command;
    return Number.isFinite(rate) && rate !== 0 && Math.abs(rate) <= MAX_RATE
      ? null
      : `the rate must be within ±${MAX_RATE} and not 0`;
  }
  if (command.type === 'jump') {
    return command.time >= EARLIEST_INSTANT && command.time <= LATEST_INSTANT
      ? null
      : 'the time must be between 1957 and 2100';
  }
  return null;
}
