import type { Kilometers, Radians } from '../units.ts';
import type { Vector3 } from '../vector.ts';
import { ecefOfGeodetic, type Geodetic } from './geodetic.ts';

/** Where an object stands as seen from a site; azimuth from north clockwise, [0, 2π). */
export interface LookAngles {
  readonly azimuth: Radians;
  readonly elevation: Radians;
  readonly range: Kilometers;
}

/**
 * Make the view from a site: a function from Earth-fixed positions (km) to look angles.
 *
 * Elevation is over the plane normal to the WGS-84 ellipsoid. Refraction is left out: it lifts by 0.5° at the horizon.
 *
 * Source: Vallado, Fundamentals of Astrodynamics, section 4.4. Check: tests/core/frames/topocentric.test.ts.
 */
export function viewFrom(site: Geodetic): (positionEcef: Vector3) => LookAngles {
  const [sx, sy, sz] = ecefOfGeodetic(site);
  const sinLat = Math.sin(site.latitude);
  const cosLat = Math.cos(site.latitude);
  const sinLon = Math.sin(site.longitude);
  const cosLon = Math.cos(site.longitude);
  return ([x, y, z]) => {
    const dx = x - sx;
    const dy = y - sy;
    const dz = z - sz;
    const east = cosLon * dy - sinLon * dx;
    const outward = cosLon * dx + sinLon * dy;
    const north = cosLat * dz - sinLat * outward;
    const up = cosLat * outward + sinLat * dz;
    const azimuth = Math.atan2(east, north);
    return {
      azimuth: azimuth < 0 ? azimuth + 2 * Math.PI : azimuth,
      elevation: Math.atan2(up, Math.hypot(east, north)),
      range: Math.hypot(east, north, up),
    };
  };
}
