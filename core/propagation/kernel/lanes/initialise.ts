import type { DayResonance, DeepSpace, HalfDayResonance } from './deep-space.ts';
import { any } from './lane.ts';
import type { NearEarth } from './near-earth.ts';
import { arcTangent, reduced, sinCosFine } from './trig.ts';
import { EARTH_RADIUS_KM, EARTH_RATE, J2, J3_OVER_J2, J4, TWO_PI, XKE } from './wgs72.ts';

/** An element set as it is published: epoch in UTC ms, mean motion (Kozai's) in rev/day, angles in degrees, B* per Earth radius. */
export const ELEMENTS = [
  'epoch',
  'meanMotion',
  'eccentricity',
  'inclination',
  'raan',
  'argumentOfPerigee',
  'meanAnomaly',
  'bstar',
] as const;
export type Elements = Readonly<Record<(typeof ELEMENTS)[number], number>>;

/** Which program a set needs. */
export const CLASSES = ['near-earth', 'deep-space', 'day-resonance', 'half-day-resonance'] as const;

const RAD = Math.PI / 180;
const REV_DAY_OF_RAD_MIN = 1440 / TWO_PI;
const MS_PER_DAY = 86_400_000;
/** Of 0 January 1950, from which SGP4 counts days, to 1970; and to noon of 1 January 2000. */
const DAYS_1950_TO_1970 = 7306;
const DAYS_1950_TO_2000 = 18_263.5;

const S_CUSTOMARY = 78 / EARTH_RADIUS_KM + 1;

/** What several parts of the initialisation need. */
interface Basics {
  /** Mean motion of Brouwer, rad/min, and semi-major axis, Earth radii. */
  readonly no: number;
  readonly ao: number;
  readonly ecco: number;
  readonly inclo: number;
  readonly sinI: number;
  readonly cosI: number;
  readonly argpo: number;
  readonly nodeo: number;
  readonly mo: number;
}

/** Take Kozai's correction out of the mean motion. Source: AIAA 2006-6753, `initl`. */
function basicsOf(e: Elements): Basics {
  const noKozai = e.meanMotion / REV_DAY_OF_RAD_MIN;
  const ecco = e.eccentricity;
  const inclo = e.inclination * RAD;
  const sinI = Math.sin(inclo);
  const cosI = Math.cos(inclo);
  const omeosq = 1 - ecco * ecco;
  const ak = Math.pow(XKE / noKozai, 2 / 3);
  const d1 = (0.75 * J2 * (3 * (cosI * cosI) - 1)) / (Math.sqrt(omeosq) * omeosq);
  const del = d1 / (ak * ak);
  const adel = ak * (1 - del * del - del * (1 / 3 + (134 * del * del) / 81));
  const no = noKozai / (1 + d1 / (adel * adel));
  return {
    no,
    ao: Math.pow(XKE / no, 2 / 3),
    ecco,
    inclo,
    sinI,
    cosI,
    argpo: e.argumentOfPerigee * RAD,
    nodeo: e.raan * RAD,
    mo: e.meanAnomaly * RAD,
  };
}

/** Slower than this (in rev/day; with room for Kozai's correction) a set may be of deep space. */
const MAYBE_DEEP = 6.7;

/** Find which of CLASSES a set is in; anything that is not a number is near-earth. */
export function classify(e: Elements): { readonly kind: number } {
  let kind = 0;
  if (any(e.meanMotion < MAYBE_DEEP)) {
    const { no, ecco } = basicsOf(e);
    const isDay = no < 0.0052359877 && no > 0.0034906585;
    const isHalfDay = no >= 8.26e-3 && no <= 9.24e-3 && ecco >= 0.5;
    const deep = isDay ? 2 : isHalfDay ? 3 : 1;
    kind = TWO_PI / no >= 225 ? deep : 0;
  }
  return { kind };
}

