import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoadResult } from '../../../core/elements/account.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { formatIsoUtc } from '../../../core/time/calendar.ts';
import { STATION as TLE_STATION } from './lines.ts';

/** The International Space Station as CelesTrak writes it (GP data, FORMAT=json). */
const STATION = {
  OBJECT_NAME: 'ISS (ZARYA)',
  OBJECT_ID: '1998-067A',
  EPOCH: '2026-10-02T00:19:52.567968',
  MEAN_MOTION: 15.48707684,
  ECCENTRICITY: 0.0006946,
  INCLINATION: 51.6312,
  RA_OF_ASC_NODE: 131.4121,
  ARG_OF_PERICENTER: 211.9293,
  MEAN_ANOMALY: 148.1275,
  EPHEMERIS_TYPE: 0,
  CLASSIFICATION_TYPE: 'U',
  NORAD_CAT_ID: 25_544,
  ELEMENT_SET_NO: 999,
  REV_AT_EPOCH: 58_831,
  BSTAR: 7.6743e-5,
  MEAN_MOTION_DOT: 3.738e-5,
  MEAN_MOTION_DDOT: 0,
};
const OTHER = { ...STATION, NORAD_CAT_ID: 123_456_789, OBJECT_NAME: 'OTHER' };

function read(value: unknown): LoadResult {
  const result = readElementSets(typeof value === 'string' ? value : JSON.stringify(value));
  const { account, sets } = result;
  expect(account.records).toBe(account.accepted + account.rejected);
  expect(account.accepted).toBe(sets.length);
  expect(account.rejected).toBe(account.rejects.length);
  return result;
}

/** The only reject of a damaged record between two sound ones, which must both be read. */
function faultOf(damaged: unknown) {
  const { sets, account } = read([STATION, damaged, OTHER]);
  expect(sets.map((set) => set.catalogNumber)).toEqual([25_544, 123_456_789]);
  expect(account.rejected).toBe(1);
  return account.rejects[0]!;
}

describe('reading OMM in JSON', () => {
  it('reads every field of a record', () => {
    const { format, sets, account } = read([STATION]);
    expect(format).toBe('omm-json');
    expect(account).toMatchObject({ records: 1, accepted: 1, objects: 1, rejects: [], warnings: [] });
    expect(sets[0]).toEqual({
      catalogNumber: 25_544,
      name: 'ISS (ZARYA)',
      internationalDesignator: '1998-067A',
      classification: 'U',
      epoch: sets[0]!.epoch,
      meanMotionRevPerDay: 15.48707684,
      eccentricity: 0.0006946,
      inclinationDeg: 51.6312,
      raanDeg: 131.4121,
      argumentOfPerigeeDeg: 211.9293,
      meanAnomalyDeg: 148.1275,
      bstar: 7.6743e-5,
      meanMotionDot: 3.738e-5,
      meanMotionDdot: 0,
      elementSetNumber: 999,
      revolutionAtEpoch: 58_831,
    });
  });

  it('keeps microseconds of the epoch', () => {
    const [set] = read([STATION]).sets;
    expect(formatIsoUtc(set!.epoch, 6)).toBe('2026-10-02T00:19:52.567968Z');
    expect(set!.epoch % 1).toBeCloseTo(0.968, 3);
  });

  it('takes numbers written as text, as Space-Track does', () => {
    const asText = Object.fromEntries(Object.entries(STATION).map(([key, value]) => [key, String(value)]));
    expect(read([asText]).sets).toEqual(read([STATION]).sets);
    expect(read([{ ...STATION, BSTAR: '.00007674300000' }]).sets[0]!.bstar).toBeCloseTo(7.6743e-5, 12);
    expect(read([{ ...STATION, MEAN_ANOMALY: ' 1.481275E2 ' }]).sets[0]!.meanAnomalyDeg).toBe(148.1275);
  });

  it('reads catalog numbers of six to nine digits, and Alpha-5 text', () => {
    const numbers = [100_000, 270_438, 799_500_001, 999_999_999, 'T0438'];
    const { sets } = read(numbers.map((NORAD_CAT_ID) => ({ ...STATION, NORAD_CAT_ID })));
    expect(sets.map((set) => set.catalogNumber)).toEqual([
      100_000, 270_438, 799_500_001, 999_999_999, 270_438,
    ]);
  });

  it('reads a single object, objects one a line, and a byte order mark', () => {
    expect(read(STATION).account.accepted).toBe(1);
    expect(read(`${JSON.stringify(STATION)}\n${JSON.stringify(OTHER)}\n`).account.accepted).toBe(2);
    expect(read(`\ufeff${JSON.stringify([STATION], null, 2)}`).account.accepted).toBe(1);
  });

  it('does without the keywords SGP4 does not need, and ignores unknown ones', () => {
    const {
      EPHEMERIS_TYPE: _e,
      ELEMENT_SET_NO: _s,
      REV_AT_EPOCH: _r,
      MEAN_MOTION_DOT: _d,
      MEAN_MOTION_DDOT: _dd,
      ...least
    } = STATION;
    const [set] = read([{ ...least, CCSDS_OMM_VERS: '3.0', USER_DEFINED: { deep: [1, '}'] } }]).sets;
    expect(set).toMatchObject({
      elementSetNumber: 0,
      revolutionAtEpoch: 0,
      meanMotionDot: 0,
      bstar: 7.6743e-5,
    });
  });

  it('warns of a record without designator', () => {
    const { account } = read([{ ...STATION, OBJECT_ID: '' }]);
    expect(account).toMatchObject({ accepted: 1, rejected: 0 });
    expect(account.warnings.map((warning) => warning.code)).toEqual(['no-designator']);
  });

  it('is not misled by braces, brackets and quotes inside text', () => {
    const names = ['A } B', '{"', ']},{', 'quote " and \\ stroke', 'line\nbreak'];
    const { sets } = read(names.map((OBJECT_NAME) => ({ ...STATION, OBJECT_NAME })));
    expect(sets.map((set) => set.name)).toEqual(names);
  });
});

