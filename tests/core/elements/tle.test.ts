import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoadResult, ReadOptions } from '../../../core/elements/account.ts';
import { historiesOf } from '../../../core/elements/history.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { formatIsoUtc } from '../../../core/time/calendar.ts';
import {
  FRAGMENT_1,
  FRAGMENT_2,
  STATION,
  STATION_1,
  STATION_2,
  VANGUARD,
  VANGUARD_1,
  VANGUARD_2,
  withChecksum,
  withColumns,
} from './lines.ts';

function read(text: string, options?: ReadOptions): LoadResult {
  const result = readElementSets(text, options);
  const { account, sets } = result;
  expect(account.records).toBe(account.accepted + account.rejected);
  expect(account.accepted).toBe(sets.length);
  expect(account.rejected).toBe(account.rejects.length);
  expect(account.objects).toBe(new Set(sets.map((set) => set.catalogNumber)).size);
  return result;
}

/** What a damaged set followed by a sound one gives: the sound one is never lost. */
function faultOf(damaged: string): string[] {
  const { sets, account } = read(`${damaged}\n${STATION}`);
  expect(sets.map((set) => set.catalogNumber)).toEqual([25_544]);
  return account.rejects.map((reject) => reject.code);
}

describe('reading two-line element sets', () => {
  it('reads every field of a set', () => {
    const [set] = read(`0 VANGUARD 1\n${VANGUARD}`).sets;
    expect(set).toEqual({
      catalogNumber: 5,
      name: 'VANGUARD 1',
      internationalDesignator: '1958-002B',
      classification: 'U',
      epoch: set!.epoch,
      meanMotionRevPerDay: 10.860_274_27,
      eccentricity: 0.183_607_1,
      inclinationDeg: 34.2423,
      raanDeg: 157.3493,
      argumentOfPerigeeDeg: 7.8517,
      meanAnomalyDeg: 354.7118,
      bstar: 0.000_332_37,
      meanMotionDot: 0.000_002_47,
      meanMotionDdot: 0,
      elementSetNumber: 999,
      revolutionAtEpoch: 44_881,
    });
    // Day 219.05386967 of 2026 is 7 August; 0.05386967 d is 4654.339488 s.
    expect(formatIsoUtc(set!.epoch, 6)).toBe('2026-08-07T01:17:34.339488Z');
  });

  it.each([
    ['no name line', VANGUARD, ''],
    ['a name behind "0 "', `0 VANGUARD 1\n${VANGUARD}`, 'VANGUARD 1'],
    ['a bare name', `VANGUARD 1\n${VANGUARD}`, 'VANGUARD 1'],
    [
      'a padded name and CRLF',
      `VANGUARD 1              \r\n${VANGUARD.replaceAll('\n', '\r\n')}`,
      'VANGUARD 1',
    ],
    ['a byte order mark', `\ufeff${VANGUARD}`, ''],
    ['comments', `# source\n0 VANGUARD 1\n${VANGUARD}# end\n`, 'VANGUARD 1'],
    ['blanks after column 69', `${VANGUARD_1}   \n${VANGUARD_2} \t\n`, ''],
    ['no line end at the end', VANGUARD.trimEnd(), ''],
    ['a name in another script', `0 ŻÓŁW-1 试星 🛰\n${VANGUARD}`, 'ŻÓŁW-1 试星 🛰'],
    ['blank lines between sets', `\n\n${VANGUARD}\n\n`, ''],
  ])('takes %s in silence', (_, text, name) => {
    const { sets, account } = read(text);
    expect(account).toMatchObject({ records: 1, accepted: 1, rejects: [], warnings: [] });
    expect(sets[0]).toMatchObject({ catalogNumber: 5, name, bstar: 0.000_332_37 });
  });

  it('never takes the name of one set for the next', () => {
    const { sets } = read(`FIRST\n${VANGUARD}${STATION}`);
    expect(sets.map((set) => set.name)).toEqual(['FIRST', '']);
  });

  it('reads Alpha-5 numbers', () => {
    // 2026-08-07 and 2025-09-01.
    const saramago = [
      '1 A0000U 26067CY  26219.20115975  .00004079  00000-0  18801-3 0  9992',
      '2 A0000  97.4609 177.1574 0007759 173.5467 186.5870 15.20812648 19451',
    ];
    const analyst = [
      '1 T0438U          25244.16084884  .00001600  00000-0  68453-3 0  9997',
      '2 T0438  88.9273 304.4450 0217748 349.3071  10.3521 14.12647605 52713',
    ];
    const { sets } = read([...saramago, ...analyst].join('\n'));
    expect(sets.map((set) => set.catalogNumber)).toEqual([100_000, 270_438]);
    expect(sets.map((set) => set.internationalDesignator)).toEqual(['2026-067CY', '']);
  });

  it('reads signs, exponents and blank-padded fields as the format means them', () => {
    const [fragment] = read(`${FRAGMENT_1}\n${FRAGMENT_2}`).sets;
    expect(fragment).toMatchObject({ bstar: -1.1783e-5, meanMotionDot: -0.000_001_81 });
    // Decaying debris of 2026-08-05, and a supplemental set with a blank-padded revolution number.
    const [decaying] = read(
      '1 05192U 71015AP  26217.22158103  .12840828  72144-5  26647-2 0  9994\n' +
        '2 05192  65.4779 265.2955 0014998 304.7197  55.2577 16.30315337779357',
    ).sets;
    expect(decaying).toMatchObject({
      meanMotionDdot: 0.721_44e-5,
      bstar: 2.6647e-3,
      meanMotionDot: 0.128_408_28,
    });
    const [supplemental] = read(
      '1 44714C 19074B   26131.89493056 -.00015748  00000+0 -30990-3 0  1316\n' +
        '2 44714  53.1538 241.9246 0001896  17.2115 333.8241 15.46668460    17',
    ).sets;
    expect(supplemental).toMatchObject({ revolutionAtEpoch: 1, classification: 'C', elementSetNumber: 131 });
    const [padded] = read(
      '1 99999U 25999A   25274.00000000 -.00000000  00000-0  00000-0 0    14\n' +
        '2 99999  50.0000 142.8988     123 180.0001 210.9293 14.73473854000077',
    ).sets;
    expect(padded!.eccentricity).toBeCloseTo(0.000_012_3, 12);
  });

  it('reads years 57 to 99 as 1957 to 1999 and 00 to 56 as 2000 to 2056', () => {
    const years = ['57', '99', '00', '56'].map((year) => {
      const [set] = read(`${withColumns(VANGUARD_1, 19, year)}\n${VANGUARD_2}`).sets;
      return formatIsoUtc(set!.epoch).slice(0, 4);
    });
    expect(years).toEqual(['1957', '1999', '2000', '2056']);
  });

  it('reads day 366 of a leap year and refuses it in another', () => {
    const leap = read(`${withColumns(VANGUARD_1, 19, '24366.50000000')}\n${VANGUARD_2}`).sets[0]!;
    expect(formatIsoUtc(leap.epoch)).toBe('2024-12-31T12:00:00.000Z');
    expect(faultOf(`${withColumns(VANGUARD_1, 19, '23366.50000000')}\n${VANGUARD_2}`)).toEqual(['epoch']);
  });
});

