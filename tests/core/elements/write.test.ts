import * as fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { EARLIEST_INSTANT, LATEST_INSTANT } from '../../../core/time/clock.ts';
import type { ElementSet } from '../../../core/elements/element-set.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import {
  WRITE_FORMATS,
  type WriteFormat,
  type WriteOptions,
  writeElementSets,
} from '../../../core/elements/write.ts';
import { anyLines } from './any-lines.ts';
import { STATION, VANGUARD, withColumns } from './lines.ts';

const HEADER = { creationDate: Date.UTC(2026, 9, 3, 12), originator: 'WATCHFLOOR' };
/** OMM epochs are written to the microsecond. */
const EPOCH_TOLERANCE_MS = 0.001;
const OMM_FORMATS = ['omm-json', 'omm-csv', 'omm-xml', 'omm-kvn'] as const;
const READ_AS: Readonly<Record<WriteFormat, string>> = {
  '2le': 'tle',
  '3le': 'tle',
  'omm-json': 'omm-json',
  'omm-csv': 'omm-csv',
  'omm-xml': 'omm-xml',
  'omm-kvn': 'omm-kvn',
};

interface Written {
  readonly text: string;
  readonly pieces: readonly string[];
  readonly unwritable: readonly (readonly [number, string])[];
}

function write(
  sets: Iterable<ElementSet>,
  format: WriteFormat,
  header: Omit<WriteOptions, 'onUnwritable'> = HEADER,
): Written {
  const unwritable: [number, string][] = [];
  const onUnwritable = (set: ElementSet, reason: string) => unwritable.push([set.catalogNumber, reason]);
  const pieces = [...writeElementSets(sets, format, { ...header, onUnwritable })];
  return { text: pieces.join(''), pieces, unwritable };
}

function readOne(text: string): ElementSet {
  const { sets, account } = readElementSets(text);
  expect(account).toMatchObject({ accepted: 1, rejects: [] });
  return sets[0]!;
}

/** A round trip through one format. */
function rewritten(set: ElementSet, format: WriteFormat): ElementSet {
  const { text, unwritable } = write([set], format);
  expect(unwritable).toEqual([]);
  expect(readElementSets(text).format).toBe(READ_AS[format]);
  return readOne(text);
}

function expectSame(found: ElementSet, set: ElementSet): void {
  expect(found).toEqual({ ...set, epoch: found.epoch });
  expect(Math.abs(found.epoch - set.epoch)).toBeLessThanOrEqual(EPOCH_TOLERANCE_MS);
}

const SET = readOne(STATION);

const NASTY = [
  'NINE, "DIGITS"',
  '"',
  "'",
  ',',
  '<&>',
  ']]>',
  '&amp;lt;',
  '&#13;',
  '<omm>',
  '</omm>',
  '<!--',
  'ÉTOILE 星 🛰',
  'a  b',
  'a\tb',
  'A = B',
  '=',
  '0',
  '0 0',
  '# 5',
  '1 25544U',
  '-1',
  '1e5',
  'null',
  'COMMENT',
  '[5] X',
  'STARLINK-11072 [DTC]',
  '\u00a0x\u2003y',
];
/** A number and [text]: KVN takes that for a unit. */
const LOOKS_LIKE_UNIT = /^[-+.\deE]+\s*\[[^\]]*\]$/;
const anyText = fc
  .oneof(
    fc.constantFrom(...NASTY),
    fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.array(fc.constantFrom('\n', '\r', '\t', '\u0000', '\u2028', '"', 'a')).map((parts) => parts.join('')),
  )
  .map((text) => text.trim());
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const anySet: fc.Arbitrary<ElementSet> = fc.record({
  catalogNumber: fc.integer({ min: 0, max: 999_999_999 }),
  name: anyText,
  internationalDesignator: fc.oneof(fc.constantFrom('1998-067A', '2026-123ABC', ''), anyText),
  classification: fc.oneof(
    fc.constantFrom('U', 'C', 'S', 'T'),
    anyText.filter((text) => text !== ''),
  ),
  epoch: fc.oneof(
    between(Date.UTC(1957, 0, 1), Date.UTC(2057, 0, 1)),
    between(Date.UTC(1970, 0, 1), Date.UTC(1970, 0, 2)),
    between(EARLIEST_INSTANT, LATEST_INSTANT),
  ),
  meanMotionRevPerDay: fc.oneof(between(Number.MIN_VALUE, 18.4), between(1, 16)),
  eccentricity: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  inclinationDeg: between(0, 180),
  raanDeg: between(0, 360),
  argumentOfPerigeeDeg: between(0, 360),
  meanAnomalyDeg: between(0, 360),
  bstar: fc.oneof(between(-10_000, 10_000), between(-1, 1), fc.constantFrom(0, -0)),
  meanMotionDot: fc.oneof(between(-10, 10), fc.constantFrom(0, -0)),
  meanMotionDdot: fc.oneof(between(-1, 1), fc.constantFrom(0, -0)),
  elementSetNumber: fc.nat(99_999),
  revolutionAtEpoch: fc.nat(999_999),
});

