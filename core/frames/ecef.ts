import { gmst } from '../time/sidereal.ts';
import type { UtcMs } from '../units.ts';
import type { Vector3 } from '../vector.ts';

/** Rotation rate of the Earth against the equinox of date, rad/s. Source: Vallado et al., AIAA 2006-6753. */
export const EARTH_ROTATION_RAD_PER_S = 7.29211514670698e-5;

export interface StateTeme {
  readonly positionTeme: Vector3;
  readonly velocityTeme: Vector3;
}

export interface StateEcef {
  readonly positionEcef: Vector3;
  readonly velocityEcef: Vector3;
}

/** Turn a TEME position into the Earth-fixed frame; see `temeToEcef` for what is left out. */
export function positionTemeToEcef(position: Vector3, ut1: UtcMs): Vector3 {
  return rotateAboutPole(position, gmst(ut1));
}

/**
 * Turn a TEME state into the Earth-fixed frame.
 *
 * Rotates about the pole by GMST and nothing else, so the result is PEF. Polar motion is left out:
 * 16 m in Vallado's example. Fine for display and screening, not for sensor residuals.
 *
 * @param state km and km/s, TEME of date
 * @param ut1 instant of `state`, UT1 milliseconds; passing UTC turns the answer by up to 420 m at the surface, 2.8 km at GEO
 * @returns km, and km/s as seen from the turning Earth (the ω×r term is included)
 *
 * Source: Vallado et al., AIAA 2006-6753, appendix C. Check: tests/validation/frames.test.ts.
 */
export function temeToEcef(state: StateTeme, ut1: UtcMs): StateEcef {
  const angle = gmst(ut1);
  const positionEcef = rotateAboutPole(state.positionTeme, angle);
  const [vx, vy, vz] = rotateAboutPole(state.velocityTeme, angle);
  return {
    positionEcef,
    velocityEcef: [
      vx + EARTH_ROTATION_RAD_PER_S * positionEcef[1],
      vy - EARTH_ROTATION_RAD_PER_S * positionEcef[0],
      vz,
    ],
  };
}

function rotateAboutPole([x, y, z]: Vector3, angle: number): Vector3 {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  return [c * x + s * y, c * y - s * x, z];
}
