import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { z } from 'zod';
import { configureExercise } from '../../core/operations/floor.ts';
import type { FloorView, ViewerKey } from '../../core/operations/view.ts';
import type { Answer, ClientEvents, ExerciseRequest, ServerEvents } from '../../core/protocol/events.ts';
import { packetParser } from '../../core/protocol/packet-parser.ts';
import { PROTOCOL_VERSION } from '../../core/protocol/version.ts';
import { checkRoster, type Scenario } from '../scenario-files.ts';
import type { Logger } from '../logger.ts';
import type { Library } from '../simulation/library.ts';
import type { Room, RoomListener } from '../simulation/room.ts';
import type { WallClock } from '../wall-clock.ts';
import { catalogInfo } from './catalog-answers.ts';
import { type FeedSource, FrameFeed, type SharedFrame, shareFrame } from './frame-feed.ts';
import { isOwnOrigin } from './origin.ts';
import {
  clockCommandSchema,
  exerciseRequestSchema,
  firstIssue,
  floorCommandSchema,
  identitySchema,
  seatSchema,
  sessionSchema,
  trainerCommandSchema,
} from './requests.ts';
import { Sessions } from './sessions.ts';

export interface SocketParts {
  readonly room: Room;
  readonly library: Library;
  readonly logger: Logger;
  readonly wallClock: WallClock;
  readonly hosts: ReadonlySet<string>;
  readonly scenarios: ReadonlyMap<string, Scenario>;
}

type WatchServer = Server<ClientEvents, ServerEvents>;
type WatchSocket = Socket<ClientEvents, ServerEvents>;

export interface SocketSide {
  readonly listener: RoomListener;
  readonly clientCount: () => number;
  announceCatalog(): void;
  announceFeeds(): void;
  /** The person of a session, as the others know them. */
  readonly personOf: (session: string) => string;
  /** What kind of viewer a session is; the public without one. */
  readonly viewerOf: (session: string | null) => ViewerKey;
  close(): Promise<void>;
}

/** Requests a client may make in a burst, and how many come back each second. */
const BURST = 60;
const REFILL_PER_SECOND = 30;
const CHECK_EVERY_MS = 500;

/** The websocket side: one shared stream for everyone, and answered requests. */
export function createSocketSide(http: HttpServer, parts: SocketParts): SocketSide {
  const io: WatchServer = new Server(http, {
    transports: ['websocket'],
    parser: packetParser,
    perMessageDeflate: false,
    maxHttpBufferSize: 64 * 1024,
    serveClient: false,
    // A browser that sleeps for a minute is still there afterwards.
    pingInterval: 15_000,
    pingTimeout: 70_000,
    allowRequest: (request, answer) => answer(null, isOwnOrigin(request, parts.hosts)),
  });
  const sessions = new Sessions((person) => {
    const { room } = parts;
    if (room.exercise.leaveSeat(person, 'the connection was lost', room.simulationTime)) room.announceFloor();
  });
  io.use((socket, next) => {
    const session = sessionSchema.safeParse((socket.handshake.auth as Record<string, unknown>)['session']);
    next(session.success ? undefined : new Error('a session of 16 to 64 letters and digits is wanted'));
  });
  const feeds = new Map<string, FrameFeed>();
  const source = feedSource(parts.room);
  io.on('connection', (socket) => join(socket, { ...parts, sessions, feeds, source }));
  const checking = setInterval(() => {
    for (const feed of feeds.values()) feed.check();
  }, CHECK_EVERY_MS);
  checking.unref();
  return {
    listener: {
      clock: (clock) => io.to(UP).emit('clock', clock),
      frame(frame) {
        const shared = source.share(frame);
        for (const feed of feeds.values()) feed.offer(shared);
      },
      elements: (patch) => io.to(UP).emit('elements', patch),
      floor: (viewOf) => {
        for (const feed of feeds.values()) feed.guard();
        tellFloor(io, viewOf);
        for (const session of dropLostSeats(sessions, viewOf('public'))) {
          io.to(roomOfSession(session)).emit('seat', null);
          followViewer(io, session, { key: viewerKey(parts.room, sessions, session), feeds });
        }
      },
    },
    clientCount: () => io.sockets.sockets.size,
    announceCatalog: () => io.to(UP).emit('catalog', catalogInfo(parts.library, parts.room)),
    announceFeeds: () => io.to(UP).emit('feeds', parts.library.feeds),
    personOf: (session) => nameOfSession(parts.room, sessions, session),
    viewerOf: (session) => (session === null ? 'public' : viewerKey(parts.room, sessions, session)),
    async close() {
      clearInterval(checking);
      sessions.close();
      await io.close();
    },
  };
}