describe('a record that SGP4 must not be fed with is turned away', () => {
  it.each([
    ['theory', { MEAN_ELEMENT_THEORY: 'DSST' }],
    ['theory', { MEAN_ELEMENT_THEORY: 'SGP4-XP' }],
    ['theory', { REF_FRAME: 'EME2000' }],
    ['theory', { CENTER_NAME: 'MARS' }],
    ['theory', { TIME_SYSTEM: 'TAI' }],
    ['ephemeris-type', { EPHEMERIS_TYPE: 4 }],
    ['ephemeris-type', { EPHEMERIS_TYPE: '4' }],
    ['catalogue-number', { NORAD_CAT_ID: undefined }],
    ['catalogue-number', { NORAD_CAT_ID: null }],
    ['catalogue-number', { NORAD_CAT_ID: 1_000_000_000 }],
    ['catalogue-number', { NORAD_CAT_ID: 25_544.5 }],
    ['catalogue-number', { NORAD_CAT_ID: -5 }],
    ['catalogue-number', { NORAD_CAT_ID: [25_544] }],
    ['epoch', { EPOCH: undefined }],
    ['epoch', { EPOCH: '2026-02-30T00:00:00' }],
    ['epoch', { EPOCH: 1_790_000_000 }],
    ['missing-field', { BSTAR: undefined }],
    ['missing-field', { MEAN_MOTION: null }],
    ['missing-field', { ECCENTRICITY: '' }],
    ['field', { INCLINATION: 'fifty' }],
    ['field', { INCLINATION: '0x33' }],
    ['field', { INCLINATION: true }],
    ['field', { MEAN_ANOMALY: '1e999' }],
    ['field', { REV_AT_EPOCH: 'many' }],
    ['eccentricity', { ECCENTRICITY: 1 }],
    ['eccentricity', { ECCENTRICITY: -0.001 }],
    ['mean-motion', { MEAN_MOTION: 0 }],
    ['mean-motion', { MEAN_MOTION: 18.5 }],
    ['field-range', { INCLINATION: 181 }],
    ['field-range', { RA_OF_ASC_NODE: -1 }],
    ['field-range', { BSTAR: 1e6 }],
  ])('as %s, between two that are read: %j', (code, change) => {
    expect(faultOf({ ...STATION, ...change }).code).toBe(code);
  });

  it('accepts the frame, centre, time system and theory of SGP4 when they are spelt out', () => {
    const spelt = {
      CENTER_NAME: 'EARTH',
      REF_FRAME: 'TEME',
      TIME_SYSTEM: 'UTC',
      MEAN_ELEMENT_THEORY: 'SGP/SGP4',
    };
    expect(
      read([
        { ...STATION, ...spelt },
        { ...STATION, ...spelt, MEAN_ELEMENT_THEORY: 'SGP4' },
      ]).account.accepted,
    ).toBe(2);
  });
});

