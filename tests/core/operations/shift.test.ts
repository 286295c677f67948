import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALL_PATTERNS,
  patternById,
  planShifts,
  SHIFT_MS,
  SHIFT_PATTERNS,
  shiftAt,
  TWELVE_HOUR_PATTERNS,
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

describe('the mid shift', () => {
  it.each(['metropolitan', 'continental'])(
    'of %s, read as 00–08 of its own date, would leave no rest at all: so it is 24–32',
    (id) => {
      const { cycle } = patternById(id);
      const hour = { M: 0, D: 8, S: 16 };
      const starts = Array.from(cycle.repeat(2)).flatMap((letter, day) =>
        letter === 'O' ? [] : [day * 24 + hour[letter as keyof typeof hour]],
      );
      const rests = starts.slice(1).map((start, i) => start - starts[i]! - 8);
      expect(Math.min(...rests)).toBe(0);
    },
  );
});

describe('the patterns', () => {
  it('are four of eight hours and two of twelve, which are marked as outside the rule', () => {
    expect(
      ALL_PATTERNS.map(({ id, cadenceHours, isOutsideEightHourRule }) => [
        id,
        cadenceHours,
        isOutsideEightHourRule,
      ]),
    ).toEqual([
      ['metropolitan', 8, false],
      ['continental', 8, false],
      ['6-on-2-off', 8, false],
      ['southern-swing', 8, false],
      ['panama', 12, true],
      ['dupont', 12, true],
    ]);
  });
});

describe.each(TWELVE_HOUR_PATTERNS)('the twelve-hour rotation $id', (pattern) => {
  // Two turns of the longest cycle, from the 06:00 that begins a roster day.
  const first = NEW_YEAR + 6 * MS_PER_HOUR;
  const shifts = planShifts(first, first + 112 * MS_PER_DAY, pattern);

  it('has A of 06–18 and B of 18–30, end to end, each 43,200,000 ms', () => {
    expect(shifts).toHaveLength(224);
    shifts.forEach(({ name, start, end }, i) => {
      expect([name, new Date(start).getUTCHours()]).toEqual(i % 2 === 0 ? ['A', 6] : ['B', 18]);
      expect(end - start).toBe(43_200_000);
      expect(start).toBe(first + i * 43_200_000);
    });
  });

  it('leaves the end of a shift to the next, before 1970 too', () => {
    expect(shiftAt(first, pattern).start).toBe(first);
    expect(shiftAt(first - 0.001, pattern).end).toBe(first);
    expect(shiftAt(-1, pattern)).toMatchObject({ name: 'B', start: -6 * MS_PER_HOUR, end: 6 * MS_PER_HOUR });
  });

  it('puts exactly one crew on each day and one on each night', () => {
    const { cycle, offsetsDays } = pattern;
    for (let day = 0; day < cycle.length; day++) {
      const letters = offsetsDays.map((offset) => cycle.charAt((day + cycle.length - offset) % cycle.length));
      expect(letters.sort().join('')).toBe('DNOO');
    }
  });

  it('works each crew 42 hours a week and lets it rest twelve hours at the least', () => {
    for (const crew of ['A', 'B', 'C', 'D']) {
      const mine = shifts.filter((shift) => shift.crew === crew);
      const rests = mine.slice(1).map((shift, i) => (shift.start - mine[i]!.end) / MS_PER_HOUR);
      expect((mine.length * 12) / 16).toBe(42);
      expect(Math.min(...rests)).toBe(12);
    }
  });
});

describe('the day pair of Panama', () => {
  it('with a second crew seven days later has exactly one day crew every day', () => {
    const pair = TWELVE_HOUR_PATTERNS.find(({ id }) => id === 'panama')!.cycle.slice(0, 14);
    expect(pair).toBe('DDOODDDOODDOOO');
    for (let day = 0; day < 14; day++)
      expect([pair[day], pair[(day + 7) % 14]].filter((letter) => letter === 'D')).toHaveLength(1);
  });
});

describe('the longest run of days', () => {
  it.each([
    ['metropolitan', 6],
    ['continental', 7],
    ['6-on-2-off', 6],
    ['southern-swing', 7],
    ['panama', 3],
    ['dupont', 4],
  ])('of %s is %i', (id, expected) => {
    const runs = ALL_PATTERNS.find((pattern) => pattern.id === id)!
      .cycle.repeat(2)
      .split(/O+/)
      .map((run) => run.length);
    expect(Math.max(...runs)).toBe(expected);
  });

  it('of a twelve-hour pattern is not to be had for an exercise', () => {
    expect(() => patternById('panama')).toThrow(RangeError);
  });
});
