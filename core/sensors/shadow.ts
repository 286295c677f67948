import { EARTH_EQUATORIAL_RADIUS_KM } from '../frames/geodetic.ts';
import { sunDirection } from '../frames/sun.ts';
import type { UtcMs } from '../units.ts';
import { dot, norm, scale, subtract, type Vector3 } from '../vector.ts';

/**
 * Tell whether the Sun shines on an object.
 *
 * The Earth's shadow is taken as a cylinder of its equatorial radius: no penumbra, which in low orbit lasts about 10 s, and no
 * flattening (20 km at the poles).
 *
 * @param positionTeme km
 */
export function isSunlit(positionTeme: Vector3, time: UtcMs): boolean {
  const sun = sunDirection(time);
  const along = dot(positionTeme, sun);
  return along >= 0 || norm(subtract(positionTeme, scale(sun, along))) > EARTH_EQUATORIAL_RADIUS_KM;
}
