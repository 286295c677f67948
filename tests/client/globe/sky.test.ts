import { describe, expect, test } from 'vitest';
import { createSky, resetSky, stateAt, updateDrawn, type Sky } from '../../../client/globe/sky.ts';
import { circularState, motionOf, shell } from './synthetic.ts';

/** The synthetic orbits know no J2: quintic Hermite over 60 s is off by 2 m then. */
const POSITION_TOLERANCE_KM = 0.003;

const orbits = shell(50, 6928);

function filledSky(): Sky {
  const sky = createSky();
  resetSky(sky, orbits.length, new Uint8Array(orbits.length));
  sky.motion = motionOf(orbits);
  updateDrawn(sky);
  return sky;
}

describe('the sky', () => {
  test('gives positions between keyframes to three metres', () => {
    const sky = filledSky();
    const out = new Float64Array(6);
    let compared = 0;
    orbits.forEach((orbit, i) => {
      expect(stateAt(sky, i, 31_000, out)).toBe(true);
      const truth = circularState(orbit, 31);
      expect(Math.hypot(out[0]! - truth[0]!, out[1]! - truth[1]!, out[2]! - truth[2]!)).toBeLessThan(
        POSITION_TOLERANCE_KM,
      );
      compared++;
    });
    expect(compared).toBe(50);
  });

  test('stands still past its keyframes', () => {
    const sky = filledSky();
    const last = new Float64Array(6);
    const later = new Float64Array(6);
    stateAt(sky, 0, 60_000, last);
    stateAt(sky, 0, 90_000, later);
    expect(later).toEqual(last);
  });

  test('counts what it draws: not masked, and good in both keyframes', () => {
    const sky = filledSky();
    expect(sky.drawnCount).toBe(50);
    sky.mask[3] = 0;
    sky.motion = motionOf(orbits, { earlier: { 4: 2 }, later: { 5: 1 } });
    updateDrawn(sky);
    expect(sky.drawnCount).toBe(47);
    expect(Array.from(sky.drawn.subarray(2, 7))).toEqual([1, 0, 0, 0, 1]);
    expect(stateAt(sky, 3, 0, new Float64Array(6))).toBe(false);
  });

  test('draws the selected object although it is masked, but not when its position is bad', () => {
    const sky = filledSky();
    sky.mask[3] = 0;
    sky.selected = 3;
    updateDrawn(sky);
    expect(sky.drawn[3]).toBe(1);
    sky.motion = motionOf(orbits, { later: { 3: 1 } });
    updateDrawn(sky);
    expect(sky.drawn[3]).toBe(0);
  });

  test('draws nothing of a new catalogue until its keyframes come', () => {
    const sky = filledSky();
    resetSky(sky, 2, new Uint8Array(2));
    updateDrawn(sky);
    expect(sky.drawnCount).toBe(0);
    expect(stateAt(sky, 0, 0, new Float64Array(6))).toBe(false);
  });

  test('refuses type codes for another number of objects', () => {
    expect(() => resetSky(createSky(), 3, new Uint8Array(2))).toThrow(RangeError);
  });
});
