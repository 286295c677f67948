import type { Server, Socket } from 'socket.io';
import type { FloorView, ViewerKey } from '../../core/operations/view.ts';
import type { ClientEvents, Identity, RoomInfo, ServerEvents } from '../../core/protocol/events.ts';
import type { PersonId } from '../../core/operations/types.ts';
import { PROTOCOL_VERSION } from '../../core/protocol/version.ts';
import type { Library } from '../simulation/library.ts';
import type { Audience } from '../simulation/releases.ts';
import type { Room, RoomListener } from '../simulation/room.ts';
import type { FrameSnapshot, RoomMessage } from '../simulation/sky-stream.ts';
import type { WallClock } from '../wall-clock.ts';
import { catalogInfo } from './catalog-answers.ts';
import { type FeedSource, type FrameFeed, type SharedFrame, shareFrame } from './frame-feed.ts';
import type { Identities } from './identities.ts';
import { Presence } from './presence.ts';

export type WatchServer = Server<ClientEvents, ServerEvents>;
export type WatchSocket = Socket<ClientEvents, ServerEvents>;

export interface RoomSideParts {
  readonly io: WatchServer;
  readonly room: Room;
  readonly library: Library;
  readonly wallClock: WallClock;
  readonly identities: Identities;
  /** The rooms a session may see, and the one it is in as it sees it. */
  readonly roomsFor: (session: string, here: Room) => { room: RoomInfo; rooms: readonly RoomInfo[] };
}

/** Everybody in one room: their streams, their seats, and what each kind of viewer is told. */
export class RoomSide implements RoomListener {
  readonly room: Room;
  private readonly parts: RoomSideParts;
  private readonly feeds = new Map<string, FrameFeed>();
  private readonly seats: Presence<PersonId>;
  /** Of each socket, which objects it may see. */
  private readonly audiences = new Map<string, Audience>();
  private readonly share = createSharing();

  constructor(parts: RoomSideParts) {
    const { room } = parts;
    this.parts = parts;
    this.room = room;
    this.seats = new Presence((person) => {
      if (room.exercise.leaveSeat(person, 'the connection was lost', room.simulationTime))
        room.announceFloor();
    });
  }

  private sourceFor(audience: Audience): FeedSource {
    const shared = ({ frames, sequence }: FrameSnapshot) => ({ frames: frames.map(this.share), sequence });
    return {
      snapshot: () => shared(this.room.snapshotFor(audience)),
      since: (sequence) => {
        const missed = this.room.framesSince(sequence, audience);
        return missed && shared(missed);
      },
    };
  }

  /** Somebody comes in: they are welcomed, and their stream is that of this room. */
  enter(socket: WatchSocket, session: string, feed: FrameFeed): void {
    this.seats.connect(session);
    void socket.join(this.ofSession(session));
    this.feeds.set(socket.id, feed);
    this.follow(socket, session, feed);
  }

  private follow(socket: WatchSocket, session: string, feed: FrameFeed): void {
    const audience = this.room.audienceOf(this.viewerOf(session));
    this.audiences.set(socket.id, audience);
    feed.follow(this.sourceFor(audience), {
      // A client that was behind has missed more than keyframes: it begins as one that joins.
      onBegin: () => this.welcome(socket, session),
      onBehind: () => this.leaveOut(socket),
    });
  }

  leave(socket: WatchSocket, session: string): void {
    this.feeds.delete(socket.id);
    this.audiences.delete(socket.id);
    this.leaveOut(socket);
    void socket.leave(this.ofSession(session));
    this.seats.disconnect(session);
  }

  close(): void {
    this.seats.close();
  }

  clock(clock: Parameters<RoomListener['clock']>[0]): void {
    this.toAll.emit('clock', clock);
  }

  message(message: RoomMessage): void {
    const frames = new Map<Audience, SharedFrame | null>();
    for (const [id, feed] of this.feeds) {
      const audience = this.audiences.get(id)!;
      let shared = frames.get(audience);
      if (shared === undefined) {
        const bytes = message.frameFor(audience);
        frames.set(audience, (shared = bytes && this.share(bytes)));
      }
      feed.offer(shared);
    }
  }

  elements(patchFor: Parameters<RoomListener['elements']>[0]): void {
    for (const audience of new Set(this.audiences.values()))
      this.parts.io.to(this.ofAudience(audience)).emit('elements', patchFor(audience));
  }

  floor(viewOf: (key: ViewerKey) => FloorView): void {
    for (const feed of this.feeds.values()) feed.guard();
    const { io } = this.parts;
    const prefix = this.ofViewer('');
    // Each kind of viewer gets its own view, made once for all of them.
    for (const name of io.sockets.adapter.rooms.keys())
      if (name.startsWith(prefix)) io.to(name).emit('floor', viewOf(name.slice(prefix.length) as ViewerKey));
    this.dropLostSeats(viewOf('public'));
  }

  /** Look, now and then, which lines are full or free again. */
  check(): void {
    for (const feed of this.feeds.values()) feed.check();
  }

  announceCatalog(): void {
    for (const audience of new Set(this.audiences.values()))
      this.parts.io
        .to(this.ofAudience(audience))
        .emit('catalog', catalogInfo(this.parts.library, this.room, audience));
  }

