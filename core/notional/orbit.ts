import { normalizeDegrees } from './angles.ts';
import { RAD_PER_DEG, type Degrees, type Kilometers } from '../units.ts';

/** WGS-72, the field of SGP4. */
const MU = 398_600.8;
export const EARTH_RADIUS_KM = 6378.135;
const J2 = 0.001082616;
const SECONDS_PER_DAY = 86_400;
/** Turns of the Earth against the equinox in a UTC day, degrees. */
const EARTH_TURN_DEG_PER_DAY = 360.98564736629;
const SUN_DEG_PER_DAY = 360 / 365.2422;

/** Mean elements at one instant. */
export interface MeanOrbit {
  readonly semiMajorAxis: Kilometers;
  readonly eccentricity: number;
  readonly inclination: Degrees;
  readonly raan: Degrees;
  readonly argumentOfPerigee: Degrees;
  readonly meanAnomaly: Degrees;
}

/** Secular rates by J2, degrees a day; Sun and Moon are left out (0.01° a day at GEO). */
export interface SecularRates {
  readonly raan: number;
  readonly argumentOfPerigee: number;
  /** Mean motion as element sets give it (Kozai), which includes J2. */
  readonly meanAnomaly: number;
}

export function secularRates({
  semiMajorAxis,
  eccentricity,
  inclination,
}: Pick<MeanOrbit, 'semiMajorAxis' | 'eccentricity' | 'inclination'>): SecularRates {
  const n = Math.sqrt(MU / semiMajorAxis ** 3) * (SECONDS_PER_DAY / RAD_PER_DEG);
  const oneMinusE2 = 1 - eccentricity * eccentricity;
  const k = 1.5 * J2 * (EARTH_RADIUS_KM / (semiMajorAxis * oneMinusE2)) ** 2;
  const c = Math.cos(inclination * RAD_PER_DEG);
  return {
    raan: -k * n * c,
    argumentOfPerigee: k * n * (2 - 2.5 * (1 - c * c)),
    meanAnomaly: n * (1 + k * Math.sqrt(oneMinusE2) * (1 - 1.5 * (1 - c * c))),
  };
}

/** The same orbit `days` later (negative: earlier). */
export function carry(orbit: MeanOrbit, rates: SecularRates, days: number): MeanOrbit {
  return {
    semiMajorAxis: orbit.semiMajorAxis,
    eccentricity: orbit.eccentricity,
    inclination: orbit.inclination,
    raan: normalizeDegrees(orbit.raan + rates.raan * days),
    argumentOfPerigee: normalizeDegrees(orbit.argumentOfPerigee + rates.argumentOfPerigee * days),
    meanAnomaly: normalizeDegrees(orbit.meanAnomaly + rates.meanAnomaly * days),
  };
}

/** The inclination at which a near-circular orbit's node keeps up with the Sun. */
export function sunSynchronousInclination(semiMajorAxis: Kilometers): Degrees {
  const perCosine = secularRates({ semiMajorAxis, eccentricity: 0, inclination: 0 }).raan;
  return Math.acos(SUN_DEG_PER_DAY / perCosine) / RAD_PER_DEG;
}

/** The semi-major axis at which a near-circular orbit stays over its longitude. */
export function synchronousSemiMajorAxis(inclination: Degrees): Kilometers {
  let semiMajorAxis = 42_164;
  for (let i = 0; i < 4; i++) {
    const rates = secularRates({ semiMajorAxis, eccentricity: 0, inclination });
    const turn = rates.meanAnomaly + rates.argumentOfPerigee + rates.raan;
    semiMajorAxis *= (turn / EARTH_TURN_DEG_PER_DAY) ** (2 / 3);
  }
  return semiMajorAxis;
}

/**
 * Half the relative loss of semi-major axis by drag, per minute and unit of B*: SGP4's C1 / B*.
 *
 * The J2 part of C2 is left out (some per cent); perigees below 156 km, where SGP4 changes its density, are not meant.
 *
 * Source: Hoots and Roehrich, Spacetrack Report No. 3 (1980), section 6.
 */
export function dragPerBstar({ semiMajorAxis, eccentricity: e }: MeanOrbit): number {
  const a = semiMajorAxis / EARTH_RADIUS_KM;
  const n = Math.sqrt(MU / semiMajorAxis ** 3) * 60;
  const xi = 1 / (a - (1 + 78 / EARTH_RADIUS_KM));
  const eta = a * e * xi;
  const density = ((42 / EARTH_RADIUS_KM) * xi) ** 4 / Math.max(1e-6, 1 - eta * eta) ** 3.5;
  return density * n * a * (1 + 1.5 * eta * eta + e * eta * (4 + eta * eta));
}