describe('a damaged set is turned away with its reason', () => {
  it.each([
    ['checksum', `${VANGUARD_1.slice(0, 68)}9\n${VANGUARD_2}`],
    ['checksum', `${VANGUARD_1}\n${VANGUARD_2.slice(0, 68)}3`],
    ['checksum', `${VANGUARD_1.replace('219.0', '218.0')}\n${VANGUARD_2}`],
    ['number-mismatch', `${VANGUARD_1}\n${FRAGMENT_2}`],
    ['line-order', `${VANGUARD_2}\n${VANGUARD_1}`],
    ['line-length', `1 00005U\n${VANGUARD_2}`],
    ['line-length', `${VANGUARD_1}\n${VANGUARD_2.slice(0, 60)}`],
    ['orphan-line', VANGUARD_1],
    ['orphan-line', VANGUARD_2],
    ['catalogue-number', `${withColumns(VANGUARD_1, 3, 'I0001')}\n${withColumns(VANGUARD_2, 3, 'I0001')}`],
    ['characters', `${VANGUARD_1.replace('00000-0', '00000\u22120')}\n${VANGUARD_2}`],
    ['columns', `${withColumns(VANGUARD_1, 18, '5')}\n${VANGUARD_2}`],
    ['columns', `${VANGUARD_1}\n${withColumns(VANGUARD_2, 9, '1034.242')}`.replace(/ 1034/, '11034')],
    ['epoch', `${withColumns(VANGUARD_1, 19, '26000.50000000')}\n${VANGUARD_2}`],
    ['epoch', `${withColumns(VANGUARD_1, 19, '26abc.50000000')}\n${VANGUARD_2}`],
    ['field', `${withColumns(VANGUARD_1, 54, ' 33x37-3')}\n${VANGUARD_2}`],
    ['field', `${VANGUARD_1}\n${withColumns(VANGUARD_2, 9, ' 34.24.3')}`],
    ['field', `${VANGUARD_1}\n${withColumns(VANGUARD_2, 27, '18.6071')}`],
    ['field', `${VANGUARD_1}\n${withColumns(VANGUARD_2, 53, '           ')}`],
    ['field-range', `${withColumns(VANGUARD_1, 45, ' 12345+9')}\n${VANGUARD_2}`],
    ['field-range', `${VANGUARD_1}\n${withColumns(VANGUARD_2, 9, '180.0001')}`],
    ['field-range', `${VANGUARD_1}\n${withColumns(VANGUARD_2, 18, '360.0001')}`],
    ['mean-motion', `${VANGUARD_1}\n${withColumns(VANGUARD_2, 53, '99.86027427')}`],
    ['mean-motion', `${VANGUARD_1}\n${withColumns(VANGUARD_2, 53, ' 0.00000000')}`],
    ['ephemeris-type', `${withColumns(VANGUARD_1, 63, '4')}\n${VANGUARD_2}`],
  ])('as %s, and the next sound set is still read: %j', (code, text) => {
    expect(faultOf(text)).toEqual([code]);
  });

  it('naming the line, the digit found and the digit expected of a wrong checksum', () => {
    const [reject] = read(`\n0 VANGUARD 1\n${VANGUARD_1}\n${VANGUARD_2.slice(0, 68)}7\n`).account.rejects;
    expect(reject).toMatchObject({ line: 4, code: 'checksum' });
    expect(reject!.reason).toMatch(/is 7.*should be 2/);
    expect(reject!.text).toBe(`${VANGUARD_2.slice(0, 68)}7`);
  });

  it('naming line 2 when the number out of range stands there', () => {
    const [reject] = read(`${VANGUARD_1}\n${withColumns(VANGUARD_2, 53, '99.86027427')}`).account.rejects;
    expect(reject!.line).toBe(2);
    expect(reject!.text).toContain('99.86027427');
  });

  it('one reject for each half of a set, when a set lost its other half', () => {
    const { sets, account } = read(`${VANGUARD_1}\n${STATION}${FRAGMENT_2}\n${STATION}`);
    expect(sets.map((set) => set.catalogNumber)).toEqual([25_544, 25_544]);
    expect(account.rejects.map(({ line, code }) => [line, code])).toEqual([
      [1, 'orphan-line'],
      [4, 'orphan-line'],
    ]);
  });

  it.each([
    ['an empty file', '', /empty/],
    ['blank lines', ' \r\n\n', /empty/],
    ['an HTML page', '<!DOCTYPE html><html><body>403 Forbidden</body></html>', /HTML/],
    ['a message', 'No GP data found', /no line starts an element set/],
    ['a binary file', '\u0000\u0001\ufffdPK\u0003', /binary/],
    ['an empty JSON array', '[]', /no element sets/],
  ])('%s gives one reject and one clear reason', (_, text, reason) => {
    const { format, account } = read(text);
    expect(format).toBe('unknown');
    expect(account).toMatchObject({ records: 1, accepted: 0, rejected: 1 });
    expect(account.rejects[0]).toMatchObject({ line: 1, code: 'not-element-data' });
    expect(account.rejects[0]!.reason).toMatch(reason);
  });

  it('with text cut to 160 characters', () => {
    const { account } = read('x'.repeat(5000));
    expect(account.rejects[0]!.text.length).toBeLessThanOrEqual(161);
  });
});

