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

/** The websocket side: one shared stream for everyone, and answered requests. */
export function createSocketSide(http: HttpServer, parts: SocketParts): SocketSide {
  const io: WatchServer = new Server(http, {
    transports: ['websocket'],
    parser: packetParser,
    perMessageDeflate: false,
    maxHttpBufferSize: 64 * 1024,
    serveClient: false,
    pingInterval: 10_000,
    pingTimeout: 10_000,
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
  io.on('connection', (socket) => join(socket, { ...parts, sessions }));
  return {
    listener: {
      clock: (clock) => io.emit('clock', clock),
      frame: (frame) => io.emit('f', frame),
      elements: (patch) => io.emit('elements', patch),
      floor: (viewOf) => {
        tellFloor(io, viewOf);
        for (const session of dropLostSeats(sessions, viewOf('public'))) {
          io.to(roomOfSession(session)).emit('seat', null);
          followViewer(io, session, viewerKey(parts.room, sessions, session));
        }
      },
    },
    clientCount: () => io.sockets.sockets.size,
    announceCatalog: () => io.emit('catalog', catalogInfo(parts.library, parts.room)),
    announceFeeds: () => io.emit('feeds', parts.library.feeds),
    personOf: (session) => nameOfSession(parts.room, sessions, session),
    viewerOf: (session) => (session === null ? 'public' : viewerKey(parts.room, sessions, session)),
    async close() {
      sessions.close();
      await io.close();
    },
  };
}

function join(socket: WatchSocket, parts: SocketParts & { sessions: Sessions }): void {
  const { room, library, sessions, wallClock } = parts;
  const session = sessionOf(socket);
  sessions.connect(session);
  const viewer = viewerKey(room, sessions, session);
  void socket.join([roomOfSession(session), roomOfViewer(viewer)]);
  socket.on('disconnect', () => sessions.disconnect(session));
  socket.emit('welcome', {
    protocolVersion: PROTOCOL_VERSION,
    serverWall: wallClock(),
    clock: room.clock,
    catalog: catalogInfo(library, room),
    floor: room.floorFor(viewer),
    seat: sessions.seatOf(session),
    identity: sessions.identityOf(session),
  });
  for (const frame of room.currentFrames) socket.emit('f', frame);

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
        showFloor(socket, room, sessions);
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
      showFloor(socket, room, sessions);
      return told(room, { ok: true });
    }),
  );
  socket.on('identify', (...asked: unknown[]) =>
    answer(asked, (identity) =>
      checked(identitySchema.nullable(), identity ?? null, (sound) => {
        sessions.setIdentity(session, sound);
        socket.nsp.to(roomOfSession(session)).emit('identity', sound);
        showFloor(socket, room, sessions);
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

function roomOfViewer(key: ViewerKey): string {
  return `viewer:${key}`;
}

/** Each kind of viewer gets its own view, made once for all of them. */
function tellFloor(io: WatchServer, viewOf: (key: ViewerKey) => FloorView): void {
  for (const name of io.sockets.adapter.rooms.keys()) {
    if (!name.startsWith('viewer:')) continue;
    io.to(name).emit('floor', viewOf(name.slice('viewer:'.length) as ViewerKey));
  }
}

/** The sockets of a session watch as another kind of viewer from now on. */
function followViewer(io: WatchServer, session: string, key: ViewerKey): void {
  const sockets = io.in(roomOfSession(session));
  for (const name of io.sockets.adapter.rooms.keys()) {
    if (name.startsWith('viewer:') && name !== roomOfViewer(key)) sockets.socketsLeave(name);
  }
  sockets.socketsJoin(roomOfViewer(key));
}

function showFloor(socket: WatchSocket, room: Room, sessions: Sessions): void {
  const session = sessionOf(socket);
  const key = viewerKey(room, sessions, session);
  followViewer(socket.nsp.server as WatchServer, session, key);
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
