import type { UtcMs } from '../../core/units.ts';
import type { ClockOffset } from '../link/clock-offset.ts';
import type { SkyFeed } from '../link/sky-feed.ts';
import {
  catalog,
  hasPicture,
  notDrawn,
  segment,
  selectedIndex,
  selectedState,
  serverClock,
  serverWall,
  simulationTime,
  staleSince,
  type NotDrawn,
} from '../view-state.ts';
import { describeState } from './object-facts.ts';

const scratch = new Float64Array(6);
let countedVersion = -1;
let countedAt = 0;

/** Write to the page what changes with time; four times a second, however often the globe is drawn. */
export function updateTime(feed: SkyFeed, wall: UtcMs): void {
  serverWall.value = wall;
  segment.value = feed.segment;
  simulationTime.value = feed.time;
  hasPicture.value = feed.motion !== null;
  const isLate = feed.catalog !== null && !feed.isCurrent;
  if (!isLate) staleSince.value = null;
  else if (staleSince.value === null) staleSince.value = wall;
  const index = selectedIndex.peek();
  const isDrawn = index !== null && feed.stateOf(index, feed.time, scratch);
  selectedState.value = isDrawn ? describeState(scratch, feed.time) : null;
  countNotDrawn(feed, wall);
}

/** The server's clock as the page knows it, to whole tenths of a millisecond: told when it changes. */
export function tellServerClock(from: ClockOffset): void {
  const uncertainty = from.uncertainty();
  const drift = from.drift();
  const before = serverClock.peek();
  const now = uncertainty !== null && {
    offset: tenths(from.offset()),
    uncertainty: tenths(uncertainty),
    drift: drift === null ? null : tenths(drift),
  };
  if (!now) serverClock.value = null;
  else if (!before || (['offset', 'uncertainty', 'drift'] as const).some((key) => now[key] !== before[key]))
    serverClock.value = now;
}

function tenths(value: number): number {
  return Math.round(10 * value) / 10;
}

/** Once a second at most, and only when the keyframes changed. */
function countNotDrawn(feed: SkyFeed, wall: UtcMs): void {
  const columns = catalog.peek();
  const version = feed.motion?.version ?? -1;
  if (!columns || version === countedVersion || wall - countedAt < 1000) return;
  countedVersion = version;
  countedAt = wall;
  const missing: NotDrawn[] = [];
  for (let index = 0; index < columns.count; index++) {
    const status = feed.statusOf(index);
    if (status !== 0) missing.push({ catalogNumber: columns.catalogNumbers[index]!, status });
  }
  const before = notDrawn.peek();
  const isSame =
    before.length === missing.length &&
    before.every((entry, i) => entry.catalogNumber === missing[i]!.catalogNumber);
  if (!isSame) notDrawn.value = missing;
}