describe('an unusual set is accepted with a warning', () => {
  it('when a checksum is missing', () => {
    // An analyst object of 2024: 68 columns, no designator, signs written out.
    const { sets, account } = read(
      '1 81134U          24001.37508183 +.00000151 +00000+0 +53062-3 0    1\n' +
        '2 81134  90.2545 347.7738 0026102  90.2541 270.1568 12.9260949137069',
    );
    expect(sets[0]).toMatchObject({
      catalogNumber: 81_134,
      bstar: 0.000_530_62,
      meanMotionDot: 0.000_001_51,
    });
    expect(account.warnings.map(({ line, code }) => [line, code])).toEqual([
      [1, 'no-checksum'],
      [2, 'no-checksum'],
    ]);
  });

  it('when a line is indented, never with shifted columns', () => {
    const { sets, account } = read(`  ${VANGUARD_1}\n\t${VANGUARD_2}`);
    expect(sets[0]).toMatchObject({ catalogNumber: 5, inclinationDeg: 34.2423 });
    expect(account.warnings.map((warning) => warning.code)).toEqual(['indented', 'indented']);
  });

  it('when text follows column 69', () => {
    const { sets, account } = read(`${VANGUARD_1}\n${VANGUARD_2}     0.00      4320.0        360.00`);
    expect(sets).toHaveLength(1);
    expect(account.warnings.map(({ line, code }) => [line, code])).toEqual([[2, 'trailing-text']]);
  });

  it('when text stands between sets', () => {
    const { account } = read(`generated by hand\nVANGUARD 1\n${VANGUARD}the end`);
    expect(account.accepted).toBe(1);
    expect(account.warnings.map(({ line, code }) => [line, code])).toEqual([
      [1, 'stray-text'],
      [5, 'stray-text'],
    ]);
  });

  // with a line end is dropped in silence, and so is a name with a blank line under it.
  it('when text stands at the end of the file, before its last line end', () => {
    expect(read(`${VANGUARD}the end\n`).account.warnings.map((warning) => warning.code)).toEqual([
      'stray-text',
    ]);
  });

  it('when its checksum is wrong and the reader is told to be lenient', () => {
    const text = `${VANGUARD_1.slice(0, 68)}9\n${VANGUARD_2}`;
    expect(read(text).account.accepted).toBe(0);
    const { account } = read(text, { lenient: true });
    expect(account).toMatchObject({ accepted: 1, rejected: 0 });
    expect(account.warnings.map((warning) => warning.code)).toEqual(['checksum']);
  });

  it('or without a name, when its name line is "0 " and nothing more', () => {
    expect(read(`0 \n${VANGUARD}`).sets[0]!.name).toBe('');
  });

  it('or as if it were not there, a blank or comment line between line 1 and line 2', () => {
    expect(read(`${VANGUARD_1}\n\n${VANGUARD_2}\n`).account.accepted).toBe(1);
  });
});

