import { expect, test } from 'vitest';
import { KEPT_KEYFRAMES, KeyframeStore } from '../../../client/link/keyframe-store.ts';
import type { Keyframe } from '../../../core/protocol/keyframe.ts';

const STEP = 60_000;

function frame(time: number, { timelineId = 1, catalogRevision = 1, stepMs = STEP } = {}): Keyframe {
  return {
    timelineId,
    catalogRevision,
    time,
    stepMs,
    errorBoundKm: 0.01,
    states: new Float32Array(6),
    status: new Uint8Array(1),
  };
}

const KEY = { timelineId: 1, catalogRevision: 1 };

test('the bracketing pair holds the time from the earlier keyframe up to, not including, the later', () => {
  const store = new KeyframeStore();
  for (const time of [0, STEP, 2 * STEP]) store.add(frame(time));
  expect(store.bracket(KEY, 0)?.later.time).toBe(STEP);
  expect(store.bracket(KEY, STEP - 1)?.earlier.time).toBe(0);
  expect(store.bracket(KEY, STEP)?.earlier.time).toBe(STEP);
  expect(store.bracket(KEY, 2 * STEP)).toBeNull();
  expect(store.bracket(KEY, -1)).toBeNull();
});

test('the same pair is handed out while it holds, so that the draw loop allocates nothing', () => {
  const store = new KeyframeStore();
  store.add(frame(0));
  store.add(frame(STEP));
  expect(store.bracket(KEY, 10)).toBe(store.bracket(KEY, 20));
});

test('keyframes of another timeline or catalogue are never mixed in', () => {
  const store = new KeyframeStore();
  store.add(frame(0));
  store.add(frame(STEP, { timelineId: 2 }));
  store.add(frame(STEP, { catalogRevision: 2 }));
  expect(store.bracket(KEY, 10)).toBeNull();
  store.add(frame(STEP));
  expect(store.bracket(KEY, 10)).not.toBeNull();
});

test('a gap wider than the step is not interpolated across', () => {
  const store = new KeyframeStore();
  store.add(frame(0));
  store.add(frame(2 * STEP));
  expect(store.bracket(KEY, STEP)).toBeNull();
});

test('a keyframe sent again replaces the first', () => {
  const store = new KeyframeStore();
  store.add(frame(0));
  const again = frame(0);
  store.add(again);
  store.add(frame(STEP));
  expect(store.size).toBe(2);
  expect(store.bracket(KEY, 1)?.earlier).toBe(again);
});

test('no more keyframes are kept than the limit, and the first to come goes first', () => {
  const store = new KeyframeStore();
  for (let i = 0; i < KEPT_KEYFRAMES + 3; i++) store.add(frame(i * STEP));
  expect(store.size).toBe(KEPT_KEYFRAMES);
  expect(store.bracket(KEY, 2 * STEP)).toBeNull();
  expect(store.bracket(KEY, 3 * STEP)).not.toBeNull();
});

test('past timelines are dropped, those sent ahead stay', () => {
  const store = new KeyframeStore();
  for (const timelineId of [1, 2, 3]) store.add(frame(0, { timelineId }));
  store.forgetBefore({ timelineId: 2, catalogRevision: 0 });
  expect(store.size).toBe(2);
});