interface JoinParts extends SocketParts {
  readonly sessions: Sessions;
  readonly feeds: Map<string, FrameFeed>;
  readonly source: FeedSource;
}

function join(socket: WatchSocket, parts: JoinParts): void {
  const { room, library, sessions, feeds, wallClock } = parts;
  const session = sessionOf(socket);
  sessions.connect(session);
  void socket.join(roomOfSession(session));
  const feed = new FrameFeed(socket, parts.source, {
    // A client that was behind has missed more than keyframes: it begins as one that joins.
    onBegin() {
      const viewer = viewerKey(room, sessions, session);
      void socket.join([UP, roomOfViewer(viewer)]);
      socket.emit('welcome', {
        protocolVersion: PROTOCOL_VERSION,
        serverWall: wallClock(),
        clock: room.clock,
        catalog: catalogInfo(library, room),
        floor: room.floorFor(viewer),
        seat: sessions.seatOf(session),
        identity: sessions.identityOf(session),
      });
    },
    onBehind() {
      for (const name of socket.rooms) if (name === UP || name.startsWith(VIEWER)) void socket.leave(name);
    },
  });
  feeds.set(socket.id, feed);
  socket.on('got', (bytes: unknown) => feed.acknowledge(bytes));
  socket.on('disconnect', () => {
    feeds.delete(socket.id);
    sessions.disconnect(session);
  });
  feed.begin();

  const mayAsk = createTokenBucket(wallClock);
  // The acknowledgement is whatever function comes last, also where the request itself was forgotten.
  const answer = (
    asked: readonly unknown[],
    handle: (request: unknown) => Answer | Promise<Answer>,
  ): void => {
    const request = asked.length > 1 ? asked[0] : undefined;
    void answerRequest({ reply: asked.at(-1), handle: () => handle(request), mayAsk, logger: parts.logger });
  };
  socket.on('time', (reply: unknown) => {
    if (typeof reply === 'function') (reply as (wall: number) => void)(wallClock());
  });
  socket.on('clock-command', (...asked: unknown[]) =>
    answer(asked, (command) =>
      checked(clockCommandSchema, command, (sound) =>
        room.command(sound, nameOfSession(room, sessions, session)),
      ),
    ),
  );
  socket.on('floor-command', (...asked: unknown[]) =>
    answer(asked, (command) =>
      checked(floorCommandSchema, command, (sound) => {
        const seat = sessions.seatOf(session);
        if (seat === null) return { ok: false, rule: 'seat', reason: 'take a seat first' };
        return told(room, room.exercise.command(seat, sound, room.simulationTime));
      }),
    ),
  );
  socket.on('take-seat', (...asked: unknown[]) =>
    answer(asked, (seat) =>
      checked(seatSchema, seat, (sound) => {
        const before = sessions.seatOf(session);
        const decision = room.exercise.takeSeat(sound, room.simulationTime);
        if (!decision.ok) return decision;
        if (before !== null) room.exercise.leaveSeat(before, 'moved to another seat', room.simulationTime);
        seatSession(socket, sessions, sound.person);
        showFloor(socket, parts);
        return told(room, decision);
      }),
    ),
  );
  socket.on('leave-seat', (...asked: unknown[]) =>
    answer(asked, () => {
      const seat = sessions.seatOf(session);
      if (seat === null) return { ok: false, rule: 'seat', reason: 'you have no seat' };
      room.exercise.leaveSeat(seat, 'left the seat', room.simulationTime);
      seatSession(socket, sessions, null);
      showFloor(socket, parts);
      return told(room, { ok: true });
    }),
  );
  socket.on('identify', (...asked: unknown[]) =>
    answer(asked, (identity) =>
      checked(identitySchema.nullable(), identity ?? null, (sound) => {
        sessions.setIdentity(session, sound);
        socket.nsp.to(roomOfSession(session)).emit('identity', sound);
        showFloor(socket, parts);
        return { ok: true };
      }),
    ),
  );
  socket.on('trainer-command', (...asked: unknown[]) =>
    answer(asked, (command) =>
      checked(trainerCommandSchema, command, (sound) => {
        const identity = sessions.identityOf(session);
        if (!identity?.isTrainer) return { ok: false, rule: 'trainer', reason: 'only a trainer may do this' };
        return told(room, room.exercise.train(sound, room.simulationTime));
      }),
    ),
  );
  socket.on('new-exercise', (...asked: unknown[]) =>
    answer(asked, (request) =>
      checked(exerciseRequestSchema, request, (sound) =>
        beginExercise(sound, parts, {
          isTrainer: sessions.identityOf(session)?.isTrainer ?? false,
          by: nameOfSession(room, sessions, session),
        }),
      ),
    ),
  );
}

