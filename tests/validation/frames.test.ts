import { describe, expect, it } from 'vitest';
import { temeToEcef } from '../../core/frames/ecef.ts';
import { parseIsoUtc } from '../../core/time/calendar.ts';
import { JULIAN_DATE_OF_UNIX_EPOCH } from '../../core/time/julian.ts';
import { MS_PER_DAY } from '../../core/units.ts';

/**
 * Vallado, Crawford, Hujsak, Kelso, "Revisiting Spacetrack Report #3", AIAA 2006-6753 Rev 2, appendix C; the same
 * numbers are in Vallado, Fundamentals of Astrodynamics, 4th ed., table 3-6.
 */
const UTC = '2004-04-06T07:51:28.386009';
const UT1_MINUS_UTC_MS = -439.961_9;
/** The same instant as the paper's program held it, one double of days, whose steps are 40 µs. */
const JULIAN_DATE_UT1 = 2_453_101.827_406_783;
const TEME = {
  positionTeme: [5094.180_162_1, 6127.644_659_5, 6380.344_532_7],
  velocityTeme: [-4.746_131_487, 0.785_818_041, 5.531_931_288],
} as const;
const PEF = {
  position: [-1033.475_031_2, 7901.305_585_6, 6380.344_532_7],
  velocity: [-3.225_632_747, -2.872_442_511, 5.531_931_288],
} as const;
const ITRF_POSITION = [-1033.479_383, 7901.295_275_4, 6380.356_595_8] as const;

/** Printed to 1e-7 km; half the step of our own instant moves the Earth by 7e-8 km there. */
const POSITION_TOLERANCE_KM = 1e-6;
/** Half a step of the paper's Julian date: 20 µs, in which the Earth turns by 12 mm at 7,969 km from its axis. */
const JULIAN_DATE_TOLERANCE_KM = 1.3e-5;
/** Printed to 1e-9 km/s; the paper's rotation rate has the length of that day in it (1.8e-8 of it, 1.05e-8 km/s). */
const VELOCITY_TOLERANCE_KM_S = 1.3e-8;

describe('TEME to the Earth-fixed frame, against Vallado’s published example', () => {
  const ut1 = (JULIAN_DATE_UT1 - JULIAN_DATE_OF_UNIX_EPOCH) * MS_PER_DAY;
  const state = temeToEcef(TEME, ut1);

  it('gives the PEF position from the UTC text and UT1 − UTC, as far as the paper’s Julian date is sharp', () => {
    const precise = temeToEcef(TEME, parseIsoUtc(UTC)! + UT1_MINUS_UTC_MS);
    for (const axis of [0, 1, 2] as const) {
      expect(Math.abs(precise.positionEcef[axis] - PEF.position[axis])).toBeLessThan(
        JULIAN_DATE_TOLERANCE_KM,
      );
    }
  });

  it('gives the PEF position within a millimetre', () => {
    for (const axis of [0, 1, 2] as const) {
      expect(Math.abs(state.positionEcef[axis] - PEF.position[axis]), `axis ${axis}`).toBeLessThan(
        POSITION_TOLERANCE_KM,
      );
    }
  });

  it('gives the PEF velocity within a fiftieth of a millimetre a second', () => {
    for (const axis of [0, 1, 2] as const) {
      expect(Math.abs(state.velocityEcef[axis] - PEF.velocity[axis]), `axis ${axis}`).toBeLessThan(
        VELOCITY_TOLERANCE_KM_S,
      );
    }
  });

  it('leaves out 16 m of polar motion and no more', () => {
    const miss = Math.hypot(...[0, 1, 2].map((axis) => state.positionEcef[axis]! - ITRF_POSITION[axis]!));
    expect(miss).toBeGreaterThan(0.015);
    expect(miss).toBeLessThan(0.018);
  });

  it('is wrong by the turn of the Earth, 0.3 km, when UTC is taken for UT1', () => {
    const careless = temeToEcef(TEME, parseIsoUtc(UTC)!);
    const miss = Math.hypot(...[0, 1, 2].map((axis) => careless.positionEcef[axis]! - PEF.position[axis]!));
    expect(miss).toBeCloseTo(0.44 * 7.292e-5 * Math.hypot(PEF.position[0], PEF.position[1]), 2);
  });
});
