import { createHash, randomBytes } from 'node:crypto';
import { type FeedInfo, LIVE_ROOM } from '../../core/protocol/events.ts';
import { type Milliseconds, MS_PER_DAY } from '../../core/units.ts';
import type { Logger } from '../logger.ts';
import type { ControlLog } from '../storage/control-log.ts';
import type { RoomRecord, RoomStore } from '../storage/room-store.ts';
import type { WallClock } from '../wall-clock.ts';
import type { Catalog } from './catalog.ts';
import { ExerciseKeeper, type KeeperParts } from './exercise-keeper.ts';
import { type ClockStart, Room, type RoomListener } from './room.ts';
import type { SharedSky } from './shared-sky.ts';

/** A room that nobody has watched for so long makes no keyframes; one beside the live one is put away. */
const UNWATCHED_AFTER_MS: Milliseconds = 60_000;
const SAVE_EVERY_MS: Milliseconds = 5000;
/** Private rooms of one session; a further one takes the place of that which it left longest ago. */
const MOST_OWN = 4;
/** Where there are as many rooms as there may be, one left for so long makes way. */
const FORGOTTEN_AFTER_MS: Milliseconds = MS_PER_DAY;

/** A room as others know it. */
export type RoomCard = Pick<RoomRecord, 'id' | 'name' | 'isOpen' | 'owner' | 'madeAt'> & {
  /** Null while it is put away. */
  readonly room: Room | null;
  readonly watchers: number;
  /** Where its clock stands while it is put away. */
  readonly left: Pick<RoomRecord, 'simulationTime' | 'rate' | 'isLive'> | null;
};

export type RoomDecision =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly rule: string; readonly reason: string };

/** Who is told what rooms do; the transport is one. */
export interface RoomsHost {
  /** A room is there from now on; what it tells goes to the listener. */
  opened(room: Room): RoomListener;
  /** It is no longer there: whoever is still in it is elsewhere now. */
  closed(id: string): void;
  /** Names, watchers or the number of rooms have changed. */
  listChanged(): void;
}

export interface RoomsParts {
  readonly sky: SharedSky;
  /** Of exercises, but for the room they are in. */
  readonly exercises: Omit<KeeperParts, 'room'>;
  readonly store: RoomStore;
  readonly controlLog: ControlLog;
  readonly wallClock: WallClock;
  readonly logger: Logger;
  /** Rooms beside the live one there may be, put away or not. */
  readonly limit: number;
}

/** One room and how it is kept; `room` is null while it is put away. */
interface Place {
  record: RoomRecord;
  room: Room | null;
  watchers: number;
  unwatched: NodeJS.Timeout | null;
}

/**
 * The live room and those forked from it or from each other.
 *
 * A fork that nobody watches is put away: its clock stands still, its place is in the store, and it is there again when somebody
 * comes by its link, also after a restart. The live room's clock and floor always go on.
 */
export class Rooms {
  private readonly parts: RoomsParts;
  private readonly places = new Map<string, Place>();
  private host: RoomsHost | null = null;
  private nextNumber = 0;
  private liveRoom: Room | null = null;
  private liveWatchers = 0;
  private liveUnwatched: NodeJS.Timeout | null = null;
  private saving: NodeJS.Timeout | null = null;

  constructor(parts: RoomsParts) {
    this.parts = parts;
    for (const record of parts.store.list())
      this.places.set(record.id, { record, room: null, watchers: 0, unwatched: null });
  }

  /** Open the live room. */
  start(host: RoomsHost, exercise: ExerciseKeeper, start: ClockStart): void {
    this.host = host;
    this.liveRoom = this.makeRoom(LIVE_ROOM, exercise, start);
    this.liveUnwatched = this.later(() => this.liveRoom?.rest());
    this.saving = setInterval(() => this.saveOpen(), SAVE_EVERY_MS);
    this.saving.unref();
  }

  stop(): void {
    if (this.saving) clearInterval(this.saving);
    if (this.liveUnwatched) clearTimeout(this.liveUnwatched);
    for (const place of this.places.values()) this.putAway(place);
    this.liveRoom?.stop();
  }

  get live(): Room {
    if (!this.liveRoom) throw new RangeError('the rooms have not started');
    return this.liveRoom;
  }

  get cards(): readonly RoomCard[] {
    return [...this.places.values()].map(cardOf);
  }

