import { expect, test } from 'vitest';
import { describeClock, nextRate, type BadgeFacts } from '../../../client/panels/clock-words.ts';

const LIVE: BadgeFacts = {
  segment: { timelineId: 1, simulationTime: 5000, wall: 5000, rate: 1 },
  floorMode: 'active',
  link: 'up',
  staleForMs: null,
};
const at = (change: Partial<BadgeFacts>) => describeClock({ ...LIVE, ...change });

test('the badge says in words how the clock stands', () => {
  expect(at({})).toEqual({ kind: 'live', words: 'LIVE ×1' });
  expect(at({ segment: { ...LIVE.segment!, rate: 60 } }).words).toBe('×60 SIM');
  expect(at({ segment: { ...LIVE.segment!, rate: -10 } }).words).toBe('−×10 SIM');
  expect(at({ segment: { ...LIVE.segment!, rate: 0 } }).words).toBe('PAUSED');
  expect(at({ segment: { ...LIVE.segment!, simulationTime: 0 } }).words).toBe('×1 SIM');
  expect(at({ segment: null }).kind).toBe('waiting');
});

test('review, an old picture and a lost link are never shown as live', () => {
  expect(at({ floorMode: 'review' }).kind).toBe('review');
  expect(at({ staleForMs: 3000 })).toEqual({ kind: 'stale', words: '3 s BEHIND' });
  expect(at({ staleForMs: 3000, floorMode: 'review' }).kind).toBe('stale');
  expect(at({ link: 'lost', staleForMs: 3000 }).kind).toBe('lost');
});

test('a hiccup below two seconds does not call the picture stale', () => {
  expect(at({ staleForMs: 500 }).kind).toBe('live');
});

test('the ladder of rates runs from −1000 to 1000 without a zero, and ends there', () => {
  expect([nextRate(1, 1), nextRate(1, -1), nextRate(0, 1), nextRate(0, -1)]).toEqual([2, -1, 1, -1]);
  expect([nextRate(1000, 1), nextRate(-1000, -1), nextRate(42, 1)]).toEqual([1000, -1000, 60]);
});
