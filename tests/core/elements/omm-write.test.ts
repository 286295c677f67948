import { describe, expect, it } from 'vitest';
import { ommKeywordsOf } from '../../../core/elements/omm-write.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { generateNotionalCatalog } from '../../../core/notional/generate.ts';

describe('an element set written as an OMM', () => {
  it('is read back as the same set, for every object of the notional catalogue', () => {
    const sets = generateNotionalCatalog({ seed: 'round trip', epoch: Date.UTC(2026, 10, 22) });
    const read = readElementSets(JSON.stringify(sets.map(ommKeywordsOf)));
    expect(read.account).toMatchObject({ accepted: sets.length, rejected: 0 });
    expect(read.sets).toEqual(sets);
  });

  it('keeps the microseconds of its epoch', () => {
    const [set] = generateNotionalCatalog({ seed: 'x', epoch: Date.UTC(2026, 10, 22), count: 1 });
    expect(ommKeywordsOf({ ...set!, epoch: Date.UTC(2026, 0, 1) + 0.125 }).EPOCH).toBe(
      '2026-01-01T00:00:00.000125Z',
    );
  });
});