  card(id: string): RoomCard | null {
    const place = this.places.get(id);
    return place ? cardOf(place) : null;
  }

  get liveCount(): number {
    return this.liveWatchers;
  }

  /** A room by its name, taken out again if it is put away; null when there is none. */
  find(id: string): Room | null {
    if (id === LIVE_ROOM) return this.live;
    const place = this.places.get(id);
    if (!place) return null;
    if (!place.room) {
      this.takeOut(place);
      place.unwatched ??= this.later(() => this.putAway(place));
    }
    return place.room;
  }

  /** Somebody watches a room from now on. */
  enter(id: string): Room | null {
    const room = this.find(id);
    const place = this.places.get(id);
    if (id === LIVE_ROOM) {
      this.liveWatchers++;
      if (this.liveUnwatched) clearTimeout(this.liveUnwatched);
      this.liveUnwatched = null;
    } else if (place) {
      place.watchers++;
      if (place.unwatched) clearTimeout(place.unwatched);
      place.unwatched = null;
    }
    if (room) this.host?.listChanged();
    return room;
  }

  /** Somebody who watched it no longer does. */
  leave(id: string): void {
    const place = this.places.get(id);
    if (id === LIVE_ROOM) {
      if (--this.liveWatchers === 0) this.liveUnwatched = this.later(() => this.liveRoom?.rest());
    } else if (place && --place.watchers === 0) place.unwatched = this.later(() => this.putAway(place));
    this.host?.listChanged();
  }

  /** Make a room that begins where another is now: same time, same rate, the same floor so far. */
  fork(from: Room, { name, isOpen, owner }: { name: string; isOpen: boolean; owner: string }): RoomDecision {
    const { limit, store, wallClock } = this.parts;
    this.clearOut(ownerKey(owner));
    if (this.places.size >= limit)
      return {
        ok: false,
        rule: 'rooms',
        reason: `there are ${limit} rooms already; one must be closed first`,
      };
    const id = randomBytes(12).toString('base64url');
    const { segment, mode } = from.clock;
    const start = { simulationTime: from.simulationTime, rate: segment.rate };
    const exercise = from.exercise.fork(id, start.simulationTime);
    const now = wallClock();
    const record: RoomRecord = {
      id,
      name,
      isOpen,
      owner: ownerKey(owner),
      madeAt: now,
      exercise: exercise.exerciseId,
      ...start,
      isLive: mode === 'live',
      leftAt: now,
    };
    store.save(record);
    const place: Place = { record, room: null, watchers: 0, unwatched: null };
    place.room = this.makeRoom(id, exercise, start);
    place.unwatched = this.later(() => this.putAway(place));
    this.places.set(id, place);
    this.host?.listChanged();
    return { ok: true, id };
  }

  /** Before one more is made: rooms nobody comes back to are closed, so that they do not stand in the way for ever. */
  private clearOut(owner: string): void {
    const left = [...this.places.values()]
      .filter(({ watchers }) => watchers === 0)
      .map(({ record }) => record)
      .sort((a, b) => a.leftAt - b.leftAt);
    const own = [...this.places.values()].filter(({ record }) => record.owner === owner);
    const oldestOwn = left.find((record) => record.owner === owner && !record.isOpen);
    if (own.length >= MOST_OWN && oldestOwn) this.close(oldestOwn.id);
    const [oldest] = left;
    const isForgotten = oldest && this.parts.wallClock() - oldest.leftAt > FORGOTTEN_AFTER_MS;
    if (this.places.size >= this.parts.limit && isForgotten) this.close(oldest.id);
  }

  /** Rename a room, or open it to everybody, or close it to those without its link. */
  change(
    id: string,
    to: { readonly name?: string | undefined; readonly isOpen?: boolean | undefined },
  ): void {
    const place = this.places.get(id);
    if (!place) return;
    const { name = place.record.name, isOpen = place.record.isOpen } = to;
    this.save(place, { ...place.record, name, isOpen });
    this.host?.listChanged();
  }

  /** End a room: whoever is in it goes back to the live one. Its exercise stays in the journal. */
  close(id: string): void {
    const place = this.places.get(id);
    if (!place) return;
    this.host?.closed(id);
    this.places.delete(id);
    if (place.unwatched) clearTimeout(place.unwatched);
    place.room?.stop();
    this.parts.store.remove(id);
    this.host?.listChanged();
  }

