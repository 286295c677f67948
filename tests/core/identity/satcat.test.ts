import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectIdentity } from '../../../core/identity/identity.ts';
import { IdentityTable } from '../../../core/identity/identity-table.ts';
import {
  isSatelliteCatalogue,
  isSatelliteCatalogueHeader,
  readSatelliteCatalogue,
  SatelliteCatalogueReader,
} from '../../../core/identity/satcat.ts';

/** Header as served by https://celestrak.org/pub/satcat.csv; facts of the ISS, Vanguard 1 and Sputnik 1 from there. */
const CELESTRAK_HEADER =
  'OBJECT_NAME,OBJECT_ID,NORAD_CAT_ID,OBJECT_TYPE,OPS_STATUS_CODE,OWNER,LAUNCH_DATE,LAUNCH_SITE,DECAY_DATE,PERIOD,INCLINATION,APOGEE,PERIGEE,RCS,DATA_STATUS_CODE,ORBIT_CENTER,ORBIT_TYPE';
const STATION =
  'ISS (ZARYA),1998-067A,25544,PAY,+,ISS,1998-11-20,TYMSC,,92.94,51.63,424,414,399.0524,,EA,ORB';
const VANGUARD = 'VANGUARD 1,1958-002B,5,PAY,,US,1958-03-17,AFETR,,132.66,34.24,3822,649,0.1220,,EA,ORB';
const SPUTNIK = 'SPUTNIK 1,1957-001B,2,PAY,D,CIS,1957-10-04,TYMSC,1958-01-03,96.10,65.00,1080,64,,,EA,IMP';
const CELESTRAK = [CELESTRAK_HEADER, STATION, VANGUARD, SPUTNIK, ''].join('\r\n');

/** Columns of Space-Track's satcat class, https://www.space-track.org/basicspacedata/modeldef/class/satcat. */
const SPACE_TRACK_HEADER =
  'INTLDES,NORAD_CAT_ID,OBJECT_TYPE,SATNAME,COUNTRY,LAUNCH,SITE,DECAY,PERIOD,INCLINATION,APOGEE,PERIGEE,COMMENT,COMMENTCODE,RCSVALUE,RCS_SIZE,FILE,LAUNCH_YEAR,LAUNCH_NUM,LAUNCH_PIECE,CURRENT,OBJECT_NAME,OBJECT_ID,OBJECT_NUMBER';
const quotedRow = (cells: readonly string[]): string => cells.map((cell) => `"${cell}"`).join(',');
function spaceTrackRow({
  name = 'ISS (ZARYA)',
  current = 'Y',
  size = 'LARGE',
  type = 'PAYLOAD',
} = {}): string {
  return quotedRow(
    `1998-067A|25544|${type}|${name}|ISS|1998-11-20|TTMTR||92.94|51.63|424|414|||0|${size}|1|1998|67|A|${current}|${name}|1998-067A|25544`.split(
      '|',
    ),
  );
}
const spaceTrack = (...rows: readonly string[]): string =>
  [quotedRow(SPACE_TRACK_HEADER.split(',')), ...rows, ''].join('\n');

const LIST_HEADER =
  'catalog_number,name,international_designator,type,owner,launch_date,decay_date,hbr_m,mass_kg,type_guessed';
const list = (...rows: readonly string[]): string => [LIST_HEADER, ...rows, ''].join('\n');

const GP_HEADER =
  'CCSDS_OMM_VERS,COMMENT,CREATION_DATE,ORIGINATOR,OBJECT_NAME,OBJECT_ID,CENTER_NAME,REF_FRAME,TIME_SYSTEM,MEAN_ELEMENT_THEORY,EPOCH,MEAN_MOTION,ECCENTRICITY,INCLINATION,RA_OF_ASC_NODE,ARG_OF_PERICENTER,MEAN_ANOMALY,EPHEMERIS_TYPE,CLASSIFICATION_TYPE,NORAD_CAT_ID,ELEMENT_SET_NO,REV_AT_EPOCH,BSTAR,MEAN_MOTION_DOT,MEAN_MOTION_DDOT,SEMIMAJOR_AXIS,PERIOD,APOAPSIS,PERIAPSIS,OBJECT_TYPE,RCS_SIZE,COUNTRY_CODE,LAUNCH_DATE,SITE,DECAY_DATE,FILE,GP_ID';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const one = (text: string, catalogNumber = 25_544): ObjectIdentity => {
  const { table, account } = readSatelliteCatalogue(text);
  expect(account.rejects).toEqual([]);
  return table.get(catalogNumber)!;
};

