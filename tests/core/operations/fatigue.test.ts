import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertnessAt, fatigueBand, kssOf, sleepsAround } from '../../../core/operations/fatigue.ts';
import { MS_PER_HOUR } from '../../../core/units.ts';
import { PROPERTY } from './playing.ts';

/** Worked by hand from the published equations: start S = 14 on waking at 07:00 of day 0. Tolerance of the table. */
const TOLERANCE = 0.01;
const at = (hours: number) => hours * MS_PER_HOUR;
const DAILY = [33.5, 57.5, 81.5].map((start) => [start, start + 5.5] as const);

type Hours = readonly (readonly [number, number])[];

/** Awake from 07:00 of day 0 with S = 14, at Greenwich. */
const read = (hour: number, sleeps: Hours) =>
  alertnessAt({
    at: at(hour),
    awakeFrom: at(7),
    homeostaticAtWaking: 14,
    sleeps: sleeps.map(([start, end]) => ({ start: at(start), end: at(end) })),
    utcOffsetMin: 0,
  });

const CASES: readonly (readonly [string, Hours, number, number, number, number])[] = [
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
    const found = read(hour, sleeps);
    expect(Math.abs(found.homeostatic - s)).toBeLessThanOrEqual(TOLERANCE);
    expect(Math.abs(found.alertness - alertness)).toBeLessThanOrEqual(TOLERANCE);
    expect(Math.abs(found.kss - kss)).toBeLessThanOrEqual(TOLERANCE);
  });

  it('is flagged amber above 6 and red from 7', () => {
    expect([6, 6.01, 6.71, 7, 7.73].map(fatigueBand)).toEqual(['green', 'amber', 'amber', 'red', 'red']);
  });

  it('holds S and leaves inertia out while asleep, and adds all of it at the instant of waking', () => {
    const [asleep, waking] = [read(31 - 1e-6, [[23, 31]]), read(31, [[23, 31]])];
    expect(asleep.homeostatic).toBeCloseTo(waking.homeostatic, 4);
    expect(asleep.alertness - waking.alertness).toBeCloseTo(5.72, 4);
  });

  it('starts the exponential from S itself where sleep begins above the break level, without a jump', () => {
    // Awake for an hour from 14, S is 13.598: above 12.2, so it approaches 14.3 from there.
    const [onset, soon, hourOn] = [8, 8 + 1e-5, 9].map((hour) => read(hour, [[8, 16]]).homeostatic);
    expect(onset).toBeCloseTo(13.598, 3);
    expect(soon).toBeCloseTo(onset!, 4);
    expect(hourOn).toBeCloseTo(14.3 - (14.3 - onset!) * Math.exp(Math.log(0.3 / 6.34) / 8), 9);
  });

  it('counts no sleep twice where two overlap, and none before the waking it starts from', () => {
    expect(
      read(32, [
        [23, 29],
        [27, 31],
      ]),
    ).toEqual(
      read(32, [
        [23, 29],
        [29, 31],
      ]),
    );
    expect(read(12, [[1, 6]])).toEqual(read(12, []));
  });

  it('reads the time of day in local time: eight hours west, 12:00Z is four in the morning', () => {
    const west = alertnessAt({
      at: at(36),
      awakeFrom: at(15),
      homeostaticAtWaking: 14,
      sleeps: [],
      utcOffsetMin: -480,
    });
    expect(west.kss).toBeCloseTo(read(28, []).kss, 9);
    expect(Math.abs(west.kss - 7.73)).toBeLessThanOrEqual(TOLERANCE);
  });

  it('flags the first night at four red without a nap and amber with one of two hours', () => {
    expect(fatigueBand(read(28, []).kss)).toBe('red');
    expect(fatigueBand(read(28, [[20, 22]]).kss)).toBe('amber');
  });
});

/** Hours are local, counted from 00:00 of the tenth day; sleeps of that day and the evening before are listed. */
const DAY = 240;
const dutiesOf = (duties: Hours, west = 0) =>
  duties.map(([start, end]) => ({ start: at(DAY + start + west), end: at(DAY + end + west) }));
const sleepsOf = (duties: Hours, hour: number, west = 0) =>
  sleepsAround(dutiesOf(duties, west), at(DAY + hour + west), -60 * west)
    .map(({ start, end }) => [start / MS_PER_HOUR - DAY - west, end / MS_PER_HOUR - DAY - west])
    .filter(([start]) => start! >= -4);

describe('the usual sleep', () => {
  it.each<readonly [string, Hours, Hours]>([
    ['without duty is the night', [], [[-1, 7]]],
    ['about a day of 08–16 is the night', [[8, 16]], [[-1, 7]]],
    ['before an early duty ends with its start', [[5, 13]], [[-1, 5]]],
    ['after a swing to midnight is 00:30–08', [[-8, 0]], [[0.5, 8]]],
    ['after a swing that ends by 23 is 00:30–08 too', [[-9, -1]], [[0.5, 8]]],
    ['after a swing that ends before 22 is the night', [[-12, -4]], [[-1, 7]]],
    ['after a swing held over waits half an hour', [[-8, 2]], [[2.5, 8]]],
    [
      'about a first mid is a nap and the day',
      [[0, 8]],
      [
        [-4, -2],
        [9.5, 15.5],
      ],
    ],
    [
      'before a later mid of the run has no nap',
      [
        [-24, -16],
        [0, 8],
      ],
      [[9.5, 15.5]],
    ],
    [
      'after a mid held over waits half an hour',
      [[2, 10]],
      [
        [-4, -2],
        [10.5, 15.5],
      ],
    ],
    [
      'before a mid from 21 cuts the nap',
      [[-3, 5]],
      [
        [-4, -3],
        [9.5, 15.5],
      ],
    ],
    ['after a day held over to one at night waits for its end', [[-16, 1]], [[1, 7]]],
  ])('%s', (_what, duties, expected) => {
    expect(sleepsOf(duties, 20)).toEqual(expected);
    expect(sleepsOf(duties, 20, 8)).toEqual(expected);
  });

  it('counts the nap before a mid from the evening on, not from midnight', () => {
    const duties = dutiesOf([[22, 30]]);
    const [before, after] = [23.99, 24.01].map((hour) => kssOf(duties, at(DAY + hour), 0));
    expect(sleepsOf([[22, 30]], 23)).toEqual([
      [-1, 7],
      [20, 22],
    ]);
    expect(Math.abs(before! - after!)).toBeLessThan(0.05);
  });

  it('keeps clear of every duty, in order and apart, whatever the duties', () => {
    const starts = fc.array(fc.tuple(fc.integer({ min: -480, max: 96 }), fc.integer({ min: 1, max: 60 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(starts, fc.integer({ min: -48, max: 48 }), (quarters, now) => {
        const duties = dutiesOf(quarters.map(([start, length]) => [start / 4, (start + length) / 4]));
        const sleeps = sleepsAround(duties, at(DAY + now), 0);
        sleeps.forEach(({ start, end }, i) => {
          expect(start).toBeLessThan(end);
          expect(duties.some((duty) => duty.start < end && start < duty.end)).toBe(false);
          expect(i === 0 || sleeps[i - 1]!.end <= start).toBe(true);
        });
      }),
      PROPERTY,
    );
  });
});

describe('the sleepiness of a person', () => {
  it('finds a night worse than a day, in steps of a thousandth', () => {
    const night = kssOf([{ start: at(240), end: at(248) }], at(244), 0);
    const noon = kssOf([], at(252), 0);
    expect(night).toBeGreaterThan(noon + 2);
    expect(Math.round(night * 1000) / 1000).toBe(night);
  });
});
