import { describe, expect, it } from 'vitest';
import type { LoadAccount } from '../../../core/elements/account.ts';
import type { ElementSet } from '../../../core/elements/element-set.ts';
import { mayLackPosition } from '../../../core/elements/ranges.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { judgeAtEpoch } from '../../../core/propagation/epoch-check.ts';
import { encodeOmm, OMM_FORMATS, ommValuesOf } from '../../fuzz/encodings.ts';
import { STATION, STATION_2, VANGUARD, withColumns } from '../elements/lines.ts';

/** 33334 of the verification set (AIAA 2006-6753), checksums put right: one revolution in 270 years, made as an error case. */
const NOWHERE = [
  '1 33334U 78066F   06174.85818871  .00000620  00000-0  10000-3 0  6806',
  '2 33334  68.4714 236.1303 5602877 123.7484 302.5767  0.00001000 67521',
].join('\n');
const REASON = 'SGP4 gives no position at its epoch: perturbed-eccentricity-out-of-range';

function setOf(text: string, change: Partial<ElementSet> = {}): ElementSet {
  return { ...readElementSets(text).sets[0]!, ...change };
}

function account(text: string, lenient = false): LoadAccount {
  return readElementSets(text, { lenient, judge: judgeAtEpoch }).account;
}

describe('a set without a position at its own epoch', () => {
  const files = [
    ['tle', `${STATION}${NOWHERE}\n${VANGUARD}`] as const,
    ...OMM_FORMATS.map((format) => {
      const sets = [setOf(STATION), setOf(NOWHERE), setOf(VANGUARD)];
      return [format, encodeOmm(format, sets.map(ommValuesOf))] as const;
    }),
  ];

  it.each(files)('is turned away in %s with its place and what SGP4 says', (_, text) => {
    const { accepted, rejected, rejects, warnings } = account(text);
    expect({ accepted, rejected, warnings }).toEqual({ accepted: 2, rejected: 1, warnings: [] });
    expect(rejects).toMatchObject([{ code: 'no-position', reason: REASON }]);
    expect(rejects[0]!.line).toBeGreaterThan(1);
    expect(rejects[0]!.text).not.toBe('');
  });

  it.each(files)('is taken in %s with a warning by a lenient reader', (_, text) => {
    const { accepted, rejected, warnings } = account(text, true);
    expect({ accepted, rejected }).toEqual({ accepted: 3, rejected: 0 });
    expect(warnings).toMatchObject([{ code: 'no-position', reason: REASON }]);
  });

  it('is named with the line of its elements in a TLE', () => {
    expect(account(STATION + NOWHERE).rejects[0]).toMatchObject({ line: 4, text: NOWHERE.split('\n')[1] });
    expect(account(STATION + NOWHERE, true).warnings[0]).toMatchObject({ line: 4 });
  });

  // Found by the fuzzer. The smallest number of a TLE is 0.0001°.
  it('is also one whose inclination is so near zero that SGP4’s divisions overflow', () => {
    const flat = setOf(STATION, { meanMotionRevPerDay: 2.131, inclinationDeg: 1e-320 });
    expect(judgeAtEpoch(flat)).toBe('SGP4 gives no position at its epoch: not-a-number');
    expect(account(encodeOmm('omm-json', [ommValuesOf(flat)])).rejects).toMatchObject([
      { code: 'no-position' },
    ]);
    expect(judgeAtEpoch({ ...flat, inclinationDeg: 0 })).toBeNull();
    expect(judgeAtEpoch({ ...flat, inclinationDeg: 1e-12 })).toBeNull();
  });

  it('passes where nobody judges, as in tests of SGP4 itself', () => {
    expect(readElementSets(NOWHERE).account).toMatchObject({ accepted: 1, rejected: 0, warnings: [] });
  });

  it('is also one that SGP4 puts below the ground', () => {
    // Perigee 128 km below the surface, and the object at it.
    const buried = setOf(STATION, { eccentricity: 0.08, meanAnomalyDeg: 0 });
    expect(judgeAtEpoch(buried)).toBe('SGP4 gives no position at its epoch: decayed');
    expect(judgeAtEpoch({ ...buried, meanAnomalyDeg: 180 })).toBeNull();
    const line2 = withColumns(withColumns(STATION_2, 27, '0800000'), 44, '  0.0000');
    const text = STATION.replace(STATION_2, line2);
    expect(account(text).rejects.map(({ code }) => code)).toEqual(['no-position']);
  });
});

/** Whether the judge would be asked about the station with other numbers. */
function asked(change: Partial<ElementSet>): boolean {
  return mayLackPosition(setOf(STATION, change));
}

describe('the judge at epoch', () => {
  it('has nothing against ordinary sets', () => {
    expect(judgeAtEpoch(setOf(STATION))).toBeNull();
    expect(judgeAtEpoch(setOf(VANGUARD))).toBeNull();
  });

  it('is asked only about low perigees, near parabolas, very long periods and epochs no TLE can have', () => {
    expect(asked({})).toBe(false);
    expect(asked({ eccentricity: 0.06 })).toBe(true);
    // Perigees of 31,000 and 27,000 km.
    expect(asked({ meanMotionRevPerDay: 0.1, eccentricity: 0.84 })).toBe(false);
    expect(asked({ meanMotionRevPerDay: 0.1, eccentricity: 0.86 })).toBe(true);
    expect(asked({ meanMotionRevPerDay: 2.2, eccentricity: 0.742 })).toBe(true);
    expect(asked({ meanMotionRevPerDay: 2.2, eccentricity: 0.738 })).toBe(false);
    expect(asked({ meanMotionRevPerDay: 0.051, eccentricity: 0 })).toBe(false);
    expect(asked({ meanMotionRevPerDay: 0.049, eccentricity: 0 })).toBe(true);
    expect(asked({ inclinationDeg: 0 })).toBe(false);
    expect(asked({ epoch: Number.NEGATIVE_INFINITY })).toBe(true);
    expect(asked({ epoch: 4e12 })).toBe(true);
    let calls = 0;
    const judge = (): null => {
      calls++;
      return null;
    };
    readElementSets(STATION + VANGUARD, { judge });
    expect(calls).toBe(0);
    readElementSets(NOWHERE, { judge });
    expect(calls).toBe(1);
  });
});
