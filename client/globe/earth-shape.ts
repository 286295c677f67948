import {
  ecefOfGeodetic,
  EARTH_EQUATORIAL_RADIUS_KM,
  EARTH_POLAR_RADIUS_KM,
} from '../../core/frames/geodetic.ts';

/** Multiplying z by this turns the ellipsoid into a sphere of the equatorial radius. */
export const POLE_STRETCH = EARTH_EQUATORIAL_RADIUS_KM / EARTH_POLAR_RADIUS_KM;

/**
 * Say whether the Earth hides a point from a camera.
 *
 * Exact for the WGS-84 ellipsoid; atmosphere and terrain hide nothing. A point under the ground and on the near side
 * counts as visible.
 *
 * @param camera three numbers, km, from the Earth's centre, pole along z
 * @param x, y, z the point, as `camera`
 */
export function isBehindEarth(camera: ArrayLike<number>, x: number, y: number, z: number): boolean {
  const cx = camera[0]!;
  const cy = camera[1]!;
  const cz = camera[2]! * POLE_STRETCH;
  const dx = x - cx;
  const dy = y - cy;
  const dz = z * POLE_STRETCH - cz;
  const length2 = dx * dx + dy * dy + dz * dz;
  const along = -(cx * dx + cy * dy + cz * dz) / length2;
  if (along <= 0 || along >= 1) return false;
  const px = cx + along * dx;
  const py = cy + along * dy;
  const pz = cz + along * dz;
  return px * px + py * py + pz * pz < EARTH_EQUATORIAL_RADIUS_KM * EARTH_EQUATORIAL_RADIUS_KM;
}

/**
 * The same test for shaders: `isBehindEarth(camera, toPoint)`, both km, `toPoint` from the camera.
 *
 * In float32 the limb is off by less than 0.1 km seen from 400,000 km, far below a pixel.
 */
export const EARTH_OCCLUSION_GLSL = /* glsl */ `
const float EARTH_RADIUS = ${EARTH_EQUATORIAL_RADIUS_KM.toFixed(3)};
const vec3 POLE_STRETCH = vec3(1.0, 1.0, ${POLE_STRETCH.toFixed(9)});
bool isBehindEarth(vec3 camera, vec3 toPoint) {
  vec3 c = camera * POLE_STRETCH;
  vec3 d = toPoint * POLE_STRETCH;
  float range = length(d);
  d /= range;
  float along = -dot(c, d);
  if (along <= 0.0 || along >= range) return false;
  vec3 nearest = c + along * d;
  return dot(nearest, nearest) < EARTH_RADIUS * EARTH_RADIUS;
}
`;

/** Place longitudes and latitudes (radians, two numbers a point) on the ellipsoid, raised by a height; Earth-fixed km. */
export function placeOnEllipsoid(lonLat: Float32Array, height: number): Float32Array {
  const positions = new Float32Array((lonLat.length / 2) * 3);
  for (let i = 0; i < lonLat.length / 2; i++) {
    positions.set(ecefOfGeodetic({ longitude: lonLat[i * 2]!, latitude: lonLat[i * 2 + 1]!, height }), i * 3);
  }
  return positions;
}

export interface EllipsoidMesh {
  readonly positions: Float32Array;
  /** Outward, perpendicular to the ellipsoid: the geodetic vertical. */
  readonly normals: Float32Array;
  /** Longitude and geodetic latitude as 0…1, as a plate carrée map has them. */
  readonly uvs: Float32Array;
  readonly indices: Uint32Array;
}

/**
 * Build the WGS-84 ellipsoid as a mesh on geodetic latitudes and longitudes, so that a plate carrée map lies right.
 *
 * @param columns cells in longitude, `rows` cells in latitude; 256 × 128 sags 0.5 km between its corners at most
 */
export function buildEllipsoid(columns: number, rows: number): EllipsoidMesh {
  const count = (columns + 1) * (rows + 1);
  const lonLat = new Float32Array(count * 2);
  const normals = new Float32Array(count * 3);
  const uvs = new Float32Array(count * 2);
  for (let row = 0, i = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++, i++) {
      const longitude = -Math.PI + (column / columns) * 2 * Math.PI;
      const latitude = -Math.PI / 2 + (row / rows) * Math.PI;
      const flat = Math.cos(latitude);
      lonLat.set([longitude, latitude], i * 2);
      normals.set([flat * Math.cos(longitude), flat * Math.sin(longitude), Math.sin(latitude)], i * 3);
      uvs.set([column / columns, row / rows], i * 2);
    }
  }
  return { positions: placeOnEllipsoid(lonLat, 0), normals, uvs, indices: gridIndices(columns, rows) };
}

function gridIndices(columns: number, rows: number): Uint32Array {
  const indices = new Uint32Array(columns * rows * 6);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at += 6) {
      const a = row * (columns + 1) + column;
      const c = a + columns + 1;
      indices.set([a, a + 1, c + 1, a, c + 1, c], at);
    }
  }
  return indices;
}
