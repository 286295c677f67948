import { any } from './lane.ts';
import { type State, stateOf } from './orbit-plane.ts';
import { arcTangent, reduced, sinCos, sinCosFine, turn, turnBy } from './trig.ts';
import { EARTH_RATE, J3_OVER_J2 } from './wgs72.ts';

/** What SGP4 keeps of every deep-space set (period 225 min and more). */
export const DEEP_SPACE = [
  'mo',
  'mdot',
  'argpo',
  'argpdot',
  'nodeo',
  'nodedot',
  'nodecf',
  'inclo',
  'no',
  'ecco',
  'invA',
  'rootA',
  'sinI',
  'cosI',
  'cc1',
  'bstarCc4',
  't2cof',
  // Secular rates of Sun and Moon.
  'dedt',
  'didt',
  'dmdt',
  'dnodt',
  'domdt',
  // Periodics of the Sun, then of the Moon.
  'se2',
  'se3',
  'si2',
  'si3',
  'sl2',
  'sl3',
  'sl4',
  'sgh2',
  'sgh3',
  'sgh4',
  'sh2',
  'sh3',
  'ee2',
  'e3',
  'xi2',
  'xi3',
  'xl2',
  'xl3',
  'xl4',
  'xgh2',
  'xgh3',
  'xgh4',
  'xh2',
  'xh3',
  'zmos',
  'zmol',
] as const;
export type DeepSpace = Readonly<Record<(typeof DEEP_SPACE)[number], number>>;

/** Beside these: sets in resonance with the Earth's rotation, of one day… */
export const DAY_RESONANCE = ['gsto', 'xlamo', 'xfact', 'del1', 'del2', 'del3'] as const;
export type DayResonance = Readonly<Record<(typeof DAY_RESONANCE)[number], number>>;
/** …and of half a day. */
export const HALF_DAY_RESONANCE = [
  'gsto',
  'xlamo',
  'xfact',
  'd2201',
  'd2211',
  'd3210',
  'd3222',
  'd4410',
  'd4422',
  'd5220',
  'd5232',
  'd5421',
  'd5433',
] as const;
export type HalfDayResonance = Readonly<Record<(typeof HALF_DAY_RESONANCE)[number], number>>;

/**
 * Where the integrator of a resonant set stands: time, longitude, mean motion, and their derivatives there; zeros before it
 * has stood anywhere. Its steps are fixed, so an answer does not depend on where it stood before.
 */
export const INTEGRATOR = ['atime', 'xli', 'xni', 'xndt', 'xldot', 'xnddt'] as const;
export type Integrator = Readonly<Record<(typeof INTEGRATOR)[number], number>>;

const STEP = 720;
const HALF_STEP_SQUARED = 259_200;
/** Steps within a hundred years, which is as far as the kernel goes. */
const MOST_INTEGRATOR_STEPS = 73_100;

const ZNS = 1.19459e-5;
const ZES = 0.01675;
const ZNL = 1.5835218e-4;
const ZEL = 0.0549;
/** Above this inclination, rad, the periodics are applied directly. */
const LYDDANE_BELOW = 0.2;
const BACKWARDS = -0.9999;

/** Longitude, mean motion and mean anomaly that resonance gives; none where there is none. */
interface Resonant {
  /** Mean motion over that of the epoch, less 1. */
  readonly excess: number;
  readonly mm: number;
}

/** SGP4 of a deep-space set without resonance. */
export function deepSpace(k: DeepSpace, t: number): State & { readonly tempa: number } {
  return deepState(k, t, { excess: 0, mm: k.mo + k.mdot * t + k.dmdt * t });
}

/** SGP4 of a set in resonance of one day. */
export function deepSpaceDay(
  k: DeepSpace,
  r: DayResonance,
  before: Integrator,
  t: number,
): State & Integrator & { readonly tempa: number } {
  const isAfter = t > 0;
  const isFresh = before.xni === 0 || !(before.atime * t >= 0) || Math.abs(t) < Math.abs(before.atime);
  let atime = isFresh ? 0 : before.atime;
  let xli = isFresh ? r.xlamo : before.xli;
  let xni = isFresh ? k.no : before.xni;
  let xndt = before.xndt;
  let xldot = before.xldot;
  let xnddt = before.xnddt;
  const step = isAfter ? STEP : -STEP;
  if (any(isFresh || Math.abs(t - atime) >= STEP)) {
    for (let i = 0; i < MOST_INTEGRATOR_STEPS; i++) {
      const [s1, c1] = sinCosFine(xli - 0.13130908);
      const [s2, c2] = sinCosFine(2 * (xli - 2.8843198));
      const [s3, c3] = sinCosFine(3 * (xli - 0.37448087));
      xndt = r.del1 * s1 + r.del2 * s2 + r.del3 * s3;
      xldot = xni + r.xfact;
      xnddt = (r.del1 * c1 + 2 * r.del2 * c2 + 3 * r.del3 * c3) * xldot;
      const isBehind = Math.abs(t - atime) >= STEP;
      if (!any(isBehind)) break;
      xli = isBehind ? xli + (xldot * step + xndt * HALF_STEP_SQUARED) : xli;
      xni = isBehind ? xni + (xndt * step + xnddt * HALF_STEP_SQUARED) : xni;
      atime = isBehind ? atime + step : atime;
    }
  }
  const ft = t - atime;
  const nm = xni + xndt * ft + xnddt * ft * ft * 0.5;
  const xl = xli + xldot * ft + xndt * ft * ft * 0.5;
  const node = k.nodeo + k.nodedot * t + k.nodecf * (t * t) + k.dnodt * t;
  const argument = k.argpo + k.argpdot * t + k.domdt * t;
  const theta = reduced(r.gsto + t * EARTH_RATE);
  const state = deepState(k, t, { excess: nm / k.no - 1, mm: xl - node - argument + theta });
  return { ...state, atime, xli, xni, xndt, xldot, xnddt };
}

