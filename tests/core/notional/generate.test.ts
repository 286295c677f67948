import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ElementSet } from '../../../core/elements/element-set.ts';
import { guessObjectType } from '../../../core/elements/object-type.ts';
import { checkRanges } from '../../../core/elements/ranges.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { generateNotionalCatalog } from '../../../core/notional/generate.ts';
import { createPropagator } from '../../../core/propagation/sgp4.ts';
import { formatIsoUtc } from '../../../core/time/calendar.ts';

const EPOCH = Date.UTC(2026, 10, 23, 8);
const MINUTES_PER_DAY = 1440;

let sets: ElementSet[];
beforeAll(() => {
  sets = generateNotionalCatalog({ seed: 'test', epoch: EPOCH });
});

function identity(set: ElementSet): string {
  return `${set.catalogNumber} ${set.name} ${set.internationalDesignator}`;
}

function debrisShare(catalog: readonly ElementSet[]): number {
  return catalog.filter((set) => guessObjectType(set.name) === 'debris').length / catalog.length;
}

function digest(catalog: readonly ElementSet[]): string {
  return createHash('sha256').update(JSON.stringify(catalog)).digest('hex');
}

describe('the notional catalogue', () => {
  it('has about thirty thousand objects unless another number is asked for', () => {
    expect(sets.length).toBeGreaterThanOrEqual(25_000);
    expect(sets.length).toBeLessThanOrEqual(35_000);
    expect(generateNotionalCatalog({ seed: 'test', epoch: EPOCH, count: 2500 })).toHaveLength(2500);
    expect(generateNotionalCatalog({ seed: 'test', epoch: EPOCH, count: 0 })).toHaveLength(0);
  });

  it('is the same for the same seed and epoch, and another for another of either', () => {
    const first = digest(sets);
    expect(digest(generateNotionalCatalog({ seed: 'test', epoch: EPOCH }))).toBe(first);
    expect(digest(generateNotionalCatalog({ seed: 'other', epoch: EPOCH }))).not.toBe(first);
    expect(digest(generateNotionalCatalog({ seed: 'test', epoch: EPOCH + 60_000 }))).not.toBe(first);
  });

  it('gives an object the same number, name and designator whatever the epoch', () => {
    const later = generateNotionalCatalog({ seed: 'test', epoch: EPOCH + 400 * 86_400_000 });
    expect(later.map(identity)).toEqual(sets.map(identity));
  });

  it('uses no catalog number, name or designator twice', () => {
    for (const key of ['catalogNumber', 'name', 'internationalDesignator'] as const) {
      expect(new Set(sets.map((set) => set[key])).size, `with ${key}`).toBe(sets.length);
    }
  });

  it('numbers objects from 900,000,001 on, far above every real one', () => {
    const numbers = sets.map((set) => set.catalogNumber);
    expect(Math.min(...numbers)).toBe(900_000_001);
    expect(Math.max(...numbers)).toBe(900_000_000 + sets.length);
  });

  it('says NOTIONAL in every name and starts every designator with N, so that nobody can take it for real', () => {
    expect(sets.filter((set) => !/\bNOTIONAL\b/.test(set.name))).toEqual([]);
    // COSPAR's own form is four digits of the year first.
    expect(
      sets.filter((set) => !/^N\d{4}-\d{3,}[A-HJ-NP-Z]{1,3}$/.test(set.internationalDesignator)),
    ).toEqual([]);
    expect(sets.filter((set) => set.classification !== 'U')).toEqual([]);
  });

  it('has element sets up to two days older than the epoch asked for, half of them from the last half day', () => {
    const ages = sets.map((set) => (EPOCH - set.epoch) / 86_400_000).sort((a, b) => a - b);
    expect(ages[0]!).toBeGreaterThanOrEqual(0);
    expect(ages.at(-1)!).toBeLessThanOrEqual(2.0001);
    expect(ages[ages.length >> 1]!).toBeLessThan(0.5);
    expect(sets.filter((set) => !Number.isInteger(set.epoch))).toEqual([]);
  });

  it('holds only numbers that a reader of element sets accepts', () => {
    expect(sets.filter((set) => checkRanges(set) !== null)).toEqual([]);
    const sample = sets.filter((_, index) => index % 500 === 0);
    const result = readElementSets(JSON.stringify(sample.map(ommOf)));
    expect(result.account).toMatchObject({ records: sample.length, accepted: sample.length, rejected: 0 });
    expect(result.sets).toEqual(sample);
  });

  it('propagates every object a day back and thirty ahead, but for the twelve named DECAYING', () => {
    const out = new Float64Array(6);
    let states = 0;
    const failed = new Set<string>();
    for (const set of sets) {
      const propagator = createPropagator(set);
      for (const days of [0, -1, 1, 7, 30]) {
        const status = propagator.propagate(days * MINUTES_PER_DAY, out, 0);
        states += 1;
        if (status !== 0) failed.add(set.name);
      }
    }
    expect(states).toBe(sets.length * 5);
    expect([...failed].filter((name) => !name.includes('DECAYING'))).toEqual([]);
    expect(failed.size).toBeGreaterThan(0);
    expect(sets.filter((set) => set.name.includes('DECAYING'))).toHaveLength(12);
  }, 60_000);

  it('gives a smaller catalogue the same mixture', () => {
    const small = generateNotionalCatalog({ seed: 'test', epoch: EPOCH, count: 3000 });
    expect(Math.abs(debrisShare(small) - debrisShare(sets))).toBeLessThan(0.005);
  });
});

function ommOf(set: ElementSet) {
  return {
    OBJECT_NAME: set.name,
    OBJECT_ID: set.internationalDesignator,
    EPOCH: formatIsoUtc(set.epoch, 6),
    MEAN_MOTION: set.meanMotionRevPerDay,
    ECCENTRICITY: set.eccentricity,
    INCLINATION: set.inclinationDeg,
    RA_OF_ASC_NODE: set.raanDeg,
    ARG_OF_PERICENTER: set.argumentOfPerigeeDeg,
    MEAN_ANOMALY: set.meanAnomalyDeg,
    EPHEMERIS_TYPE: 0,
    CLASSIFICATION_TYPE: set.classification,
    NORAD_CAT_ID: set.catalogNumber,
    ELEMENT_SET_NO: set.elementSetNumber,
    REV_AT_EPOCH: set.revolutionAtEpoch,
    BSTAR: set.bstar,
    MEAN_MOTION_DOT: set.meanMotionDot,
    MEAN_MOTION_DDOT: set.meanMotionDdot,
  };
}
