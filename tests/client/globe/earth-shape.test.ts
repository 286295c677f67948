import { describe, expect, test } from 'vitest';
import { buildEllipsoid, isBehindEarth, placeOnEllipsoid } from '../../../client/globe/earth-shape.ts';
import {
  EARTH_EQUATORIAL_RADIUS_KM,
  EARTH_POLAR_RADIUS_KM,
  geodeticOfEcef,
} from '../../../core/frames/geodetic.ts';

const CAMERA = [30_000, 0, 0];
/** Float32 of 6378 km is 0.5 m. */
const FLOAT32_KM = 0.001;
/** Triangles at the poles have no area; rounding leaves them this much, km³, where others have 1e9. */
const FLAT_TRIANGLE = 1e5;

/** Whether the Earth blocks a line of sight that passes its centre at this height along an axis, seen from far away. */
function blocks(height: number, axis: 'y' | 'z'): boolean {
  const [y, z] = axis === 'y' ? [height, 0] : [0, height];
  return isBehindEarth([1e9, y, z], -1e5, y, z);
}

describe('what the Earth hides', () => {
  test('an object beyond the Earth is hidden, one before it or beside it is not', () => {
    expect(isBehindEarth(CAMERA, -7000, 0, 0)).toBe(true);
    expect(isBehindEarth(CAMERA, 7000, 0, 0)).toBe(false);
    expect(isBehindEarth(CAMERA, -7000, 12_000, 0)).toBe(false);
  });

  test('an object behind the camera is not hidden', () => {
    expect(isBehindEarth(CAMERA, 42_164, 0, 0)).toBe(false);
  });

  test('the line of sight may graze the equator at its radius and the pole at the smaller one', () => {
    expect(blocks(EARTH_EQUATORIAL_RADIUS_KM + 1, 'y')).toBe(false);
    expect(blocks(EARTH_EQUATORIAL_RADIUS_KM - 1, 'y')).toBe(true);
    expect(blocks(EARTH_POLAR_RADIUS_KM + 1, 'z')).toBe(false);
    expect(blocks(EARTH_POLAR_RADIUS_KM - 1, 'z')).toBe(true);
  });

  test('a satellite 550 km up sets 1 km behind the horizon, not before', () => {
    const orbit = EARTH_EQUATORIAL_RADIUS_KM + 550;
    const limb =
      Math.acos(EARTH_EQUATORIAL_RADIUS_KM / CAMERA[0]!) + Math.acos(EARTH_EQUATORIAL_RADIUS_KM / orbit);
    const at = (angle: number): boolean =>
      isBehindEarth(CAMERA, orbit * Math.cos(angle), orbit * Math.sin(angle), 0);
    expect(at(limb - 1 / orbit)).toBe(false);
    expect(at(limb + 1 / orbit)).toBe(true);
  });
});

describe('the ground', () => {
  test('carries its map on geodetic latitude', () => {
    const columns = 36;
    const rows = 18;
    const { positions, uvs } = buildEllipsoid(columns, rows);
    let compared = 0;
    for (let i = 0; i < positions.length / 3; i++) {
      const [x, y, z] = [positions[i * 3]!, positions[i * 3 + 1]!, positions[i * 3 + 2]!];
      const { latitude, longitude, height } = geodeticOfEcef([x, y, z]);
      expect(Math.abs(height)).toBeLessThan(FLOAT32_KM);
      expect(latitude).toBeCloseTo((uvs[i * 2 + 1]! - 0.5) * Math.PI, 5);
      // At a pole any longitude is right; across the seam π is as good as −π.
      const turn = (uvs[i * 2]! - 0.5) * 2 * Math.PI - longitude;
      expect(Math.cos(latitude) * Math.sin(turn)).toBeCloseTo(0, 5);
      compared++;
    }
    expect(compared).toBe((columns + 1) * (rows + 1));
  });

  test('has all triangles facing outward', () => {
    const { positions, indices } = buildEllipsoid(12, 6);
    const at = (i: number): readonly [number, number, number] => [
      positions[i * 3]!,
      positions[i * 3 + 1]!,
      positions[i * 3 + 2]!,
    ];
    for (let i = 0; i < indices.length; i += 3) {
      const [a, b, c] = [at(indices[i]!), at(indices[i + 1]!), at(indices[i + 2]!)];
      const [u, v] = [b, c].map((p) => p.map((value, axis) => value - a[axis]!));
      const outward =
        a[0] * (u![1]! * v![2]! - u![2]! * v![1]!) +
        a[1] * (u![2]! * v![0]! - u![0]! * v![2]!) +
        a[2] * (u![0]! * v![1]! - u![1]! * v![0]!);
      expect(outward).toBeGreaterThan(-FLAT_TRIANGLE);
    }
  });

  test('puts Greenwich on the x axis and 90° east on y', () => {
    const [x, y] = placeOnEllipsoid(new Float32Array([0, 0, Math.PI / 2, 0]), 0).slice(0, 2);
    expect(x).toBeCloseTo(EARTH_EQUATORIAL_RADIUS_KM, 2);
    expect(y).toBeCloseTo(0, 2);
  });
});
