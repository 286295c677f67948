import { describe, expect, it } from 'vitest';
import { detectFormat, readElementSets } from '../../../core/elements/read.ts';

/**
 * Vanguard 1 of 2020-10-13 as CelesTrak prints it, values from the sample OMM files of github.com/brandon-rhodes/python-sgp4
 * (MIT); the object of the second message is invented from it.
 */
const VALUES = {
  OBJECT_NAME: 'VANGUARD 1',
  OBJECT_ID: '1958-002B',
  EPOCH: '2020-10-13T04:52:48.472320',
  MEAN_MOTION: '10.84869164',
  ECCENTRICITY: '.1845686',
  INCLINATION: '34.2443',
  RA_OF_ASC_NODE: '225.5254',
  ARG_OF_PERICENTER: '162.2516',
  MEAN_ANOMALY: '205.2356',
  EPHEMERIS_TYPE: '0',
  CLASSIFICATION_TYPE: 'U',
  NORAD_CAT_ID: '5',
  ELEMENT_SET_NO: '999',
  REV_AT_EPOCH: '21814',
  BSTAR: '-.22483E-4',
  MEAN_MOTION_DOT: '-1.6E-7',
  MEAN_MOTION_DDOT: '0',
} as const;
type Values = Readonly<Record<string, string>>;
const SECOND: Values = { ...VALUES, OBJECT_NAME: 'NINE, "DIGITS"', NORAD_CAT_ID: '799501621' };

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const row = (values: Values): string => Object.values(values).map(quoted).join(',');
const HEADER = Object.keys(VALUES).join(',');
const csv = (...messages: readonly Values[]): string => [HEADER, ...messages.map(row), ''].join('\r\n');
const kvn = (values: Values): string =>
  [
    'CCSDS_OMM_VERS = 3.0',
    'COMMENT notional',
    ...Object.entries(values).map(([k, v]) => `${k} = ${v}`),
    '',
  ].join('\n');
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
const xml = (values: Values): string =>
  `<omm id="CCSDS_OMM_VERS" version="3.0"><header><CREATION_DATE/></header><body><segment><metadata>\n${Object.entries(
    values,
  )
    .map(([tag, value]) => `<${tag}>${escaped(value)}</${tag}>`)
    .join('\n')}\n</metadata></segment></body></omm>\n`;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const ndm = (...messages: readonly string[]): string =>
  `<?xml version="1.0"?>\n<ndm>\n${messages.join('')}</ndm>\n`;

describe('an orbit mean-elements message', () => {
  const files = {
    'omm-csv': csv(VALUES, SECOND),
    'omm-kvn': kvn(VALUES) + kvn(SECOND),
    'omm-xml': ndm(xml(VALUES), xml(SECOND)),
    'omm-json': JSON.stringify([VALUES, SECOND]),
  } as const;

  it.each(Object.entries(files))(
    'is the same element set as %s, whatever stands before it',
    (format, text) => {
      const { sets } = readElementSets(files['omm-json']);
      expect(sets).toHaveLength(2);
      expect(sets[0]).toMatchObject({ catalogNumber: 5, eccentricity: 0.1845686, bstar: -2.2483e-5 });
      expect(sets[1]).toMatchObject({ catalogNumber: 799_501_621, name: 'NINE, "DIGITS"' });
      for (const before of ['', '\ufeff', '\n\n  ']) {
        const read = readElementSets(before + text);
        expect(read.format).toBe(format);
        expect(read.account).toMatchObject({ records: 2, accepted: 2, rejected: 0, objects: 2 });
        expect(read.sets).toEqual(sets);
      }
    },
  );

  it('keeps the microseconds of its epoch in every encoding', () => {
    for (const text of Object.values(files)) {
      expect(readElementSets(text).sets[0]!.epoch % 1000).toBeCloseTo(472.32, 3);
    }
  });

  it('is found from its content, never from a name', () => {
    expect(Object.values(files).map((text) => detectFormat(bytes(text)))).toEqual(Object.keys(files));
    expect(detectFormat(bytes('<html><body>403</body></html>'))).toBe('tle');
  });
});

