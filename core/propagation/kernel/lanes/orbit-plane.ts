import { any } from './lane.ts';
import { TINY_ANGLE, turnBy, turnFar, turnLittle } from './trig.ts';
import { EARTH_RADIUS_KM, J2, J3_OVER_J2, KM_S_PER_RADIUS_MINUTE } from './wgs72.ts';

/** What every propagation answers: TEME km, km/s, and the status (core/propagation/status.ts). */
export const STATE = ['x', 'y', 'z', 'vx', 'vy', 'vz', 'status'] as const;
export type State = Readonly<Record<(typeof STATE)[number], number>>;

const MOST_KEPLER_STEPS = 20;
/** Of Kepler's equation, in radians, after the last step. */
const KEPLER_TOLERANCE = 1e-13;
/** Up to this eccentricity the series needs no step after it: what is left out is below 5e-13 rad. */
const SERIES_ENOUGH = 0.003;

/**
 * Solve Kepler's equation u = E − axn sin E + ayn cos E.
 *
 * Begins with Lagrange's series to e⁴, then steps of the third order (Chebyshev's method), with sine and cosine turned along;
 * one step is enough below e = 0.1, none for nearly circular orbits.
 *
 * @param sinU, cosU of u
 * @returns sine and cosine of E, and e sin E and e cos E about the perigee
 */
function solveKepler(sinU: number, cosU: number, axn: number, ayn: number): [number, number, number, number] {
  const el2 = axn * axn + ayn * ayn;
  const s0 = axn * sinU - ayn * cosU;
  const c0 = axn * cosU + ayn * sinU;
  const first = s0 * (1 + c0 * (1 + c0 * (1 + c0)) - s0 * s0 * (0.5 + (5 / 3) * c0));
  let [s, c] = turnBy(sinU, cosU, first);
  let esine = axn * s - ayn * c;
  let ecose = axn * c + ayn * s;
  if (any(el2 > SERIES_ENOUGH * SERIES_ENOUGH)) {
    let shift = first;
    for (let i = 0; i < MOST_KEPLER_STEPS; i++) {
      const inverse = 1 / (1 - ecose);
      const newton = (esine - shift) * inverse;
      const step = newton - 0.5 * esine * inverse * newton * newton;
      const clamped = Math.min(Math.max(step, -0.95), 0.95);
      shift = shift + clamped;
      const size2 = clamped * clamped;
      if (any(size2 > TINY_ANGLE * TINY_ANGLE)) {
        const [a, b] = turnFar(s, c, clamped);
        s = a;
        c = b;
      } else {
        const [a, b] = turnLittle(s, c, clamped);
        s = a;
        c = b;
      }
      esine = axn * s - ayn * c;
      ecose = axn * c + ayn * s;
      const scaled = size2 * inverse;
      if (!any(scaled * scaled * size2 * inverse * inverse > KEPLER_TOLERANCE * KEPLER_TOLERANCE)) break;
    }
  }
  return [s, c, esine, ecose];
}

/** Mean elements with the long periods in them, and what of the inclination the short ones need. */
export interface OsculatingInput {
  /** Of the semi-major axis in Earth radii: its inverse and its root. */
  readonly invA: number;
  readonly rootA: number;
  /** Eccentricity. */
  readonly e: number;
  readonly sinArgument: number;
  readonly cosArgument: number;
  readonly sinNode: number;
  readonly cosNode: number;
  /** Sine and cosine of mean anomaly and argument of perigee together, and an angle that is to be added. */
  readonly sinL: number;
  readonly cosL: number;
  readonly more: number;
  readonly sinI: number;
  readonly cosI: number;
  readonly xlcof: number;
}

/** SGP4's first error codes: 2, 1 and 3, in this order. */
export interface EarlyErrors {
  readonly isStill: boolean;
  readonly isUnbound: boolean;
  readonly isPerturbedOut: boolean;
}

/**
 * From mean elements to a state: the long periods of J3, Kepler's equation, the short periods of J2.
 *
 * No arc tangent and no power: sines and cosines of what SGP4 corrects by little are turned.
 * Source: Vallado et al., AIAA 2006-6753, `sgp4`.
 *
 * @param tooSoon what is wrong with the mean elements already
 * @returns a status that is not 0 has numbers of no use beside it
 */
