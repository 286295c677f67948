import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EARTH_ROTATION_RAD_PER_S, positionTemeToEcef, temeToEcef } from '../../../core/frames/ecef.ts';
import type { Vector3 } from '../../../core/vector.ts';

/** Second differences over half a second of a 7,000 km orbit, and of the mean rotation rate. */
const SPEED_TOLERANCE_KM_S = 1e-6;

const coordinate = fc.double({ min: -50_000, max: 50_000, noNaN: true });
const instant = fc.integer({ min: Date.UTC(1957, 0, 1), max: Date.UTC(2057, 0, 1) });

describe('the Earth-fixed frame', () => {
  it('leaves lengths and the axis of the Earth alone', () => {
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, instant, (x, y, z, time) => {
        const turned = positionTemeToEcef([x, y, z], time);
        expect(turned[2]).toBe(z);
        expect(Math.abs(Math.hypot(...turned) - Math.hypot(x, y, z))).toBeLessThan(1e-9);
      }),
    );
  });

  it('gives the velocity as seen from the turning Earth, the derivative of its own position', () => {
    const position: Vector3 = [5094.180_162_1, 6127.644_659_5, 6380.344_532_7];
    const velocity: Vector3 = [-4.746_131_487, 0.785_818_041, 5.531_931_288];
    const time = Date.UTC(2004, 3, 6, 7, 51, 28);
    const at = (seconds: number): Vector3 => {
      const moved = position.map((p, i) => p + velocity[i]! * seconds) as unknown as Vector3;
      return positionTemeToEcef(moved, time + seconds * 1000);
    };
    const { velocityEcef } = temeToEcef({ positionTeme: position, velocityTeme: velocity }, time);
    [0, 1, 2].forEach((axis) => {
      const slope = at(0.25)[axis]! - at(-0.25)[axis]!;
      expect(Math.abs(slope / 0.5 - velocityEcef[axis]!)).toBeLessThan(SPEED_TOLERANCE_KM_S);
    });
  });

  it('holds a body at rest on the Earth at rest', () => {
    const time = Date.UTC(2026, 0, 1);
    const r = 42_164;
    const { velocityEcef } = temeToEcef(
      { positionTeme: [r, 0, 0], velocityTeme: [0, r * EARTH_ROTATION_RAD_PER_S, 0] },
      time,
    );
    expect(Math.hypot(...velocityEcef)).toBeLessThan(1e-12);
  });
});
