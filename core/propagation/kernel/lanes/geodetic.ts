import type { State } from './orbit-plane.ts';
import { arcTangent, sinCos } from './trig.ts';
import { TWO_PI } from './wgs72.ts';

/** Latitude and longitude, rad, longitude in (−π, π]; height above the WGS-84 ellipsoid, km; and the status. */
export const GEODETIC = ['latitude', 'longitude', 'height', 'status'] as const;
export type Geodetic = Readonly<Record<(typeof GEODETIC)[number], number>>;

const EQUATORIAL_KM = 6378.137;
const FLATTENING = 1 / 298.257223563;
const POLAR_KM = EQUATORIAL_KM * (1 - FLATTENING);
const E2 = FLATTENING * (2 - FLATTENING);
const EP2 = E2 / (1 - E2);
const MS_PER_DAY = 86_400_000;
/** Of noon, 1 January 2000, since 1970. */
const DAYS_TO_2000 = 10_957.5;

/**
 * Geodetic position of a TEME state: turned by Greenwich mean sidereal time (IAU 1982), then Bowring's formula twice, with
 * sines and cosines from ratios. The same as core/frames/geodetic.ts and core/time/sidereal.ts.
 *
 * @param time UTC ms, taken as UT1
 */
export function geodeticOf(s: State, time: number): Geodetic {
  const days = time / MS_PER_DAY;
  const since = days - DAYS_TO_2000;
  const c = since / 36_525;
  const seconds = 67_310.54841 + (8_640_184.812866 + (0.093104 - 6.2e-6 * c) * c) * c;
  // 876,600 hours a century are a turn a day: whole turns are left out before they cost precision.
  const [sinG, cosG] = sinCos(seconds * (TWO_PI / 86_400) + (since - Math.floor(since)) * TWO_PI);
  const x = cosG * s.x + sinG * s.y;
  const y = cosG * s.y - sinG * s.x;
  const z = s.z;
  const p = Math.sqrt(x * x + y * y);
  const [lat1Y, lat1X] = bowring(z, p, z * EQUATORIAL_KM, p * POLAR_KM);
  const [latY, latX] = bowring(z, p, lat1Y * (1 - FLATTENING), lat1X);
  const inverse = 1 / Math.sqrt(latY * latY + latX * latX);
  const sinLat = latY * inverse;
  const cosLat = latX * inverse;
  return {
    latitude: arcTangent(latY, latX),
    longitude: arcTangent(y, x),
    height: p * cosLat + z * sinLat - EQUATORIAL_KM * Math.sqrt(1 - E2 * sinLat * sinLat),
    status: s.status,
  };
}

/** The latitude, as a vector, that a parametric latitude leads to. */
function bowring(z: number, p: number, betaY: number, betaX: number): [number, number] {
  const inverse = 1 / Math.sqrt(betaY * betaY + betaX * betaX);
  const s = betaY * inverse;
  const c = betaX * inverse;
  return [z + EP2 * POLAR_KM * s * s * s, p - E2 * EQUATORIAL_KM * c * c * c];
}
