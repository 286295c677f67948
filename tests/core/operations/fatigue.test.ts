import { describe, expect, it } from 'vitest';
import { alertnessAt, fatigueBand, kssOf, sleepsAround } from '../../../core/operations/fatigue.ts';
import { MS_PER_HOUR } from '../../../core/units.ts';

/** Worked by hand from the published equations: start S = 14 on waking at 07:00 of day 0. Tolerance of the table. */
const TOLERANCE = 0.01;
const at = (hours: number) => hours * MS_PER_HOUR;
const DAILY = [33.5, 57.5, 81.5].map((start) => [start, start + 5.5] as const);

const CASES: readonly (readonly [
  string,
  readonly (readonly [number, number])[],
  number,
  number,
  number,
  number,
])[] = [
  ['day shift', [[23, 31]], 32, 13.45, 10.51, 4.3],
  ['day shift', [[23, 31]], 36, 11.99, 11.97, 3.42],
  ['day shift', [[23, 31]], 40, 10.73, 12.47, 3.12],
  ['swing', [[24, 32]], 40, 10.99, 12.73, 2.96],
  ['swing', [[24, 32]], 44, 9.86, 11.53, 3.68],
  ['swing', [[24, 32]], 47.99, 8.88, 7.32, 6.21],
  ['first mid, no nap', [], 24, 8.77, 7.2, 6.28],
  ['first mid, no nap', [], 28, 7.93, 4.78, 7.73],
  ['first mid, no nap', [], 32, 7.2, 5.52, 7.29],
  ['first mid, nap', [[20, 22]], 24, 10.72, 8.88, 5.27],
  ['first mid, nap', [[20, 22]], 28, 9.63, 6.48, 6.71],
  ['first mid, nap', [[20, 22]], 32, 8.68, 7, 6.4],
  ['fourth mid', DAILY, 96, 9.04, 7.47, 6.12],
  ['fourth mid', DAILY, 100, 8.17, 5.02, 7.59],
  ['fourth mid', DAILY, 104, 7.41, 5.73, 7.16],
];

describe('the three-process model', () => {
  it.each(CASES)('%s: sleeping %j, at hour %d', (_name, sleeps, hour, s, alertness, kss) => {
    const found = alertnessAt({
      at: at(hour),
      awakeFrom: at(7),
      homeostaticAtWaking: 14,
      sleeps: sleeps.map(([start, end]) => ({ start: at(start), end: at(end) })),
      utcOffsetMin: 0,
    });
    expect(Math.abs(found.homeostatic - s)).toBeLessThanOrEqual(TOLERANCE);
    expect(Math.abs(found.alertness - alertness)).toBeLessThanOrEqual(TOLERANCE);
    expect(Math.abs(found.kss - kss)).toBeLessThanOrEqual(TOLERANCE);
  });

  it('flags amber above 6 and red from 7: the first night without a nap is red at four, with one amber', () => {
    expect([6, 6.01, 6.71, 7, 7.73].map(fatigueBand)).toEqual(['green', 'amber', 'amber', 'red', 'red']);
  });

  it('sleeps at night off duty, after the swing late, and by day after a night on duty', () => {
    const day = 24;
    const local = (hour: number) => at(10 * day + hour);
    const ends = (duties: { start: number; end: number }[]) =>
      sleepsAround(duties, local(20), 0).map(({ start, end }) => [
        start / MS_PER_HOUR - 10 * day,
        end / MS_PER_HOUR - 10 * day,
      ]);
    expect(ends([])).toContainEqual([-1, 7]);
    expect(ends([{ start: local(-8), end: local(0) }])).toContainEqual([0.5, 8]);
    expect(ends([{ start: local(0), end: local(8) }])).toContainEqual([9.5, 15.5]);
    expect(ends([{ start: local(0), end: local(8) }])).toContainEqual([-4, -2]);
  });

  it('finds a night worse than a day, in steps of a thousandth', () => {
    const night = kssOf([{ start: at(240), end: at(248) }], at(244), 0);
    const noon = kssOf([], at(252), 0);
    expect(night).toBeGreaterThan(noon + 2);
    expect(Math.round(night * 1000) / 1000).toBe(night);
  });
});
