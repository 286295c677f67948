import { EARTH_EQUATORIAL_RADIUS_KM } from '../../core/frames/geodetic.ts';

/**
 * The camera as numbers: where it is, which way it looks, and what falls on which pixel. All doubles, no three.js.
 *
 * The scene is TEME in kilometres with the pole along z, exactly as core/ has it: no axes are swapped and no unit is
 * converted anywhere in the globe.
 */

/** Field of view across the shorter side of the canvas; narrow, so that the globe is not bulged. */
const FIELD_OF_VIEW = (32 * Math.PI) / 180;
const HALF_FIELD = Math.tan(FIELD_OF_VIEW / 2);

/** A place of the camera: it always looks at the Earth's centre. Radians and km; the azimuth is about the pole. */
export interface CameraPose {
  azimuth: number;
  elevation: number;
  distance: number;
}

export interface View {
  /** Canvas, CSS pixels. */
  width: number;
  height: number;
  /** Pixels per unit of slope: a point at (x, z) in the camera's frame is drawn at focal · x / z. */
  focal: number;
  /** TEME, km. */
  readonly position: Float64Array;
  /** Unit vectors, TEME. The camera looks along −back. */
  readonly right: Float64Array;
  readonly up: Float64Array;
  readonly back: Float64Array;
}

export function createView(): View {
  return {
    width: 1,
    height: 1,
    focal: 1,
    position: new Float64Array(3),
    right: new Float64Array(3),
    up: new Float64Array(3),
    back: new Float64Array(3),
  };
}

export function resizeView(view: View, width: number, height: number): void {
  view.width = Math.max(1, width);
  view.height = Math.max(1, height);
  view.focal = Math.min(view.width, view.height) / 2 / HALF_FIELD;
}

/** Put the camera at a pose. Right is east and up is north, also straight over a pole. */
export function aimView(view: View, { azimuth, elevation, distance }: CameraPose): void {
  const ca = Math.cos(azimuth);
  const sa = Math.sin(azimuth);
  const ce = Math.cos(elevation);
  const se = Math.sin(elevation);
  setVector(view.back, ce * ca, ce * sa, se);
  setVector(view.right, -sa, ca, 0);
  setVector(view.up, -se * ca, -se * sa, ce);
  setVector(view.position, distance * ce * ca, distance * ce * sa, distance * se);
}

/**
 * Find the pixel of a point.
 *
 * @param x, y, z TEME, km
 * @param out two numbers, CSS pixels from the top left corner; may lie outside the canvas
 * @returns false when the point is not in front of the camera; `out` is then left alone
 */
export function projectPoint(view: View, x: number, y: number, z: number, out: Float64Array): boolean {
  const dx = x - view.position[0]!;
  const dy = y - view.position[1]!;
  const dz = z - view.position[2]!;
  const depth = -(dx * view.back[0]! + dy * view.back[1]! + dz * view.back[2]!);
  if (depth <= 0) return false;
  const scale = view.focal / depth;
  out[0] = view.width / 2 + scale * (dx * view.right[0]! + dy * view.right[1]! + dz * view.right[2]!);
  out[1] = view.height / 2 - scale * (dx * view.up[0]! + dy * view.up[1]! + dz * view.up[2]!);
  return true;
}

export function isOnCanvas(view: View, x: number, y: number): boolean {
  return x >= 0 && y >= 0 && x <= view.width && y <= view.height;
}

/** Distance at which a sphere about the Earth's centre fills a share of the shorter side of the canvas. */
export function distanceToFit(radius: number, share: number): number {
  return radius / Math.sin(Math.atan(share * HALF_FIELD));
}

function setVector(out: Float64Array, x: number, y: number, z: number): void {
  out[0] = x;
  out[1] = y;
  out[2] = z;
}

/** Turn of the camera that moves the ground under the middle of the canvas by a pixel; held back far out. */
export function radiansPerPixel({ focal, width, height }: View, distance: number): number {
  const altitude = distance - EARTH_EQUATORIAL_RADIUS_KM;
  return Math.min(altitude / (EARTH_EQUATORIAL_RADIUS_KM * focal), Math.PI / Math.min(width, height));
}
