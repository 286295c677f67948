import { describe, expect, it } from 'vitest';
import { julianCenturiesSinceJ2000 } from '../../../core/time/julian.ts';
import { gmst } from '../../../core/time/sidereal.ts';
import { DEG_PER_RAD } from '../../../core/units.ts';

/** Published to 1e-7 degrees; a double of milliseconds turns the Earth by 1e-9 degrees. */
const GMST_TOLERANCE_DEG = 2e-7;

describe('sidereal time', () => {
  it.each([
    // Meeus, Astronomical Algorithms, 2nd ed., examples 12.a and 12.b; Vallado, Fundamentals, example 3-5.
    ['Meeus 12.a', Date.UTC(1987, 3, 10), (13 + 10 / 60 + 46.3668 / 3600) * 15],
    ['Meeus 12.b', Date.UTC(1987, 3, 10, 19, 21), 128.737_873_4],
    ['Vallado 3-5', Date.UTC(1992, 7, 20, 12, 14), 152.578_787_81],
  ])('agrees with the published example %s', (_, time, degrees) => {
    expect(Math.abs(gmst(time) * DEG_PER_RAD - degrees)).toBeLessThan(GMST_TOLERANCE_DEG);
  });

  it('stays within a turn, before and after 2000', () => {
    for (let time = Date.UTC(1957, 0, 1); time < Date.UTC(2057, 0, 1); time += 9.7e9) {
      expect(gmst(time)).toBeGreaterThanOrEqual(0);
      expect(gmst(time)).toBeLessThan(2 * Math.PI);
    }
  });

  it('gains 3 min 56.555 s on the Sun a day', () => {
    const day = Date.UTC(2026, 0, 1);
    const gain = ((gmst(day + 86_400_000) - gmst(day)) * 86_400) / (2 * Math.PI);
    expect(gain).toBeCloseTo(236.555, 2);
  });

  it('counts Julian centuries from noon of 1 January 2000', () => {
    expect(julianCenturiesSinceJ2000(Date.UTC(2000, 0, 1, 12))).toBe(0);
    expect(julianCenturiesSinceJ2000(Date.UTC(2100, 0, 1, 12))).toBeCloseTo(1, 12);
  });
});
