import { expect, test } from 'vitest';
import { DEFAULT_AGE_LIMITS } from '../../../core/elements/age.ts';
import { buildCatalog, searchCatalog, shareOlderThan } from '../../../client/link/catalog.ts';

const INFO = {
  revision: 1,
  objects: 5,
  sources: [],
  medianEpoch: 0,
  lastChange: null,
  feeds: [],
  ageLimits: DEFAULT_AGE_LIMITS,
};
const CATALOG = buildCatalog(
  {
    revision: 1,
    catalogNumbers: [5, 25544, 100_001, 270_000, 900_000_001],
    names: ['VANGUARD 1', 'ISS (ZARYA)', 'NEW ONE', 'MY ISS COPY', ''],
    internationalDesignators: ['1958-002B', '1998-067A', '2025-001A', '2025-001B', ''],
    typeCodes: [0, 0, 2, 1, 3],
    isTypeGuessed: [],
    regimeCodes: [],
    owners: [],
    epochs: [0, 10, 20, 30, 40],
    sourceIndices: [0, 0, 0, 0, 0],
  },
  INFO,
);
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

test('the share of old sets counts both ways in time', () => {
  expect(shareOlderThan([0, 50, 100], 50, 40)).toBeCloseTo(2 / 3);
  expect(shareOlderThan([], 50, 40)).toBe(0);
});
