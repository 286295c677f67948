import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ElementSet } from '../../../core/elements/element-set.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { writeTle } from '../../../core/elements/tle-write.ts';
import { anyLines } from './any-lines.ts';
import { FRAGMENT_1, FRAGMENT_2, STATION, VANGUARD_1, VANGUARD_2 } from './lines.ts';

function readOne(text: string): ElementSet {
  const { sets, account } = readElementSets(text);
  expect(account).toMatchObject({ accepted: 1, rejects: [], warnings: [] });
  return sets[0]!;
}

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
    ['an angle below zero', { inclinationDeg: -1 }],
    ['an angle of five digits', { raanDeg: 10_000 }],
    ['an eccentricity below zero', { eccentricity: -0.5 }],
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
    { classification: ' ' },
    { classification: 'UC' },
  ])('answers null for text its columns cannot hold: %o', (change) => {
    expect(writeTle({ ...readOne(STATION), ...change })).toBeNull();
  });
});