describe('a file in which something is not JSON', () => {
  const sound = JSON.stringify(STATION);
  const other = JSON.stringify(OTHER);

  it('costs only the record, which is named with the line on which it starts', () => {
    const { sets, account } = read(`[\n${sound},\n${sound.replace('51.6312', '51,6312')},\n${other}\n]`);
    expect(sets.map((set) => set.catalogNumber)).toEqual([25_544, 123_456_789]);
    expect(account.rejects.map(({ line, code }) => [line, code])).toEqual([[3, 'json']]);
  });

  it('ends inside a record: what came before is kept', () => {
    const { sets, account } = read(`[\n${sound},\n${other.slice(0, 100)}`);
    expect(sets).toHaveLength(1);
    expect(account.rejects.map(({ line, code }) => [line, code])).toEqual([[3, 'json']]);
  });

  it('costs only the record, when that record lost its closing brace', () => {
    const { sets } = read(`[\n${sound},\n${sound.slice(0, -1)},\n${other}\n]`);
    expect(sets.map((set) => set.catalogNumber)).toContain(123_456_789);
  });

  it('answers not-element-data or json for what holds no record at all', () => {
    for (const text of [
      '[]',
      '{}',
      '[{}]',
      '[[]]',
      '{',
      '[{',
      '[1]',
      '["a"]',
      '[null]',
      '{"error":"limit"}',
    ]) {
      const { account } = read(text);
      expect(account.accepted, `with ${text}`).toBe(0);
      expect(account.rejected, `with ${text}`).toBe(1);
    }
  });

  it('counts every value of an array that is no record', () => {
    expect(read('[1, "a", null]').account.rejected).toBe(3);
  });

  it('never makes the reader throw, and every record is accounted for', () => {
    const text = JSON.stringify([STATION, OTHER]);
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(12), fc.string({ maxLength: 6 }), (at, cut, noise) => {
        read(text.slice(0, at) + noise + text.slice(at + cut));
      }),
      { numRuns: 500 },
    );
    const keys = fc.constantFrom(...Object.keys(STATION));
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue()), (change) => {
        const { sets } = read([{ ...STATION, ...change }]);
        for (const set of sets) {
          expect(Object.values(set).every((v) => typeof v !== 'number' || Number.isFinite(v))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the spelling of Space-Track’s older classes', () => {
  const { OBJECT_NAME: _name, OBJECT_ID: _id, ...others } = STATION;
  const legacy = {
    ...others,
    EPOCH: '2026-10-02 00:19:52',
    EPOCH_MICROSECONDS: '567968',
    INTLDES: '98067A',
    SATNAME: 'ISS (ZARYA)',
  };
  /** Epochs of a TLE are rounded to 1e-8 days, 0.864 ms. */
  const TLE_QUANTUM_MS = 0.864;

  it('is read as the same set as the newer one', () => {
    expect(read([legacy]).sets).toEqual(read([STATION]).sets);
    expect(read([{ ...legacy, EPOCH_MICROSECONDS: 567_968 }]).sets).toEqual(read([STATION]).sets);
  });

  it('gives the epoch, designator and name of the TLE of the same record', () => {
    const [tle] = readElementSets(`ISS (ZARYA)\n${TLE_STATION}`).sets;
    const [set] = read([{ ...legacy, SATNAME: null, TLE_LINE0: '0 ISS (ZARYA)' }]).sets;
    expect(Math.abs(set!.epoch - tle!.epoch)).toBeLessThan(TLE_QUANTUM_MS / 2);
    expect({ ...set, epoch: 0 }).toEqual({ ...tle, epoch: 0 });
  });

  it('counts only where the newer keywords say nothing', () => {
    const both = {
      ...legacy,
      OBJECT_ID: '1998-067B',
      OBJECT_NAME: 'NEW NAME',
      TLE_LINE0: '0 LINE NAME',
      EPOCH: '2026-10-02T00:19:52.25',
      EPOCH_MICROSECONDS: 'nothing',
    };
    const [set] = read([both]).sets;
    expect(set).toMatchObject({ internationalDesignator: '1998-067B', name: 'NEW NAME' });
    expect(set!.epoch % 1000).toBe(250);
    const blank = { ...both, OBJECT_ID: ' ', OBJECT_NAME: '' };
    expect(read([blank]).sets[0]).toMatchObject({
      internationalDesignator: '1998-067A',
      name: 'ISS (ZARYA)',
    });
  });

  it.each(['', null, undefined])('is whole seconds with EPOCH_MICROSECONDS %j', (value) => {
    expect(read([{ ...legacy, EPOCH_MICROSECONDS: value }]).sets[0]!.epoch % 1000).toBe(0);
  });

  it.each(['1000000', '-1', '0.5', 'many', 1e6, true, '0x10'])(
    'is turned away with EPOCH_MICROSECONDS %j',
    (value) => {
      expect(faultOf({ ...legacy, EPOCH_MICROSECONDS: value })).toMatchObject({
        code: 'epoch',
        reason: expect.stringContaining('EPOCH_MICROSECONDS') as string,
      });
    },
  );
});