describe('a satellite catalogue', () => {
  it("is read in CelesTrak's spelling, with what it leaves empty", () => {
    const { table, account } = readSatelliteCatalogue(CELESTRAK);
    expect(account).toEqual({ records: 3, accepted: 3, rejected: 0, objects: 3, rejects: [], warnings: [] });
    expect(table.get(25_544)).toEqual({
      catalogNumber: 25_544,
      name: 'ISS (ZARYA)',
      internationalDesignator: '1998-067A',
      objectType: 'payload',
      isTypeGuessed: false,
      owner: 'ISS',
      launchDate: Date.UTC(1998, 10, 20),
      launchSite: 'TYMSC',
      decayDate: null,
      radarSize: 'large',
      radarCrossSectionM2: 399.0524,
      hardBodyRadiusM: null,
      mass: null,
      operationalStatus: '+',
    });
    expect(table.get(2)).toMatchObject({
      decayDate: Date.UTC(1958, 0, 3),
      radarSize: null,
      radarCrossSectionM2: null,
      operationalStatus: 'D',
    });
    expect(table.get(5)).toMatchObject({ radarSize: 'medium', operationalStatus: '' });
    expect(table.get(6)).toBeUndefined();
  });

  it("is read in Space-Track's spelling, quoted, with its size class", () => {
    expect(one(spaceTrack(spaceTrackRow()))).toMatchObject({
      name: 'ISS (ZARYA)',
      internationalDesignator: '1998-067A',
      objectType: 'payload',
      owner: 'ISS',
      launchDate: Date.UTC(1998, 10, 20),
      launchSite: 'TTMTR',
      decayDate: null,
      radarSize: 'large',
      radarCrossSectionM2: null,
      operationalStatus: '',
    });
    expect(one(spaceTrack(spaceTrackRow({ size: '' }))).radarSize).toBeNull();
  });

  it('is read as a plain list, with hard-body radius, mass, and types that are guesses', () => {
    const text = list(
      '270438,TBA - TO BE ASSIGNED,,TBA,,,,,,1',
      '25544,ISS (ZARYA),1998-067A,PAYLOAD,ISS,1998-11-20,,66.1,419725,0',
    );
    expect(one(text, 270_438)).toMatchObject({
      objectType: 'unknown',
      isTypeGuessed: true,
      hardBodyRadiusM: null,
      mass: null,
    });
    expect(one(text)).toMatchObject({ isTypeGuessed: false, hardBodyRadiusM: 66.1, mass: 419_725 });
  });

  it.each([
    ['PAY', 'payload'],
    ['PAYLOAD', 'payload'],
    ['R/B', 'rocket-body'],
    ['ROCKET BODY', 'rocket-body'],
    ['DEB', 'debris'],
    ['debris', 'debris'],
    ['UNK', 'unknown'],
    ['UNKNOWN', 'unknown'],
    ['TBA', 'unknown'],
    ['', 'unknown'],
  ])('calls an object of type %s: %s', (word, objectType) => {
    const { table, account } = readSatelliteCatalogue(spaceTrack(spaceTrackRow({ type: word })));
    expect(table.get(25_544)).toMatchObject({ objectType });
    expect(account.warnings).toEqual([]);
  });

  it('warns about a type nobody knows, and takes the object as unknown', () => {
    const { table, account } = readSatelliteCatalogue(CELESTRAK.replace('25544,PAY', '25544,PAX'));
    expect(table.get(25_544)!.objectType).toBe('unknown');
    expect(account.warnings).toEqual([
      { line: 2, code: 'object-type', reason: 'PAX is no known type of object; taken as unknown' },
    ]);
  });

  it.each([
    ['0', 'small'],
    ['0.0999', 'small'],
    ['0.1', 'medium'],
    ['0.9999', 'medium'],
    ['1', 'large'],
    ['1.2e3', 'large'],
    ['N/A', null],
  ])('sorts a radar cross-section of %s m² as %s', (area, size) => {
    expect(one(CELESTRAK.replace('399.0524', area)).radarSize).toBe(size);
  });

  it('is the same whatever the order and case of its columns, quotes and a byte order mark', () => {
    const shuffled = CELESTRAK.trimEnd()
      .split('\r\n')
      .map((row) => quotedRow(row.split(',').toReversed()).toLowerCase())
      .join('\n')
      .replaceAll(/iss \(zarya\)|pay|tymsc|iss/g, (text) => text.toUpperCase());
    expect(one(`\ufeff${shuffled}`)).toEqual({ ...one(CELESTRAK), internationalDesignator: '1998-067a' });
  });

  it('is the same in pieces of any size', () => {
    const text = list(
      '1,"TWO ""QUOTED"" NAMES, ÄÖ",1957-001A,R/B,CIS,1957-10-04,1957-12-01,,,0',
      '5,VANGUARD 1,1958-002B,PAYLOAD,US,1958-03-17,,,,0',
    );
    const whole = readSatelliteCatalogue(text);
    expect(whole.table.get(1)!.name).toBe('TWO "QUOTED" NAMES, ÄÖ');
    const bytes = bytesOf(text);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (size) => {
        const reader = new SatelliteCatalogueReader();
        for (let i = 0; i < bytes.length; i += size) reader.push(bytes.subarray(i, i + size));
        const { table, account } = reader.end();
        expect(account).toEqual(whole.account);
        expect(table.pack()).toEqual(whole.table.pack());
      }),
    );
  });

  it('puts short designators and Alpha-5 numbers into their long form', () => {
    const { table } = readSatelliteCatalogue(list('T0438,X,98067A,PAYLOAD,,,,,,0'));
    expect(table.get(270_438)!.internationalDesignator).toBe('1998-067A');
  });
});

