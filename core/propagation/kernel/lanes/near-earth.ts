import { type State, stateOf } from './orbit-plane.ts';
import { sinCos, turnBy } from './trig.ts';

/** What SGP4 keeps of a near-earth set; where it is short of terms (`isimp`), these are 0. Angles in rad, times in min. */
export const NEAR_EARTH = [
  'mo',
  'mdot',
  'argpo',
  'argpdot',
  'nodeo',
  'nodedot',
  'nodecf',
  'no',
  'ecco',
  'invA',
  'rootA',
  'sinI',
  'cosI',
  'xlcof',
  'cc1',
  'd2',
  'd3',
  'd4',
  'bstarCc4',
  'bstarCc5',
  'eta',
  'xmcof',
  'delmo',
  'omgcof',
  'sinmao',
  't2cof',
  't3cof',
  't4cof',
  't5cof',
] as const;
export type NearEarth = Readonly<Record<(typeof NEAR_EARTH)[number], number>>;

/**
 * SGP4 of a near-earth set.
 *
 * Source: Vallado et al., AIAA 2006-6753, `sgp4`; opsmode i, WGS-72.
 *
 * @param t minutes since its epoch
 * @returns the state, and `tempa`: 0 or less once drag has turned the orbit inside out
 */
export function nearEarth(k: NearEarth, t: number): State & { readonly tempa: number } {
  const xmdf = k.mo + k.mdot * t;
  const argpdf = k.argpo + k.argpdot * t;
  const t2 = t * t;
  const t3 = t2 * t;
  const t4 = t2 * t2;
  const node = k.nodeo + k.nodedot * t + k.nodecf * t2;
  const [sinM, cosM] = sinCos(xmdf);
  const delmtemp = 1 + k.eta * cosM;
  const shift = k.omgcof * t + k.xmcof * (delmtemp * delmtemp * delmtemp - k.delmo);
  const [sinMm] = turnBy(sinM, cosM, shift);
  const tempa = 1 - k.cc1 * t - k.d2 * t2 - k.d3 * t3 - k.d4 * t4;
  const tempe = k.bstarCc4 * t + k.bstarCc5 * (sinMm - k.sinmao);
  const templ = k.t2cof * t2 + k.t3cof * t3 + t4 * (k.t4cof + t * k.t5cof);
  const argument = argpdf - shift;
  const size = Math.abs(tempa);
  const invSize = 1 / size;
  const em = k.ecco - tempe;
  const isUnbound = em >= 1 || em < -0.001;
  const [sinArgument, cosArgument] = sinCos(argument);
  const [sinNode, cosNode] = sinCos(node);
  const state = stateOf(
    {
      invA: k.invA * invSize * invSize,
      rootA: k.rootA * size,
      e: Math.max(em, 1e-6),
      sinArgument,
      cosArgument,
      sinNode,
      cosNode,
      sinL: sinM * cosArgument + cosM * sinArgument,
      cosL: cosM * cosArgument - sinM * sinArgument,
      more: shift + k.no * templ,
      sinI: k.sinI,
      cosI: k.cosI,
      xlcof: k.xlcof,
    },
    { isStill: k.no <= 0, isUnbound, isPerturbedOut: isUnbound },
  );
  return { ...state, tempa };
}
