import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zonalGravity } from '../../../core/ephemeris/gravity.ts';
import { interpolateHermite } from '../../../core/ephemeris/hermite.ts';

const MU = 398_600.8;
/** Rounding of numbers as large as 1e5 km. */
const EXACT_KM = 1e-9;

/** A state on an ellipse at perigee, turned about by two angles. */
const state = fc
  .record({
    perigee: fc.double({ min: 6600, max: 40_000, noNaN: true }),
    eccentricity: fc.double({ min: 0, max: 0.7, noNaN: true }),
    inclination: fc.double({ min: 0, max: Math.PI, noNaN: true }),
    node: fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
  })
  .map(({ perigee, eccentricity, inclination, node }) => {
    const speed = Math.sqrt((MU * (1 + eccentricity)) / perigee);
    const [c, s] = [Math.cos(node), Math.sin(node)];
    const along = speed * Math.cos(inclination);
    return [perigee * c, perigee * s, 0, -along * s, along * c, speed * Math.sin(inclination)];
  });

function rate(y: readonly number[]): number[] {
  const g = new Float64Array(3);
  zonalGravity(y, 0, g);
  return [y[3]!, y[4]!, y[5]!, ...g];
}

function plus(y: readonly number[], k: readonly number[], h: number): number[] {
  return y.map((v, i) => v + h * k[i]!);
}

/** The motion of a state in the zonal field, by Runge-Kutta steps of a second. */
function moved(from: readonly number[], seconds: number): number[] {
  let now = [...from];
  const steps = Math.max(1, Math.ceil(Math.abs(seconds)));
  const h = seconds / steps;
  for (let step = 0; step < steps; step++) {
    const k1 = rate(now);
    const k2 = rate(plus(now, k1, h / 2));
    const k3 = rate(plus(now, k2, h / 2));
    const k4 = rate(plus(now, k3, h));
    now = now.map((v, i) => v + (h / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!));
  }
  return now;
}

function errorKm(
  from: readonly number[],
  step: number,
  fraction: number,
): { position: number; speed: number } {
  const out = new Float64Array(6);
  // The second object of two, so that the offset counts.
  const pad = [1, 2, 3, 4, 5, 6];
  const ends = { a: [...pad, ...from], b: [...pad, ...moved(from, step)], offset: 6 };
  interpolateHermite(ends, step, fraction, out);
  const truth = moved(from, fraction * step);
  const off = truth.map((value, i) => out[i]! - value);
  return { position: Math.hypot(...off.slice(0, 3)), speed: Math.hypot(...off.slice(3)) };
}

describe('interpolation between keyframes', () => {
  it('meets both keyframes exactly, in position and velocity', () => {
    fc.assert(
      fc.property(state, fc.constantFrom(60, 480), (from, step) => {
        for (const fraction of [0, 1]) {
          const { position, speed } = errorKm(from, step, fraction);
          expect(position).toBeLessThan(EXACT_KM);
          expect(speed).toBeLessThan(EXACT_KM);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('follows every motion in the zonal field to a metre over two minutes, and to 5 mm/s', () => {
    fc.assert(
      fc.property(state, fc.double({ min: 0, max: 1, noNaN: true }), (from, fraction) => {
        const { position, speed } = errorKm(from, 120, fraction);
        expect(position).toBeLessThan(1e-3);
        expect(speed).toBeLessThan(5e-5);
      }),
      { numRuns: 100 },
    );
  });

  it('errs 64 times less with half the step, as a quintic does', () => {
    const low = [6778, 0, 0, 0, 4.5, Math.sqrt(MU / 6778 - 4.5 ** 2)];
    const ratio = errorKm(low, 480, 0.5).position / errorKm(low, 240, 0.5).position;
    expect(ratio).toBeGreaterThan(45);
    expect(ratio).toBeLessThan(85);
  });
});
