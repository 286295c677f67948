import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAlpha5,
  MAX_ALPHA5_NUMBER,
  parseCatalogNumber,
} from '../../../core/elements/catalog-number.ts';

describe('a catalog number', () => {
  it.each([
    // The table of Space-Track's "Alpha-5 numbering scheme".
    ['A0000', 100_000],
    ['E8493', 148_493],
    ['H9999', 179_999],
    ['J2931', 182_931],
    ['N9999', 229_999],
    ['P4018', 234_018],
    ['W1928', 301_928],
    ['Z9999', 339_999],
    ['T0438', 270_438],
  ])('is read from its Alpha-5 spelling %s and written back', (text, number) => {
    expect(parseCatalogNumber(text)).toBe(number);
    expect(formatAlpha5(number)).toBe(text);
  });

  it('is read padded with blanks or zeros, and with up to nine digits', () => {
    expect(parseCatalogNumber('    5')).toBe(5);
    expect(parseCatalogNumber('00005')).toBe(5);
    expect(parseCatalogNumber('100001')).toBe(100_001);
    expect(parseCatalogNumber('999999999')).toBe(999_999_999);
  });

  it.each([
    '',
    '     ',
    'I0001',
    'O0001',
    'a0001',
    'A001',
    'A00011',
    'AA001',
    '1A000',
    '-5',
    '5.0',
    '1e5',
    '1234567890',
    'A 001',
    '１２',
  ])('is not read from %j', (text) => {
    expect(parseCatalogNumber(text)).toBeNull();
  });

  it('survives writing and reading, from 0 to 339999', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_ALPHA5_NUMBER }), (number) => {
        const text = formatAlpha5(number);
        expect(text).toHaveLength(5);
        expect(parseCatalogNumber(text!)).toBe(number);
      }),
    );
  });

  it('does not fit the five columns of a TLE above 339999', () => {
    expect(formatAlpha5(340_000)).toBeNull();
    expect(formatAlpha5(900_000_001)).toBeNull();
  });
});
