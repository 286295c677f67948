import { LIVE_ROOM } from '../../../core/protocol/events.ts';

/** The room an address asks for; null is the live one. */
export function roomInAddress(address: Pick<Location, 'search'>): string | null {
  return new URLSearchParams(address.search).get('room');
}

/** The address of this page in a room: everything else in it stays. */
export function addressOfRoom(room: string, address: Pick<Location, 'href'>): string {
  const url = new URL(address.href);
  if (room === LIVE_ROOM) url.searchParams.delete('room');
  else url.searchParams.set('room', room);
  return url.href;
}
