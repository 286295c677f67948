import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WRITE_FORMATS } from '../../../core/elements/write.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { runCli } from '../../helpers/server.ts';
import { ALPHA5, BAD_CHECKSUM, HALF_A_SET, ISS, VANGUARD } from '../element-sets.ts';

/** A number that no TLE can hold; elements of ISS. */
const NINE_DIGITS = JSON.stringify([
  {
    OBJECT_NAME: 'NINE, "DIGITS"',
    OBJECT_ID: '1998-067A',
    EPOCH: '2008-09-20T12:25:40.104192',
    MEAN_MOTION: 15.72125391,
    ECCENTRICITY: 0.0006703,
    INCLINATION: 51.6416,
    RA_OF_ASC_NODE: 247.4627,
    ARG_OF_PERICENTER: 130.536,
    MEAN_ANOMALY: 325.0288,
    NORAD_CAT_ID: 799_501_621,
    BSTAR: -0.000011606,
  },
]);

let dir: string;
const file = (name: string) => join(dir, name);
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'watchfloor-convert-'));
  writeFileSync(file('good.3le'), ISS + VANGUARD + ALPHA5);
  writeFileSync(file('bad.tle'), `${BAD_CHECKSUM}${VANGUARD}${HALF_A_SET}`);
  writeFileSync(file('nine.json'), NINE_DIGITS);
  writeFileSync(
    file('mixed.json'),
    `${NINE_DIGITS.slice(0, -1)},${NINE_DIGITS.slice(1).replace('799501621', '5')}`,
  );
  writeFileSync(file('empty.tle'), '');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('watchfloor convert', () => {
  it.each(WRITE_FORMATS)('writes every set of a file as %s, which can be read back', async (format) => {
    const { code, stdout, stderr } = await runCli(['convert', file('good.3le'), '--to', format]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const found = readElementSets(stdout);
    expect(found.format).toBe(format.endsWith('le') ? 'tle' : format);
    expect(found.account).toMatchObject({ accepted: 3, rejected: 0, warnings: [] });
    const { sets } = readElementSets(ISS + VANGUARD + ALPHA5);
    expect(found.sets).toEqual(format === '2le' ? sets.map((set) => ({ ...set, name: '' })) : sets);
  });

  it('--output writes a file instead, and nothing to standard output', async () => {
    const { code, stdout, stderr } = await runCli([
      'convert',
      file('good.3le'),
      '--to',
      '3le',
      '--output',
      file('out.3le'),
    ]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readElementSets(readFileSync(file('out.3le'))).account).toMatchObject({
      accepted: 3,
      rejected: 0,
    });
  });

  it('names rejected records with their line on standard error, and goes on', async () => {
    const { code, stdout, stderr } = await runCli(['convert', file('bad.tle'), '--to', '2le']);
    expect(code).toBe(0);
    expect(readElementSets(stdout).sets.map((set) => set.catalogNumber)).toEqual([5]);
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/bad\.tle, line 2: line 1: checksum is 0, should be 7$/),
      expect.stringMatching(/bad\.tle, line 8: line 1 without a line 2/),
    ]);
  });

  it('--lenient converts sets of wrong checksum, and mends it', async () => {
    const { code, stdout } = await runCli(['convert', file('bad.tle'), '--to', '2le', '--lenient']);
    expect(code).toBe(0);
    expect(readElementSets(stdout).account).toMatchObject({ accepted: 2, rejected: 0, warnings: [] });
  });

  it('names sets the format cannot hold with the reason, and writes the others', async () => {
    const { code, stdout, stderr } = await runCli(['convert', file('mixed.json'), '--to', '3le']);
    expect(code).toBe(0);
    expect(readElementSets(stdout).sets.map((set) => set.catalogNumber)).toEqual([5]);
    expect(stderr).toMatch(
      /^\S+mixed\.json, object 799501621: a TLE cannot hold the catalog number 799501621 without loss\n\S+mixed\.json: 1 sets written, 1 left out\n$/,
    );
  });

  it('exits 2 when no set fits', async () => {
    const { code, stdout, stderr } = await runCli(['convert', file('nine.json'), '--to', '2le']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/watchfloor: \S+nine\.json: no element set fits 2le\n$/);
  });

  it('leaves the file it should write alone when there is nothing to read', async () => {
    writeFileSync(file('kept.json'), 'kept');
    const { code } = await runCli([
      'convert',
      file('empty.tle'),
      '--to',
      'omm-json',
      '--output',
      file('kept.json'),
    ]);
    expect(code).toBe(2);
    expect(readFileSync(file('kept.json'), 'utf8')).toBe('kept');
  });

  it.each([
    [
      'a format nobody knows',
      ['good.3le', '--to', 'xml'],
      /--to xml: one of 2le, 3le, omm-json, omm-csv, omm-xml, omm-kvn is wanted/,
    ],
    ['no format', ['good.3le'], /required option '--to <format>'/],
    ['no file', ['missing.tle', '--to', '2le'], /cannot read \S+missing\.tle/],
    ['an empty file', ['empty.tle', '--to', '2le'], /empty\.tle, line 1: no element sets: the file is empty/],
    [
      'a place that cannot be written',
      ['good.3le', '--to', '2le', '--output', '/nowhere/out.tle'],
      /cannot write \/nowhere\/out\.tle/,
    ],
  ])('refuses with one line and exit 2: %s', async (_, [name = '', ...args], says) => {
    const { code, stdout, stderr } = await runCli(['convert', file(name), ...args]);
    expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
      code: 2,
      stdout: '',
      lines: 1,
    });
    expect(stderr).toMatch(says);
  });
});
