import { array, assert, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ElementSet } from '../../../core/elements/element-set.ts';
import { ElementTable } from '../../../core/elements/element-table.ts';
import { historiesOf, inUseAt } from '../../../core/elements/history.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import type { IdentityTable } from '../../../core/identity/identity-table.ts';
import { readSatelliteCatalogue } from '../../../core/identity/satcat.ts';
import {
  Catalog,
  type CatalogSource,
  countAgeClasses,
  describeSources,
} from '../../../server/simulation/catalog.ts';
import { DEFAULT_AGE_LIMITS } from '../../../core/elements/age.ts';
import { ISS_2008, VANGUARD_2000 } from '../../helpers/sets.ts';

const { sets } = readElementSets(`${ISS_2008}\n${VANGUARD_2000}`);
const ISS = sets[0]!;
const VANGUARD = sets[1]!;
const DAY = 86_400_000;

function source(
  name: string,
  elements: readonly ElementSet[],
  { isOn = true, identities = null }: { isOn?: boolean; identities?: IdentityTable | null } = {},
): CatalogSource {
  const sorted = [...elements].sort((a, b) => a.catalogNumber - b.catalogNumber || a.epoch - b.epoch);
  return {
    info: {
      id: name,
      name,
      kind: identities ? 'satellite-catalogue' : 'elements',
      format: 'tle',
      sets: elements.length,
      newestEpoch: 0,
      loadedAt: 0,
      loadedBy: 'a test',
      isOn,
      isNotional: false,
      origin: 'loaded',
    },
    table: ElementTable.of(sorted),
    identities,
  };
}

const aged = (set: ElementSet, days: number, name = set.name): ElementSet => ({
  ...set,
  name,
  epoch: set.epoch + days * DAY,
});
const namesAt = (catalog: Catalog, time: number): readonly string[] =>
  Array.from(catalog.selectAt(time).chosen, (place, index) => catalog.entryAt(index, place).name);

describe('the catalogue', () => {
  it('has one entry an object, in order of catalog number, however many sources hold it', () => {
    const catalog = new Catalog([source('a', [ISS, VANGUARD]), source('b', [aged(ISS, 1)])], 3);
    expect([...catalog.catalogNumbers]).toEqual([5, 25_544]);
    expect(catalog.indexByNumber.get(25_544)).toBe(1);
    expect(catalog.revision).toBe(3);
    expect(catalog.placesOf(1)).toHaveLength(2);
  });

  it('uses the newest set that is not after the time, across sources', () => {
    const catalog = new Catalog(
      [source('a', [aged(ISS, 0, 'day 0'), aged(ISS, 4, 'day 4')]), source('b', [aged(ISS, 2, 'day 2')])],
      1,
    );
    expect(namesAt(catalog, ISS.epoch + 1 * DAY)).toEqual(['day 0']);
    expect(namesAt(catalog, ISS.epoch + 2 * DAY)).toEqual(['day 2']);
    expect(namesAt(catalog, ISS.epoch + 3.9 * DAY)).toEqual(['day 2']);
    expect(namesAt(catalog, ISS.epoch + 400 * DAY)).toEqual(['day 4']);
  });

  it('uses the oldest set before there was any', () => {
    const catalog = new Catalog([source('a', [aged(ISS, 1, 'day 1'), aged(ISS, 2, 'day 2')])], 1);
    expect(namesAt(catalog, ISS.epoch)).toEqual(['day 1']);
  });

  it('takes the source loaded later where two sets have one epoch', () => {
    const catalog = new Catalog(
      [source('a', [aged(ISS, 0, 'first')]), source('b', [aged(ISS, 0, 'second')])],
      1,
    );
    expect(namesAt(catalog, ISS.epoch)).toEqual(['second']);
    expect(catalog.entryAt(0, catalog.placeAt(0, ISS.epoch)).sourceIndex).toBe(1);
  });

  it('leaves out a source that is off', () => {
    const catalog = new Catalog([source('a', [ISS]), source('b', [VANGUARD], { isOn: false })], 1);
    expect([...catalog.catalogNumbers]).toEqual([25_544]);
    expect(describeSources(catalog, catalog.selectAt(0)).map(({ objectsInUse }) => objectsInUse)).toEqual([
      1, 0,
    ]);
  });

  it('holds a selection for just the span of time it is right for, checked against every history by itself', () => {
    const epochs = array(record({ object: integer({ min: 1, max: 4 }), day: integer({ min: 0, max: 9 }) }), {
      minLength: 1,
      maxLength: 30,
    });
    let compared = 0;
    assert(
      property(epochs, array(integer({ min: -1, max: 11 }), { maxLength: 12 }), (records, days) => {
        const all = records.map(({ object, day }, i) => ({
          ...aged(ISS, day, `set ${i}`),
          catalogNumber: object,
        }));
        const histories = historiesOf(all);
        const catalog = new Catalog([source('a', all)], 1);
        let selection = catalog.selectAt(ISS.epoch);
        for (const day of days) {
          const time = ISS.epoch + day * DAY;
          selection = catalog.selectAt(time, selection);
          const expected = [...catalog.catalogNumbers].map(
            (number) => inUseAt(histories.get(number)!, time).epoch,
          );
          expect(Array.from(selection.chosen, (place) => catalog.epochAt(place))).toEqual(expected);
          compared++;
        }
      }),
    );
    expect(compared).toBeGreaterThan(200);
  });

  it('counts objects by the age of their sets', () => {
    const catalog = new Catalog([source('a', [ISS, VANGUARD])], 1);
    const counted = countAgeClasses(catalog, catalog.selectAt(ISS.epoch), {
      time: ISS.epoch + 4 * DAY,
      limits: DEFAULT_AGE_LIMITS,
    });
    expect(counted).toEqual({ fresh: 0, ageing: 1, stale: 0, lost: 1 });
  });
});

