import type { z } from 'zod';
import { configureExercise } from '../../core/operations/floor.ts';
import type { Answer, ClientEvents, ExerciseRequest, RoomAnswer } from '../../core/protocol/events.ts';
import type { Logger } from '../logger.ts';
import { checkRoster, type Scenario } from '../scenario-files.ts';
import type { Room } from '../simulation/room.ts';
import { ownerKey, type Rooms } from '../simulation/rooms.ts';
import type { WallClock } from '../wall-clock.ts';
import type { FrameFeed } from './frame-feed.ts';
import type { Identities } from './identities.ts';
import {
  clockCommandSchema,
  exerciseRequestSchema,
  firstIssue,
  floorCommandSchema,
  forkSchema,
  identitySchema,
  roomChangeSchema,
  roomSchema,
  seatSchema,
  trainerCommandSchema,
} from './requests.ts';
import type { RoomSide, WatchSocket } from './room-side.ts';

/** One socket, and where it is. */
export interface Client {
  readonly socket: WatchSocket;
  readonly session: string;
  readonly feed: FrameFeed;
  /** Null before it is in its first room. */
  side: RoomSide | null;
  /** The last of its moves from room to room. */
  moves: Promise<unknown>;
}

interface RequestParts {
  readonly rooms: Rooms;
  readonly identities: Identities;
  readonly scenarios: ReadonlyMap<string, Scenario>;
  readonly wallClock: WallClock;
  readonly logger: Logger;
  readonly move: (client: Client, room: string) => Promise<RoomAnswer>;
}

/** Requests a client may make in a burst, and how many come back each second. */
const BURST = 60;
const REFILL_PER_SECOND = 30;
/** Requests refused for their number, after which a client that goes on is cut off. */
const MOST_REFUSED = 2000;

type Reply = Answer | RoomAnswer;

const NOWHERE: Answer = { ok: false, rule: 'room', reason: 'you are in no room yet' };
const TOO_MANY: Answer = { ok: false, rule: 'too-many', reason: 'too many requests; wait a moment' };
const CUT_OFF: Answer = { ok: false, rule: 'cut-off', reason: 'far too many requests: the line is cut' };
const NOT_YOURS: Answer = {
  ok: false,
  rule: 'room',
  reason: 'only whoever made a room, or a trainer in it, may do this',
};

