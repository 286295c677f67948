import { expect, test } from 'vitest';
import { describeState } from '../../../client/panels/object-facts.ts';
import { moveRow, windowOf } from '../../../client/panels/watch/grid-rows.ts';
import { percentAt, stripWindow } from '../../../client/panels/watch/strip.ts';
import { ecefOfGeodetic } from '../../../core/frames/geodetic.ts';
import { parseIsoUtc } from '../../../core/time/calendar.ts';
import { gmst } from '../../../core/time/sidereal.ts';

const TIME = parseIsoUtc('2026-11-22T15:21:07Z')!;

test('the strip covers its span, moves on by whole ticks, and knows its shifts', () => {
  const window = stripWindow(TIME, '18h', 'metropolitan');
  expect(window.end - window.start).toBe(18 * 3_600_000);
  expect(stripWindow(TIME + 60_000, '18h', 'metropolitan').start).toBe(window.start);
  expect(window.shifts[0]!.start).toBeLessThanOrEqual(window.start);
  expect(window.shifts.at(-1)!.end).toBeGreaterThanOrEqual(window.end);
  expect(window.shifts.map(({ name }) => name).join('')).toMatch(/^(ABC|BCA|CAB)/);
});

test('places on the strip are held inside it', () => {
  const window = stripWindow(TIME, '3h', 'metropolitan');
  expect(percentAt(window, window.start - 1)).toBe(0);
  expect(percentAt(window, window.end + 1)).toBe(100);
  expect(percentAt(window, (window.start + window.end) / 2)).toBe(50);
});

test('the grid draws only the rows in sight and a few around them', () => {
  expect(windowOf({ rows: 30_000, rowPx: 32, scrollTop: 0, height: 640 })).toEqual({ first: 0, last: 26 });
  expect(windowOf({ rows: 30_000, rowPx: 32, scrollTop: 3200, height: 640 })).toEqual({
    first: 94,
    last: 126,
  });
  expect(windowOf({ rows: 3, rowPx: 32, scrollTop: 9999, height: 640 })).toEqual({ first: 3, last: 3 });
});

test('keys move the active row and stop at both ends', () => {
  const size = { rows: 100, page: 10 };
  expect(moveRow('ArrowDown', 99, size)).toBe(99);
  expect(moveRow('PageUp', 5, size)).toBe(0);
  expect(moveRow('End', 0, size)).toBe(99);
  expect(moveRow('x', 0, size)).toBeNull();
});

test('a TEME state is told as height, place and inertial speed', () => {
  const place = { latitude: 0.9, longitude: -0.05, height: 781.4 };
  const [x, y, z] = ecefOfGeodetic(place);
  const angle = gmst(TIME);
  const teme = [
    x * Math.cos(angle) - y * Math.sin(angle),
    x * Math.sin(angle) + y * Math.cos(angle),
    z,
    3,
    4,
    0,
  ];
  const told = describeState(teme, TIME);
  expect(told.altitudeKm).toBeCloseTo(781.4, 6);
  expect(told.latitude).toBeCloseTo(0.9, 9);
  expect(told.longitude).toBeCloseTo(-0.05, 9);
  expect(told.speedKmS).toBe(5);
});