/** Initialise a near-earth set; for deep space these are the constants of secular gravity and of drag. Source: AIAA 2006-6753, `sgp4init`. */
export function initialiseNearEarth(e: Elements): NearEarth {
  const b = basicsOf(e);
  const { no, ao, ecco, sinI, cosI } = b;
  const bstar = e.bstar;
  const eccsq = ecco * ecco;
  const omeosq = 1 - eccsq;
  const rteosq = Math.sqrt(omeosq);
  const cosio2 = cosI * cosI;
  const cosio4 = cosio2 * cosio2;
  const con42 = 1 - 5 * cosio2;
  const con41 = -con42 - cosio2 - cosio2;
  const x1mth2 = 1 - cosio2;
  const po = ao * omeosq;
  const posq = po * po;
  const rp = ao * (1 - ecco);
  const isSimple = rp < 220 / EARTH_RADIUS_KM + 1 || TWO_PI / no >= 225;
  // For perigees below 156 km s and (q₀ − s)⁴ are altered.
  const perigee = (rp - 1) * EARTH_RADIUS_KM;
  const sKm = perigee < 98 ? 20 : perigee - 78;
  const s4 = perigee < 156 ? sKm / EARTH_RADIUS_KM + 1 : S_CUSTOMARY;
  const gap = perigee < 156 ? (120 - sKm) / EARTH_RADIUS_KM : 42 / EARTH_RADIUS_KM;
  const pinvsq = 1 / posq;
  const tsi = 1 / (ao - s4);
  const eta = ao * ecco * tsi;
  const etasq = eta * eta;
  const eeta = ecco * eta;
  const psisq = Math.abs(1 - etasq);
  const coef = gap * gap * gap * gap * Math.pow(tsi, 4);
  // Powers as SGP4 has them: a year on, the last bit of the drag of a set that is all but down is a micrometre.
  const coef1 = coef / Math.pow(psisq, 3.5);
  const cc2 =
    coef1 *
    no *
    (ao * (1 + 1.5 * etasq + eeta * (4 + etasq)) +
      ((0.375 * J2 * tsi) / psisq) * con41 * (8 + 3 * etasq * (8 + etasq)));
  const cc1 = bstar * cc2;
  const isEccentric = ecco > 1e-4;
  const cc3 = isEccentric ? (-2 * coef * tsi * J3_OVER_J2 * no * sinI) / ecco : 0;
  const [sinArgument, cosArgument] = sinCosFine(b.argpo);
  const cos2Argument = cosArgument * cosArgument - sinArgument * sinArgument;
  const cc4 =
    2 *
    no *
    coef1 *
    ao *
    omeosq *
    (eta * (2 + 0.5 * etasq) +
      ecco * (0.5 + 2 * etasq) -
      ((J2 * tsi) / (ao * psisq)) *
        (-3 * con41 * (1 - 2 * eeta + etasq * (1.5 - 0.5 * eeta)) +
          0.75 * x1mth2 * (2 * etasq - eeta * (1 + etasq)) * cos2Argument));
  const cc5 = 2 * coef1 * ao * omeosq * (1 + 2.75 * (etasq + eeta) + eeta * etasq);
  const temp1 = 1.5 * J2 * pinvsq * no;
  const temp2 = 0.5 * temp1 * J2 * pinvsq;
  const temp3 = -0.46875 * J4 * pinvsq * pinvsq * no;
  const mdot =
    no + 0.5 * temp1 * rteosq * con41 + 0.0625 * temp2 * rteosq * (13 - 78 * cosio2 + 137 * cosio4);
  const argpdot =
    -0.5 * temp1 * con42 +
    0.0625 * temp2 * (7 - 114 * cosio2 + 395 * cosio4) +
    temp3 * (3 - 36 * cosio2 + 49 * cosio4);
  const xhdot1 = -temp1 * cosI;
  const nodedot = xhdot1 + (0.5 * temp2 * (4 - 19 * cosio2) + 2 * temp3 * (3 - 7 * cosio2)) * cosI;
  const xmcof = isEccentric ? ((-2 / 3) * coef * bstar) / eeta : 0;
  const isBackwards = Math.abs(cosI + 1) <= 1.5e-12;
  const [sinM, cosM] = sinCosFine(b.mo);
  const delmotemp = 1 + eta * cosM;
  const cc1sq = cc1 * cc1;
  const d2 = 4 * ao * tsi * cc1sq;
  const temp = (d2 * tsi * cc1) / 3;
  const d3 = (17 * ao + s4) * temp;
  const d4 = 0.5 * temp * ao * tsi * (221 * ao + 31 * s4) * cc1;
  return {
    mo: b.mo,
    mdot,
    argpo: b.argpo,
    argpdot,
    nodeo: b.nodeo,
    nodedot,
    nodecf: 3.5 * omeosq * xhdot1 * cc1,
    no,
    ecco,
    invA: 1 / ao,
    rootA: Math.sqrt(ao),
    sinI,
    cosI,
    xlcof: (-0.25 * J3_OVER_J2 * sinI * (3 + 5 * cosI)) / (isBackwards ? 1.5e-12 : 1 + cosI),
    cc1,
    d2: isSimple ? 0 : d2,
    d3: isSimple ? 0 : d3,
    d4: isSimple ? 0 : d4,
    bstarCc4: bstar * cc4,
    bstarCc5: isSimple ? 0 : bstar * cc5,
    eta,
    xmcof: isSimple ? 0 : xmcof,
    delmo: delmotemp * delmotemp * delmotemp,
    omgcof: isSimple ? 0 : bstar * cc3 * cosArgument,
    sinmao: sinM,
    t2cof: 1.5 * cc1,
    t3cof: isSimple ? 0 : d2 + 2 * cc1sq,
    t4cof: isSimple ? 0 : 0.25 * (3 * d3 + cc1 * (12 * d2 + 10 * cc1sq)),
    t5cof: isSimple ? 0 : 0.2 * (3 * d4 + 12 * cc1 * d3 + 6 * d2 * d2 + 15 * cc1sq * (2 * d2 + cc1sq)),
  };
}

