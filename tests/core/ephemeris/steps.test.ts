import { describe, expect, it } from 'vitest';
import { readElementSets } from '../../../core/elements/read.ts';
import { type Slice, SLICE_SIZE, sliceObjects } from '../../../core/ephemeris/slices.ts';
import { chooseSteps, sourceOf, stepOfLevel, TIERS, tierOf } from '../../../core/ephemeris/steps.ts';
import { generateNotionalCatalog } from '../../../core/notional/generate.ts';
import { createPropagator } from '../../../core/propagation/sgp4.ts';
import { layOut, measureStream } from '../../helpers/stream-errors.ts';
import { GEO, ISS } from '../../server/element-sets.ts';

const EPOCH = Date.UTC(2026, 2, 1, 12);

const stepsOf = (text: string) => {
  const set = readElementSets(text).sets[0]!;
  return chooseSteps(sourceOf([createPropagator(set)]), [set], set.epoch)[0]!;
};

const object = (levels: readonly [number, number, number], apogeeKm = 7000) => ({
  levels,
  errorsKm: [0.001, 0.01, 0.1] as const,
  apogeeKm,
});

const sizesOf = (slices: readonly Slice[]) =>
  slices.map(({ indices }) => indices.length).sort((a, b) => a - b);

describe('the step of an object', () => {
  it('is the largest that keeps it within the bound: minutes for a low orbit, an hour for a geosynchronous one', () => {
    const low = stepsOf(ISS);
    const high = stepsOf(GEO);
    expect(low.levels.map(stepOfLevel)).toEqual([480, 480, 960]);
    expect(high.levels.map(stepOfLevel)).toEqual([3840, 3840, 3840]);
    for (const { levels, errorsKm } of [low, high]) {
      expect([...levels]).toEqual([...levels].sort((a, b) => a - b));
      errorsKm.forEach((error, tier) => expect(error).toBeLessThanOrEqual(0.6 * TIERS[tier]!.boundKm));
    }
  });

  it('depends on the rate by three tiers', () => {
    expect([0, 1, -60, 60.1, 100, -100.5, 1000].map(tierOf)).toEqual([0, 0, 0, 1, 1, 2, 2]);
  });
});

describe('slices', () => {
  it('hold objects of equal steps and format, each once, 1,024 at the most, in the order of the catalogue', () => {
    const objects = Array.from({ length: 2500 }, (_, i) =>
      i % 5 === 0 ? object([7, 7, 7], 42_000) : object([4, 4, 5], i % 7 === 0 ? 9000 : 7000),
    );
    const slices = sliceObjects([...objects.keys()], objects);
    for (const { indices } of slices) {
      expect(indices.length).toBeLessThanOrEqual(SLICE_SIZE);
      expect([...indices]).toEqual([...indices].sort((a, b) => a - b));
    }
    expect(slices.flatMap(({ indices }) => [...indices]).sort((a, b) => a - b)).toEqual([...objects.keys()]);
    expect(sizesOf(slices)).toEqual([286, 500, 690, 1024]);
    expect(new Set(slices.map(({ format }) => format))).toEqual(new Set(['PV16', 'PV20']));
  });

  it('of one step do not all come due at once', () => {
    const objects = Array.from({ length: 4 * SLICE_SIZE }, () => object([4, 4, 5]));
    expect(sliceObjects([...objects.keys()], objects).map(({ phase }) => phase)).toEqual([0, 120, 240, 360]);
  });

  it('declare a bound above what was measured, for each tier', () => {
    const [slice] = sliceObjects([0], [object([4, 4, 5])]);
    [0.002, 0.02, 0.2].forEach((least, tier) => expect(slice!.boundsKm[tier]).toBeGreaterThan(least));
    expect(slice!.boundsKm[0]).toBeLessThan(0.02);
  });

  it('take a coarser last bit for objects farther out than 66,000 km', () => {
    const [slice] = sliceObjects([0], [object([7, 7, 7], 300_000)]);
    expect(slice).toMatchObject({ format: 'PV20', resolution: { positionKm: 0.016 } });
  });
});

describe('decoded keyframes, interpolated in float32 as the GPU does it', () => {
  const laid = layOut(generateNotionalCatalog({ seed: 'stream', epoch: EPOCH, count: 2500 }), EPOCH);

  it.each([
    [0, 10, 1.5],
    [1, 100, 2],
    [2, 1000, 0.6],
  ] as const)('keep the promise of tier %i: p99 within %i m of SGP4', (tier, p99M, kilobytes) => {
    const errors = measureStream(laid, tier, EPOCH);
    expect(errors.samples).toBeGreaterThan(20_000);
    expect(errors.p99M).toBeLessThan(p99M);
    expect(errors.shareWithinBound).toBeGreaterThanOrEqual(0.9999);
    expect(errors.mostOverBound).toBeLessThan(2);
    // For a whole catalogue of 28,488.
    expect((errors.bytesPerSecond * 28_488) / 2500 / 1000).toBeLessThan(kilobytes);
  });
});
