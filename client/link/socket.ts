import { io, type Socket } from 'socket.io-client';
import {
  ACKNOWLEDGE_EVERY,
  type Answer,
  type ClientEvents,
  type ClockCommand,
  type ExerciseRequest,
  type Identity,
  LIVE_ROOM,
  type RoomAnswer,
  type ServerEvents,
} from '../../core/protocol/events.ts';
import type { FloorCommand, TrainerCommand } from '../../core/operations/commands.ts';
import type { PersonId } from '../../core/operations/types.ts';
import { packetParser } from '../../core/protocol/packet-parser.ts';
import { PROTOCOL_VERSION } from '../../core/protocol/version.ts';
import type { Milliseconds, UtcMs } from '../../core/units.ts';
import { nextDelay } from './retry.ts';

const ANSWER_WITHIN: Milliseconds = 8000;
const MOVED_WITHIN: Milliseconds = 30_000;

export type LinkState =
  | { readonly state: 'connecting' }
  | { readonly state: 'up' }
  /** Lost, or never had; tried again at `retryAt`, local clock. */
  | { readonly state: 'lost'; readonly since: UtcMs; readonly retryAt: UtcMs }
  /** The server speaks another version: only a reload helps. */
  | { readonly state: 'refused'; readonly serverVersion: number; readonly ownVersion: number };

export type LinkHandlers = { readonly [Name in keyof ServerEvents]: ServerEvents[Name] } & {
  readonly state: (state: LinkState) => void;
};

export interface Link {
  readonly sendClock: (command: ClockCommand) => Promise<Answer>;
  readonly sendFloor: (command: FloorCommand) => Promise<Answer>;
  readonly takeSeat: (person: PersonId, name: string) => Promise<Answer>;
  readonly leaveSeat: () => Promise<Answer>;
  readonly startExercise: (request: ExerciseRequest) => Promise<Answer>;
  readonly identify: (identity: Identity | null) => Promise<Answer>;
  readonly forkRoom: (name: string, isOpen: boolean) => Promise<RoomAnswer>;
  readonly enterRoom: (room: string) => Promise<RoomAnswer>;
  readonly changeRoom: (room: string, change: { name?: string; isOpen?: boolean }) => Promise<Answer>;
  readonly closeRoom: (room: string) => Promise<Answer>;
  readonly train: (command: TrainerCommand) => Promise<Answer>;
  /** The server's wall clock, by one exchange; rejects when it does not answer. */
  readonly askTime: () => Promise<UtcMs>;
  readonly retryNow: () => void;
  readonly close: () => void;
}

/**
 * Open the one socket of the page; it comes back by itself, sooner at first and each 15 s later on, to the room it was in.
 *
 * @param room the room to begin in; null is the live one
 */
export function openLink(
  { session, room }: { session: string; room: string | null },
  handlers: LinkHandlers,
  now: () => UtcMs,
): Link {
  const auth: { session: string; room: string } = { session, room: room ?? LIVE_ROOM };
  const socket: Socket<ServerEvents, ClientEvents> = io({
    transports: ['websocket'],
    parser: packetParser,
    auth,
    reconnection: false,
  });
  let attempt = 0;
  let lostSince: UtcMs | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRefused = false;

  const retry = (): void => {
    if (isRefused) return;
    const delay = nextDelay(attempt++);
    lostSince ??= now();
    handlers.state({ state: 'lost', since: lostSince, retryAt: now() + delay });
    clearTimeout(timer);
    timer = setTimeout(() => socket.connect(), delay);
  };

  socket.on('connect_error', retry);
  socket.on('disconnect', (reason) => {
    if (reason !== 'io client disconnect') retry();
  });
  socket.on('welcome', (welcome) => {
    if (welcome.protocolVersion !== PROTOCOL_VERSION) {
      isRefused = true;
      handlers.state({
        state: 'refused',
        serverVersion: welcome.protocolVersion,
        ownVersion: PROTOCOL_VERSION,
      });
      socket.disconnect();
      return;
    }
    attempt = 0;
    lostSince = null;
    auth.room = welcome.room.id;
    handlers.state({ state: 'up' });
    handlers.welcome(welcome);
  });
  socket.on('clock', (clock) => handlers.clock(clock));
  socket.on('catalog', (catalog) => handlers.catalog(catalog));
  socket.on('elements', (patch) => handlers.elements(patch));
  socket.on('feeds', (feeds) => handlers.feeds(feeds));
  socket.on('rooms', (rooms) => handlers.rooms(rooms));
  socket.on('floor', (floor) => handlers.floor(floor));
  socket.on('seat', (seat) => handlers.seat(seat));
  socket.on('identity', (identity) => handlers.identity(identity));
  let had = 0;
  let told = 0;
  socket.on('connect', () => {
    had = 0;
    told = 0;
  });
  socket.on('f', (frame) => {
    had += frame.byteLength;
    if (had - told >= ACKNOWLEDGE_EVERY) socket.emit('got', (told = had));
    handlers.f(frame);
  });

  const asking = () => socket.timeout(ANSWER_WITHIN);
  // A room that was put away measures its sky first.
  const moving = () => socket.timeout(MOVED_WITHIN);
  return {
    sendClock: (command) => settle(asking().emitWithAck('clock-command', command)),
    sendFloor: (command) => settle(asking().emitWithAck('floor-command', command)),
    takeSeat: (person, name) => settle(asking().emitWithAck('take-seat', { person, name })),
    leaveSeat: () => settle(asking().emitWithAck('leave-seat')),
    startExercise: (request) => settle(asking().emitWithAck('new-exercise', request)),
    identify: (identity) => settle(asking().emitWithAck('identify', identity)),
    forkRoom: (name, isOpen) => settle(moving().emitWithAck('fork-room', { name, isOpen })),
    enterRoom: (wanted) => settle(moving().emitWithAck('enter-room', { room: wanted })),
    changeRoom: (which, change) => settle(asking().emitWithAck('change-room', { room: which, ...change })),
    closeRoom: (which) => settle(asking().emitWithAck('close-room', { room: which })),
    train: (command) => settle(asking().emitWithAck('trainer-command', command)),
    askTime: () => asking().emitWithAck('time'),
    retryNow: () => {
      clearTimeout(timer);
      if (!socket.connected) socket.connect();
    },
    close: () => {
      clearTimeout(timer);
      socket.disconnect();
    },
  };
}

/** No answer in time is an answer too: whether the command took effect is then unknown, and said so. */
async function settle<T>(answer: Promise<T>): Promise<T | Extract<Answer, { ok: false }>> {
  try {
    return await answer;
  } catch {
    return {
      ok: false,
      rule: 'link',
      reason: 'The server did not answer. Look whether it happened before asking again.',
    };
  }
}