/** Begin the exercise somebody asks for: a trainer any, others one where none covers the clock's time. */
async function beginExercise(
  request: ExerciseRequest,
  { room, scenarios }: SocketParts,
  { isTrainer, by }: { isTrainer: boolean; by: string },
): Promise<Answer> {
  if (request.kind === 'here') {
    const { mode } = room.floorFor('public');
    if (mode === 'active' || mode === 'review') {
      return { ok: false, rule: 'two-times', reason: 'an exercise already covers this time' };
    }
    room.startExercise();
    return { ok: true };
  }
  if (!isTrainer) return { ok: false, rule: 'trainer', reason: 'only a trainer begins another exercise' };
  if (request.kind === 'scenario') {
    const scenario = scenarios.get(request.scenario);
    if (!scenario) return { ok: false, rule: 'scenario', reason: `there is no scenario ${request.scenario}` };
    const seed = request.seed ?? scenario.configuration.seed;
    return room.beginExercise({ ...scenario.configuration, seed }, `scenario:${scenario.id}`, by);
  }
  const { kind: _kind, isFatigueOn = true, ...settings } = request;
  const start = Math.ceil(room.simulationTime);
  const configuration = configureExercise({ ...room.exercise.defaults, ...settings, isFatigueOn, start });
  try {
    checkRoster(configuration, settings.name);
  } catch (error) {
    return { ok: false, rule: 'roster', reason: error instanceof Error ? error.message : String(error) };
  }
  return room.beginExercise(configuration, `plain:${start}`, by);
}

/** What kind of viewer a session is: a trainer, of the nation of the person it sits in for, or of the nation it says. */
function viewerKey(room: Room, sessions: Sessions, session: string): ViewerKey {
  const identity = sessions.identityOf(session);
  if (identity?.isTrainer) return 'trainer';
  const seat = sessions.seatOf(session);
  const nation = (seat === null ? undefined : room.exercise.current.people[seat]?.nation) ?? identity?.nation;
  return nation === undefined ? 'public' : `nation:${nation}`;
}

/** Those whose line is free: what everybody is told is told to them. */
const UP = 'up';
const VIEWER = 'viewer:';

function roomOfViewer(key: ViewerKey): string {
  return `${VIEWER}${key}`;
}

/** What feeds take their messages from; each is framed once. */
function feedSource(room: Room): FeedSource & { share(bytes: Uint8Array): SharedFrame } {
  const known = new WeakMap<Uint8Array, SharedFrame>();
  const share = (bytes: Uint8Array): SharedFrame => {
    const shared = known.get(bytes) ?? shareFrame(bytes);
    known.set(bytes, shared);
    return shared;
  };
  return {
    share,
    snapshot() {
      const { frames, sequence } = room.snapshot;
      return { frames: frames.map(share), sequence };
    },
    since: (sequence) => room.framesSince(sequence)?.map(share) ?? null,
  };
}