describe('a row of a satellite catalogue that cannot be used', () => {
  it.each([
    ['no number', '25544', '2554X', 'catalogue-number', /"2554X" is no catalog number/],
    ['a number of ten digits', '25544', '1234567890', 'catalogue-number', /no catalog number/],
    ['nothing for a number', '25544', '', 'catalogue-number', /"" is no catalog number/],
    [
      'a launch date that does not exist',
      '1998-11-20',
      '1998-11-31',
      'field',
      /LAUNCH_DATE "1998-11-31" is no date/,
    ],
    ['a launch date in words', '1998-11-20', '20 Nov 1998', 'field', /LAUNCH_DATE/],
    ['a decay date that is none', 'TYMSC,,', 'TYMSC,soon,', 'field', /DECAY_DATE "soon" is no date/],
    ['a radar cross-section that is none', '399.0524', 'big', 'field', /RCS "big" is no number/],
    ['a radar cross-section below nothing', '399.0524', '-1', 'field', /RCS "-1" is no number from 0/],
    ['a radar cross-section without end', '399.0524', '1e999', 'field', /RCS "1e999"/],
    ['a cell too few', 'TYMSC,', '', 'csv', /16 cells for 17 columns/],
  ])('is a reject with its line: %s', (_, from, to, code, reason) => {
    const { table, account } = readSatelliteCatalogue(CELESTRAK.replace(from, to));
    expect(account).toMatchObject({ records: 3, accepted: 2, rejected: 1, objects: 2 });
    expect(account.rejects).toEqual([
      { line: 2, code, reason: expect.stringMatching(reason) as string, text: STATION.replace(from, to) },
    ]);
    expect(table.length).toBe(2);
  });

  it.each([
    [5, '-0.1,3,0', 'HBR_M'],
    [5, '3,x,0', 'MASS_KG'],
  ])('is a reject for a radius or mass that is none', (number, rest, column) => {
    const { account } = readSatelliteCatalogue(list(`${number},V,,PAYLOAD,,,,${rest}`));
    expect(account.rejects).toMatchObject([{ line: 2, code: 'field' }]);
    expect(account.rejects[0]!.reason).toContain(column);
  });

  it('is the only one when the first row names no columns of a catalogue', () => {
    for (const text of ['hello\nworld\n', `${GP_HEADER}\n1,2\n`]) {
      const { account } = readSatelliteCatalogue(text);
      expect(account).toMatchObject({ records: 1, accepted: 0, rejected: 1, objects: 0 });
      expect(account.rejects[0]).toMatchObject({ line: 1, code: 'csv' });
    }
  });

  it('is the empty file itself, but not a file of a header alone', () => {
    expect(readSatelliteCatalogue('').account.rejects).toMatchObject([{ line: 1, code: 'csv' }]);
    expect(readSatelliteCatalogue(list()).account).toMatchObject({ records: 0, rejected: 0 });
  });

  it('never makes the reader throw, and every row is accounted for', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.boolean(), (lines, hasHeader) => {
        const text = hasHeader ? list(...lines) : lines.join('\n');
        const { account, table } = readSatelliteCatalogue(text);
        expect(account.records).toBe(account.accepted + account.rejected);
        expect(account.objects).toBe(table.length);
      }),
    );
  });
});

