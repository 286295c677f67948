import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ElementSet } from '../../../core/elements/element-set.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { createPropagator, minutesSinceEpoch } from '../../../core/propagation/sgp4.ts';
import {
  PROPAGATION_STATUS,
  STATUS_DECAY_RECORDED,
  STATUS_DECAYED,
  STATUS_ENERGY_OUT_OF_RANGE,
  STATUS_JUMPED,
  STATUS_LEFT_SANE_RANGE,
  STATUS_NOT_A_NUMBER,
  STATUS_OK,
  statusName,
} from '../../../core/propagation/status.ts';
import { parseIsoUtc } from '../../../core/time/calendar.ts';
import { STATION, VANGUARD } from '../elements/lines.ts';

const MINUTES_PER_DAY = 1440;
/** Rounding of minutes that reach the same instant by another sum. */
const SAME_KM = 1e-6;

/** 45110 in 2023, as kept in satellite.js issue #152: 850 days on, SGP4 puts it 35,297 km away without an error. */
const DECAYED = [
  '1 45110U 20007A   23232.80903846 0.00110000  00000-0  32750-2 0    04',
  '2 45110  69.9913 111.5649 0009740 159.9373 200.0626 15.34502222    06',
].join('\n');
/** COSMOS 1408 debris of the verification set (AIAA 2006-6753): lost in under 420 minutes. */
const LAST_DAY = [
  '1 29141U 85108AA  06170.26783845  .99999999  00000-0  13519-0 0   718',
  '2 29141  82.4288 273.4882 0015848 277.2124  83.9133 15.93343074  6828',
].join('\n');
/** A launch that failed, same source: its perigee is below the ground. */
const SUBORBITAL = [
  '1 28872U 05037B   05333.02012661  .25992681  00000-0  24476-3 0  1534',
  '2 28872  96.4736 157.9986 0303955 244.0492 110.6523 16.46015938 10708',
].join('\n');

function setOf(text: string, change: Partial<ElementSet> = {}): ElementSet {
  return { ...readElementSets(text).sets[0]!, ...change };
}

function propagate(set: ElementSet, minutes: number): { status: number; state: number[] } {
  const out = new Float64Array(6);
  const status = createPropagator(set).propagate(minutes, out, 0);
  return { status, state: [...out] };
}

/** A state above the ground with status 0, or NaN in every place with another. */
function isSaneAnswer(status: number, state: readonly number[]): boolean {
  if (status !== 0) return state.every(Number.isNaN);
  return state.every(Number.isFinite) && Math.hypot(state[0]!, state[1]!, state[2]!) > 6378;
}

describe('the propagator', () => {
  it('writes six numbers at the offset asked for and touches nothing else', () => {
    const out = new Float64Array(18).fill(-1);
    const propagator = createPropagator(setOf(STATION));
    expect(propagator.propagate(10, out, 6)).toBe(0);
    expect([...out.subarray(0, 6), ...out.subarray(12)]).toEqual(Array(12).fill(-1));
    const [x, y, z, vx, vy, vz] = out.subarray(6, 12);
    expect(Math.hypot(x!, y!, z!)).toBeGreaterThan(6770);
    expect(Math.hypot(x!, y!, z!)).toBeLessThan(6810);
    expect(Math.hypot(vx!, vy!, vz!)).toBeCloseTo(7.66, 1);
  });

  it('counts minutes from the epoch of the set, the epoch being zero', () => {
    const set = setOf(STATION);
    expect(createPropagator(set).epoch).toBe(set.epoch);
    expect(minutesSinceEpoch(set, set.epoch)).toBe(0);
    expect(minutesSinceEpoch(set, set.epoch + 90_000)).toBe(1.5);
    expect(minutesSinceEpoch(set, set.epoch - 60_000)).toBe(-1);
  });

  it('gives the same orbit whether the set came as a TLE or as an OMM, near and deep', () => {
    // A number that no TLE can hold takes the other way into satellite.js.
    for (const text of [STATION, VANGUARD]) {
      for (const days of [-3, 0, 0.5, 30]) {
        const direct = propagate(setOf(text), days * MINUTES_PER_DAY);
        const other = propagate(setOf(text, { catalogNumber: 900_000_001 }), days * MINUTES_PER_DAY);
        expect(other.status).toBe(0);
        direct.state.forEach((value, i) => expect(Math.abs(value - other.state[i]!)).toBeLessThan(SAME_KM));
      }
    }
  });

  it('keeps an epoch finer than a millisecond: half a millisecond is not lost', () => {
    const set = setOf(STATION);
    const time = set.epoch + 3_600_000;
    const shifted = { ...set, epoch: set.epoch + 0.5 };
    const a = propagate(set, minutesSinceEpoch(set, time)).state;
    const b = propagate(shifted, minutesSinceEpoch(shifted, time)).state;
    const moved = Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!);
    expect(moved).toBeCloseTo(7.66 * 0.0005, 4);
  });
});