/** Each kind of viewer gets its own view, made once for all of them. */
function tellFloor(io: WatchServer, viewOf: (key: ViewerKey) => FloorView): void {
  for (const name of io.sockets.adapter.rooms.keys()) {
    if (!name.startsWith(VIEWER)) continue;
    io.to(name).emit('floor', viewOf(name.slice(VIEWER.length) as ViewerKey));
  }
}

/** The sockets of a session watch as another kind of viewer from now on. */
function followViewer(
  io: WatchServer,
  session: string,
  { key, feeds }: { key: ViewerKey; feeds: ReadonlyMap<string, FrameFeed> },
): void {
  for (const id of io.sockets.adapter.rooms.get(roomOfSession(session)) ?? []) {
    const socket = io.sockets.sockets.get(id);
    if (!socket) continue;
    for (const name of socket.rooms)
      if (name.startsWith(VIEWER) && name !== roomOfViewer(key)) void socket.leave(name);
    if (feeds.get(id)?.isBehind === false) void socket.join(roomOfViewer(key));
  }
}

function showFloor(socket: WatchSocket, { room, sessions, feeds }: JoinParts): void {
  const session = sessionOf(socket);
  const key = viewerKey(room, sessions, session);
  followViewer(socket.nsp.server as WatchServer, session, { key, feeds });
  socket.nsp.to(roomOfSession(session)).emit('floor', room.floorFor(key));
}

function sessionOf(socket: WatchSocket): string {
  return sessionSchema.parse((socket.handshake.auth as Record<string, unknown>)['session']);
}

/** Who sits with a session; the beginning of the session where nobody does. */
function nameOfSession(room: Room, sessions: Sessions, session: string): string {
  const seat = sessions.seatOf(session);
  const { seats, people } = room.exercise.current;
  const person = seat === null ? undefined : people[seat];
  if (person) return `${seats[person.id] ?? person.name} (${person.rank} ${person.name})`;
  const identity = sessions.identityOf(session);
  return identity ? `${identity.name} (${identity.nation})` : `visitor ${session.slice(0, 6)}`;
}

/** Every tab that shares a session hears of its seat. */
function roomOfSession(session: string): string {
  return `session:${session}`;
}

function seatSession(socket: WatchSocket, sessions: Sessions, seat: string | null): void {
  const session = sessionOf(socket);
  sessions.setSeat(session, seat);
  socket.nsp.to(roomOfSession(session)).emit('seat', seat);
}

/** A new exercise or a duty limit empties seats: tell those who sat there. */
function dropLostSeats(sessions: Sessions, floor: FloorView): readonly string[] {
  if (floor.mode === 'review') return [];
  return sessions.dropSeatsNotIn(new Set(floor.attended.map(({ id }) => id)));
}

function told(room: Room, decision: Answer): Answer {
  room.announceFloor();
  return decision.ok ? { ok: true } : { ok: false, rule: decision.rule, reason: decision.reason };
}

function checked<T>(
  schema: z.ZodType<T>,
  value: unknown,
  handle: (sound: T) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  const parsed = schema.safeParse(value);
  return parsed.success ? handle(parsed.data) : { ok: false, rule: 'form', reason: firstIssue(parsed.error) };
}

interface Asked {
  readonly reply: unknown;
  readonly handle: () => Answer | Promise<Answer>;
  readonly mayAsk: () => boolean;
  readonly logger: Logger;
}

async function answerRequest({ reply, handle, mayAsk, logger }: Asked): Promise<void> {
  if (typeof reply !== 'function') return;
  const send = reply as (answer: Answer) => void;
  if (!mayAsk()) return send({ ok: false, rule: 'too-many', reason: 'too many requests; wait a moment' });
  try {
    send(await handle());
  } catch (error) {
    logger.error({ err: error }, 'request failed');
    send({ ok: false, rule: 'internal', reason: 'something broke in the server; its log says more' });
  }
}

function createTokenBucket(wallClock: WallClock): () => boolean {
  let tokens = BURST;
  let at = wallClock();
  return () => {
    const now = wallClock();
    tokens = Math.min(BURST, tokens + ((now - at) / 1000) * REFILL_PER_SECOND);
    at = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