/** What a format says it cannot hold, so that a test sees when it refuses more. */
const UNWRITABLE: Readonly<Record<(typeof OMM_FORMATS)[number], RegExp>> = {
  'omm-json': /(?!)/,
  'omm-csv': /\r\n|(\n.*){8}/s,
  // oxlint-disable-next-line no-control-regex -- these are what is refused
  'omm-xml': /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/,
  // oxlint-disable-next-line no-control-regex -- these are what is refused
  'omm-kvn': /[\u0000-\u0008\u000a-\u001f\u007f\u2028\u2029]/,
};

describe('writing element sets', () => {
  it.each(OMM_FORMATS)('%s gives back any set to the last bit, or says that it cannot hold it', (format) => {
    let count = 0;
    fc.assert(
      fc.property(anySet, (set) => {
        const { name, internationalDesignator, classification } = set;
        const texts = [name, internationalDesignator, classification];
        fc.pre(format !== 'omm-kvn' || !texts.some((text) => LOOKS_LIKE_UNIT.test(text)));
        const { text, unwritable } = write([set], format);
        const mayFail = UNWRITABLE[format].test(texts.join(' '));
        expect(unwritable).toHaveLength(mayFail ? 1 : 0);
        if (mayFail) return;
        count++;
        expect(readElementSets(text).format).toBe(format);
        expectSame(readOne(text), set);
      }),
      { numRuns: 500 },
    );
    expect(count).toBeGreaterThan(150);
  });

  it.each(['2le', '3le'] as const)(
    '%s gives back any set it holds, or says what it cannot hold',
    (format) => {
      const field = fc.constantFrom(...(Object.keys(SET) as (keyof ElementSet)[]));
      let count = 0;
      fc.assert(
        fc.property(anyLines, anySet, field, ({ line1, line2 }, other, key) => {
          const set = { ...readOne(`${line1}\n${line2}\n`), [key]: other[key] };
          const { text, unwritable } = write([set], format);
          const found = unwritable.length === 0 ? [readOne(text)] : [];
          for (const back of found) expectSame(back, format === '2le' ? { ...set, name: '' } : set);
          for (const [, reason] of unwritable) expect(reason).toMatch(/^a TLE cannot hold the |^the name /);
          expect(text === '').toBe(found.length === 0);
          count += found.length;
        }),
        { numRuns: 500 },
      );
      expect(count).toBeGreaterThan(50);
      expect(count).toBeLessThan(450);
    },
  );

  it('two lines come back from every format as the same two lines', () => {
    fc.assert(
      fc.property(anyLines, anyText, ({ line1, line2 }, name) => {
        const plain = name.replaceAll(/[^ -~é]/g, '').trim();
        fc.pre(!LOOKS_LIKE_UNIT.test(plain));
        const set = { ...readOne(`${line1}\n${line2}\n`), name: plain };
        const lines = write([set], '2le').text;
        expect(readOne(lines)).toEqual({ ...set, name: '' });
        for (const format of WRITE_FORMATS) {
          const found = rewritten(set, format);
          expectSame(found, format === '2le' ? { ...set, name: '' } : set);
          expect(write([found], '2le').text).toBe(lines);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('the epoch of two lines survives an OMM on the days where instants are finest, around 1970', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('70001', '70002', '69365', '69364'),
        fc.nat(99_999_999),
        (day, fraction) => {
          const text = withColumns(
            STATION.split('\n')[0]!,
            19,
            `${day}.${String(fraction).padStart(8, '0')}`,
          );
          const set = readOne(`${text}\n${STATION.split('\n')[1]}\n`);
          expect(write([rewritten(set, 'omm-json')], '2le').text).toBe(
            `${text}\n${STATION.split('\n')[1]}\n`,
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each(WRITE_FORMATS)('%s keeps the sign of zeros, which real lines have', (format) => {
    const [line1, line2] = STATION.split('\n') as [string, string];
    const text = `${withColumns(line1, 34, '-.00000000 -00000+0 -00000+0')}\n${line2}\n`;
    const set = readOne(text);
    expect(Object.is(set.meanMotionDot, -0) && Object.is(set.bstar, -0)).toBe(true);
    expect(write([rewritten(set, format)], '2le').text).toBe(text);
  });

  it.each(WRITE_FORMATS)('%s keeps every classification of one letter', (format) => {
    for (const classification of ['U', 'C', 'S', 'T'])
      expect(rewritten({ ...SET, classification }, format).classification).toBe(classification);
  });

  it.each(NASTY.filter((name) => name === name.trim()))(
    'every format with names keeps the name %j',
    (name) => {
      for (const format of ['3le', ...OMM_FORMATS] as const)
        expect(rewritten({ ...SET, name }, format).name).toBe(name);
    },
  );

  it('JSON, CSV and XML keep a line end within a name', () => {
    for (const format of ['omm-json', 'omm-csv', 'omm-xml'] as const)
      expect(rewritten({ ...SET, name: 'TWO\nLINES' }, format).name).toBe('TWO\nLINES');
  });

  it('KVN keeps a name that ends in brackets', () => {
    expect(rewritten({ ...SET, name: 'STARLINK-11072 [DTC]' }, 'omm-kvn').name).toBe('STARLINK-11072 [DTC]');
  });

  it('blanks at both ends of a name are padding', () => {
    for (const format of ['3le', ...OMM_FORMATS] as const)
      expect(rewritten({ ...SET, name: '  X Y ' }, format).name).toBe('X Y');
  });

  it.each(WRITE_FORMATS)('%s keeps an empty name and designator', (format) => {
    const set = { ...SET, name: '', internationalDesignator: '' };
    expect(rewritten(set, format)).toEqual(set);
  });

  it('comes in pieces, so that no file is ever one text', () => {
    const sets = Array.from({ length: 2000 }, (_, i) => ({ ...SET, catalogNumber: i + 1 }));
    for (const format of WRITE_FORMATS) {
      const { text, pieces } = write(sets, format);
      expect(pieces.length).toBeGreaterThan(2);
      expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(1 << 17);
      const { account, sets: found } = readElementSets(text);
      expect(account.rejects).toEqual([]);
      expect(found).toEqual(sets);
    }
  });

  it('nothing at all is a sound file still', () => {
    expect(JSON.parse(write([], 'omm-json').text)).toEqual([]);
    expect(XMLValidator.validate(write([], 'omm-xml').text)).toBe(true);
    expect(write([], 'omm-csv').text.split('\r\n')).toHaveLength(2);
    expect(write([], '3le').text + write([], 'omm-kvn').text).toBe('');
  });
});

describe('a set that a format cannot hold', () => {
  const NEXT = { ...readOne(VANGUARD), name: 'VANGUARD 1' };

  it.each([
    ['2le', { catalogNumber: 799_501_621 }, 'a TLE cannot hold the catalog number 799501621 without loss'],
    [
      '2le',
      { epoch: SET.epoch + 0.1 },
      'a TLE cannot hold the epoch 2026-10-02T00:19:52.568068Z without loss',
    ],
    ['2le', { bstar: 7.674_31e-5 }, 'a TLE cannot hold the B* 0.0000767431 without loss'],
    ['2le', { eccentricity: 1e-9 }, 'a TLE cannot hold the eccentricity 1e-9 without loss'],
    ['3le', { name: 'TWO\nLINES' }, 'the name "TWO\\nLINES" does not fit one line'],
    ['3le', { name: 'X'.repeat(255) }, 'the name is longer than 254 characters'],
    ['omm-kvn', { name: 'TWO\nLINES' }, 'the name "TWO\\nLINES" does not fit one line'],
    ['omm-kvn', { classification: 'a\u2028b' }, 'the classification "a\u2028b" does not fit one line'],
    ['omm-xml', { name: 'a\u0000b' }, 'the name "a\\u0000b" holds a character XML has not'],
    ['omm-csv', { name: 'a\r\nb' }, 'the name "a\\r\\nb" holds a line end that CSV would change'],
    ['omm-csv', { name: 'a\n\n\n\n\n\n\n\nb' }, 'its texts hold 8 line ends'],
    ['omm-json', { epoch: -63e12 }, 'the epoch is not within the years 1957–2099'],
    ['omm-csv', { epoch: 254e12 }, 'the epoch is not within the years 1957–2099'],
    ['omm-xml', { epoch: 254e12 }, 'the epoch is not within the years 1957–2099'],
    ['omm-kvn', { epoch: 254e12 }, 'the epoch is not within the years 1957–2099'],
  ] as const)(
    'is handed back with the reason, and the others are written: %s, %o',
    (format, change, reason) => {
      const set = { ...SET, ...change };
      for (const sets of [
        [set, NEXT],
        [NEXT, set],
      ]) {
        const { text, unwritable } = write(sets, format);
        expect(unwritable).toEqual([[set.catalogNumber, reason]]);
        expect(readOne(text).catalogNumber).toBe(5);
      }
    },
  );
});

/** CCSDS 502.0-B-3, tables 4-1 (header), 4-2 (metadata) and 4-3 (mean elements, TLE parameters): keywords in their order. */
const STANDARD_HEADER = ['CREATION_DATE', 'ORIGINATOR'];
const STANDARD_METADATA = [
  'OBJECT_NAME',
  'OBJECT_ID',
  'CENTER_NAME',
  'REF_FRAME',
  'TIME_SYSTEM',
  'MEAN_ELEMENT_THEORY',
];
const STANDARD_MEAN_ELEMENTS = [
  'EPOCH',
  'MEAN_MOTION',
  'ECCENTRICITY',
  'INCLINATION',
  'RA_OF_ASC_NODE',
  'ARG_OF_PERICENTER',
  'MEAN_ANOMALY',
];
const STANDARD_TLE_PARAMETERS = [
  'EPHEMERIS_TYPE',
  'CLASSIFICATION_TYPE',
  'NORAD_CAT_ID',
  'ELEMENT_SET_NO',
  'REV_AT_EPOCH',
  'BSTAR',
  'MEAN_MOTION_DOT',
  'MEAN_MOTION_DDOT',
];
const NAMED = { ...SET, name: 'ISS & "FRIENDS"' };

describe('the files themselves', () => {
  it('three lines are 0 and the name, then the two lines as published', () => {
    expect(write([NAMED], '3le').text).toBe(`0 ISS & "FRIENDS"\n${STATION}`);
    expect(write([{ ...SET, name: '' }], '3le').text).toBe(`0\n${STATION}`);
    expect(write([NAMED], '2le').text).toBe(STATION);
  });

  it('JSON has the keywords of CelesTrak, one record a line, epochs without a zone', () => {
    const { text } = write([SET, NAMED], 'omm-json');
    const lines = text.trimEnd().split('\n');
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([4, '[', ']']);
    const [record] = JSON.parse(text) as Record<string, unknown>[];
    expect(Object.keys(record!)).toEqual([
      'OBJECT_NAME',
      'OBJECT_ID',
      ...STANDARD_MEAN_ELEMENTS,
      ...STANDARD_TLE_PARAMETERS,
    ]);
    expect(record).toMatchObject({
      EPOCH: '2026-10-02T00:19:52.567968',
      NORAD_CAT_ID: 25_544,
      BSTAR: 7.6743e-5,
    });
  });

  it('CSV has the same columns, CRLF at the end of each row, quotes only where they must be', () => {
    const rows = write([SET, NAMED], 'omm-csv').text.split('\r\n');
    expect(rows).toHaveLength(4);
    expect(rows[0]).toBe(
      ['OBJECT_NAME', 'OBJECT_ID', ...STANDARD_MEAN_ELEMENTS, ...STANDARD_TLE_PARAMETERS].join(','),
    );
    expect(rows[1]).toBe(
      ',1998-067A,2026-10-02T00:19:52.567968,15.48707684,0.0006946,51.6312,131.4121,211.9293,148.1275,0,U,25544,999,58831,0.000076743,0.00003738,0',
    );
    expect(rows[2]).toMatch(/^"ISS & ""FRIENDS""",1998-067A,/);
  });

  it('KVN has the keywords of the standard in its order, a blank line between messages', () => {
    const [first, second, ...others] = write([NAMED, SET], 'omm-kvn').text.split('\n\n');
    expect(others).toEqual([]);
    const lines = first!.split('\n').map((line) => line.split(' = '));
    expect(lines.map(([keyword]) => keyword)).toEqual([
      'CCSDS_OMM_VERS',
      ...STANDARD_HEADER,
      ...STANDARD_METADATA,
      ...STANDARD_MEAN_ELEMENTS,
      ...STANDARD_TLE_PARAMETERS,
    ]);
    expect(Object.fromEntries(lines)).toMatchObject({
      CCSDS_OMM_VERS: '3.0',
      CREATION_DATE: '2026-10-03T12:00:00.000',
      ORIGINATOR: 'WATCHFLOOR',
      OBJECT_NAME: 'ISS & "FRIENDS"',
      CENTER_NAME: 'EARTH',
      REF_FRAME: 'TEME',
      TIME_SYSTEM: 'UTC',
      MEAN_ELEMENT_THEORY: 'SGP4',
      EPOCH: '2026-10-02T00:19:52.567968',
    });
    expect(second).toContain('\nOBJECT_NAME =\nOBJECT_ID = 1998-067A\n');
  });

  it('XML nests the same keywords as the standard does, is well-formed, and one ndm', () => {
    const { text } = write([NAMED, SET], 'omm-xml', { ...HEADER, originator: 'A & B' });
    expect(XMLValidator.validate(text)).toBe(true);
    expect(text).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<ndm [^>]*>\n<omm [^\n]*\n<omm [^\n]*\n<\/ndm>\n$/,
    );
    const message = text.split('\n')[2]!;
    expect(message.match(/^<omm id="CCSDS_OMM_VERS" version="3\.0"><header>/)).not.toBeNull();
    expect([...message.matchAll(/<(\w+)[ >]/g)].map(([, tag]) => tag)).toEqual([
      'omm',
      'header',
      ...STANDARD_HEADER,
      'body',
      'segment',
      'metadata',
      ...STANDARD_METADATA,
      'data',
      'meanElements',
      ...STANDARD_MEAN_ELEMENTS,
      'tleParameters',
      ...STANDARD_TLE_PARAMETERS,
    ]);
    expect(message).toMatch(
      /<\/meanElements><tleParameters>.*<\/tleParameters><\/data><\/segment><\/body><\/omm>$/,
    );
    expect(message).toContain('<ORIGINATOR>A &amp; B</ORIGINATOR>');
    expect(message).toContain('<OBJECT_NAME>ISS &amp; &quot;FRIENDS&quot;</OBJECT_NAME>');
  });
});
