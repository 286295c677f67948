import { describe, expect, it } from 'vitest';
import { findClosestApproach, findCloseApproaches } from '../../../core/conjunction/closest-approach.ts';
import type { ElementSet } from '../../../core/elements/element-set.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { createPropagator, minutesSinceEpoch } from '../../../core/propagation/sgp4.ts';

/** The last element sets before the collision, as published by CelesTrak (celestrak.org/events/collision). */
const COLLISION = `IRIDIUM 33
1 24946U 97051C   09040.78448243 +.00000153 +00000-0 +47668-4 0  9994
2 24946 086.3994 121.7028 0002288 085.1644 274.9812 14.34219863597336
COSMOS 2251
1 22675U 93036A   09040.49834364 -.00000001  00000-0  95251-5 0  9996
2 22675 074.0355 019.4646 0016027 098.7014 261.5952 14.31135643817415
`;
const [IRIDIUM, COSMOS] = setsOf(COLLISION);
const DAY = { start: Date.UTC(2009, 1, 10), end: Date.UTC(2009, 1, 11) };

function setsOf(text: string): [ElementSet, ElementSet] {
  const { sets } = readElementSets(text);
  return [sets[0]!, sets[1]!];
}

/** Each second, and each millisecond about the lowest: slow and plain. */
function bruteForce(a: ElementSet, b: ElementSet, { start, end }: { start: number; end: number }) {
  const [one, two] = [createPropagator(a), createPropagator(b)];
  const [p, q] = [new Float64Array(6), new Float64Array(6)];
  const distance = (time: number): number => {
    one.propagate(minutesSinceEpoch(a, time), p, 0);
    two.propagate(minutesSinceEpoch(b, time), q, 0);
    return Math.hypot(p[0]! - q[0]!, p[1]! - q[1]!, p[2]! - q[2]!);
  };
  const least = (from: number, to: number, step: number): number => {
    let best = from;
    for (let t = from; t <= to; t += step) if (distance(t) < distance(best)) best = t;
    return best;
  };
  const coarse = least(start, end, 1000);
  const tca = least(Math.max(start, coarse - 1000), Math.min(end, coarse + 1000), 1);
  return { tca, missDistance: distance(tca) };
}

const notional = (changes: Partial<ElementSet>): ElementSet => ({
  ...IRIDIUM,
  catalogNumber: 900_000_001,
  ...changes,
});

describe('findClosestApproach', () => {
  it('finds the collision of Iridium 33 and Cosmos 2251 to 2 ms, 1 m and 1 m/s of what the element sets say', () => {
    const found = findClosestApproach(IRIDIUM, COSMOS, DAY);
    expect(found.ok).toBe(true);
    if (!found.ok) return;
    expect(Math.abs(found.tca - Date.UTC(2009, 1, 10, 16, 55, 59, 796))).toBeLessThanOrEqual(2);
    expect(Math.abs(found.missDistance - 0.698)).toBeLessThanOrEqual(0.001);
    expect(Math.abs(found.relativeSpeed - 11.647)).toBeLessThanOrEqual(0.001);
  });

  it('gives radial, transverse and normal parts that make the miss distance', () => {
    const found = findClosestApproach(IRIDIUM, COSMOS, DAY);
    expect(found.ok && Math.hypot(...found.missRtn)).toBeCloseTo(found.ok ? found.missDistance : 0, 9);
  });

  it.each([
    ['two low orbits', notional({ inclinationDeg: 51.6 }), COSMOS],
    [
      'a low and an eccentric orbit',
      notional({ meanMotionRevPerDay: 2.006, eccentricity: 0.72, inclinationDeg: 63.4 }),
      COSMOS,
    ],
    [
      'two geosynchronous orbits',
      notional({ meanMotionRevPerDay: 1.0027, eccentricity: 0.0002, inclinationDeg: 0.1, bstar: 0 }),
      { ...COSMOS, meanMotionRevPerDay: 1.0028, eccentricity: 0.001, inclinationDeg: 2, bstar: 0 },
    ],
  ])('agrees with a scan second by second: %s', (_name, a, b) => {
    const window = { start: DAY.start, end: DAY.start + 12 * 3_600_000 };
    const found = findClosestApproach(a, b, window);
    const plain = bruteForce(a, b, window);
    expect(found.ok).toBe(true);
    if (!found.ok) return;
    expect(found.missDistance).toBeLessThanOrEqual(plain.missDistance + 1e-6);
    expect(Math.abs(found.missDistance - plain.missDistance)).toBeLessThan(0.02);
  });

  it.each([
    ['the same object twice', IRIDIUM, IRIDIUM, DAY, 'same-object'],
    [
      'a window that ends before it begins',
      IRIDIUM,
      COSMOS,
      { start: DAY.end, end: DAY.start },
      'bad-window',
    ],
    ['a window of a year', IRIDIUM, COSMOS, { start: DAY.start, end: Date.UTC(2010, 1, 1) }, 'bad-window'],
    [
      'an object that has decayed',
      notional({ meanMotionRevPerDay: 16.4, bstar: 0.1 }),
      COSMOS,
      { start: DAY.end, end: DAY.end + 20 * 86_400_000 },
      'propagation-failed',
    ],
  ] as const)('refuses %s by name', (_name, a, b, window, reason) => {
    const found = findClosestApproach(a, b, window);
    expect(found.ok ? 'found' : found.reason).toBe(reason);
  });

  it('answers numbers, not NaN, for two objects that fly together', () => {
    const found = findClosestApproach(IRIDIUM, notional({}), DAY);
    expect(found).toMatchObject({ ok: true, missDistance: 0, relativeSpeed: 0, approachAngle: null });
  });
});

describe('findCloseApproaches', () => {
  it('lists every approach below a threshold in order of time', () => {
    const found = findCloseApproaches(IRIDIUM, COSMOS, { ...DAY, thresholdKm: 500 });
    expect(found.length).toBeGreaterThan(1);
    expect(found.map(({ tca }) => tca)).toEqual(found.map(({ tca }) => tca).toSorted((a, b) => a - b));
    expect(found.every(({ missDistance }) => missDistance < 500)).toBe(true);
  });
});
