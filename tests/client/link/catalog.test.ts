import { expect, test } from 'vitest';
import { DEFAULT_AGE_LIMITS } from '../../../core/elements/age.ts';
import {
  ageCodes,
  applyPatch,
  buildCatalog,
  medianAge,
  searchCatalog,
} from '../../../client/link/catalog.ts';

const INFO = {
  revision: 1,
  objects: 5,
  sources: [],
  selection: 0,
  run: 'a run',
  medianEpoch: 0,
  lastChange: null,
  withheld: 0,
  feeds: [],
  ageLimits: DEFAULT_AGE_LIMITS,
};
const PICTURE = {
  revision: 1,
  selection: 0,
  catalogNumbers: [5, 25544, 100_001, 270_000, 900_000_001],
  names: ['VANGUARD 1', 'ISS (ZARYA)', 'NEW ONE', 'MY ISS COPY', ''],
  internationalDesignators: ['1958-002B', '1998-067A', '2025-001A', '2025-001B', ''],
  typeCodes: [0, 0, 2, 1, 3],
  isTypeGuessed: [1, 1, 1, 1, 1],
  regimeCodes: [0, 0, 2, 0, 4],
  owners: ['US', '', '', '', ''],
  epochs: [0, 10, 20, 30, 40],
  sourceIndices: [0, 0, 0, 0, 0],
};
const CATALOG = buildCatalog(PICTURE, INFO);
const names = (query: string): readonly string[] =>
  searchCatalog(CATALOG, query, 10).indices.map((index) => CATALOG.names[index] ?? '');

test('a catalog number is found in every spelling', () => {
  expect(names('25544')).toEqual(['ISS (ZARYA)']);
  expect(names('00005')).toEqual(['VANGUARD 1']);
  expect(names('A0001')).toEqual(['NEW ONE']);
  expect(names('100001')).toEqual(['NEW ONE']);
  expect(searchCatalog(CATALOG, 'T0000', 10).indices).toEqual([3]);
});

test('the number itself comes before names and designators that begin so, and those before all that contain it', () => {
  expect(names('5')[0]).toBe('VANGUARD 1');
  expect(names('iss')).toEqual(['ISS (ZARYA)', 'MY ISS COPY']);
  expect(names('1998')).toEqual(['ISS (ZARYA)']);
});

test('more hits than the limit are counted all the same', () => {
  const { indices, total } = searchCatalog(CATALOG, '20', 1);
  expect(indices).toHaveLength(1);
  expect(total).toBe(2);
});

test('an empty query finds nothing, and a query never runs from one field into the next', () => {
  expect(searchCatalog(CATALOG, '  ', 10).total).toBe(0);
  expect(names('1 5')).toEqual([]);
});

test('the median age counts both ways in time', () => {
  expect(medianAge(Float64Array.of(0, 45, 100, 60, 51), 50)).toBe(10);
  expect(medianAge(new Float64Array(0), 50)).toBeNaN();
});

test('an element change moves epochs and sources of the objects it names, once and never backwards', () => {
  const columns = buildCatalog(PICTURE, INFO);
  const patch = { revision: 1, selection: 2, indices: [1, 3], epochs: [11, 33], sourceIndices: [1, 0] };
  expect(applyPatch(columns, patch)).toBe(true);
  expect([...columns.epochs]).toEqual([0, 11, 20, 33, 40]);
  expect([...columns.sourceIndices]).toEqual([0, 1, 0, 0, 0]);
  expect(applyPatch(columns, { ...patch, selection: 1, epochs: [0, 0] })).toBe(false);
  expect(applyPatch(columns, { ...patch, selection: 3, revision: 2 })).toBe(false);
  expect(columns.epochs[1]).toBe(11);
});

test('element sets age by the limits of their regime, backwards too', () => {
  const day = 86_400_000;
  const columns = buildCatalog({ ...PICTURE, epochs: [0, 0, 0, -4 * day, 0] }, INFO);
  // Low orbits are ageing from 3 days, geosynchronous from 7, others from 5; a set from after the clock ages alike.
  expect([...ageCodes(columns, 4 * day, DEFAULT_AGE_LIMITS)]).toEqual([1, 1, 0, 2, 0]);
  expect([...ageCodes(columns, -40 * day, DEFAULT_AGE_LIMITS)]).toEqual([3, 3, 3, 3, 3]);
});