  announceFeeds(): void {
    this.toAll.emit('feeds', this.parts.library.feeds);
  }

  seatOf(session: string): PersonId | null {
    return this.seats.get(session);
  }

  /** Every tab that shares the session hears of it, and sees the floor as that person may. */
  seat(session: string, person: PersonId | null): void {
    this.seats.set(session, person);
    this.parts.io.to(this.ofSession(session)).emit('seat', person);
    this.showFloor(session);
  }

  /** A session is another kind of viewer now, or sees another floor: tell its tabs. */
  private showFloor(session: string): void {
    const key = this.viewerOf(session);
    this.followViewer(session, key);
    this.parts.io.to(this.ofSession(session)).emit('floor', this.room.floorFor(key));
  }

  /** A session says who it is: its tabs hear of it and see the floor as that one may. */
  tellSession(session: string, identity: Identity | null): void {
    this.parts.io.to(this.ofSession(session)).emit('identity', identity);
    this.showFloor(session);
  }

  /** Whether a socket is told what everybody here is told: its line is free. */
  isUp(socket: WatchSocket): boolean {
    return socket.rooms.has(this.up);
  }

  /** What kind of viewer a session is: a trainer, of the nation of the person it sits in for, or of the nation it says. */
  viewerOf(session: string): ViewerKey {
    const identity = this.parts.identities.get(session);
    if (identity?.isTrainer) return 'trainer';
    const seat = this.seatOf(session);
    const { people } = this.room.exercise.current;
    const nation = (seat === null ? undefined : people[seat]?.nation) ?? identity?.nation;
    return nation === undefined ? 'public' : `nation:${nation}`;
  }

  /** Who sits with a session; the beginning of the session where nobody does. */
  nameOf(session: string): string {
    const seat = this.seatOf(session);
    const { seats, people } = this.room.exercise.current;
    const person = seat === null ? undefined : people[seat];
    if (person) return `${seats[person.id] ?? person.name} (${person.rank} ${person.name})`;
    const identity = this.parts.identities.get(session);
    return identity ? `${identity.name} (${identity.nation})` : `visitor ${session.slice(0, 6)}`;
  }

  private welcome(socket: WatchSocket, session: string): void {
    const { room } = this;
    const { library, identities, wallClock, roomsFor } = this.parts;
    const viewer = this.viewerOf(session);
    const audience = this.audiences.get(socket.id)!;
    void socket.join([this.up, this.ofViewer(viewer), this.ofAudience(audience)]);
    socket.emit('welcome', {
      protocolVersion: PROTOCOL_VERSION,
      serverWall: wallClock(),
      ...roomsFor(session, room),
      clock: room.clock,
      catalog: catalogInfo(library, room, audience),
      floor: room.floorFor(viewer),
      seat: this.seatOf(session),
      identity: identities.get(session),
    });
  }

  /** Nothing of this room goes to the socket any more until it begins again. */
  private leaveOut(socket: WatchSocket): void {
    for (const name of socket.rooms)
      if ([this.up, this.ofViewer(''), this.ofAudience('')].some((own) => name.startsWith(own)))
        void socket.leave(name);
  }

  /** The sockets of a session watch as another kind of viewer from now on; who may see other objects begins anew. */
  private followViewer(session: string, key: ViewerKey): void {
    const { io } = this.parts;
    const own = this.ofViewer(key);
    const audience = this.room.audienceOf(key);
    for (const id of io.sockets.adapter.rooms.get(this.ofSession(session)) ?? []) {
      const socket = io.sockets.sockets.get(id);
      if (!socket) continue;
      for (const name of socket.rooms)
        if (name.startsWith(this.ofViewer('')) && name !== own) void socket.leave(name);
      const feed = this.feeds.get(id);
      if (feed?.isBehind === false) void socket.join(own);
      if (!feed || this.audiences.get(id) === audience) continue;
      this.leaveOut(socket);
      this.follow(socket, session, feed);
    }
  }

  /** A new exercise or a duty limit empties seats: tell those who sat there. */
  private dropLostSeats(floor: FloorView): void {
    if (floor.mode === 'review') return;
    const attended = new Set(floor.attended.map(({ id }) => id));
    for (const session of this.seats.dropUnless((person) => attended.has(person))) {
      this.parts.io.to(this.ofSession(session)).emit('seat', null);
      this.followViewer(session, this.viewerOf(session));
    }
  }

  private get toAll() {
    return this.parts.io.to(this.up);
  }

  /** Those whose line is free: what everybody is told is told to them. */
  private get up(): string {
    return `${this.room.id}/up`;
  }

  private ofViewer(key: ViewerKey | ''): string {
    return `${this.room.id}/viewer:${key}`;
  }

  private ofAudience(audience: Audience | ''): string {
    return `${this.room.id}/sky:${audience}`;
  }

  private ofSession(session: string): string {
    return `${this.room.id}/session:${session}`;
  }
}

/** Frame each message once for everybody. */
function createSharing(): (bytes: Uint8Array) => SharedFrame {
  const known = new WeakMap<Uint8Array, SharedFrame>();
  return (bytes) => {
    const shared = known.get(bytes) ?? shareFrame(bytes);
    known.set(bytes, shared);
    return shared;
  };
}
