import { expect, test } from 'vitest';
import {
  formatDuration,
  formatKilometers,
  formatLatitude,
  formatLongitude,
  formatNumber,
  formatRate,
  formatSpan,
  formatZulu,
  formatZuluMinutes,
  initials,
} from '../../../client/panels/format.ts';
import { parseIsoUtc } from '../../../core/time/calendar.ts';

test('clocks never round up to a second that has not come', () => {
  const time = parseIsoUtc('2026-11-22T15:59:59.999Z')!;
  expect(formatZulu(time)).toBe('15:59:59Z');
  expect(formatZuluMinutes(time)).toBe('15:59Z');
});

test('durations are hh:mm:ss, and get days from a hundred hours on', () => {
  expect(formatDuration(2_333_000)).toBe('00:38:53');
  expect(formatDuration(-247_000)).toBe('00:04:07');
  expect(formatDuration(360_000_000)).toBe('4 d 04:00:00');
});

test('every span carries its unit', () => {
  expect([34_000, 720_000, 18_720_000, 293_760_000, 3.3e10, 1e11].map(formatSpan)).toEqual([
    '34 s',
    '12 min',
    '5.2 h',
    '3.4 d',
    '382 d',
    '3.2 y',
  ]);
});

test('numbers beyond five digits show their Alpha-5 spelling where they have one', () => {
  expect(formatNumber(5)).toBe('00005');
  expect(formatNumber(100_001)).toBe('100001 (A0001)');
  expect(formatNumber(900_000_001)).toBe('900000001');
});

test('places carry their half of the Earth, heights their tenths', () => {
  expect(formatLatitude(-0.5)).toBe('28.65° S');
  expect(formatLongitude(-0.05376)).toBe('3.08° W');
  expect(formatKilometers(545)).toBe('545.0');
  expect(formatKilometers(35_786.4)).toBe('35,786');
});

test('a backward rate has a minus sign', () => {
  expect([60, -10, 1, 0.5].map(formatRate)).toEqual(['×60', '−×10', '×1', '×0.5']);
});

test('initials are the first letters of the first and the last word', () => {
  expect([initials('A. Tremblay'), initials('Whitcombe'), initials('')]).toEqual(['AT', 'W', '']);
});
