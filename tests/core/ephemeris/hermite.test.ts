import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpolateHermite } from '../../../core/ephemeris/hermite.ts';

/** Rounding of numbers as large as 1e5 km. */
const EXACT_KM = 1e-9;
const STEP = 60;

const coefficient = (size: number) => fc.double({ min: -size, max: size, noNaN: true });
const cubic = fc.tuple(coefficient(5e4), coefficient(10), coefficient(1e-2), coefficient(1e-5));

type Cubic = readonly [number, number, number, number];
const valueOf = ([a, b, c, d]: Cubic, t: number): number => a + t * (b + t * (c + t * d));
const slopeOf = ([, b, c, d]: Cubic, t: number): number => b + t * (2 * c + t * 3 * d);

describe('interpolation between keyframes', () => {
  it('is exact for every cubic motion, in position and velocity', () => {
    fc.assert(
      fc.property(cubic, cubic, cubic, fc.double({ min: 0, max: 1, noNaN: true }), (x, y, z, s) => {
        const axes = [x, y, z];
        const stateAt = (t: number) => [...axes.map((p) => valueOf(p, t)), ...axes.map((p) => slopeOf(p, t))];
        // The second object of two, so that the offset counts.
        const a = [9, 9, 9, 9, 9, 9, ...stateAt(0)];
        const b = [7, 7, 7, 7, 7, 7, ...stateAt(STEP)];
        const out = new Float64Array(6);
        interpolateHermite({ a, b, offset: 6 }, STEP, s, out);
        stateAt(s * STEP).forEach((value, index) => {
          expect(Math.abs(out[index]! - value)).toBeLessThan(EXACT_KM);
        });
      }),
    );
  });

  it('meets both keyframes exactly', () => {
    const a = [7000, 1, 2, 0.5, 7.5, -1];
    const b = [6950, 451, -58, -1.2, 7.4, -0.9];
    const out = new Float64Array(6);
    interpolateHermite({ a, b, offset: 0 }, STEP, 0, out);
    expect([...out]).toEqual(a);
    interpolateHermite({ a, b, offset: 0 }, STEP, 1, out);
    out.forEach((value, index) => expect(value).toBeCloseTo(b[index]!, 12));
  });

  it('follows a low circular orbit within five metres over a minute, velocity within half a metre a second', () => {
    const n = Math.sqrt(398_600.8 / 6778 ** 3);
    const stateAt = (t: number) => [
      6778 * Math.cos(n * t), 6778 * Math.sin(n * t), 0,
      -6778 * n * Math.sin(n * t), 6778 * n * Math.cos(n * t), 0,
    ]; // prettier-ignore
    const out = new Float64Array(6);
    for (let s = 0; s <= 1; s += 0.05) {
      interpolateHermite({ a: stateAt(0), b: stateAt(STEP), offset: 0 }, STEP, s, out);
      const truth = stateAt(s * STEP);
      // The error of a cubic Hermite is step⁴/384 times the fourth derivative: 0.39 m here.
      expect(Math.hypot(out[0]! - truth[0]!, out[1]! - truth[1]!)).toBeLessThan(0.005);
      expect(Math.hypot(out[3]! - truth[3]!, out[4]! - truth[4]!)).toBeLessThan(0.0005);
    }
  });
});
