import { any, flipBySecondBit, isOdd, MAGIC } from './lane.ts';
import { TWO_PI } from './wgs72.ts';

const TWO_OVER_PI = 2 / Math.PI;
/** π/2 in two parts; the first has 33 bits, so that whole multiples below 2²⁰ are exact. */
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_LOW = 6.077100506506192e-11;

/** The angle less the nearest multiple of π/2, and that multiple on top of MAGIC. */
function reduceToEighth(angle: number): [number, number] {
  const q = angle * TWO_OVER_PI + MAGIC;
  const k = q - MAGIC;
  return [angle - k * HALF_PI_HIGH - k * HALF_PI_LOW, q];
}

/** Sine and cosine of an angle, from those of its rest. */
function placeInQuarter(s: number, c: number, q: number): [number, number] {
  const isSwapped = isOdd(q);
  return [flipBySecondBit(isSwapped ? c : s, q), flipBySecondBit(isSwapped ? s : c, q + 1)];
}

/**
 * Sine and cosine, within 2e-14 to 10⁶ rad; of little use above 10⁹.
 *
 * Reduction to ±π/4 with π/2 in two parts, then polynomials of the least degree that does: interpolated at Chebyshev's points
 * of [0, (π/4)²], errors 1.4e-14 and 8e-16.
 */
export function sinCos(angle: number): [number, number] {
  const [r, q] = reduceToEighth(angle);
  const z = r * r;
  const z2 = z * z;
  const s =
    r +
    r *
      z *
      (-0.1666666666666388 +
        z * 0.00833333333107472 +
        z2 * (-0.0001984126691260756 + z * 2.7555989605121267e-6 + z2 * -2.4805513593507586e-8));
  const c =
    1 -
    0.5 * z +
    z2 *
      (0.04166666666666467 +
        z * -0.0013888888887274122 +
        z2 * (2.480158520785944e-5 + z * -2.7556368748423216e-7 + z2 * 2.070051277277061e-9));
  return placeInQuarter(s, c, q);
}

/** As `sinCos` within 1e-16, for what is computed once and counts for years: Taylor's series to r¹⁷ and r¹⁸. */
export function sinCosFine(angle: number): [number, number] {
  const [r, q] = reduceToEighth(angle);
  const z = r * r;
  const s =
    r -
    r *
      z *
      (1 / 6 -
        z *
          (1 / 120 -
            z *
              (1 / 5040 -
                z *
                  (1 / 362_880 -
                    z * (1 / 39_916_800 - z * (1 / 6_227_020_800 - z * (1 / 1_307_674_368_000)))))));
  const c =
    1 -
    z *
      (0.5 -
        z *
          (1 / 24 -
            z *
              (1 / 720 -
                z *
                  (1 / 40_320 -
                    z *
                      (1 / 3_628_800 -
                        z * (1 / 479_001_600 - z * (1 / 87_178_291_200 - z * (1 / 20_922_789_888_000))))))));
  return placeInQuarter(s, c, q);
}

/** The largest angle `turn` takes. */
export const SMALL_ANGLE = 0.05;

/** Sine and cosine of an angle that is `by` larger; |by| ≤ SMALL_ANGLE, within 2e-13. */
export function turn(sine: number, cosine: number, by: number): [number, number] {
  const z = by * by;
  const s = by - by * z * (1 / 6 - z * (1 / 120));
  const c = 1 - z * (0.5 - z * (1 / 24 - z * (1 / 720)));
  return [sine * c + cosine * s, cosine * c - sine * s];
}

/** The largest angle `turnLittle` takes. */
export const TINY_ANGLE = 0.002;

/** As `turn` for |by| ≤ TINY_ANGLE, within 1e-12. */
export function turnLittle(sine: number, cosine: number, by: number): [number, number] {
  const z = by * by;
  const s = by - by * z * (1 / 6);
  const c = 1 - z * 0.5;
  return [sine * c + cosine * s, cosine * c - sine * s];
}

/** As `turn`, by the sine and cosine of the angle itself. */
export function turnFar(sine: number, cosine: number, by: number): [number, number] {
  const [s, c] = sinCos(by);
  return [sine * c + cosine * s, cosine * c - sine * s];
}

/** As `turn`, for any angle: the longer way where a lane needs it. */
export function turnBy(sine: number, cosine: number, by: number): [number, number] {
  let s = sine;
  let c = cosine;
  if (any(by * by > SMALL_ANGLE * SMALL_ANGLE)) {
    const [far, wide] = turnFar(sine, cosine, by);
    s = far;
    c = wide;
  } else {
    const [near, narrow] = turn(sine, cosine, by);
    s = near;
    c = narrow;
  }
  return [s, c];
}

const TAN_PI_8 = Math.sqrt(2) - 1;

/**
 * The angle of the vector (x, y), (−π, π]; 0 for the zero vector. Within 4e-16.
 *
 * The smaller over the larger side, turned by π/4 where it is above tan π/8, and a rational function there
 * (Cephes' `atan`, S. L. Moshier).
 */
export function arcTangent(y: number, x: number): number {
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  const isSteep = ay > ax;
  const small = isSteep ? ax : ay;
  const large = isSteep ? ay : ax;
  const isTurned = small > TAN_PI_8 * large;
  const top = isTurned ? small - large : small;
  const bottom = isTurned ? small + large : large;
  const t = top / (bottom === 0 ? 1 : bottom);
  const z = t * t;
  const p =
    (((-0.8750608600031904 * z - 16.157537187333652) * z - 75.00855792314705) * z - 122.88666844901361) * z -
    64.85021904942025;
  const q =
    ((((z + 24.858464901423062) * z + 165.02700983169885) * z + 432.88106049129027) * z + 485.3903996359137) *
      z +
    194.5506571482614;
  const inEighth = t + (t * z * p) / q + (isTurned ? Math.PI / 4 : 0);
  const inQuarter = isSteep ? Math.PI / 2 - inEighth : inEighth;
  const inHalf = x < 0 ? Math.PI - inQuarter : inQuarter;
  return y < 0 ? -inHalf : inHalf;
}

/** 2π as a sum; the first part has 33 bits, so that whole multiples below 2²⁰ are exact. */
const TWO_PI_HIGH = 4 * HALF_PI_HIGH;
const TWO_PI_LOW = TWO_PI - TWO_PI_HIGH;

/** Take whole turns out of an angle, as the remainder by 2π does. */
export function reduced(angle: number): number {
  const turns = Math.trunc(angle * (1 / TWO_PI));
  return angle - turns * TWO_PI_HIGH - turns * TWO_PI_LOW;
}