const ZNS = 1.19459e-5;
const ZES = 0.01675;
const ZNL = 1.5835218e-4;
const ZEL = 0.0549;
const C1SS = 2.9864797e-6;
const C1L = 4.7968065e-7;
const SIN_INCLINATION_SUN = 0.39785416;
const COS_INCLINATION_SUN = 0.91744867;
const SIN_ARGUMENT_SUN = -0.98088458;
const COS_ARGUMENT_SUN = 0.1945905;

/** Where a third body's orbit lies against the node of the satellite: sines and cosines of argument, inclination, node. */
interface BodyPlane {
  readonly sinG: number;
  readonly cosG: number;
  readonly sinI: number;
  readonly cosI: number;
  readonly sinH: number;
  readonly cosH: number;
  /** The body's strength. */
  readonly strength: number;
  readonly eccentricity: number;
  readonly rate: number;
}

/** What one third body does: its secular rates, and the coefficients of its periodics. */
interface BodyEffect {
  readonly dedt: number;
  readonly didt: number;
  readonly dldt: number;
  /** dg without the share of the node, and dh times sin i. */
  readonly dgdt: number;
  readonly dhdt: number;
  readonly e2: number;
  readonly e3: number;
  readonly i2: number;
  readonly i3: number;
  readonly l2: number;
  readonly l3: number;
  readonly l4: number;
  readonly g2: number;
  readonly g3: number;
  readonly g4: number;
  readonly h2: number;
  readonly h3: number;
}

/** What the effect of a third body depends on. */
interface DeepOrbit {
  readonly no: number;
  readonly ecco: number;
  readonly inclo: number;
  readonly sinI: number;
  readonly cosI: number;
  readonly argpo: number;
}