describe('two rows for one object', () => {
  const FIRST = '5,FIRST,1958-002B,PAYLOAD,US,1958-03-17,,0.5,,1';
  const SECOND = '5,SECOND,,DEBRIS,,,,,,0';

  it('the later row counts, all of it, with a warning', () => {
    const { table, account } = readSatelliteCatalogue(list(FIRST, SECOND));
    expect(account).toMatchObject({ records: 2, accepted: 2, rejected: 0, objects: 1 });
    expect(account.warnings).toEqual([
      { line: 3, code: 'repeated', reason: 'object 5 once more; this row counts' },
    ]);
    expect(table.get(5)).toMatchObject({
      name: 'SECOND',
      objectType: 'debris',
      internationalDesignator: '',
      launchDate: null,
    });
    expect(table.length).toBe(1);
    expect(new IdentityTable(table.pack()).get(5)).toEqual(table.get(5));
  });

  it.each([[['Y', 'N']], [['N', 'Y']]])(
    "Space-Track's old name gives way to the current one in silence, in whatever order: %s",
    (order) => {
      const rows = order.map((current) =>
        spaceTrackRow({ current, name: current === 'Y' ? 'CURRENT' : 'OLD' }),
      );
      const { table, account } = readSatelliteCatalogue(spaceTrack(...rows));
      expect(account).toMatchObject({ records: 2, accepted: 2, objects: 1, warnings: [] });
      expect(table.get(25_544)!.name).toBe('CURRENT');
    },
  );

  it('an old name counts where there is no other', () => {
    expect(one(spaceTrack(spaceTrackRow({ current: 'N', name: 'OLD' }))).name).toBe('OLD');
  });
});

describe('the first row tells a satellite catalogue', () => {
  it('from element sets in CSV, which have some of the same columns', () => {
    for (const header of [
      CELESTRAK_HEADER,
      SPACE_TRACK_HEADER,
      quotedRow(SPACE_TRACK_HEADER.split(',')),
      LIST_HEADER,
    ]) {
      expect(isSatelliteCatalogueHeader(header)).toBe(true);
      expect(isSatelliteCatalogueHeader(`\ufeff${header}\r`)).toBe(true);
    }
    for (const header of [
      GP_HEADER,
      'OBJECT_NAME,OBJECT_ID,EPOCH,MEAN_MOTION,NORAD_CAT_ID',
      'catalog_number,minutes_from_epoch,time_utc,x_km,y_km,z_km',
      '1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927',
      '',
    ]) {
      expect(isSatelliteCatalogueHeader(header)).toBe(false);
    }
  });

  it('from the first bytes of a file', () => {
    expect(isSatelliteCatalogue(bytesOf(`\ufeff\n${CELESTRAK}`))).toBe(true);
    expect(isSatelliteCatalogue(bytesOf(`${GP_HEADER}\n${CELESTRAK_HEADER}`))).toBe(false);
    expect(isSatelliteCatalogue(new Uint8Array(0))).toBe(false);
  });
});

describe('a table of identities', () => {
  const anyText = fc.string({ unit: 'grapheme', maxLength: 40 });
  const anyAmount = fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }));
  const anyIdentity: fc.Arbitrary<ObjectIdentity> = fc.record({
    catalogNumber: fc.integer({ min: 0, max: 999_999_999 }),
    name: anyText,
    internationalDesignator: anyText,
    objectType: fc.constantFrom('payload', 'rocket-body', 'debris', 'unknown'),
    isTypeGuessed: fc.boolean(),
    owner: anyText,
    launchDate: fc.option(fc.integer()),
    launchSite: anyText,
    decayDate: fc.option(fc.integer()),
    radarSize: fc.constantFrom('small', 'medium', 'large', null),
    radarCrossSectionM2: anyAmount,
    hardBodyRadiusM: anyAmount,
    mass: anyAmount,
    operationalStatus: anyText,
  });

  it('gives back what was put in, packed or not', () => {
    fc.assert(
      fc.property(fc.array(anyIdentity, { maxLength: 600, size: 'max' }), (identities) => {
        const table = new IdentityTable();
        for (const identity of identities) table.put(identity);
        const packed = table.pack();
        const received = new IdentityTable(structuredClone(packed));
        const last = new Map(identities.map((identity) => [identity.catalogNumber, identity]));
        expect([table.length, received.length]).toEqual([last.size, last.size]);
        for (const [number, identity] of last) {
          expect(table.get(number)).toEqual(identity);
          expect(received.get(number)).toEqual(identity);
          expect(received.has(number)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('can still grow after it was handed over', () => {
    const { table } = readSatelliteCatalogue(CELESTRAK);
    const received = new IdentityTable(table.pack());
    received.put({ ...table.get(5)!, name: 'VANGUARD, ONCE MORE' });
    received.put({ ...table.get(5)!, catalogNumber: 6 });
    expect(received.length).toBe(4);
    expect(received.pack().length).toBe(4);
    expect(received.get(5)!.name).toBe('VANGUARD, ONCE MORE');
    expect(received.get(25_544)).toEqual(table.get(25_544));
  });
});
