import { expect, test } from 'vitest';
import { precessionSinceJ2000 } from '../../../client/globe/precession.ts';

const J2000_MS = Date.UTC(2000, 0, 1, 12);
const CENTURY_MS = 36_525 * 86_400_000;

test('is nothing at J2000', () => {
  expect(precessionSinceJ2000(J2000_MS).map((value) => Math.round(value * 1e9) / 1e9 + 0)).toEqual([
    1, 0, 0, 0, 1, 0, 0, 0, 1,
  ]);
});

test('moves the equinox direction by 1.28° in right ascension and 0.56° in declination in a century', () => {
  const m = precessionSinceJ2000(J2000_MS + CENTURY_MS);
  const degrees = 180 / Math.PI;
  // First column: where the J2000 equinox (1, 0, 0) has gone.
  expect(Math.atan2(m[3]!, m[0]!) * degrees).toBeCloseTo(1.281, 2);
  expect(Math.asin(m[6]!) * degrees).toBeCloseTo(0.5567, 2);
});

test('is a rotation', () => {
  const m = precessionSinceJ2000(J2000_MS + CENTURY_MS / 4);
  for (let row = 0; row < 3; row++) {
    expect(Math.hypot(m[row * 3]!, m[row * 3 + 1]!, m[row * 3 + 2]!)).toBeCloseTo(1, 12);
  }
});
