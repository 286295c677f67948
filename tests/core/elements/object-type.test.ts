import { describe, expect, it } from 'vitest';
import { guessObjectType } from '../../../core/elements/object-type.ts';

describe('the type guessed from a name', () => {
  it.each([
    ['ISS (ZARYA)', 'payload'],
    ['STARLINK-1007', 'payload'],
    ['DEBUT (ORIZURU)', 'payload'],
    ['FENGYUN 1C DEB', 'debris'],
    ['FREGAT DEB [TANK]', 'debris'],
    ['COSMOS 1818 COOLANT', 'debris'],
    ['fengyun 1c deb', 'debris'],
    ['CZ-2C R/B', 'rocket-body'],
    ['SL-6 R/B(2)', 'rocket-body'],
    ['SMS 1 AKM', 'rocket-body'],
    ['CZ-6A R/B DEB', 'debris'],
    ['TBA - TO BE ASSIGNED', 'unknown'],
    ['OBJECT AB', 'unknown'],
    ['UNKNOWN', 'unknown'],
    ['81134', 'unknown'],
    ['', 'unknown'],
  ])('of %j is %s', (name, type) => {
    expect(guessObjectType(name)).toBe(type);
  });
});