/** SGP4 of a set in resonance of half a day. */
export function deepSpaceHalfDay(
  k: DeepSpace,
  r: HalfDayResonance,
  before: Integrator,
  t: number,
): State & Integrator & { readonly tempa: number } {
  const isAfter = t > 0;
  const isFresh = before.xni === 0 || !(before.atime * t >= 0) || Math.abs(t) < Math.abs(before.atime);
  let atime = isFresh ? 0 : before.atime;
  let xli = isFresh ? r.xlamo : before.xli;
  let xni = isFresh ? k.no : before.xni;
  let xndt = before.xndt;
  let xldot = before.xldot;
  let xnddt = before.xnddt;
  const step = isAfter ? STEP : -STEP;
  if (any(isFresh || Math.abs(t - atime) >= STEP)) {
    for (let i = 0; i < MOST_INTEGRATOR_STEPS; i++) {
      const xomi = k.argpo + k.argpdot * atime;
      const x2omi = xomi + xomi;
      const x2li = xli + xli;
      const [sa, ca] = sinCosFine(x2omi + xli - 5.7686396);
      const [sb, cb] = sinCosFine(xli - 5.7686396);
      const [sc, cc] = sinCosFine(xomi + xli - 0.95240898);
      const [sd, cd] = sinCosFine(-xomi + xli - 0.95240898);
      const [se, ce] = sinCosFine(x2omi + x2li - 1.8014998);
      const [sf, cf] = sinCosFine(x2li - 1.8014998);
      const [sg, cg] = sinCosFine(xomi + xli - 1.050833);
      const [sh, ch] = sinCosFine(-xomi + xli - 1.050833);
      const [si, ci] = sinCosFine(xomi + x2li - 4.4108898);
      const [sj, cj] = sinCosFine(-xomi + x2li - 4.4108898);
      xndt =
        r.d2201 * sa +
        r.d2211 * sb +
        r.d3210 * sc +
        r.d3222 * sd +
        r.d4410 * se +
        r.d4422 * sf +
        r.d5220 * sg +
        r.d5232 * sh +
        r.d5421 * si +
        r.d5433 * sj;
      xldot = xni + r.xfact;
      xnddt =
        (r.d2201 * ca +
          r.d2211 * cb +
          r.d3210 * cc +
          r.d3222 * cd +
          r.d5220 * cg +
          r.d5232 * ch +
          2 * (r.d4410 * ce + r.d4422 * cf + r.d5421 * ci + r.d5433 * cj)) *
        xldot;
      const isBehind = Math.abs(t - atime) >= STEP;
      if (!any(isBehind)) break;
      xli = isBehind ? xli + (xldot * step + xndt * HALF_STEP_SQUARED) : xli;
      xni = isBehind ? xni + (xndt * step + xnddt * HALF_STEP_SQUARED) : xni;
      atime = isBehind ? atime + step : atime;
    }
  }
  const ft = t - atime;
  const nm = xni + xndt * ft + xnddt * ft * ft * 0.5;
  const xl = xli + xldot * ft + xndt * ft * ft * 0.5;
  const node = k.nodeo + k.nodedot * t + k.nodecf * (t * t) + k.dnodt * t;
  const theta = reduced(r.gsto + t * EARTH_RATE);
  const state = deepState(k, t, { excess: nm / k.no - 1, mm: xl - 2 * node + 2 * theta });
  return { ...state, atime, xli, xni, xndt, xldot, xnddt };
}

/**
 * The rest of SGP4 for deep space: drag, the periodics of Sun and Moon with Lyddane's form near the equator, and the state.
 *
 * Lyddane's change of node collapses to one angle, atan2(ph, sin i + pinc cos i): sine and cosine of the node cancel.
 * Source: Vallado et al., AIAA 2006-6753, `dspace`, `dpper`, `sgp4`; opsmode i.
 */