/** Source: AIAA 2006-6753, `dscom` and the first part of `dsinit`. */
function effectOf(z: BodyPlane, b: DeepOrbit): BodyEffect {
  const [sinArgument, cosArgument] = sinCosFine(b.argpo);
  const { sinI, cosI } = b;
  const em = b.ecco;
  const emsq = em * em;
  const betasq = 1 - emsq;
  const rtemsq = Math.sqrt(betasq);
  const a1 = z.cosG * z.cosH + z.sinG * z.cosI * z.sinH;
  const a3 = -z.sinG * z.cosH + z.cosG * z.cosI * z.sinH;
  const a7 = -z.cosG * z.sinH + z.sinG * z.cosI * z.cosH;
  const a8 = z.sinG * z.sinI;
  const a9 = z.sinG * z.sinH + z.cosG * z.cosI * z.cosH;
  const a10 = z.cosG * z.sinI;
  const a2 = cosI * a7 + sinI * a8;
  const a4 = cosI * a9 + sinI * a10;
  const a5 = -sinI * a7 + cosI * a8;
  const a6 = -sinI * a9 + cosI * a10;
  const x1 = a1 * cosArgument + a2 * sinArgument;
  const x2 = a3 * cosArgument + a4 * sinArgument;
  const x3 = -a1 * sinArgument + a2 * cosArgument;
  const x4 = -a3 * sinArgument + a4 * cosArgument;
  const x5 = a5 * sinArgument;
  const x6 = a6 * sinArgument;
  const x7 = a5 * cosArgument;
  const x8 = a6 * cosArgument;
  const z31 = 12 * x1 * x1 - 3 * x3 * x3;
  const z32 = 24 * x1 * x2 - 6 * x3 * x4;
  const z33 = 12 * x2 * x2 - 3 * x4 * x4;
  const y1 = 3 * (a1 * a1 + a2 * a2) + z31 * emsq;
  const y2 = 6 * (a1 * a3 + a2 * a4) + z32 * emsq;
  const y3 = 3 * (a3 * a3 + a4 * a4) + z33 * emsq;
  const z11 = -6 * a1 * a5 + emsq * (-24 * x1 * x7 - 6 * x3 * x5);
  const z12 = -6 * (a1 * a6 + a3 * a5) + emsq * (-24 * (x2 * x7 + x1 * x8) + -6 * (x3 * x6 + x4 * x5));
  const z13 = -6 * a3 * a6 + emsq * (-24 * x2 * x8 - 6 * x4 * x6);
  const z21 = 6 * a2 * a5 + emsq * (24 * x1 * x5 - 6 * x3 * x7);
  const z22 = 6 * (a4 * a5 + a2 * a6) + emsq * (24 * (x2 * x5 + x1 * x6) - 6 * (x4 * x7 + x3 * x8));
  const z23 = 6 * a4 * a6 + emsq * (24 * x2 * x6 - 6 * x4 * x8);
  const z1 = y1 + y1 + betasq * z31;
  const z2 = y2 + y2 + betasq * z32;
  const z3 = y3 + y3 + betasq * z33;
  const s3 = z.strength / b.no;
  const s2 = (-0.5 * s3) / rtemsq;
  const s4 = s3 * rtemsq;
  const s1 = -15 * em * s4;
  const s5 = x1 * x3 + x2 * x4;
  const s6 = x2 * x3 + x1 * x4;
  const s7 = x2 * x4 - x1 * x3;
  const isFlat = b.inclo < 5.2359877e-2 || b.inclo > Math.PI - 5.2359877e-2;
  return {
    dedt: s1 * z.rate * s5,
    didt: s2 * z.rate * (z11 + z13),
    dldt: -z.rate * s3 * (z1 + z3 - 14 - 6 * emsq),
    dgdt: s4 * z.rate * (z31 + z33 - 6),
    dhdt: isFlat ? 0 : -z.rate * s2 * (z21 + z23),
    e2: 2 * s1 * s6,
    e3: 2 * s1 * s7,
    i2: 2 * s2 * z12,
    i3: 2 * s2 * (z13 - z11),
    l2: -2 * s3 * z2,
    l3: -2 * s3 * (z3 - z1),
    l4: -2 * s3 * (-21 - 9 * emsq) * z.eccentricity,
    g2: 2 * s4 * z32,
    g3: 2 * s4 * (z33 - z31),
    g4: -18 * s4 * z.eccentricity,
    h2: -2 * s2 * z22,
    h3: -2 * s2 * (z23 - z21),
  };
}