export function stateOf(m: OsculatingInput, tooSoon: EarlyErrors): State {
  const a = m.rootA * m.rootA;
  const cosI2 = m.cosI * m.cosI;
  const con41 = 3 * cosI2 - 1;
  const x1mth2 = 1 - cosI2;
  const temp = m.invA / (1 - m.e * m.e);
  const axn = m.e * m.cosArgument;
  const ayn = m.e * m.sinArgument + temp * (-0.5 * J3_OVER_J2) * m.sinI;
  const more = m.more + temp * m.xlcof * axn;
  const [sinL, cosL] = turnBy(m.sinL, m.cosL, more);
  const [sinE, cosE, esine, ecose] = solveKepler(sinL, cosL, axn, ayn);
  const el2 = axn * axn + ayn * ayn;
  const oneLessEl2 = 1 - el2;
  const betal = Math.sqrt(oneLessEl2);
  const share = 1 / (1 - ecose);
  const rl = a * (1 - ecose);
  const bent = esine / (1 + betal);
  const sinU = share * (sinE - ayn - axn * bent);
  const cosU = share * (cosE - axn + ayn * bent);
  const sin2U = (cosU + cosU) * sinU;
  const cos2U = 1 - 2 * sinU * sinU;
  const invPl = m.invA / oneLessEl2;
  const temp1 = 0.5 * J2 * invPl;
  const temp2 = temp1 * invPl;
  const mrt = rl * (1 - 1.5 * temp2 * betal * con41) + 0.5 * temp1 * x1mth2 * cos2U;
  const dU = -0.25 * temp2 * (7 * cosI2 - 1) * sin2U;
  const dNode = 1.5 * temp2 * m.cosI * sin2U;
  const dI = 1.5 * temp2 * m.cosI * m.sinI * cos2U;
  // √a/r, and n/√(μ) = a^−1.5, both of the mean orbit; in units of SGP4.
  const rate = m.rootA * share * m.invA;
  const nOverXke = m.invA * m.invA * m.rootA;
  const mvt = rate * esine - nOverXke * temp1 * x1mth2 * sin2U;
  const rvdot = rate * betal + nOverXke * temp1 * (x1mth2 * cos2U + 1.5 * con41);
  let sinSu = sinU;
  let cosSu = cosU;
  let sinNode = m.sinNode;
  let cosNode = m.cosNode;
  let sinI = m.sinI;
  let cosI = m.cosI;
  if (any(temp2 > TINY_ANGLE / 1.75)) {
    const [su, cu] = turnFar(sinU, cosU, dU);
    const [sn, cn] = turnFar(m.sinNode, m.cosNode, dNode);
    const [si, ci] = turnFar(m.sinI, m.cosI, dI);
    sinSu = su;
    cosSu = cu;
    sinNode = sn;
    cosNode = cn;
    sinI = si;
    cosI = ci;
  } else {
    const [su, cu] = turnLittle(sinU, cosU, dU);
    const [sn, cn] = turnLittle(m.sinNode, m.cosNode, dNode);
    const [si, ci] = turnLittle(m.sinI, m.cosI, dI);
    sinSu = su;
    cosSu = cu;
    sinNode = sn;
    cosNode = cn;
    sinI = si;
    cosI = ci;
  }
  const xmx = -sinNode * cosI;
  const xmy = cosNode * cosI;
  const ux = xmx * sinSu + cosNode * cosSu;
  const uy = xmy * sinSu + sinNode * cosSu;
  const uz = sinI * sinSu;
  const wx = xmx * cosSu - cosNode * sinSu;
  const wy = xmy * cosSu - sinNode * sinSu;
  const wz = sinI * cosSu;
  const km = mrt * EARTH_RADIUS_KM;
  const along = mvt * KM_S_PER_RADIUS_MINUTE;
  const across = rvdot * KM_S_PER_RADIUS_MINUTE;
  const isTooEarly = tooSoon.isStill || tooSoon.isUnbound || tooSoon.isPerturbedOut;
  const isTooSlim = a * oneLessEl2 < 0;
  let status = 0;
  if (any(isTooEarly || isTooSlim || mrt < 1)) {
    const late = isTooSlim ? 4 : mrt < 1 ? 6 : 0;
    status = tooSoon.isStill ? 2 : tooSoon.isUnbound ? 1 : tooSoon.isPerturbedOut ? 3 : late;
  }
  return {
    x: km * ux,
    y: km * uy,
    z: km * uz,
    vx: along * ux + across * wx,
    vy: along * uy + across * wy,
    vz: along * uz + across * wz,
    status,
  };
}
