import { render } from 'preact';
import { LIVE_ROOM } from '../core/protocol/events.ts';
import { fetchCatalog } from './link/catalog.ts';
import { ClockOffset } from './link/clock-offset.ts';
import { pageStorage, sessionToken } from './link/session.ts';
import type { Caller } from './link/server-api.ts';
import { SkyFeed } from './link/sky-feed.ts';
import { joinServer } from './panels/server-link.ts';
import { setActions } from './panels/actions.ts';
import { App } from './panels/app.tsx';
import { acceptDrops } from './panels/dropping.ts';
import { readKeySwitch } from './panels/keys-dialog.tsx';
import { createActions } from './panels/page-actions.ts';
import { GlobeStage } from './panels/globe-stage.ts';
import { tellServerClock, updateTime } from './panels/quarter-second.ts';
import { roomInAddress } from './panels/rooms/room-link.ts';
import { bindShortcuts } from './panels/shortcuts.ts';
import { announceTransfers } from './panels/transfers.ts';
import { exposeForTests } from './panels/test-access.ts';
import { followHash } from './panels/routes.ts';
import { localNow } from './link/time-exchange.ts';
import { areKeysOn, catalog, screen } from './view-state.ts';

const QUARTER_SECOND_MS = 250;

/** Builds the page: link, feed of the sky, panels, globe, and the loop that draws. */
const flags = new URLSearchParams(location.search);
const feed = new SkyFeed();
const offset = new ClockOffset();
const serverNow = (): number => localNow() + offset.offset();
const stage = new GlobeStage(feed, { quality: flags.get('test') === '1' ? 'low' : 'full' });
const caller: Caller = {
  session: sessionToken(pageStorage()),
  room: roomInAddress(location) ?? LIVE_ROOM,
};
const link = joinServer({ feed, offset, caller, fetchCatalog });

areKeysOn.value = readKeySwitch();
setActions(createActions({ link, caller, feed, stage }));
followHash(window);
bindShortcuts(window);
announceTransfers();
acceptDrops(document.documentElement);
render(<App withGlobe={flags.get('noglobe') !== '1'} />, document.getElementById('app')!);

function moveFeed(): void {
  if (feed.moveTo(serverNow())) catalog.value = feed.catalog;
}

function drawFrame(): void {
  moveFeed();
  if (screen.peek() === 'watch') stage.draw();
  requestAnimationFrame(drawFrame);
}
requestAnimationFrame(drawFrame);

setInterval(() => {
  // The draw loop sleeps in a hidden page; the clock does not.
  moveFeed();
  updateTime(feed, serverNow());
  tellServerClock(offset);
}, QUARTER_SECOND_MS);

exposeForTests({ feed, stage, offset });
