import type { UtcMs } from '../../core/units.ts';
import type { KeyframePair } from '../link/keyframe-store.ts';
import type { SkyFeed } from '../link/sky-feed.ts';
import {
  catalog,
  hasPicture,
  notDrawn,
  segment,
  selectedIndex,
  selectedState,
  serverWall,
  simulationTime,
  staleSince,
  type NotDrawn,
} from '../view-state.ts';
import { describeState } from './object-facts.ts';

const scratch = new Float64Array(6);
let countedFor: KeyframePair | null = null;
let countedAt = 0;

/** Write to the page what changes with time; four times a second, however often the globe is drawn. */
export function updateTime(feed: SkyFeed, wall: UtcMs): void {
  serverWall.value = wall;
  segment.value = feed.segment;
  simulationTime.value = feed.time;
  hasPicture.value = feed.pair !== null;
  const isLate = feed.catalog !== null && !feed.isCurrent;
  if (!isLate) staleSince.value = null;
  else if (staleSince.value === null) staleSince.value = wall;
  const index = selectedIndex.peek();
  const isDrawn = index !== null && feed.stateOf(index, feed.time, scratch);
  selectedState.value = isDrawn ? describeState(scratch, feed.time) : null;
  countNotDrawn(feed, wall);
}

/** Once a second at most, and only when the keyframes changed. */
function countNotDrawn(feed: SkyFeed, wall: UtcMs): void {
  const columns = catalog.peek();
  if (!columns || !feed.pair || feed.pair === countedFor || wall - countedAt < 1000) return;
  countedFor = feed.pair;
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