  /** Take over a new revision of the catalogue in every room at once. */
  async useCatalog(catalog: Catalog, announce: (room: Room) => void): Promise<void> {
    const loaded = deferred<Catalog>();
    const changes: Promise<void>[] = [];
    await Promise.all(
      this.open.map(
        (room) =>
          new Promise<void>((held) => {
            changes.push(room.useCatalog(loaded.promise, { held, announce: () => announce(room) }));
          }),
      ),
    );
    const time = this.liveRoom?.simulationTime ?? this.parts.wallClock();
    await this.parts.sky.use(catalog, time).then(() => loaded.resolve(catalog), loaded.reject);
    await Promise.all(changes);
    // Rooms that were made meanwhile.
    const late = this.open.filter((room) => room.selection.catalog !== catalog);
    const now = Promise.resolve(catalog);
    await Promise.all(
      late.map((room) => room.useCatalog(now, { held: () => undefined, announce: () => announce(room) })),
    );
  }

  /** Rooms that show the wall's time hear of the live sources. */
  noteFeeds(feeds: readonly FeedInfo[]): void {
    for (const room of this.open)
      if (room.id === LIVE_ROOM || room.clock.mode === 'live') room.noteFeeds(feeds);
  }

  /** The rooms that are not put away. */
  get open(): readonly Room[] {
    const forks = [...this.places.values()].flatMap(({ room }) => room ?? []);
    return this.liveRoom ? [this.liveRoom, ...forks] : forks;
  }

  private makeRoom(id: string, exercise: ExerciseKeeper, start: ClockStart): Room {
    const { sky, controlLog, wallClock, logger } = this.parts;
    const room = new Room(
      { id, number: this.nextNumber++, sky, exercise, controlLog, wallClock, logger },
      start,
    );
    if (!this.host) throw new RangeError('the rooms have not started');
    room.start(this.host.opened(room));
    return room;
  }

  /** Go on where the room was left; one that showed the wall's time shows it again. */
  private takeOut(place: Place): void {
    const { record } = place;
    const time = record.isLive ? this.parts.wallClock() : record.simulationTime;
    const keeperParts = { ...this.parts.exercises, room: record.id };
    const exercise =
      ExerciseKeeper.reopen(keeperParts, record.exercise, time) ??
      ExerciseKeeper.open(keeperParts, { origin: `room:${record.id}`, time });
    place.room = this.makeRoom(record.id, exercise, {
      simulationTime: time,
      rate: record.isLive ? 1 : record.rate,
    });
  }

  private putAway(place: Place): void {
    const { room } = place;
    if (place.unwatched) clearTimeout(place.unwatched);
    place.unwatched = null;
    if (!room) return;
    this.save(place, this.recordOf(place.record, room));
    room.stop();
    this.host?.closed(room.id);
    place.room = null;
    place.watchers = 0;
    this.host?.listChanged();
  }

  /** What a sudden end leaves is where the clocks were a moment ago. */
  private saveOpen(): void {
    for (const place of this.places.values())
      if (place.room) this.save(place, this.recordOf(place.record, place.room));
  }

  private recordOf(record: RoomRecord, room: Room): RoomRecord {
    const { segment, mode } = room.clock;
    return {
      ...record,
      exercise: room.exercise.exerciseId,
      simulationTime: room.simulationTime,
      rate: segment.rate,
      isLive: mode === 'live',
      leftAt: this.parts.wallClock(),
    };
  }

  private save(place: Place, record: RoomRecord): void {
    place.record = record;
    this.parts.store.save(record);
  }

  private later(job: () => void): NodeJS.Timeout {
    const timer = setTimeout(job, UNWATCHED_AFTER_MS);
    timer.unref();
    return timer;
  }
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
}

function deferred<T>(): Deferred<T> {
  const made = {} as Deferred<T>;
  const promise = new Promise<T>((resolve, reject) => Object.assign(made, { resolve, reject }));
  return Object.assign(made, { promise });
}

function cardOf({ record, room, watchers }: Place): RoomCard {
  const { id, name, isOpen, owner, madeAt, simulationTime, rate, isLive } = record;
  return {
    id,
    name,
    isOpen,
    owner,
    madeAt,
    room,
    watchers,
    left: room ? null : { simulationTime, rate, isLive },
  };
}

/** How the owner of a room is kept: sessions are secrets, the store has their digest only. */
export function ownerKey(session: string): string {
  return createHash('sha256').update(`watchfloor owner ${session}`).digest('hex');
}
