import { describe, expect, test } from 'vitest';
import { isBehindEarth } from '../../../client/globe/earth-shape.ts';
import { pickObjects } from '../../../client/globe/picking.ts';
import { createSky, resetSky, stateAt, updateDrawn, type Sky } from '../../../client/globe/sky.ts';
import { aimView, createView, isOnCanvas, projectPoint, resizeView } from '../../../client/globe/view.ts';
import { motionOf, shell, type CircularOrbit } from './synthetic.ts';

const TIME = 23_456;
const TOLERANCE = 6;

function skyOf(orbits: readonly CircularOrbit[]): Sky {
  const sky = createSky();
  resetSky(sky, orbits.length, new Uint8Array(orbits.length));
  sky.motion = motionOf(orbits);
  updateDrawn(sky);
  return sky;
}

function viewFrom(azimuth: number, elevation: number) {
  const view = createView();
  resizeView(view, 1000, 800);
  aimView(view, { azimuth, elevation, distance: 30_000 });
  return view;
}

/** Out at GEO, farther than the camera. */
const BEFORE: CircularOrbit = { radius: 42_164, inclination: 0, node: 0, phase: 0.02 };

describe('picking', () => {
  test('finds every visible object of a shell at its own pixel, and none that the Earth hides', () => {
    const sky = skyOf(shell(2000, 6928));
    const view = viewFrom(0.4, 0.3);
    const state = new Float64Array(6);
    const pixel = new Float64Array(2);
    const wronglyMissed: number[] = [];
    const wronglyFound: number[] = [];
    let visible = 0;
    for (let i = 0; i < sky.count; i++) {
      stateAt(sky, i, TIME, state);
      projectPoint(view, state[0]!, state[1]!, state[2]!, pixel);
      if (!isOnCanvas(view, pixel[0]!, pixel[1]!)) continue;
      const found = pickObjects(sky, view, TIME, { x: pixel[0]!, y: pixel[1]!, tolerance: TOLERANCE });
      const isHidden = isBehindEarth(view.position, state[0]!, state[1]!, state[2]!);
      if (!isHidden) visible++;
      if (!isHidden && found[0] !== i) wronglyMissed.push(i);
      if (isHidden && found.includes(i)) wronglyFound.push(i);
    }
    expect(wronglyMissed).toEqual([]);
    expect(wronglyFound).toEqual([]);
    expect(visible).toBeGreaterThan(800);
    expect(visible).toBeLessThan(1700);
  });

  test('lists what lies within the tolerance, nearest first, and the sky holds nothing', () => {
    const orbits = [0.02, 0.021, 0.0195].map((phase) => ({ ...BEFORE, radius: 20_000, phase }));
    const sky = skyOf(orbits);
    const view = viewFrom(0, 0);
    const state = new Float64Array(6);
    const pixel = new Float64Array(2);
    stateAt(sky, 0, 0, state);
    projectPoint(view, state[0]!, state[1]!, state[2]!, pixel);
    const query = { x: pixel[0]!, y: pixel[1]!, tolerance: TOLERANCE };
    expect(pickObjects(sky, view, 0, query)).toEqual([0, 2, 1]);
    expect(pickObjects(sky, view, 0, { x: 5, y: 5, tolerance: TOLERANCE })).toEqual([]);
  });

  test('skips what is masked, what has a status, and what is behind the camera', () => {
    const orbits = [{ ...BEFORE, radius: 20_000 }, { ...BEFORE, radius: 20_000 }, BEFORE];
    const sky = skyOf(orbits);
    const view = viewFrom(0.02, 0);
    const query = { x: 500, y: 400, tolerance: TOLERANCE };
    expect(pickObjects(sky, view, 0, query)).toEqual([0, 1]);
    sky.mask[0] = 0;
    updateDrawn(sky);
    expect(pickObjects(sky, view, 0, query)).toEqual([1]);
    sky.motion = motionOf(orbits, { later: { 1: 1 } });
    updateDrawn(sky);
    expect(pickObjects(sky, view, 0, query)).toEqual([]);
  });

  test('answers nothing before the first keyframes', () => {
    const sky = createSky();
    resetSky(sky, 3, new Uint8Array(3));
    expect(pickObjects(sky, viewFrom(0, 0), 0, { x: 500, y: 400, tolerance: 1000 })).toEqual([]);
  });

  test('lists 24 objects at most', () => {
    const sky = skyOf(shell(2000, 6928));
    expect(pickObjects(sky, viewFrom(0, 0), TIME, { x: 500, y: 400, tolerance: 300 })).toHaveLength(24);
  });
});