/** Answer what a client asks; each request is counted, checked and answered once. */
export function takeRequests(client: Client, parts: RequestParts): void {
  const { socket, session } = client;
  const { rooms, identities, wallClock, logger, move } = parts;
  const bucket = createTokenBucket(wallClock);
  const mayAsk = (reply: unknown): boolean => {
    if (bucket.take()) return true;
    const isCut = bucket.refused > MOST_REFUSED;
    if (typeof reply === 'function') (reply as (answer: Answer) => void)(isCut ? CUT_OFF : TOO_MANY);
    if (isCut && socket.connected) {
      logger.warn({ session: session.slice(0, 6) }, 'a client asked far too much and was cut off');
      socket.disconnect(true);
    }
    return false;
  };
  /** Take requests of one name; `schema` is null where they carry nothing. */
  const on = <T>(
    name: RequestName,
    schema: z.ZodType<T> | null,
    handle: (sound: T, side: RoomSide) => Reply | Promise<Reply>,
  ): void => {
    socket.on(name, (...asked: unknown[]) => {
      // The acknowledgement is whatever function comes last, also where the request itself was forgotten.
      const reply = asked.at(-1);
      if (typeof reply !== 'function' || !mayAsk(reply)) return;
      void answerTo(reply as (answer: Reply) => void, logger, () => {
        if (!client.side) return NOWHERE;
        if (!schema) return handle(undefined as T, client.side);
        const parsed = schema.safeParse(asked.length > 1 ? asked[0] : undefined);
        if (parsed.success) return handle(parsed.data, client.side);
        return { ok: false, rule: 'form', reason: firstIssue(parsed.error) };
      });
    });
  };
  const isTrainer = (): boolean => identities.get(session)?.isTrainer ?? false;
  const mayChange = (id: string, side: RoomSide): boolean =>
    rooms.card(id)?.owner === ownerKey(session) || (isTrainer() && side.room.id === id);

  socket.on('time', (reply: unknown) => {
    if (typeof reply === 'function') (reply as (wall: number) => void)(wallClock());
  });
  on('clock-command', clockCommandSchema, (command, side) =>
    side.room.command(command, side.nameOf(session)),
  );
  on('floor-command', floorCommandSchema, (command, side) => {
    const { room } = side;
    const seat = side.seatOf(session);
    if (seat === null) return { ok: false, rule: 'seat', reason: 'take a seat first' };
    return told(room, room.exercise.command(seat, command, room.simulationTime));
  });
  on('take-seat', seatSchema, (seat, side) => {
    const { room } = side;
    const before = side.seatOf(session);
    const decision = room.exercise.takeSeat(seat, room.simulationTime);
    if (!decision.ok) return decision;
    if (before !== null) room.exercise.leaveSeat(before, 'moved to another seat', room.simulationTime);
    side.seat(session, seat.person);
    return told(room, decision);
  });
  on('leave-seat', null, (_nothing, side) => {
    const { room } = side;
    const seat = side.seatOf(session);
    if (seat === null) return { ok: false, rule: 'seat', reason: 'you have no seat' };
    room.exercise.leaveSeat(seat, 'left the seat', room.simulationTime);
    side.seat(session, null);
    return told(room, { ok: true });
  });
  on('identify', identitySchema.nullable().default(null), (identity, side) => {
    identities.set(session, identity);
    side.tellSession(session, identity);
    return { ok: true };
  });
  on('trainer-command', trainerCommandSchema, (command, { room }) =>
    isTrainer()
      ? told(room, room.exercise.train(command, room.simulationTime))
      : { ok: false, rule: 'trainer', reason: 'only a trainer may do this' },
  );
  on('new-exercise', exerciseRequestSchema, (request, side) =>
    beginExercise(request, side.room, {
      scenarios: parts.scenarios,
      isTrainer: isTrainer(),
      by: side.nameOf(session),
    }),
  );
  on('fork-room', forkSchema, (wanted, { room }) => {
    const forked = rooms.fork(room, { ...wanted, owner: session });
    return forked.ok ? move(client, forked.id) : forked;
  });
  on('enter-room', roomSchema, ({ room }) => move(client, room));
  on('change-room', roomChangeSchema, ({ room, ...change }, side) => {
    if (!mayChange(room, side)) return NOT_YOURS;
    rooms.change(room, change);
    return { ok: true };
  });
  on('close-room', roomSchema, ({ room }, side) => {
    if (!mayChange(room, side)) return NOT_YOURS;
    rooms.close(room);
    return { ok: true };
  });
}

type RequestName = Exclude<keyof ClientEvents, 'time' | 'got'>;

/** Begin the exercise somebody asks for: a trainer any, others one where none covers the clock's time. */
async function beginExercise(
  request: ExerciseRequest,
  room: Room,
  { scenarios, isTrainer, by }: { scenarios: ReadonlyMap<string, Scenario>; isTrainer: boolean; by: string },
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

function told(room: Room, decision: Answer): Answer {
  room.announceFloor();
  return decision.ok ? { ok: true } : { ok: false, rule: decision.rule, reason: decision.reason };
}

async function answerTo(
  reply: (answer: Reply) => void,
  logger: Logger,
  handle: () => Reply | Promise<Reply>,
): Promise<void> {
  try {
    reply(await handle());
  } catch (error) {
    logger.error({ err: error }, 'request failed');
    reply({ ok: false, rule: 'internal', reason: 'something broke in the server; its log says more' });
  }
}

interface TokenBucket {
  take(): boolean;
  /** Since there was one to take. */
  readonly refused: number;
}

function createTokenBucket(wallClock: WallClock): TokenBucket {
  let tokens = BURST;
  let at = wallClock();
  let refused = 0;
  return {
    take() {
      const now = wallClock();
      tokens = Math.min(BURST, tokens + ((now - at) / 1000) * REFILL_PER_SECOND);
      at = now;
      if (tokens < 1) {
        refused++;
        return false;
      }
      tokens -= 1;
      return true;
    },
    get refused() {
      return refused;
    },
  };
}
