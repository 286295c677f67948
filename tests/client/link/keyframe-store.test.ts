import { expect, test } from 'vitest';
import { KEPT_KEYFRAMES, KeyframeStore } from '../../../client/link/keyframe-store.ts';
import { FLAG_HIDDEN, WORDS_OF } from '../../../core/protocol/pack.ts';
import { frameAt, layoutFrame, patchFrame, sectionAt, STEP } from './frames.ts';

const KEY = { timelineId: 1, catalogRevision: 1, count: 1 };

function filled(...times: number[]): KeyframeStore {
  const store = new KeyframeStore();
  store.add(layoutFrame());
  for (const time of times) store.add(frameAt(time));
  return store;
}

const covers = (store: KeyframeStore, time: number, key = KEY): boolean =>
  store.layoutFor(key, time)?.covers(key.timelineId, time) ?? false;

test('a stretch holds the time from the earlier keyframe up to, not including, the later', () => {
  const store = filled(0, STEP, 2 * STEP);
  expect([-1, 0, STEP - 1, STEP, 2 * STEP - 1, 2 * STEP].map((time) => covers(store, time))).toEqual([
    false, true, true, true, true, false,
  ]); // prettier-ignore
});

test('the motion is written only when the time leaves its stretch', () => {
  const store = filled(0, STEP, 2 * STEP);
  const layout = store.layoutFor(KEY, 10)!;
  expect(layout.moveTo(1, 10)).toBe(true);
  const { version } = layout.motion;
  for (let time = 10; time < STEP; time += 100) layout.moveTo(1, time);
  expect(layout.motion.version).toBe(version);
  expect(layout.moveTo(1, STEP)).toBe(true);
  expect(layout.motion.version).toBe(version + 1);
  expect(layout.motion.start[0]).toBe(STEP);
});

test('keyframes of another timeline or layout are never mixed in', () => {
  const store = filled(0);
  store.add(frameAt(STEP, { timelineId: 2 }));
  store.add(layoutFrame({ layoutId: 9 }));
  store.add(frameAt(STEP, { layoutId: 9 }));
  expect(covers(store, 10)).toBe(false);
  store.add(frameAt(STEP));
  expect(covers(store, 10)).toBe(true);
});

test('a gap wider than the step is not interpolated across', () => {
  expect(covers(filled(0, 2 * STEP), STEP)).toBe(false);
});

test('of two steps the shorter is taken, also when the longer was there first', () => {
  const store = new KeyframeStore();
  store.add(layoutFrame());
  for (const time of [0, 4 * STEP]) store.add(frameAt(time, { stepMs: 4 * STEP }));
  const layout = store.layoutFor(KEY, 10)!;
  layout.moveTo(1, 10);
  expect(layout.motion.stepMs[0]).toBe(4 * STEP);
  for (const time of [0, STEP]) store.add(frameAt(time));
  expect(layout.covers(1, 10)).toBe(true);
  layout.moveTo(1, 4 * STEP);
  expect(layout.moveTo(1, 10)).toBe(true);
  expect(layout.motion.stepMs[0]).toBe(STEP);
});

test('every slice must reach the time', () => {
  const store = new KeyframeStore();
  const counts = [2, 3];
  store.add(layoutFrame({ counts }));
  store.add(frameAt(0, { counts }));
  const later = frameAt(STEP, { counts });
  const key = { ...KEY, count: 5 };
  if (!('sections' in later)) throw new RangeError('no keyframes');
  store.add({ ...later, sections: later.sections.slice(0, 1) });
  expect(covers(store, 10, key)).toBe(false);
  store.add({ ...later, sections: later.sections.slice(1) });
  expect(covers(store, 10, key)).toBe(true);
});

test('a patch takes the place of some objects in the keyframes at hand, and is drawn at once', () => {
  const store = new KeyframeStore();
  const counts = [3];
  store.add(layoutFrame({ counts }));
  for (const time of [0, STEP]) store.add(frameAt(time, { counts }));
  const layout = store.layoutFor({ ...KEY, count: 3 }, 10)!;
  layout.moveTo(1, 10);
  const words = new Uint32Array(WORDS_OF.PV20);
  words[4] = FLAG_HIDDEN << 28;
  const patch = { ...sectionAt(STEP), words, codes: Uint8Array.of(6), places: Uint16Array.of(1) };
  store.add(patchFrame(patch));
  layout.moveTo(1, 10);
  expect([...layout.motion.status]).toEqual([0, 6, 0]);
  store.add(patchFrame({ ...sectionAt(STEP), places: Uint16Array.of(1) }));
  layout.moveTo(1, 10);
  expect([...layout.motion.status]).toEqual([0, 0, 0]);
});

test('no more keyframes of a slice are kept than the limit, and the first to come goes first', () => {
  const store = filled();
  for (let i = 0; i < KEPT_KEYFRAMES + 3; i++) store.add(frameAt(i * STEP));
  expect(covers(store, 2 * STEP)).toBe(false);
  expect(covers(store, 3 * STEP)).toBe(true);
});

test('a catalogue without objects is whole at once', () => {
  const store = new KeyframeStore();
  store.add(layoutFrame({ counts: [] }));
  expect(covers(store, 10, { ...KEY, count: 0 })).toBe(true);
});

test('past layouts and timelines are dropped, those sent ahead stay', () => {
  const store = new KeyframeStore();
  for (const layoutId of [1, 2, 3]) {
    store.add(layoutFrame({ layoutId }));
    for (const timelineId of [1, 2]) {
      store.add(frameAt(0, { layoutId, timelineId }));
      store.add(frameAt(STEP, { layoutId, timelineId }));
    }
  }
  store.forgetBefore({ timelineId: 2, layoutId: 2 });
  expect(store.size).toBe(2);
  expect(covers(store, 10)).toBe(false);
  expect(covers(store, 10, { ...KEY, timelineId: 2 })).toBe(true);
});

test('however many layouts come, three are kept', () => {
  const store = new KeyframeStore();
  for (let layoutId = 1; layoutId < 50; layoutId++) store.add(layoutFrame({ layoutId }));
  expect(store.size).toBe(3);
});
