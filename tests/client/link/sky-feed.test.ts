import { expect, test } from 'vitest';
import { DEFAULT_AGE_LIMITS } from '../../../core/elements/age.ts';
import { buildCatalog, type Catalog } from '../../../client/link/catalog.ts';
import { SkyFeed } from '../../../client/link/sky-feed.ts';
import { frameAt, layoutFrame, patchFrame, sectionAt, STEP } from './frames.ts';
import { FLAG_HIDDEN, WORDS_OF } from '../../../core/protocol/pack.ts';

const RUNNING = { timelineId: 1, simulationTime: 0, wall: 0, rate: 1 };

function catalog(revision: number, count: number): Catalog {
  const ones = Array.from({ length: count }, (_, i) => i + 1);
  return buildCatalog(
    {
      revision,
      selection: 0,
      catalogNumbers: ones,
      names: ones.map(String),
      internationalDesignators: ones.map(() => ''),
      typeCodes: ones.map(() => 0),
      isTypeGuessed: [],
      regimeCodes: [],
      owners: [],
      epochs: ones.map(() => 0),
      sourceIndices: ones.map(() => 0),
    },
    {
      revision,
      objects: count,
      sources: [],
      selection: 0,
      run: 'a run',
      medianEpoch: 0,
      lastChange: null,
      withheld: 0,
      feeds: [],
      ageLimits: DEFAULT_AGE_LIMITS,
    },
  );
}

function started(): SkyFeed {
  const feed = new SkyFeed();
  feed.restart(RUNNING, false);
  feed.offer(catalog(1, 1));
  feed.addFrame(layoutFrame());
  feed.addFrame(frameAt(0));
  feed.addFrame(frameAt(STEP));
  return feed;
}

test('the first catalogue is shown at once, and drawn when its keyframes are here', () => {
  const feed = new SkyFeed();
  feed.restart(RUNNING, false);
  feed.offer(catalog(1, 1));
  expect(feed.moveTo(10)).toBe(true);
  expect(feed.isCurrent).toBe(false);
  feed.addFrame(layoutFrame());
  feed.addFrame(frameAt(0));
  feed.addFrame(frameAt(STEP));
  expect(feed.moveTo(20)).toBe(false);
  expect(feed.isCurrent).toBe(true);
});

test('positions are interpolated at the simulation time, and refused outside the keyframes', () => {
  const feed = started();
  feed.moveTo(30_000);
  const out = new Float64Array(6);
  expect(feed.stateOf(0, 30_000, out)).toBe(true);
  // The pull at 60,000 km is 0.1 m/s² and bends the way by 50 m in half a minute.
  expect(out[0]).toBeCloseTo(60_210, 0);
  expect(out[3]).toBeCloseTo(7, 2);
  expect(feed.stateOf(0, STEP + 1, out)).toBe(false);
});

test('an object with a bad status in either keyframe has no state', () => {
  const feed = started();
  const words = new Uint32Array(WORDS_OF.PV20);
  words[4] = FLAG_HIDDEN << 28;
  feed.addFrame(
    patchFrame({ ...sectionAt(STEP), words, codes: Uint8Array.of(6), places: Uint16Array.of(0) }),
  );
  feed.moveTo(10);
  expect(feed.statusOf(0)).toBe(6);
  expect(feed.stateOf(0, 10, new Float64Array(6))).toBe(false);
});

test('a new catalogue waits for its keyframes while the old one can still be drawn', () => {
  const feed = started();
  feed.moveTo(10);
  feed.offer(catalog(2, 3));
  expect(feed.moveTo(20)).toBe(false);
  expect(feed.catalog?.revision).toBe(1);
  feed.addFrame(layoutFrame({ revision: 2, counts: [3] }));
  feed.addFrame(frameAt(0, { revision: 2, counts: [3] }));
  expect(feed.moveTo(25)).toBe(false);
  feed.addFrame(frameAt(STEP, { revision: 2, counts: [3] }));
  expect(feed.moveTo(30)).toBe(true);
  expect(feed.catalog?.count).toBe(3);
  expect(feed.motion?.count).toBe(3);
});

test('keyframes that run out leave the last picture, and say that it is old', () => {
  const feed = started();
  feed.moveTo(10);
  feed.moveTo(2 * STEP);
  expect(feed.isCurrent).toBe(false);
  expect(feed.motion?.start[0]).toBe(0);
});

test('a jump is drawn from its own timeline when the clock turns to it, not before', () => {
  const feed = started();
  const far = 100 * STEP;
  feed.addFrame(frameAt(far, { timelineId: 2 }));
  feed.addFrame(frameAt(far + STEP, { timelineId: 2 }));
  feed.clock.announce({ timelineId: 2, simulationTime: far, wall: 500, rate: 1 });
  feed.moveTo(499);
  expect(feed.motion?.start[0]).toBe(0);
  feed.moveTo(501);
  expect(feed.motion?.start[0]).toBe(far);
});

test('after another server took over, its keyframes are not drawn with the old columns', () => {
  const feed = started();
  feed.moveTo(10);
  feed.restart(RUNNING, false);
  feed.addFrame(layoutFrame());
  feed.addFrame(frameAt(0));
  feed.addFrame(frameAt(STEP));
  feed.moveTo(20);
  expect(feed.isCurrent).toBe(false);
  feed.offer(catalog(1, 1));
  expect(feed.moveTo(30)).toBe(true);
  expect(feed.isCurrent).toBe(true);
});
