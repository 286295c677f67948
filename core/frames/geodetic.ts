import type { Kilometers, Radians } from '../units.ts';
import type { Vector3 } from '../vector.ts';

/** WGS-84 ellipsoid. Source: NGA.STND.0036. */
export const EARTH_EQUATORIAL_RADIUS_KM = 6378.137;
export const EARTH_FLATTENING = 1 / 298.257223563;
export const EARTH_POLAR_RADIUS_KM = EARTH_EQUATORIAL_RADIUS_KM * (1 - EARTH_FLATTENING);

const E2 = EARTH_FLATTENING * (2 - EARTH_FLATTENING);
const EP2 = E2 / (1 - E2);

/** Latitude and longitude in radians, longitude in (−π, π]; height above the WGS-84 ellipsoid. */
export interface Geodetic {
  readonly latitude: Radians;
  readonly longitude: Radians;
  readonly height: Kilometers;
}

/**
 * Turn an Earth-fixed position into geodetic coordinates.
 *
 * Bowring's formula applied twice: within 1e-12 rad from the surface to beyond GEO. At the poles the longitude is 0.
 *
 * @param positionEcef km, longer than zero; nearer than about 40 km to the Earth's centre the answer is meaningless
 *
 * Source: B. R. Bowring, Survey Review 23 (1976). Check: tests/core/frames/geodetic.test.ts (round trip with `ecefOfGeodetic`).
 */
export function geodeticOfEcef([x, y, z]: Vector3): Geodetic {
  const p = Math.hypot(x, y);
  let tanBeta = (z / p) * (EARTH_EQUATORIAL_RADIUS_KM / EARTH_POLAR_RADIUS_KM);
  let latitude = 0;
  if (p < 1e-9) {
    return {
      latitude: Math.sign(z) * (Math.PI / 2),
      longitude: 0,
      height: Math.abs(z) - EARTH_POLAR_RADIUS_KM,
    };
  }
  for (let i = 0; i < 2; i++) {
    const beta = Math.atan(tanBeta);
    const s = Math.sin(beta);
    const c = Math.cos(beta);
    latitude = Math.atan2(
      z + EP2 * EARTH_POLAR_RADIUS_KM * s * s * s,
      p - E2 * EARTH_EQUATORIAL_RADIUS_KM * c * c * c,
    );
    tanBeta = (1 - EARTH_FLATTENING) * Math.tan(latitude);
  }
  const sinLat = Math.sin(latitude);
  const cosLat = Math.cos(latitude);
  const height = p * cosLat + z * sinLat - EARTH_EQUATORIAL_RADIUS_KM * Math.sqrt(1 - E2 * sinLat * sinLat);
  return { latitude, longitude: Math.atan2(y, x), height };
}

/** Turn geodetic coordinates into an Earth-fixed position, km. */
export function ecefOfGeodetic({ latitude, longitude, height }: Geodetic): Vector3 {
  const sinLat = Math.sin(latitude);
  const n = EARTH_EQUATORIAL_RADIUS_KM / Math.sqrt(1 - E2 * sinLat * sinLat);
  const r = (n + height) * Math.cos(latitude);
  return [r * Math.cos(longitude), r * Math.sin(longitude), (n * (1 - E2) + height) * sinLat];
}
