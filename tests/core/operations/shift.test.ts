import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  patternById,
  planShifts,
  SHIFT_MS,
  SHIFT_PATTERNS,
  shiftAt,
} from '../../../core/operations/shift.ts';
import { MS_PER_DAY, MS_PER_HOUR } from '../../../core/units.ts';
import { PROPERTY } from './playing.ts';

const NEW_YEAR = Date.UTC(2026, 0, 1);
const instants = fc.integer({ min: -410_000_000_000_000, max: 4_100_000_000_000_000 }).map((us) => us / 1000);
const patterns = fc.constantFrom(...SHIFT_PATTERNS);

describe('a shift', () => {
  it('lasts 28,800,000 ms, contains the instant it was asked for and begins at 00, 08 or 16 UTC', () => {
    fc.assert(
      fc.property(instants, patterns, (time, pattern) => {
        const shift = shiftAt(time, pattern);
        expect(shift.end - shift.start).toBe(28_800_000);
        expect(shift.start <= time && time < shift.end).toBe(true);
        const hour = new Date(shift.start).getUTCHours();
        expect({ A: 0, B: 8, C: 16 }[shift.name]).toBe(hour);
        expect(Math.abs(shift.start % MS_PER_HOUR)).toBe(0);
      }),
      PROPERTY,
    );
  });

  it('begins with its boundary and leaves its end to the next', () => {
    const boundary = Date.UTC(2026, 2, 2, 16);
    expect(shiftAt(boundary).start).toBe(boundary);
    expect(shiftAt(boundary - 0.001).end).toBe(boundary);
  });

  it('is named by place of the day before 1970 too', () => {
    expect(shiftAt(Date.UTC(1957, 9, 4, 19, 28)).name).toBe('C');
    expect(shiftAt(-1).name).toBe('C');
    expect(shiftAt(-SHIFT_MS).start).toBe(-SHIFT_MS);
  });
});

describe('the plan of 366 days', () => {
  it.each(SHIFT_PATTERNS.map(({ id }) => id))(
    'of %s has 1,098 shifts end to end, each 28,800,000 ms',
    (id) => {
      const shifts = planShifts(NEW_YEAR, NEW_YEAR + 366 * MS_PER_DAY, patternById(id));
      expect(shifts).toHaveLength(1098);
      expect(shifts.every(({ start, end }) => end - start === 28_800_000)).toBe(true);
      shifts.slice(1).forEach((shift, i) => expect(shift.start).toBe(shifts[i]!.end));
    },
  );

  it.each([
    ['8 March 2026, when clocks in the USA go forward', Date.UTC(2026, 2, 8)],
    ['1 November 2026, when they go back', Date.UTC(2026, 10, 1)],
  ])('has three whole shifts on %s', (_, day) => {
    // Pacific midnights, with which local anchoring gives 7 and 9 hours; the plan does not know about them.
    const shifts = planShifts(day, day + MS_PER_DAY);
    expect(shifts.map(({ name, start, end }) => [name, (start - day) / MS_PER_HOUR, end - start])).toEqual([
      ['A', 0, 28_800_000],
      ['B', 8, 28_800_000],
      ['C', 16, 28_800_000],
    ]);
  });

  it('begins with the shift under way and ends before its end', () => {
    const shifts = planShifts(NEW_YEAR + 1, NEW_YEAR + 8 * MS_PER_HOUR);
    expect(shifts.map(({ start }) => start)).toEqual([NEW_YEAR]);
    expect(planShifts(NEW_YEAR + 1, NEW_YEAR + 8 * MS_PER_HOUR + 1)).toHaveLength(2);
  });
});

/** Two cycles of the longest pattern divide into this many days. */
const DAYS = 168;

describe.each(SHIFT_PATTERNS.map(({ id }) => id))('the rotation %s', (id) => {
  const pattern = patternById(id);
  const shifts = planShifts(NEW_YEAR, NEW_YEAR + DAYS * MS_PER_DAY, pattern);
  const ofCrew = (crew: string) => shifts.filter((shift) => shift.crew === crew);

  it('puts exactly one crew on each shift of each day', () => {
    // Counted from the cycle itself, crew by crew, not through `shiftAt`: M of a day stands in its night, 24–32.
    const { cycle } = pattern;
    for (let day = 0; day < cycle.length; day++) {
      const letters = [0, 1, 2, 3].map((crew) =>
        cycle.charAt((day + cycle.length - (crew * cycle.length) / 4) % cycle.length),
      );
      expect(letters.sort().join('')).toBe('DMOS');
    }
  });

  it('works each crew 42 hours a week', () => {
    for (const crew of ['A', 'B', 'C', 'D'])
      expect((ofCrew(crew).length * 8) / (DAYS / 7)).toBeCloseTo(42, 9);
  });

  it('lets each crew rest at least 16 hours, and once exactly that or a day', () => {
    for (const crew of ['A', 'B', 'C', 'D']) {
      const mine = ofCrew(crew);
      const rests = mine.slice(1).map((shift, i) => (shift.start - mine[i]!.end) / MS_PER_HOUR);
      expect(Math.min(...rests)).toBe(16);
    }
  });

  it('never has a crew relieve itself', () => {
    shifts.slice(1).forEach((shift, i) => expect(shift.crew).not.toBe(shifts[i]!.crew));
  });
});

describe('the longest run of days', () => {
  it.each([
    ['metropolitan', 6],
    ['continental', 7],
    ['6-on-2-off', 6],
    ['southern-swing', 7],
  ])('of %s is %i', (id, expected) => {
    const runs = patternById(id)
      .cycle.repeat(2)
      .split(/O+/)
      .map((run) => run.length);
    expect(Math.max(...runs)).toBe(expected);
  });

  it('is asked of a pattern that exists', () => {
    expect(() => patternById('panama')).toThrow(RangeError);
  });
});