function deepState(k: DeepSpace, t: number, r: Resonant): State & { readonly tempa: number } {
  const t2 = t * t;
  const tempa = 1 - k.cc1 * t;
  const size = Math.abs(tempa);
  const invSize = 1 / size;
  const meanE = k.ecco + k.dedt * t - k.bstarCc4 * t;
  const isUnbound = meanE >= 1 || meanE < -0.001;
  const em = Math.max(meanE, 1e-6);
  // (1 + excess)^(−1/3) by Newton's method: the excess of a set in resonance is small.
  let root = 1 - r.excess * (1 / 3);
  const n = 1 + r.excess;
  if (any(r.excess * r.excess > 1e-4)) {
    root = 1 / Math.cbrt(n);
  } else {
    root = root * (4 / 3 - (1 / 3) * n * root * root * root);
    root = root * (4 / 3 - (1 / 3) * n * root * root * root);
  }
  // (n/n₀)^(2/3).
  const invAxis = n * root;
  const meanArgument = k.argpo + k.argpdot * t + k.domdt * t;
  const meanNode = k.nodeo + k.nodedot * t + k.nodecf * t2 + k.dnodt * t;
  const mm = r.mm + k.no * (k.t2cof * t2);

  const zms = k.zmos + ZNS * t;
  const [sinZms, cosZms] = sinCos(zms);
  const [sinS, cosS] = turn(sinZms, cosZms, 2 * ZES * sinZms);
  const zml = k.zmol + ZNL * t;
  const [sinZml, cosZml] = sinCos(zml);
  const [sinL, cosL] = turnMoon(sinZml, cosZml, 2 * ZEL * sinZml);
  const f2s = 0.5 * sinS * sinS - 0.25;
  const f3s = -0.5 * sinS * cosS;
  const f2l = 0.5 * sinL * sinL - 0.25;
  const f3l = -0.5 * sinL * cosL;
  const pe = k.se2 * f2s + k.se3 * f3s + k.ee2 * f2l + k.e3 * f3l;
  const pinc = k.si2 * f2s + k.si3 * f3s + k.xi2 * f2l + k.xi3 * f3l;
  const pl = k.sl2 * f2s + k.sl3 * f3s + k.sl4 * sinS + k.xl2 * f2l + k.xl3 * f3l + k.xl4 * sinL;
  const pgh = k.sgh2 * f2s + k.sgh3 * f3s + k.sgh4 * sinS + k.xgh2 * f2l + k.xgh3 * f3l + k.xgh4 * sinL;
  const ph = k.sh2 * f2s + k.sh3 * f3s + k.xh2 * f2l + k.xh3 * f3l;

  const dI = k.didt * t + pinc;
  const inclination = k.inclo + k.didt * t + pinc;
  let [sinP, cosP] = turnBy(k.sinI, k.cosI, dI);
  // Backwards on the equator all depends on the last bits of 1 + cos i.
  if (any(cosP < BACKWARDS)) {
    sinP = Math.sin(inclination);
    cosP = Math.cos(inclination);
  }
  const isLow = !(inclination >= LYDDANE_BELOW);
  let dNode = ph / (isLow ? 1 : sinP);
  let extra = 0;
  if (any(isLow)) {
    const low = arcTangent(ph, sinP + pinc * cosP);
    dNode = isLow ? low : dNode;
    extra = isLow ? pinc * reduced(meanNode) * sinP : 0;
  }
  const isFlipped = inclination < 0;
  const ep = em + pe;
  const argument = meanArgument + pgh - cosP * dNode - extra - (isFlipped ? Math.PI : 0);
  const node = meanNode + dNode + (isFlipped ? Math.PI : 0);
  const sinI = isFlipped ? -sinP : sinP;
  const cosI = cosP;
  const [sinArgument, cosArgument] = sinCos(argument);
  const [sinNode, cosNode] = sinCos(node);
  const [sinTotal, cosTotal] = sinCos(mm + pl + argument);
  const isBackwards = Math.abs(cosI + 1) <= 1.5e-12;
  const state = stateOf(
    {
      invA: k.invA * invAxis * invSize * invSize,
      rootA: k.rootA * root * size,
      e: ep,
      sinArgument,
      cosArgument,
      sinNode,
      cosNode,
      sinL: sinTotal,
      cosL: cosTotal,
      more: 0,
      sinI,
      cosI,
      xlcof: (-0.25 * J3_OVER_J2 * sinI * (3 + 5 * cosI)) / (isBackwards ? 1.5e-12 : 1 + cosI),
    },
    { isStill: k.no * n <= 0, isUnbound, isPerturbedOut: ep < 0 || ep > 1 },
  );
  return { ...state, tempa };
}

/** As `turn`, for the Moon's ±0.11 rad; within 2e-13. */
function turnMoon(sine: number, cosine: number, by: number): [number, number] {
  const z = by * by;
  const s = by - by * z * (1 / 6 - z * (1 / 120 - z * (1 / 5040)));
  const c = 1 - z * (0.5 - z * (1 / 24 - z * (1 / 720 - z * (1 / 40_320))));
  return [sine * c + cosine * s, cosine * c - sine * s];
}
