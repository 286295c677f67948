import { LIVE_ROOM, type RoomInfo } from '../../../core/protocol/events.ts';
import { simulationTimeAt } from '../../../core/time/clock.ts';
import type { UtcMs } from '../../../core/units.ts';
import { roomWords } from '../../words/rooms.ts';
import { formatInstant, formatRate } from '../format.ts';

export function nameOfRoom({ id, name }: RoomInfo): string {
  return id === LIVE_ROOM ? roomWords.live : name;
}

/** Where a room's clock is, and how it goes. */
export function clockOfRoom({ clock, left }: RoomInfo, serverWall: UtcMs): string {
  if (!clock) return left === null ? '' : roomWords.waits(formatInstant(left));
  const at = formatInstant(simulationTimeAt(clock.segment, serverWall));
  if (clock.mode === 'live') return roomWords.at(at, roomWords.liveClock);
  return roomWords.at(at, clock.mode === 'paused' ? roomWords.paused : formatRate(clock.segment.rate));
}
