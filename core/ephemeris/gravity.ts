/** WGS-72 field, the one SGP4 is built on, so that interpolation and propagation agree. Source: AIAA 2006-6753. */
export const MU = 398_600.8;
export const EARTH_RADIUS_KM = 6378.135;
export const J2 = 0.001082616;
const J3 = -0.00000253881;
const J4 = -0.00000165597;

/**
 * Compute the acceleration of the Earth's zonal field (two-body, J2, J3, J4) in TEME.
 *
 * Left out: tesserals, Sun, Moon, drag. Against SGP4's own acceleration: p99 1e-3 m/s² in LEO.
 *
 * @param p state array, km; the position is read at `offset`
 * @param out three numbers, km/s², written from 0
 *
 * Source: Vallado, Fundamentals of Astrodynamics, section 8.7.1. Check: tests/core/ephemeris/gravity.test.ts (gradient of the potential).
 */
export function zonalGravity(p: ArrayLike<number>, offset: number, out: Float64Array): void {
  const x = p[offset]!;
  const y = p[offset + 1]!;
  const z = p[offset + 2]!;
  const r2 = x * x + y * y + z * z;
  const r = Math.sqrt(r2);
  const q = EARTH_RADIUS_KM / r;
  const u = z / r;
  const u2 = u * u;
  const a2 = 1.5 * J2 * q * q;
  const a3 = 2.5 * J3 * q * q * q;
  const a4 = 0.625 * J4 * q * q * q * q;
  const k = -MU / (r2 * r);
  const planar = 1 + a2 * (1 - 5 * u2) + a3 * u * (3 - 7 * u2) - a4 * (3 - 42 * u2 + 63 * u2 * u2);
  const axial = 1 + a2 * (3 - 5 * u2) - a4 * (15 - 70 * u2 + 63 * u2 * u2);
  out[0] = k * x * planar;
  out[1] = k * y * planar;
  out[2] = k * (z * axial + r * a3 * (6 * u2 - 7 * u2 * u2 - 0.6));
}

/** The zonal potential whose gradient `zonalGravity` is, km²/s²; for checks. */
export function zonalPotential(x: number, y: number, z: number): number {
  const r = Math.hypot(x, y, z);
  const u = z / r;
  const q = EARTH_RADIUS_KM / r;
  const p2 = (3 * u * u - 1) / 2;
  const p3 = (5 * u ** 3 - 3 * u) / 2;
  const p4 = (35 * u ** 4 - 30 * u * u + 3) / 8;
  return (MU / r) * (1 - J2 * q * q * p2 - J3 * q ** 3 * p3 - J4 * q ** 4 * p4);
}
