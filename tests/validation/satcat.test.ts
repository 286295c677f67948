import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ObjectIdentity } from '../../core/identity/identity.ts';
import { isSatelliteCatalogue, readSatelliteCatalogue } from '../../core/identity/satcat.ts';

/** A folder of real files, which are not part of the project; here satcat/. */
const DATA = process.env['WATCHFLOOR_DATA'];
const REASON = DATA === undefined ? ' (skipped: WATCHFLOOR_DATA names no folder of real data)' : '';

describe.skipIf(DATA === undefined)(`a real satellite catalogue${REASON}`, () => {
  it('objects.csv: all 70,188 rows are accepted, with the figures its README gives', () => {
    const bytes = readFileSync(join(DATA ?? '', 'satcat', 'objects.csv'));
    expect(isSatelliteCatalogue(bytes.subarray(0, 4096))).toBe(true);
    const { table, account } = readSatelliteCatalogue(bytes);
    expect(account).toMatchObject({ records: 70_188, accepted: 70_188, rejected: 0, objects: 70_188 });
    expect(account.warnings).toEqual([]);
    const identities = bytes
      .toString()
      .split('\n')
      .slice(1, -1)
      .map((row) => table.get(Number(row.split(',', 1)[0]))!);
    expect(identities).toHaveLength(70_188);
    const count = (holds: (identity: ObjectIdentity) => boolean): number => identities.filter(holds).length;
    expect(count(({ owner }) => owner !== '')).toBe(47_315);
    expect(count(({ launchDate }) => launchDate !== null)).toBe(47_315);
    expect(count(({ decayDate }) => decayDate !== null)).toBe(25_276);
    expect(count(({ hardBodyRadiusM }) => hardBodyRadiusM !== null)).toBe(19_174);
    expect(count(({ mass }) => mass !== null)).toBe(18_274);
    expect(count(({ name }) => name === '')).toBe(52);
    expect(count(({ isTypeGuessed }) => isTypeGuessed)).toBe(22_821);
    expect(count(({ catalogNumber }) => catalogNumber > 99_999)).toBe(322);
    expect(table.get(1)).toMatchObject({
      name: 'SL-1 R/B',
      internationalDesignator: '1957-001A',
      objectType: 'rocket-body',
      owner: 'CIS',
      launchDate: Date.UTC(1957, 9, 4),
      decayDate: Date.UTC(1957, 11, 1),
    });
  });
});