describe('a file of many sets', () => {
  it('counts two sets of one object as two sets and one object, and keeps the newest', () => {
    const older = withColumns(STATION_1, 19, '26270.00000000');
    const { sets, account } = read(`${STATION}${older}\n${STATION_2}\n${VANGUARD}`);
    expect(account).toMatchObject({ records: 3, accepted: 3, objects: 2 });
    const histories = historiesOf(sets);
    expect(histories.size).toBe(2);
    expect(histories.get(25_544)).toEqual([sets[1], sets[0]]);
  });

  it('keeps the later in the file of two sets with the same epoch', () => {
    const again = withColumns(STATION_1, 65, ' 998');
    const { sets } = read(`${STATION}${again}\n${STATION_2}\n`);
    expect(historiesOf(sets).get(25_544)!.at(-1)!.elementSetNumber).toBe(998);
  });

  it('is accounted for whatever is damaged: records = accepted + rejected, and nothing throws', () => {
    const piece = fc.constantFrom(
      VANGUARD_1, VANGUARD_2, STATION_1, STATION_2, FRAGMENT_1, FRAGMENT_2, 'A NAME', '0 NAME', '# c', '', '1 ', '2 x',
      '1 00005U', '{', '[', '}', '"', '\ufeff', '\u0000', '0', '1 ', '\t',
    ); // prettier-ignore
    const line = fc.oneof(
      { weight: 3, arbitrary: piece },
      { weight: 1, arbitrary: fc.string() },
      {
        weight: 2,
        arbitrary: fc
          .tuple(piece, fc.nat(70), fc.string({ maxLength: 3 }))
          .map(([text, at, noise]) => text.slice(0, at) + noise + text.slice(at + noise.length)),
      },
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 25 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (lines, end, lenient) => {
          const { sets, account } = read(lines.join(end), { lenient });
          expect(account.records).toBeGreaterThan(0);
          for (const set of sets) {
            const numbers = Object.values(set).filter((value) => typeof value === 'number');
            expect(numbers.every(Number.isFinite)).toBe(true);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('never makes the reader throw, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
        for (const start of ['', '[', '{', '1 ']) {
          expect(read(start + text).account.records).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has sound test lines', () => {
    for (const line of [VANGUARD_1, VANGUARD_2, STATION_1, STATION_2, FRAGMENT_1, FRAGMENT_2]) {
      expect(withChecksum(line)).toBe(line);
    }
  });
});
