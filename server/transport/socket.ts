import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { ViewerKey } from '../../core/operations/view.ts';
import { LIVE_ROOM, type RoomAnswer, type RoomInfo } from '../../core/protocol/events.ts';
import { packetParser } from '../../core/protocol/packet-parser.ts';
import type { Scenario } from '../scenario-files.ts';
import type { Logger } from '../logger.ts';
import type { Library } from '../simulation/library.ts';
import type { Room } from '../simulation/room.ts';
import { ownerKey, type RoomCard, type Rooms, type RoomsHost } from '../simulation/rooms.ts';
import type { WallClock } from '../wall-clock.ts';
import { FrameFeed } from './frame-feed.ts';
import { createIdentities } from './identities.ts';
import { isOwnOrigin } from './origin.ts';
import { roomId, sessionSchema } from './requests.ts';
import { RoomSide, type WatchServer, type WatchSocket } from './room-side.ts';
import { type Client, takeRequests } from './socket-requests.ts';

export interface SocketParts {
  readonly rooms: Rooms;
  readonly library: Library;
  readonly logger: Logger;
  readonly wallClock: WallClock;
  readonly hosts: ReadonlySet<string>;
  readonly scenarios: ReadonlyMap<string, Scenario>;
}

export interface SocketSide {
  readonly host: RoomsHost;
  readonly clientCount: () => number;
  announceCatalog(room: Room): void;
  announceFeeds(): void;
  /** The person of a session, as the others in a room know them. */
  readonly personOf: (session: string, room: Room) => string;
  /** What kind of viewer a session is in a room; the public without one. */
  readonly viewerOf: (session: string | null, room: Room) => ViewerKey;
  close(): Promise<void>;
}

const CHECK_EVERY_MS = 500;
/** The list of rooms is told anew at most this often. */
const LIST_EVERY_MS = 300;

/** The websocket side: one shared stream a room, and answered requests. */
export function createSocketSide(http: HttpServer, parts: SocketParts): SocketSide {
  const { rooms, library, wallClock, logger } = parts;
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
  const identities = createIdentities();
  const sides = new Map<string, RoomSide>();
  const clients = new Map<string, Client>();
  const roomsFor = (session: string, here: Room) => listRooms(rooms, session, here);
  let listTimer: NodeJS.Timeout | null = null;
  const tellList = (): void => {
    listTimer ??= setTimeout(() => {
      listTimer = null;
      for (const { socket, session, side } of clients.values())
        if (side?.isUp(socket)) socket.emit('rooms', roomsFor(session, side.room).rooms);
    }, LIST_EVERY_MS);
  };

  /** Leave a room for another; one move after the other. */
  const move = (client: Client, id: string): Promise<RoomAnswer> => {
    const moved = client.moves.then(async (): Promise<RoomAnswer> => {
      const room = client.socket.connected ? rooms.enter(id) : null;
      if (!room) return { ok: false, rule: 'room', reason: 'there is no such room any more' };
      try {
        await room.wake();
      } catch (error) {
        rooms.leave(id);
        logger.error({ err: error, room: id }, 'a room has no keyframes');
        return { ok: false, rule: 'propagation', reason: 'there are no positions for that room' };
      }
      leave(client);
      const side = sides.get(id);
      if (!client.socket.connected || !side) {
        rooms.leave(id);
        return { ok: false, rule: 'room', reason: 'there is no such room any more' };
      }
      client.side = side;
      side.enter(client.socket, client.session, client.feed);
      return { ok: true, room: id };
    });
    client.moves = moved.catch(() => undefined);
    return moved;
  };
  const leave = (client: Client): void => {
    const { side, socket, session, feed } = client;
    if (!side) return;
    client.side = null;
    feed.pause();
    side.leave(socket, session);
    rooms.leave(side.room.id);
  };

  io.use((socket, next) => {
    const { session } = authOf(socket);
    const isSound = sessionSchema.safeParse(session).success;
    next(isSound ? undefined : new Error('a session of 16 to 64 letters and digits is wanted'));
  });
  io.on('connection', (socket) => {
    const session = sessionSchema.parse(authOf(socket)['session']);
    const client: Client = {
      socket,
      session,
      feed: new FrameFeed(socket),
      side: null,
      moves: Promise.resolve(),
    };
    clients.set(socket.id, client);
    identities.connect(session);
    socket.on('got', (bytes: unknown) => client.feed.acknowledge(bytes));
    socket.on('disconnect', () => {
      clients.delete(socket.id);
      identities.disconnect(session);
      leave(client);
    });
    takeRequests(client, { ...parts, identities, move });
    void arrive(client);
  });
  /** Where somebody wants to be, and the live room where that is not to be had. */
  const arrive = async (client: Client): Promise<void> => {
    const wanted = roomId.safeParse(authOf(client.socket)['room']);
    const isThere = wanted.success && (await move(client, wanted.data)).ok;
    if (!isThere && !(await move(client, LIVE_ROOM)).ok) client.socket.disconnect(true);
  };
  const checking = setInterval(() => {
    for (const side of sides.values()) side.check();
  }, CHECK_EVERY_MS);
  checking.unref();
  return {
    host: {
      opened(room) {
        const side = new RoomSide({ io, room, library, wallClock, identities, roomsFor });
        sides.set(room.id, side);
        return {
          clock(clock) {
            side.clock(clock);
            tellList();
          },
          message: (message) => side.message(message),
          floor: (viewOf) => side.floor(viewOf),
          elements: (patchFor) => side.elements(patchFor),
        };
      },
      closed(id) {
        const side = sides.get(id);
        sides.delete(id);
        side?.close();
        for (const client of clients.values()) if (client.side === side && side) void move(client, LIVE_ROOM);
      },
      listChanged: tellList,
    },
    clientCount: () => io.sockets.sockets.size,
    announceCatalog: (room) => sides.get(room.id)?.announceCatalog(),
    announceFeeds() {
      for (const side of sides.values()) side.announceFeeds();
    },
    personOf: (session, room) => sides.get(room.id)?.nameOf(session) ?? `visitor ${session.slice(0, 6)}`,
    viewerOf: (session, room) =>
      session === null ? 'public' : (sides.get(room.id)?.viewerOf(session) ?? 'public'),
    async close() {
      clearInterval(checking);
      if (listTimer) clearTimeout(listTimer);
      for (const side of sides.values()) side.close();
      identities.close();
      await io.close();
    },
  };
}

function authOf(socket: WatchSocket): Record<string, unknown> {
  return socket.handshake.auth;
}

/** The rooms a session may see: the live one, the open ones, its own, and the one it is in. */
function listRooms(
  rooms: Rooms,
  session: string,
  here: Room,
): { readonly room: RoomInfo; readonly rooms: readonly RoomInfo[] } {
  const { cards } = rooms;
  const owner = cards.length > 0 ? ownerKey(session) : '';
  const live: RoomInfo = {
    id: LIVE_ROOM,
    name: '',
    isOpen: true,
    isYours: false,
    watchers: rooms.liveCount,
    clock: rooms.live.clock,
    left: null,
  };
  const seen = cards.filter((card) => card.isOpen || card.owner === owner || card.id === here.id);
  const all = [live, ...seen.map((card) => roomInfo(card, owner))];
  return { room: all.find(({ id }) => id === here.id) ?? live, rooms: all };
}

function roomInfo(card: RoomCard, owner: string): RoomInfo {
  return {
    id: card.id,
    name: card.name,
    isOpen: card.isOpen,
    isYours: card.owner === owner,
    watchers: card.watchers,
    clock: card.room && card.room.clock,
    left: card.left && card.left.simulationTime,
  };
}
