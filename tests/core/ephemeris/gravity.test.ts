import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zonalGravity, zonalPotential } from '../../../core/ephemeris/gravity.ts';

/** Fourth-order differences with a 10 km step: 1e-9 of the pull, and rounding of a potential of 60 km²/s². */
const GRADIENT_TOLERANCE_KM_S2 = 2e-11;
const STEP_KM = 10;

function gravity(x: number, y: number, z: number): [number, number, number] {
  const out = new Float64Array(3);
  zonalGravity([0, 0, x, y, z], 2, out);
  return [out[0]!, out[1]!, out[2]!];
}

function slope(f: (h: number) => number): number {
  return (8 * (f(STEP_KM) - f(-STEP_KM)) - (f(2 * STEP_KM) - f(-2 * STEP_KM))) / (12 * STEP_KM);
}

describe('the gravity both ends share', () => {
  it('is the gradient of the zonal potential everywhere outside the Earth', () => {
    const radius = fc.double({ min: 6500, max: 50_000, noNaN: true });
    const turn = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });
    const height = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(radius, turn, height, (r, angle, u) => {
        const planar = r * Math.sqrt(1 - u * u);
        const [x, y, z] = [planar * Math.cos(angle), planar * Math.sin(angle), r * u];
        const [ax, ay, az] = gravity(x, y, z);
        expect(Math.abs(ax - slope((h) => zonalPotential(x + h, y, z)))).toBeLessThan(
          GRADIENT_TOLERANCE_KM_S2,
        );
        expect(Math.abs(ay - slope((h) => zonalPotential(x, y + h, z)))).toBeLessThan(
          GRADIENT_TOLERANCE_KM_S2,
        );
        expect(Math.abs(az - slope((h) => zonalPotential(x, y, z + h)))).toBeLessThan(
          GRADIENT_TOLERANCE_KM_S2,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('is 398,600.8 over the square of the distance far away', () => {
    const [ax] = gravity(400_000, 0, 0);
    expect(ax).toBeCloseTo(-398_600.8 / 400_000 ** 2, 11);
  });

  it('pulls the node of a polar-neighbour orbit as J2 says: stronger at the equator, weaker at the poles', () => {
    const equator = -gravity(7000, 0, 0)[0];
    const pole = -gravity(0, 0, 7000)[2];
    const sphere = 398_600.8 / 7000 ** 2;
    // 3/2 J2 (Re/r)² more at the equator, twice that less at the pole, to first order.
    const j2 = 1.5 * 0.001_082_616 * (6378.135 / 7000) ** 2;
    expect(equator / sphere - 1).toBeCloseTo(j2, 4);
    expect(pole / sphere - 1).toBeCloseTo(-2 * j2, 4);
  });

  it('is not symmetric about the equator, because of J3', () => {
    const north = -gravity(0, 0, 7000)[2];
    const south = gravity(0, 0, -7000)[2];
    expect(Math.abs(north - south)).toBeGreaterThan(1e-8);
  });
});