describe('the gates', () => {
  it('refuse an object long decayed, which SGP4 alone puts 35,000 km away', () => {
    const set = setOf(DECAYED);
    const minutes = minutesSinceEpoch(set, parseIsoUtc('2025-12-17T00:00:00Z')!);
    const out = new Float64Array(6);
    const ungated = createPropagator(set, { gates: false }).propagate(minutes, out, 0);
    expect(ungated).toBe(0);
    expect(Math.hypot(out[0]!, out[1]!, out[2]!)).toBeGreaterThan(10_000);
    const { status, state } = propagate(set, minutes);
    expect(statusName(status)).toBe('decayed');
    expect(state).toEqual(Array(6).fill(Number.NaN));
  });

  it('give only positions near its orbit until the day it comes down', () => {
    const propagator = createPropagator(setOf(DECAYED));
    const out = new Float64Array(6);
    let day = 0;
    for (; propagator.propagate(day * MINUTES_PER_DAY, out, 0) === 0; day += 0.05) {
      const radius = Math.hypot(out[0]!, out[1]!, out[2]!);
      expect(radius, `day ${day}`).toBeGreaterThan(6378);
      expect(radius, `day ${day}`).toBeLessThan(6878);
    }
    expect(day).toBeGreaterThan(190);
    expect(day).toBeLessThan(220);
  });

  // status 0, 400 days after it decayed, up to 2,675 km high (the range allows 25 % above apogee and 500 km).
  it('keep refusing it at every later time', () => {
    const propagator = createPropagator(setOf(DECAYED));
    const out = new Float64Array(6);
    for (let day = 215; day <= 1000; day += 1 / 24) {
      expect(propagator.propagate(day * MINUTES_PER_DAY, out, 0), `day ${day}`).not.toBe(0);
    }
  });

  it('write NaN over what stood in the row, never leave stale numbers', () => {
    const out = new Float64Array(12).fill(7777);
    const propagator = createPropagator(setOf(LAST_DAY));
    expect(propagator.propagate(0, out, 6)).toBe(0);
    const status = propagator.propagate(440, out, 6);
    expect(status).not.toBe(0);
    expect([...out.subarray(6)]).toEqual(Array(6).fill(Number.NaN));
    expect([...out.subarray(0, 6)]).toEqual(Array(6).fill(7777));
  });

  it('let the same object through again at a time when it was still in orbit', () => {
    const propagator = createPropagator(setOf(LAST_DAY));
    const before = new Float64Array(6);
    const after = new Float64Array(6);
    expect(propagator.propagate(60, before, 0)).toBe(0);
    expect(propagator.propagate(1000, after, 0)).not.toBe(0);
    expect(propagator.propagate(60, after, 0)).toBe(0);
    expect(after).toEqual(before);
  });

  it('refuse the part of an orbit that runs through the Earth', () => {
    const propagator = createPropagator(setOf(SUBORBITAL));
    const out = new Float64Array(6);
    const refused: number[] = [];
    for (let minutes = 0; minutes <= 65; minutes += 5) {
      const status = propagator.propagate(minutes, out, 0);
      if (status !== 0) refused.push(minutes);
      expect(isSaneAnswer(status, [...out]), `${minutes} min`).toBe(true);
    }
    // The published rows end at 50 minutes.
    expect(refused).toEqual([55, 60, 65]);
  });

  it('answer times that are no number, or absurd, with a status and NaN', () => {
    const propagator = createPropagator(setOf(VANGUARD));
    const out = new Float64Array(6);
    for (const minutes of [Number.NaN, Infinity, -Infinity, 1e12, -1e12]) {
      expect(propagator.propagate(minutes, out, 0), `with ${minutes}`).not.toBe(0);
      expect([...out]).toEqual(Array(6).fill(Number.NaN));
    }
    expect(propagator.propagate(0, out, 0)).toBe(0);
  });

  it('give either status 0 and a sane state or another status and NaN, for any orbit at any time', () => {
    const orbit = fc.record({
      meanMotionRevPerDay: fc.double({ min: 1e-5, max: 18.4, noNaN: true }),
      eccentricity: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
      inclinationDeg: fc.double({ min: 0, max: 180, noNaN: true }),
      raanDeg: fc.double({ min: 0, max: 360, noNaN: true }),
      argumentOfPerigeeDeg: fc.double({ min: 0, max: 360, noNaN: true }),
      meanAnomalyDeg: fc.double({ min: 0, max: 360, noNaN: true }),
      bstar: fc.double({ min: -1, max: 1, noNaN: true }),
    });
    const days = fc.double({ min: -400, max: 400, noNaN: true });
    fc.assert(
      fc.property(orbit, days, (change, time) => {
        const { status, state } = propagate(setOf(STATION, change), time * MINUTES_PER_DAY);
        expect(PROPAGATION_STATUS[status]).toBeDefined();
        expect(isSaneAnswer(status, state)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a propagation status', () => {
  it('has a name for each of SGP4’s error codes and of our gates', () => {
    expect(PROPAGATION_STATUS).toHaveLength(12);
    expect(statusName(0)).toBe('ok');
    expect(statusName(6)).toBe('decayed');
    expect(() => statusName(12)).toThrow(RangeError);
    expect(() => statusName(-1)).toThrow(RangeError);
  });

  it('keeps its number for good, since numbers travel on the wire', () => {
    const numbers = { [STATUS_OK]: 'ok', [STATUS_DECAYED]: 'decayed', [STATUS_NOT_A_NUMBER]: 'not-a-number' };
    const gates = {
      [STATUS_LEFT_SANE_RANGE]: 'left-sane-range',
      [STATUS_ENERGY_OUT_OF_RANGE]: 'energy-out-of-range',
      [STATUS_JUMPED]: 'jumped',
      [STATUS_DECAY_RECORDED]: 'decay-recorded',
    };
    for (const [number, name] of Object.entries({ ...numbers, ...gates })) {
      expect(statusName(Number(number))).toBe(name);
    }
    expect(PROPAGATION_STATUS.indexOf('left-sane-range')).toBe(8);
    expect(PROPAGATION_STATUS.indexOf('decay-recorded')).toBe(11);
  });
});
