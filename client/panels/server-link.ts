import {
  type CatalogInfo,
  type ClockInfo,
  type ElementsPatch,
  LIVE_ROOM,
  type Welcome,
} from '../../core/protocol/events.ts';
import { decodeFrame } from '../../core/protocol/frames.ts';
import { applyPatch, type Catalog } from '../link/catalog.ts';
import type { ClockOffset } from '../link/clock-offset.ts';
import type { SkyFeed } from '../link/sky-feed.ts';
import type { Caller } from '../link/server-api.ts';
import { openLink, type Link, type LinkState } from '../link/socket.ts';
import { keepTime, localNow } from '../link/time-exchange.ts';
import { text } from '../text.ts';
import { roomWords } from '../words/rooms.ts';
import { rememberedIdentity } from './join/remembered.ts';
import { addressOfRoom } from './rooms/room-link.ts';
import {
  announcement,
  catalogChange,
  catalogInfo,
  catalogProblem,
  elementsChanged,
  floor,
  identity,
  link as linkState,
  notice,
  reviewAt,
  reviewFloor,
  room,
  rooms,
  seat,
  stoppedBecause,
} from '../view-state.ts';

interface JoinOptions {
  readonly feed: SkyFeed;
  readonly offset: ClockOffset;
  readonly caller: Caller;
  readonly fetchCatalog: (
    caller: Caller,
    wanted: { info: CatalogInfo; known: Catalog | null },
    signal?: AbortSignal,
  ) => Promise<Catalog>;
}

/** Join the server: what it says goes to the feed and to the page's signals. */
export function joinServer({ feed, offset, caller, fetchCatalog }: JoinOptions): Link {
  let request: AbortController | null = null;
  /** Changes of element sets that came before the catalogue they are of. */
  const patches: ElementsPatch[] = [];
  /** Welcomed again: what was missed is not known. */
  let isBegun = true;
  let stopTime: (() => void) | null = null;

  const getCatalog = async (info: CatalogInfo): Promise<void> => {
    // Revisions of another run or another room have other numbers.
    const known = catalogInfo.peek()?.run === info.run && !isBegun ? feed.newest : null;
    isBegun = false;
    catalogInfo.value = info;
    patches.length = 0;
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    try {
      const catalog = await fetchCatalog(caller, { info, known }, signal);
      if (signal.aborted) return;
      for (const patch of patches.splice(0)) applyPatch(catalog, patch);
      catalogProblem.value = null;
      feed.offer(catalog);
    } catch (error) {
      if (!signal.aborted) catalogProblem.value = error instanceof Error ? error.message : String(error);
    }
  };
  const welcome = (said: Welcome): void => {
    offset.reset();
    offset.guess(localNow(), said.serverWall);
    stopTime?.();
    stopTime = keepTime(offset, link.askTime);
    takeRoom(said, caller);
    const isSame = isSameCatalog(feed.catalog, catalogInfo.peek(), said.catalog);
    // A change that was missed stands in the sources panel; an old banner must not offer to undo another.
    if (catalogChange.peek()?.id !== said.catalog.lastChange?.id) catalogChange.value = null;
    feed.restart(said.clock.segment, isSame);
    setClock(said.clock);
    floor.value = said.floor;
    seat.value = said.seat;
    identity.value = said.identity;
    // A new session of the same browser says again who sits here.
    const remembered = said.identity === null ? rememberedIdentity() : null;
    if (remembered) void link.identify(remembered);
    if (isSame) catalogInfo.value = said.catalog;
    else {
      isBegun = true;
      void getCatalog(said.catalog);
    }
  };
  const link: Link = openLink(
    { session: caller.session, room: caller.room },
    {
      state: announceLink,
      welcome,
      clock: (clock) => {
        feed.clock.announce(clock.segment);
        setClock(clock);
      },
      catalog: (info) => {
        tellChange(info);
        void getCatalog(info);
      },
      elements: (patch) => {
        if (feed.takePatch(patch)) elementsChanged.value++;
        else if (patch.revision === catalogInfo.peek()?.revision) patches.push(patch);
      },
      feeds: (feeds) => {
        if (catalogInfo.value) catalogInfo.value = { ...catalogInfo.value, feeds };
      },
      rooms: (all) => {
        rooms.value = all;
        room.value = all.find(({ id }) => id === caller.room) ?? room.peek();
      },
      floor: (view) => (floor.value = view),
      seat: (person) => {
        if (seat.value !== null && person === null) announcement.value = text.seat.lost;
        seat.value = person;
      },
      identity: (person) => (identity.value = person),
      f: (bytes) => {
        const decoded = decodeFrame(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes);
        if (decoded.ok) feed.addFrame(decoded.frame);
        else catalogProblem.value = decoded.reason;
      },
    },
    localNow,
  );
  return link;
}

/** What one person loads changes everybody's sky: everybody is told. */
function tellChange({ lastChange }: CatalogInfo): void {
  if (lastChange === null || lastChange.id === catalogInfo.peek()?.lastChange?.id) return;
  catalogChange.value = lastChange;
  announcement.value = text.change.words(lastChange);
}

/** This page is in a room now: its address says which, so that a reload and a link lead there. */
function takeRoom(said: Welcome, caller: Caller): void {
  const isFirst = room.peek() === null;
  const isOther = said.room.id !== caller.room;
  if (isOther && (isFirst || !said.rooms.some(({ id }) => id === caller.room)) && caller.room !== LIVE_ROOM)
    notice.value = roomWords.gone;
  // What was looked back at is of another floor.
  if (isOther) [reviewAt.value, reviewFloor.value] = [null, null];
  caller.room = said.room.id;
  rooms.value = said.rooms;
  room.value = said.room;
  const address = addressOfRoom(said.room.id, location);
  if (address !== location.href) history.replaceState(history.state, '', address);
}

function setClock({ stoppedBecause: reason }: ClockInfo): void {
  stoppedBecause.value = reason;
}

/** The same revision of the same run, with the same elements in use: nothing was missed. */
function isSameCatalog(catalog: Catalog | null, a: CatalogInfo | null, b: CatalogInfo): boolean {
  return (
    catalog !== null &&
    a !== null &&
    a.run === b.run &&
    catalog.revision === b.revision &&
    catalog.selection === b.selection
  );
}

function announceLink(state: LinkState): void {
  const before = linkState.value.state;
  if (state.state === 'lost' && before === 'up') announcement.value = text.link.lostSaid;
  if (state.state === 'up' && before === 'lost') announcement.value = text.link.backSaid;
  linkState.value = state;
}