describe('identity', () => {
  const rows = [
    'OBJECT_NAME,OBJECT_ID,NORAD_CAT_ID,OBJECT_TYPE,OPS_STATUS_CODE,OWNER,LAUNCH_DATE,LAUNCH_SITE,DECAY_DATE,PERIOD,INCLINATION,APOGEE,PERIGEE,RCS',
    'VANGUARD 1,1958-002B,5,PAY,,US,1958-03-17,AFETR,,132.7,34.27,3834,649,0.1220',
    'NAMED BY THE CATALOGUE,1998-067A,25544,R/B,,ISS,1998-11-20,TYMSC,2008-09-21,92.9,51.64,420,413,399.05',
  ].join('\n');
  const identities = readSatelliteCatalogue(rows).table;
  const catalog = new Catalog(
    [source('a', [{ ...ISS, name: '' }, VANGUARD]), source('satcat', [], { identities })],
    1,
  );
  const entry = (number: number) => {
    const index = catalog.indexByNumber.get(number)!;
    return catalog.entryAt(index, catalog.placeAt(index, ISS.epoch));
  };

  it('comes from a satellite catalogue where there is one, with its name', () => {
    expect(entry(5)).toMatchObject({ objectType: 'payload', isTypeGuessed: false });
    expect(entry(5).identity).toMatchObject({ owner: 'US', source: 'satcat' });
    expect(describeSources(catalog, catalog.selectAt(0))[1]).toMatchObject({ objectsInUse: 2 });
  });
  it('gives a name to a set without one, and its type counts for more than a name', () => {
    expect(entry(25_544)).toMatchObject({ name: 'NAMED BY THE CATALOGUE', objectType: 'rocket-body' });
  });
  it('knows that an object was down at a time', () => {
    const index = catalog.indexByNumber.get(25_544)!;
    expect(catalog.hasRecordedDecay(index, Date.UTC(2008, 8, 20, 23))).toBe(false);
    expect(catalog.hasRecordedDecay(index, Date.UTC(2008, 8, 21))).toBe(true);
    expect(catalog.hasRecordedDecay(0, Date.UTC(2050, 0, 1))).toBe(false);
  });
});
