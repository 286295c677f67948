import type { NextFunction, Request, Response } from 'express';
import { LIVE_ROOM } from '../../core/protocol/events.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import type { ViewerKey } from '../../core/operations/view.ts';
import type { Audience } from '../simulation/releases.ts';
import type { Room } from '../simulation/room.ts';
import type { Rooms } from '../simulation/rooms.ts';
import { sendProblem } from './problem.ts';
import { sessionSchema } from './requests.ts';

/** The room a request is about. */
export type RoomOf = (request: Request) => Room;

/** Which objects whoever asks may see in the room it is about. */
export type AudienceOf = (request: Request) => Audience;

export function createAudienceOf(
  roomOf: RoomOf,
  viewerOf: (session: string | null, room: Room) => ViewerKey,
): AudienceOf {
  return (request) => {
    const room = roomOf(request);
    const session = sessionSchema.safeParse(request.get('X-Watchfloor-Session'));
    return room.audienceOf(viewerOf(session.success ? session.data : null, room));
  };
}

/** What a request says of its room: `?room=`, or the header by which a page says where it is; the live one otherwise. */
function nameIn(request: Request): string {
  const { room } = request.query;
  return typeof room === 'string' ? room : (request.get('X-Watchfloor-Room') ?? LIVE_ROOM);
}

export function refuseUnknownRooms(rooms: Rooms) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (rooms.find(nameIn(request))) next();
    else sendProblem(response, 404, 'No such room', 'the room was closed, or never was');
  };
}

/** Behind `refuseUnknownRooms`: the room is there. */
export function createRoomOf(rooms: Rooms): RoomOf {
  return (request) => rooms.find(nameIn(request)) ?? rooms.live;
}

/** The live room and those open to everybody, for scripts. */
export function openRooms(rooms: Rooms) {
  const live = { id: LIVE_ROOM, name: '', watchers: rooms.liveCount, ...clockOf(rooms.live) };
  const forks = rooms.cards
    .filter(({ isOpen }) => isOpen)
    .map(({ id, name, watchers, room, left }) => ({
      id,
      name,
      watchers,
      ...(room
        ? clockOf(room)
        : { simulationTime: formatIsoUtc(left?.simulationTime ?? 0), rate: 0, mode: 'left' }),
    }));
  return [live, ...forks];
}

function clockOf(room: Room) {
  const { segment, mode } = room.clock;
  return { simulationTime: formatIsoUtc(room.simulationTime), rate: segment.rate, mode };
}
