import { describe, expect, test } from 'vitest';
import {
  aimView,
  createView,
  distanceToFit,
  isOnCanvas,
  projectPoint,
  radiansPerPixel,
  resizeView,
  type View,
} from '../../../client/globe/view.ts';

const RADIUS_KM = 6378.137;
/** Far below a pixel; only rounding of doubles. */
const PIXEL_TOLERANCE = 1e-6;

function viewAt(azimuth: number, elevation: number, distance: number): View {
  const view = createView();
  resizeView(view, 1200, 800);
  aimView(view, { azimuth, elevation, distance });
  return view;
}

function pixelOf(view: View, x: number, y: number, z: number): [number, number] | null {
  const out = new Float64Array(2);
  return projectPoint(view, x, y, z, out) ? [out[0]!, out[1]!] : null;
}

const dot = (a: Float64Array, b: Float64Array): number => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;

describe('the view', () => {
  test('has the middle of the Earth in the middle of the canvas, from anywhere', () => {
    for (const [azimuth, elevation] of [
      [0, 0],
      [2.5, 0.7],
      [-1, -Math.PI / 2],
      [1, Math.PI / 2],
    ] as const) {
      const pixel = pixelOf(viewAt(azimuth, elevation, 30_000), 0, 0, 0);
      expect(pixel![0]).toBeCloseTo(600, 6);
      expect(pixel![1]).toBeCloseTo(400, 6);
    }
  });

  test('shows east to the right and north above', () => {
    const view = viewAt(0, 0, 30_000);
    expect(pixelOf(view, RADIUS_KM, 500, 0)![0]).toBeGreaterThan(600);
    expect(pixelOf(view, RADIUS_KM, 0, 500)![1]).toBeLessThan(400);
  });

  test('has axes of length one, at right angles, also over a pole', () => {
    const { right, up, back } = viewAt(0.3, Math.PI / 2, 20_000);
    for (const axis of [right, up, back]) expect(dot(axis, axis)).toBeCloseTo(1, 12);
    expect(dot(right, up)).toBeCloseTo(0, 12);
    expect(dot(right, back)).toBeCloseTo(0, 12);
    expect(dot(up, back)).toBeCloseTo(0, 12);
  });

  test('says nothing of a point behind the camera', () => {
    expect(pixelOf(viewAt(0, 0, 30_000), 42_164, 0, 0)).toBeNull();
  });

  test('knows the edges of the canvas', () => {
    const view = viewAt(0, 0, 30_000);
    expect(isOnCanvas(view, 0, 800)).toBe(true);
    expect(isOnCanvas(view, -1, 400)).toBe(false);
    expect(isOnCanvas(view, 600, 801)).toBe(false);
  });

  test('makes the Earth fill the share of the shorter side it was asked for, upright or wide', () => {
    const distance = distanceToFit(RADIUS_KM, 0.76);
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      const view = viewAt(0, 0, distance);
      resizeView(view, width, height);
      const limbSlope = Math.tan(Math.asin(RADIUS_KM / distance));
      const share = (view.focal * limbSlope) / (Math.min(width, height) / 2);
      expect(Math.abs(share - 0.76)).toBeLessThan(PIXEL_TOLERANCE);
    }
  });

  test('turns the ground by a pixel for a pixel of drag near the Earth', () => {
    const distance = 8000;
    const turn = radiansPerPixel(viewAt(0, 0, distance), distance) * 10;
    const [x] = pixelOf(viewAt(-turn, 0, distance), RADIUS_KM, 0, 0)!;
    expect(x - 600).toBeCloseTo(10, 1);
  });
});
