import { describe, expect, it } from 'vitest';
import { sunDirection } from '../../../core/frames/sun.ts';
import { DEG_PER_RAD, RAD_PER_DEG } from '../../../core/units.ts';
import type { Vector3 } from '../../../core/vector.ts';

/** What the formula promises; the almanac's apparent place differs by 0.0044° of nutation and 0.0057° of aberration. */
const SUN_TOLERANCE_DEG = 0.01;

function directionOf(rightAscensionDeg: number, declinationDeg: number): Vector3 {
  const a = rightAscensionDeg * RAD_PER_DEG;
  const d = declinationDeg * RAD_PER_DEG;
  return [Math.cos(d) * Math.cos(a), Math.cos(d) * Math.sin(a), Math.sin(d)];
}

function angleDeg(a: Vector3, b: Vector3): number {
  const chord = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  return 2 * Math.asin(chord / 2) * DEG_PER_RAD;
}

describe('the direction of the Sun', () => {
  it.each([
    // Meeus, Astronomical Algorithms, 2nd ed., example 25.b (VSOP87): 13h13m30.763s, −7°47′01.74″.
    [
      'Meeus 25.b',
      Date.UTC(1992, 9, 13) - 59_000,
      (13 + 13 / 60 + 30.763 / 3600) * 15,
      -(7 + 47 / 60 + 1.74 / 3600),
    ],
    // Vallado, Fundamentals of Astrodynamics, example 5-1: (0.9771945, 0.1924424, 0.0834308) au.
    ['Vallado 5-1', Date.UTC(2006, 3, 2), 11.140_9, 4.788_43],
  ])('agrees with the published example %s', (_, time, rightAscension, declination) => {
    expect(angleDeg(sunDirection(time), directionOf(rightAscension, declination))).toBeLessThan(
      SUN_TOLERANCE_DEG,
    );
  });

  it.each([
    // Equinoxes and solstices of 2025, UTC, as published by the US Naval Observatory.
    ['March equinox', Date.UTC(2025, 2, 20, 9, 1), 0, 0],
    ['June solstice', Date.UTC(2025, 5, 21, 2, 42), 90, 23.4363],
    ['September equinox', Date.UTC(2025, 8, 22, 18, 19), 180, 0],
    ['December solstice', Date.UTC(2025, 11, 21, 15, 3), 270, -23.4363],
  ])('stands where it should at the %s', (_, time, rightAscension, declination) => {
    expect(angleDeg(sunDirection(time), directionOf(rightAscension, declination))).toBeLessThan(
      SUN_TOLERANCE_DEG,
    );
  });

  it('is a unit vector at all times', () => {
    for (let time = Date.UTC(1957, 0, 1); time < Date.UTC(2057, 0, 1); time += 1.3e10) {
      expect(Math.hypot(...sunDirection(time))).toBeCloseTo(1, 14);
    }
  });
});