/** Initialise a deep-space set. Source: AIAA 2006-6753, `sgp4init`, `dscom`, `dsinit`. */
export function initialiseDeepSpace(e: Elements, s: NearEarth): DeepSpace {
  const day = e.epoch / MS_PER_DAY + DAYS_1950_TO_1970 + 18_261.5;
  const [sinNode, cosNode] = sinCosFine(s.nodeo);
  const inclo = e.inclination * RAD;
  const orbit = { no: s.no, ecco: s.ecco, inclo, sinI: s.sinI, cosI: s.cosI, argpo: s.argpo };
  const nodeMoon = 4.523602 - 9.2422029e-4 * day;
  const [stem, ctem] = sinCosFine(nodeMoon);
  const cosIMoon = 0.91375164 - 0.03568096 * ctem;
  const sinIMoon = Math.sqrt(1 - cosIMoon * cosIMoon);
  const sinHMoon = (0.089683511 * stem) / sinIMoon;
  const cosHMoon = Math.sqrt(1 - sinHMoon * sinHMoon);
  const gam = 5.8351514 + 0.001944368 * day;
  const zx = (SIN_INCLINATION_SUN * stem) / sinIMoon;
  const zy = cosHMoon * ctem + COS_INCLINATION_SUN * sinHMoon * stem;
  const [sinGMoon, cosGMoon] = sinCosFine(arcTangent(zx, zy) + gam - nodeMoon);
  const sun = effectOf(
    {
      sinG: SIN_ARGUMENT_SUN,
      cosG: COS_ARGUMENT_SUN,
      sinI: SIN_INCLINATION_SUN,
      cosI: COS_INCLINATION_SUN,
      sinH: sinNode,
      cosH: cosNode,
      strength: C1SS,
      eccentricity: ZES,
      rate: ZNS,
    },
    orbit,
  );
  const moon = effectOf(
    {
      sinG: sinGMoon,
      cosG: cosGMoon,
      sinI: sinIMoon,
      cosI: cosIMoon,
      sinH: sinNode * cosHMoon - cosNode * sinHMoon,
      cosH: cosHMoon * cosNode + sinHMoon * sinNode,
      strength: C1L,
      eccentricity: ZEL,
      rate: ZNL,
    },
    orbit,
  );
  const isOnEquator = s.sinI === 0;
  const sinI = isOnEquator ? 1 : s.sinI;
  const dnodt = (sun.dhdt + moon.dhdt) / sinI;
  return {
    mo: s.mo,
    mdot: s.mdot,
    argpo: s.argpo,
    argpdot: s.argpdot,
    nodeo: s.nodeo,
    nodedot: s.nodedot,
    nodecf: s.nodecf,
    inclo,
    no: s.no,
    ecco: s.ecco,
    invA: s.invA,
    rootA: s.rootA,
    sinI: s.sinI,
    cosI: s.cosI,
    cc1: s.cc1,
    bstarCc4: s.bstarCc4,
    t2cof: s.t2cof,
    dedt: sun.dedt + moon.dedt,
    didt: sun.didt + moon.didt,
    dmdt: sun.dldt + moon.dldt,
    dnodt,
    domdt: sun.dgdt + moon.dgdt - s.cosI * dnodt,
    se2: sun.e2,
    se3: sun.e3,
    si2: sun.i2,
    si3: sun.i3,
    sl2: sun.l2,
    sl3: sun.l3,
    sl4: sun.l4,
    sgh2: sun.g2,
    sgh3: sun.g3,
    sgh4: sun.g4,
    sh2: sun.h2,
    sh3: sun.h3,
    ee2: moon.e2,
    e3: moon.e3,
    xi2: moon.i2,
    xi3: moon.i3,
    xl2: moon.l2,
    xl3: moon.l3,
    xl4: moon.l4,
    xgh2: moon.g2,
    xgh3: moon.g3,
    xgh4: moon.g4,
    xh2: moon.h2,
    xh3: moon.h3,
    zmos: reduced(6.2565837 + 0.017201977 * day),
    zmol: reduced(4.7199672 + (0.2299715 * day - gam)),
  };
}

/** Greenwich sidereal time at an epoch, rad. Source: Vallado, eq. 3-45. */
function siderealAt(epoch: number): number {
  const c = (epoch / MS_PER_DAY + DAYS_1950_TO_1970 - DAYS_1950_TO_2000) / 36_525;
  const seconds =
    -6.2e-6 * c * c * c + 0.093104 * c * c + (876_600 * 3600 + 8_640_184.812866) * c + 67_310.54841;
  return reduced((seconds * RAD) / 240);
}

/** Initialise what resonance of one day adds. Source: AIAA 2006-6753, `dsinit`. */
export function initialiseDay(e: Elements, k: DeepSpace): DayResonance {
  const gsto = siderealAt(e.epoch);
  const emsq = k.ecco * k.ecco;
  const aonv = k.invA;
  const g200 = 1 + emsq * (-2.5 + 0.8125 * emsq);
  const g310 = 1 + 2 * emsq;
  const g300 = 1 + emsq * (-6 + 6.60937 * emsq);
  const plus = 1 + k.cosI;
  const f220 = 0.75 * plus * plus;
  const f311 = 0.9375 * k.sinI * k.sinI * (1 + 3 * k.cosI) - 0.75 * plus;
  const f330 = 1.875 * plus * plus * plus;
  const del = 3 * k.no * k.no * aonv * aonv;
  return {
    gsto,
    xlamo: reduced(k.mo + k.nodeo + k.argpo - gsto),
    xfact: k.mdot + k.argpdot + k.nodedot + k.dmdt + k.domdt + k.dnodt - (k.no + EARTH_RATE),
    del1: del * f311 * g310 * 2.1460748e-6 * aonv,
    del2: 2 * del * f220 * g200 * 1.7891679e-6,
    del3: 3 * del * f330 * g300 * 2.2123015e-7 * aonv,
  };
}

/** A polynomial in the eccentricity. */
function cubic(c0: number, c1: number, c2: number, c3: number, em: number): number {
  return c0 + c1 * em + c2 * (em * em) + c3 * (em * em * em);
}

