import { describe, expect, it } from 'vitest';
import { planTwelveHourShifts, TWELVE_HOUR_PATTERNS } from '../../../core/operations/twelve-hour.ts';
import { MS_PER_DAY, MS_PER_HOUR } from '../../../core/units.ts';

const START = Date.UTC(2026, 0, 1, 6);
const DAYS = 112;

describe.each(TWELVE_HOUR_PATTERNS)('the rotation $id', (pattern) => {
  const shifts = planTwelveHourShifts(START, START + DAYS * MS_PER_DAY, pattern);
  const ofCrew = (crew: string) => shifts.filter((shift) => shift.crew === crew);

  it('covers every twelve hours with exactly one crew', () => {
    expect(shifts).toHaveLength(2 * DAYS);
    for (const { start } of shifts) {
      const rosterDay = Math.floor((start - 6 * MS_PER_HOUR) / MS_PER_DAY);
      const letter = (start - 6 * MS_PER_HOUR) % MS_PER_DAY === 0 ? 'D' : 'N';
      const { cycle, offsetsDays } = pattern;
      const standing = offsetsDays.filter(
        (offset) =>
          cycle.charAt((((rosterDay - offset) % cycle.length) + cycle.length) % cycle.length) === letter,
      );
      expect(standing).toHaveLength(1);
    }
  });

  it('gives each crew 42 hours a week and at least twelve hours of rest', () => {
    for (const crew of ['A', 'B', 'C', 'D']) {
      const own = ofCrew(crew);
      expect((own.length * 12) / (DAYS / 7)).toBe(42);
      own.slice(1).forEach((shift, i) => {
        expect(shift.start - own[i]!.end).toBeGreaterThanOrEqual(12 * MS_PER_HOUR);
      });
    }
  });
});