describe('a broken message costs only itself, and is named with its line and a code', () => {
  it('a CSV row with too few or too many cells is never read shifted', () => {
    const text = [
      HEADER,
      row(VALUES),
      row(VALUES).replace('VANGUARD 1,', ''),
      `${row(VALUES)},7`,
      row(SECOND),
    ].join('\n');
    const { account, sets } = readElementSets(text);
    expect(account).toMatchObject({ records: 4, accepted: 2, rejected: 2 });
    expect(account.rejects.map(({ line, code }) => [line, code])).toEqual([
      [3, 'csv'],
      [4, 'csv'],
    ]);
    expect(sets[1]!.catalogNumber).toBe(799_501_621);
  });

  it('a CSV row after a cell with a line break still has its own line number', () => {
    const text = csv({ ...VALUES, OBJECT_NAME: 'TWO\nLINES' }, { ...VALUES, MEAN_MOTION: 'x' });
    expect(readElementSets(text).account.rejects[0]).toMatchObject({ line: 4, code: 'field' });
  });

  it('a KVN message with an unknown, doubled or missing keyword is refused with it', () => {
    const cases = [
      ['WRONG_KEYWORD = 123', 'keyword', 'WRONG_KEYWORD'],
      ['NORAD_CAT_ID = 6', 'keyword', 'NORAD_CAT_ID'],
      ['no keyword at all', 'keyword', 'no keyword'],
    ] as const;
    for (const [line, code, word] of cases) {
      const { account } = readElementSets(`${kvn(VALUES)}${line}\n${kvn(SECOND)}`);
      expect(account).toMatchObject({ accepted: 1, rejected: 1 });
      expect(account.rejects[0]!.code).toBe(code);
      expect(account.rejects[0]!.reason).toContain(word);
    }
    const { BSTAR: _left, ...without } = VALUES;
    expect(readElementSets(kvn(without)).account.rejects[0]).toMatchObject({ code: 'missing-field' });
  });

  it('units in brackets are taken in silence', () => {
    const text = kvn(VALUES)
      .replace('34.2443', '34.2443 [deg]')
      .replace('10.84869164', '10.84869164 [rev/day]');
    expect(readElementSets(text).account).toMatchObject({ accepted: 1, rejected: 0, warnings: [] });
  });

  it('an XML message that is not well formed, cut off, or has a part twice is refused', () => {
    const broken = xml(VALUES).replace('</INCLINATION>', '</INCL>');
    const doubled = xml(VALUES).replace('</body>', '<segment><metadata/></segment></body>');
    const cut = xml(VALUES).slice(0, 300);
    const { account } = readElementSets(ndm(broken, doubled, xml(SECOND), cut));
    expect(account).toMatchObject({ accepted: 1, rejected: 3 });
    expect(account.rejects.map(({ code }) => code)).toEqual(['xml', 'xml', 'xml']);
    expect(account.rejects[0]!.line).toBe(3);
  });

  it('entities that would grow without end are not followed', () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE omm [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>\n${xml(
      {
        ...VALUES,
        OBJECT_NAME: 'X',
      },
    ).replace('>X<', '>&b;&b;&b;<')}`;
    const { sets } = readElementSets(bomb);
    expect(sets.every(({ name }) => !name.includes('aaaa'))).toBe(true);
  });

  it('another theory, frame or centre is refused in every encoding', () => {
    for (const change of [
      { MEAN_ELEMENT_THEORY: 'SGP4-XP' },
      { REF_FRAME: 'TOD' },
      { CENTER_NAME: 'MARS' },
    ]) {
      const values = { ...VALUES, ...change };
      for (const text of [kvn(values), ndm(xml(values)), JSON.stringify(values)]) {
        expect(readElementSets(text).account.rejects[0]).toMatchObject({ code: 'theory' });
      }
    }
  });
});
