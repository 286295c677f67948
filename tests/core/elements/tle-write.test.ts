import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ElementSet } from '../../../core/elements/element-set.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { writeTle } from '../../../core/elements/tle-write.ts';
import { FRAGMENT_1, FRAGMENT_2, STATION, VANGUARD_1, VANGUARD_2, withColumns } from './lines.ts';

function readOne(text: string): ElementSet {
  const { sets, account } = readElementSets(text);
  expect(account).toMatchObject({ accepted: 1, rejects: [], warnings: [] });
  return sets[0]!;
}

const digits = (count: number) =>
  fc.integer({ min: 0, max: 10 ** count - 1 }).map((n) => String(n).padStart(count, '0'));
const angle = (limit: number) =>
  fc.integer({ min: 0, max: limit * 10_000 }).map((n) => (n / 10_000).toFixed(4).padStart(8));
const exponential = fc
  .tuple(fc.constantFrom(' ', '-'), fc.integer({ min: 10_000, max: 99_999 }), fc.integer({ min: 1, max: 9 }))
  .map(([sign, mantissa, exponent]) => `${sign}${mantissa}-${exponent}`);

/** Any pair of lines the format can hold, built column by column. */
const anyLines = fc
  .record({
    number: fc.oneof(
      digits(5),
      fc.tuple(fc.constantFrom('A', 'B', 'H', 'J', 'N', 'P', 'Z'), digits(4)).map(([a, b]) => a + b),
    ),
    designator: fc.oneof(
      fc.constant('        '),
      fc
        .tuple(digits(2), digits(3), fc.constantFrom('A  ', 'AB ', 'ABC', 'Z  '))
        .map((parts) => parts.join('')),
    ),
    year: digits(2),
    day: fc.integer({ min: 1, max: 365 }).map((n) => String(n).padStart(3, '0')),
    fraction: digits(8),
    dot: fc
      .tuple(fc.constantFrom(' ', '-'), digits(8))
      .map(([sign, n]) => `${n === '00000000' ? ' ' : sign}.${n}`),
    ddot: exponential,
    bstar: exponential,
    inclination: angle(180),
    raan: angle(360),
    eccentricity: digits(7),
    perigee: angle(360),
    anomaly: angle(360),
    motion: fc.integer({ min: 1, max: 1_840_000_000 }).map((n) => (n / 1e8).toFixed(8).padStart(11)),
    setNumber: fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4)),
    revolution: fc.integer({ min: 0, max: 99_999 }).map((n) => String(n).padStart(5)),
  })
  .map((f) => {
    const line1 = `1 ${f.number}U ${f.designator} ${f.year}${f.day}.${f.fraction} ${f.dot} ${f.ddot} ${f.bstar} 0 ${f.setNumber}0`;
    const line2 = `2 ${f.number} ${f.inclination} ${f.raan} ${f.eccentricity} ${f.perigee} ${f.anomaly} ${f.motion}${f.revolution}0`;
    return { line1: withColumns(line1, 1, '1'), line2: withColumns(line2, 1, '2') };
  });

describe('writing a two-line element set', () => {
  it('gives back real lines character for character', () => {
    expect(writeTle(readOne(`${FRAGMENT_1}\n${FRAGMENT_2}`))).toMatchObject({ line2: FRAGMENT_2 });
    expect(writeTle(readOne(`${VANGUARD_1}\n${VANGUARD_2}`))!.line2).toBe(VANGUARD_2);
  });

  it('spells zero as 00000+0, as CelesTrak does, which is the only freedom it takes', () => {
    const lines = writeTle(readOne(STATION))!;
    expect(`${lines.line1}\n${lines.line2}\n`).toBe(STATION);
  });

  it('loses nothing of any set the format can hold', () => {
    fc.assert(
      fc.property(anyLines, ({ line1, line2 }) => {
        const set = readOne(`${line1}\n${line2}\n`);
        const written = writeTle(set);
        expect(written).not.toBeNull();
        expect(written!.line1).toHaveLength(69);
        expect(written!.line2).toHaveLength(69);
        expect(readOne(`${written!.line1}\n${written!.line2}\n`)).toEqual(set);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['a catalog number above 339999', { catalogNumber: 340_000 }],
    ['a finer epoch', { epoch: Date.UTC(2026, 0, 1) + 0.1 }],
    ['a year before 1957', { epoch: Date.UTC(1956, 0, 1) }],
    ['a year after 2056', { epoch: Date.UTC(2057, 0, 1) }],
    ['a finer inclination', { inclinationDeg: 51.631_25 }],
    ['a finer eccentricity', { eccentricity: 0.000_694_65 }],
    ['a finer mean motion', { meanMotionRevPerDay: 15.487_076_845 }],
    ['a B* of six digits', { bstar: 7.674_31e-5 }],
    ['a B* too small for its exponent', { bstar: 1e-11 }],
    ['a change of mean motion of one or more', { meanMotionDot: 1 }],
    ['numbers that are none', { raanDeg: Number.NaN }],
  ])('answers null rather than lose digits: %s', (_, change) => {
    expect(writeTle(readOne(STATION))).not.toBeNull();
    expect(writeTle({ ...readOne(STATION), ...change })).toBeNull();
  });

  it.each([-1.5, -1, 100_000])(
    'answers null for a revolution number its columns cannot hold: %s',
    (revolution) => {
      expect(writeTle({ ...readOne(STATION), revolutionAtEpoch: revolution })).toBeNull();
    },
  );

  it.each([
    { internationalDesignator: 'É' },
    { internationalDesignator: 'too long for it' },
    { classification: 'é' },
  ])('answers null for text its columns cannot hold: %o', (change) => {
    expect(writeTle({ ...readOne(STATION), ...change })).toBeNull();
  });
});
