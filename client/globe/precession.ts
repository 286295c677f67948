import { julianCenturiesSinceJ2000 } from '../../core/time/julian.ts';
import { RAD_PER_DEG, type UtcMs } from '../../core/units.ts';

const RAD_PER_ARCSECOND = RAD_PER_DEG / 3600;

/**
 * Rotation from J2000 directions to the mean equator and equinox of date.
 *
 * Nutation, 0.005° at most, is left out, as is the stars' own motion: good for drawing a sky.
 *
 * @returns nine numbers, row by row
 *
 * Source: IAU 1976 precession, Lieske et al. (1977); Vallado, eq. 3-88.
 */
export function precessionSinceJ2000(time: UtcMs): readonly number[] {
  const t = julianCenturiesSinceJ2000(time);
  const zeta = (2306.2181 * t + 0.30188 * t * t + 0.017998 * t ** 3) * RAD_PER_ARCSECOND;
  const theta = (2004.3109 * t - 0.42665 * t * t - 0.041833 * t ** 3) * RAD_PER_ARCSECOND;
  const z = (2306.2181 * t + 1.09468 * t * t + 0.018203 * t ** 3) * RAD_PER_ARCSECOND;
  const [cZeta, sZeta] = [Math.cos(zeta), Math.sin(zeta)];
  const [cTheta, sTheta] = [Math.cos(theta), Math.sin(theta)];
  const [cZ, sZ] = [Math.cos(z), Math.sin(z)];
  return [
    cZeta * cTheta * cZ - sZeta * sZ,
    -sZeta * cTheta * cZ - cZeta * sZ,
    -sTheta * cZ,
    cZeta * cTheta * sZ + sZeta * cZ,
    -sZeta * cTheta * sZ + cZeta * cZ,
    -sTheta * sZ,
    cZeta * sTheta,
    -sZeta * sTheta,
    cTheta,
  ];
}
