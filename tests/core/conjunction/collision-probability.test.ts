import { assert, double, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addCovariances,
  computePc,
  type Covariance,
  dilutionThreshold,
  type EncounterPlane,
  type RelativeState,
  toEncounterPlane,
} from '../../../core/conjunction/collision-probability.ts';
import { erfBetween } from '../../../core/conjunction/erf.ts';
import { PC_CASES, type PcCase } from './pc-cases.ts';

function stateOf({ unitKm, r1, v1, c1, r2, v2, c2 }: PcCase): RelativeState {
  const difference = (a: readonly number[], b: readonly number[]) =>
    [0, 1, 2].map((axis) => (b[axis]! - a[axis]!) * unitKm) as [number, number, number];
  const scaled = (c: readonly number[]) => c.map((value) => value * unitKm * unitKm) as unknown as Covariance;
  return {
    position: difference(r1, r2),
    velocity: difference(v1, v2),
    covariance: addCovariances(scaled(c1), scaled(c2)),
    radiusKm: Math.hypot(...r1) * unitKm,
  };
}

const planeOf = (one: PcCase) => toEncounterPlane(stateOf(one), one.hbr * one.unitKm)!;

describe('probability in the encounter plane', () => {
  it.each(PC_CASES)('is what NASA CARA publishes: $about', (one) => {
    const plane = planeOf(one);
    const hbr = one.hbr * one.unitKm;
    for (const method of ['FOSTER-1992', 'ALFANO-2005'] as const) {
      const pc = computePc(method, plane, hbr);
      expect(Math.abs(pc - one.pc)).toBeLessThanOrEqual(one.tolerance * one.pc + 1e-200);
    }
  });

  it('names what is doubtful', () => {
    const flags = Object.fromEntries(PC_CASES.map((one) => [one.about, planeOf(one).flags]));
    expect(flags['a covariance that is none']).toContain('not-positive-definite');
    expect(flags['Omitron 1']).toEqual(['diluted']);
    expect(flags['37849 and 13512, 2021-06-12']).toEqual([]);
    const [one] = PC_CASES;
    const slow = { ...stateOf(one!), velocity: [1e-6, 0, 0] as const };
    expect(toEncounterPlane(slow, 0.01)!.flags).toContain('slow-encounter');
    expect(toEncounterPlane({ ...slow, velocity: [0, 0, 0] }, 0.01)).toBeNull();
  });

  it('is the same in whichever frame', () => {
    const [one] = PC_CASES;
    const { position: p, velocity: v, covariance: c, radiusKm } = stateOf(one!);
    // x → y → z → x.
    const turned: RelativeState = {
      position: [p[2], p[0], p[1]],
      velocity: [v[2], v[0], v[1]],
      covariance: [c[5], c[2], c[4], c[0], c[1], c[3]],
      radiusKm,
    };
    const hbr = one!.hbr * one!.unitKm;
    const expected = computePc('FOSTER-1992', planeOf(one!), hbr);
    const pc = computePc('FOSTER-1992', toEncounterPlane(turned, hbr)!, hbr);
    expect(Math.abs(pc / expected - 1)).toBeLessThan(1e-9);
  });

  const plane = record({
    x: double({ min: 0, max: 5, noNaN: true }),
    z: double({ min: 0, max: 5, noNaN: true }),
    large: double({ min: 0.5, max: 3, noNaN: true }),
    ratio: double({ min: 0.3, max: 1, noNaN: true }),
  }).map(({ x, z, large, ratio }): EncounterPlane => {
    const sigma = [large, large * ratio] as const;
    return {
      miss: [x, z],
      sigma,
      mahalanobisSquared: (x / sigma[0]) ** 2 + (z / sigma[1]) ** 2,
      flags: [],
    };
  });

  it('is near the density times the disc where the body is small, by every method', () => {
    assert(
      property(plane, (one) => {
        const hbr = 1e-4;
        const small =
          ((hbr * hbr) / (2 * one.sigma[0] * one.sigma[1])) * Math.exp(-one.mahalanobisSquared / 2);
        for (const method of ['FOSTER-1992', 'ALFANO-2005', 'CHAN-1997'] as const)
          expect(Math.abs(computePc(method, one, hbr) / small - 1)).toBeLessThan(1e-4);
      }),
    );
  });

  it('is at most the bound of Alfriend, which a covariance of that shape reaches', () => {
    assert(
      property(
        plane.filter(({ mahalanobisSquared }) => mahalanobisSquared > 0.1),
        double({ min: 0.1, max: 10, noNaN: true }),
        (one, k) => {
          const hbr = 1e-3;
          const bound = computePc('ALFRIEND-1999', one, hbr);
          const scaledBy = (factor: number): EncounterPlane => ({
            ...one,
            sigma: [one.sigma[0] * factor, one.sigma[1] * factor],
            mahalanobisSquared: one.mahalanobisSquared / factor ** 2,
          });
          expect(computePc('FOSTER-1992', scaledBy(k), hbr)).toBeLessThanOrEqual(bound * (1 + 1e-4));
          const greatest = computePc('FOSTER-1992', scaledBy(dilutionThreshold(one)), hbr);
          expect(Math.abs(greatest / bound - 1)).toBeLessThan(1e-4);
        },
      ),
    );
  });

  it('grows with the body, from nothing to everything', () => {
    const one: EncounterPlane = { miss: [1, 0.5], sigma: [1, 0.4], mahalanobisSquared: 2.5625, flags: [] };
    const values = [0, 0.1, 1, 2, 5, 20].map((hbr) => computePc('FOSTER-1992', one, hbr));
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(values[0]).toBe(0);
    expect(values.at(-1)).toBeCloseTo(1, 12);
  });
});

describe('the error function', () => {
  // Abramowitz & Stegun, table 7.1, and Wolfram's values of erfc in the tail.
  it.each([
    [0, 0.5, 0.5204998778130465],
    [-1, 1, 1.685401585899426],
    [0, 2, 0.9953222650189527],
    [3, 1e9, 2.209049699858544e-5],
    [10, 1e9, 2.088487583762545e-45],
  ])('between %d and %d', (a, b, expected) => {
    expect(Math.abs(erfBetween(a, b) / expected - 1)).toBeLessThan(1e-12);
    expect(erfBetween(-b, -a)).toBeCloseTo(erfBetween(a, b), 15);
  });
});