/** Initialise what resonance of half a day adds. Source: AIAA 2006-6753, `dsinit`. */
export function initialiseHalfDay(e: Elements, k: DeepSpace): HalfDayResonance {
  const gsto = siderealAt(e.epoch);
  const em = k.ecco;
  const aonv = k.invA;
  const { sinI, cosI } = k;
  const isLow = em <= 0.65;
  const g201 = -0.306 - (em - 0.64) * 0.44;
  const g211 = isLow ? cubic(3.616, -13.247, 16.29, 0, em) : cubic(-72.099, 331.819, -508.738, 266.724, em);
  const g310 = isLow
    ? cubic(-19.302, 117.39, -228.419, 156.591, em)
    : cubic(-346.844, 1582.851, -2415.925, 1246.113, em);
  const g322 = isLow
    ? cubic(-18.9068, 109.7927, -214.6334, 146.5816, em)
    : cubic(-342.585, 1554.908, -2366.899, 1215.972, em);
  const g410 = isLow
    ? cubic(-41.122, 242.694, -471.094, 313.953, em)
    : cubic(-1052.797, 4758.686, -7193.992, 3651.957, em);
  const g422 = isLow
    ? cubic(-146.407, 841.88, -1629.014, 1083.435, em)
    : cubic(-3581.69, 16_178.11, -24_462.77, 12_422.52, em);
  const g520 = isLow
    ? cubic(-532.114, 3017.977, -5740.032, 3708.276, em)
    : em > 0.715
      ? cubic(-5149.66, 29_936.92, -54_087.36, 31_324.56, em)
      : cubic(1464.74, -4664.75, 3763.64, 0, em);
  const isBelow = em < 0.7;
  const g533 = isBelow
    ? cubic(-919.2277, 4988.61, -9064.77, 5542.21, em)
    : cubic(-37_995.78, 161_616.52, -229_838.2, 109_377.94, em);
  const g521 = isBelow
    ? cubic(-822.71072, 4568.6173, -8491.4146, 5337.524, em)
    : cubic(-51_752.104, 218_913.95, -309_468.16, 146_349.42, em);
  const g532 = isBelow
    ? cubic(-853.666, 4690.25, -8624.77, 5341.4, em)
    : cubic(-40_023.88, 170_470.89, -242_699.48, 115_605.82, em);
  const sini2 = sinI * sinI;
  const cosisq = cosI * cosI;
  const f220 = 0.75 * (1 + 2 * cosI + cosisq);
  const f221 = 1.5 * sini2;
  const f321 = 1.875 * sinI * (1 - 2 * cosI - 3 * cosisq);
  const f322 = -1.875 * sinI * (1 + 2 * cosI - 3 * cosisq);
  const f441 = 35 * sini2 * f220;
  const f442 = 39.375 * sini2 * sini2;
  const f522 =
    9.84375 * sinI * (sini2 * (1 - 2 * cosI - 5 * cosisq) + 0.33333333 * (-2 + 4 * cosI + 6 * cosisq));
  const f523 =
    sinI * (4.92187512 * sini2 * (-2 - 4 * cosI + 10 * cosisq) + 6.56250012 * (1 + 2 * cosI - 3 * cosisq));
  const f542 = 29.53125 * sinI * (2 - 8 * cosI + cosisq * (-12 + 8 * cosI + 10 * cosisq));
  const f543 = 29.53125 * sinI * (-2 - 8 * cosI + cosisq * (12 + 8 * cosI - 10 * cosisq));
  const of2 = 3 * k.no * k.no * aonv * aonv;
  const of3 = of2 * aonv;
  const of4 = of3 * aonv;
  const of5 = of4 * aonv;
  return {
    gsto,
    xlamo: reduced(k.mo + k.nodeo + k.nodeo - (gsto + gsto)),
    xfact: k.mdot + k.dmdt + 2 * (k.nodedot + k.dnodt - EARTH_RATE) - k.no,
    d2201: of2 * 1.7891679e-6 * f220 * g201,
    d2211: of2 * 1.7891679e-6 * f221 * g211,
    d3210: of3 * 3.7393792e-7 * f321 * g310,
    d3222: of3 * 3.7393792e-7 * f322 * g322,
    d4410: 2 * of4 * 7.3636953e-9 * f441 * g410,
    d4422: 2 * of4 * 7.3636953e-9 * f442 * g422,
    d5220: of5 * 1.1428639e-7 * f522 * g520,
    d5232: of5 * 1.1428639e-7 * f523 * g532,
    d5421: 2 * of5 * 2.1765803e-9 * f542 * g521,
    d5433: 2 * of5 * 2.1765803e-9 * f543 * g533,
  };
}
