import type { Kilometers } from '../units.ts';
import { cross, dot, norm, scale, type Vector3 } from '../vector.ts';
import { erfBetween } from './erf.ts';

/** A covariance of position, km², symmetric: xx, xy, xz, yy, yz, zz. */
export type Covariance = readonly [number, number, number, number, number, number];

/** Two objects about their closest approach: the secondary from the primary, in any frame, with the sum of both covariances in it. */
export interface RelativeState {
  /** km. */
  readonly position: Vector3;
  /** km/s. */
  readonly velocity: Vector3;
  readonly covariance: Covariance;
  /** Of the primary from the Earth's centre, km: how long a revolution takes says what is slow. */
  readonly radiusKm: Kilometers;
}

/** What makes a probability in two dimensions doubtful. */
export const USAGE_FLAGS = [
  /** There is no plane to look at: the objects do not move against each other. */
  'zero-relative-speed',
  /** The covariance cannot be one; its axes were held to what the hard body can tell apart. */
  'not-positive-definite',
  /** They pass so slowly that the way is not straight while it matters. */
  'slow-encounter',
  /** A smaller covariance would give a larger probability: more is unknown than says nothing. */
  'diluted',
] as const;
export type UsageFlag = (typeof USAGE_FLAGS)[number];

export const PC_METHODS = ['FOSTER-1992', 'CHAN-1997', 'ALFANO-2005', 'ALFRIEND-1999'] as const;
export type PcMethod = (typeof PC_METHODS)[number];

/** The encounter plane in the axes of its covariance: where the miss is, and the deviations along the axes, km; the larger first. */
export interface EncounterPlane {
  readonly miss: readonly [number, number];
  readonly sigma: readonly [number, number];
  /** The square of the miss in deviations. */
  readonly mahalanobisSquared: number;
  readonly flags: readonly UsageFlag[];
}

/** Deviations below this share of the hard-body radius make no difference; so small they are held. Source: NASA CARA Analysis Tools. */
const LEAST_SIGMA_SHARE = 1e-4;
/** An encounter is slow when it takes more than this of a revolution: 5 deviations along the way on either side, and the hard body. */
const SLOW_SHARE = 0.02;
const DEVIATIONS = 5;
/** km³/s². */
const MU = 398_600.4418;

/**
 * Look at an encounter along its relative velocity.
 *
 * Both are first moved along straight lines to where they are nearest: times in messages are rounded. The whole miss is on the first axis
 * then, and the covariance is turned onto its own.
 *
 * @param hbrKm combined hard-body radius
 * @returns null where they do not move against each other
 * Source: Foster & Estes, NASA JSC-25898 (1992); frame and clipping as in NASA CARA.
 */
export function toEncounterPlane(
  { position, velocity, covariance, radiusKm }: RelativeState,
  hbrKm: Kilometers,
): EncounterPlane | null {
  const speed = norm(velocity);
  if (!(speed > 0)) return null;
  const along = scale(velocity, 1 / speed);
  const late = dot(position, along);
  const miss: Vector3 = [
    position[0] - late * along[0],
    position[1] - late * along[1],
    position[2] - late * along[2],
  ];
  const distance = norm(miss);
  const x = distance > 0 ? scale(miss, 1 / distance) : anyNormal(along);
  const z = cross(x, along);
  const xx = quadratic(covariance, x, x);
  const xz = quadratic(covariance, x, z);
  const zz = quadratic(covariance, z, z);
  const middle = (xx + zz) / 2;
  const spread = Math.hypot((xx - zz) / 2, xz);
  const least = (LEAST_SIGMA_SHARE * hbrKm) ** 2;
  const [large, small] = [middle + spread, middle - spread];
  const turn = 0.5 * Math.atan2(2 * xz, xx - zz);
  const sigma = [Math.sqrt(Math.max(large, least)), Math.sqrt(Math.max(small, least))] as const;
  const inAxes = [distance * Math.cos(turn), -distance * Math.sin(turn)] as const;
  const mahalanobisSquared = (inAxes[0] / sigma[0]) ** 2 + (inAxes[1] / sigma[1]) ** 2;
  const sigmaAlong = Math.sqrt(Math.max(0, quadratic(covariance, along, along)));
  const seconds = (2 * (DEVIATIONS * sigmaAlong + hbrKm)) / speed;
  const flags: UsageFlag[] = [];
  if (!isPositiveDefinite(covariance)) flags.push('not-positive-definite');
  if (seconds > SLOW_SHARE * 2 * Math.PI * Math.sqrt(radiusKm ** 3 / MU)) flags.push('slow-encounter');
  if (mahalanobisSquared < 2) flags.push('diluted');
  return { miss: inAxes, sigma, mahalanobisSquared, flags };
}

function anyNormal(v: Vector3): Vector3 {
  const other: Vector3 = Math.abs(v[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  const normal = cross(v, other);
  return scale(normal, 1 / norm(normal));
}

function quadratic([xx, xy, xz, yy, yz, zz]: Covariance, a: Vector3, b: Vector3): number {
  return (
    a[0] * (xx * b[0] + xy * b[1] + xz * b[2]) +
    a[1] * (xy * b[0] + yy * b[1] + yz * b[2]) +
    a[2] * (xz * b[0] + yz * b[1] + zz * b[2])
  );
}

/** Sylvester's criterion. */
function isPositiveDefinite([xx, xy, xz, yy, yz, zz]: Covariance): boolean {
  const second = xx * yy - xy * xy;
  const third = xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz);
  return xx > 0 && second > 0 && third > 0;
}

/** The covariance of the difference of two that know nothing of each other. */
export function addCovariances(a: Covariance, b: Covariance): Covariance {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4], a[5] + b[5]];
}

/**
 * Compute the probability that two spheres touch, by one of the published methods in two dimensions.
 *
 * `FOSTER-1992` integrates over the disc to 1e-10 of the result; `CHAN-1997` sums his series for a disc of equal area;
 * `ALFANO-2005` is Simpson's rule along one axis; `ALFRIEND-1999` is the most that any covariance of this shape can give.
 * Check: tests/core/conjunction/collision-probability.test.ts (NASA CARA's published cases).
 */
export function computePc(method: PcMethod, plane: EncounterPlane, hbrKm: Kilometers): number {
  if (!(hbrKm > 0)) return 0;
  switch (method) {
    case 'FOSTER-1992':
      return integrateDisc(plane, hbrKm);
    case 'CHAN-1997':
      return sumChan(plane, hbrKm);
    case 'ALFANO-2005':
      return sumAlfano(plane, hbrKm);
    case 'ALFRIEND-1999':
      return boundAlfriend(plane, hbrKm);
  }
}

/** The share of the second axis within the disc, where the first is at `u`. */
function chordShare({ miss, sigma }: EncounterPlane, hbr: number, u: number): number {
  const half = Math.sqrt(Math.max(0, hbr * hbr - u * u));
  const s = sigma[1] * Math.SQRT2;
  return 0.5 * erfBetween((-miss[1] - half) / s, (-miss[1] + half) / s);
}

function density({ miss, sigma }: EncounterPlane, u: number): number {
  const d = (u + miss[0]) / sigma[0];
  return Math.exp(-0.5 * d * d) / (sigma[0] * Math.sqrt(2 * Math.PI));
}

const FIRST_NODES = 32;
const MOST_NODES = 65_536;
const TOLERANCE = 1e-11;

/** Chebyshev's nodes of the second kind: u = R cos θ, the trapezium rule in θ, doubled until it stands. */
function integrateDisc(plane: EncounterPlane, hbr: number): number {
  let before = Number.NaN;
  for (let nodes = FIRST_NODES; nodes <= MOST_NODES; nodes *= 2) {
    let sum = 0;
    for (let i = 1; i < nodes; i++) {
      const theta = (i * Math.PI) / nodes;
      const u = hbr * Math.cos(theta);
      sum += density(plane, u) * chordShare(plane, hbr, u) * hbr * Math.sin(theta);
    }
    const now = (sum * Math.PI) / nodes;
    if (Math.abs(now - before) <= TOLERANCE * now) return now;
    before = now;
  }
  return before;
}

const MOST_CHAN_TERMS = 1000;

/** Source: F. K. Chan, Collision probability analyses for Earth-orbiting satellites, Advances in the Astronautical Sciences 96 (1997). */
function sumChan({ sigma, mahalanobisSquared }: EncounterPlane, hbr: number): number {
  const u = (hbr * hbr) / (sigma[0] * sigma[1]) / 2;
  const v = mahalanobisSquared / 2;
  let weight = Math.exp(-v);
  let term = u * Math.exp(-u);
  let sum = 0;
  for (let m = 0; m < MOST_CHAN_TERMS; m++) {
    const part = weight * term * tailOver(m, u);
    sum += part;
    if (m > v && part < 1e-16 * sum) break;
    weight *= v / (m + 1);
    term *= u / (m + 2);
  }
  return sum;
}

/** The sum of u^k/k! beyond m, over its first term: added up, since 1 less what is before it would be nothing but rounding. */
function tailOver(m: number, u: number): number {
  let part = 1;
  let sum = 1;
  for (let k = m + 2; part > 1e-17 * sum && k < m + MOST_CHAN_TERMS; k++) {
    part *= u / k;
    sum += part;
  }
  return sum;
}

const LEAST_ALFANO_STEPS = 10;
const MOST_ALFANO_STEPS = 500;

/** Source: S. Alfano, A numerical implementation of spherical object collision probability, J. Astronautical Sciences 53 (2005). */
function sumAlfano(plane: EncounterPlane, hbr: number): number {
  const smallest = Math.min(...plane.sigma, Math.hypot(...plane.miss) || plane.sigma[1]);
  const wanted = Math.ceil((5 * hbr) / smallest);
  const steps = 2 * Math.min(MOST_ALFANO_STEPS, Math.max(LEAST_ALFANO_STEPS, wanted));
  // In θ, so that the ends of the disc are no corners.
  let sum = 0;
  for (let i = 1; i < steps; i++) {
    const theta = (i * Math.PI) / steps;
    const u = hbr * Math.cos(theta);
    sum += (i % 2 === 0 ? 2 : 4) * density(plane, u) * chordShare(plane, hbr, u) * hbr * Math.sin(theta);
  }
  return (sum * Math.PI) / (3 * steps);
}

/** Source: K. T. Alfriend et al., Probability of collision error analysis, Space Debris 1 (1999): R²/(e σ₁ σ₂ d²), at most 1. */
function boundAlfriend({ sigma, mahalanobisSquared }: EncounterPlane, hbr: number): number {
  return Math.min(1, (hbr * hbr) / (Math.E * sigma[0] * sigma[1] * mahalanobisSquared));
}

/** By what the covariance's deviations must be multiplied for the probability to be the greatest; below 1 it is diluted. */
export function dilutionThreshold({ mahalanobisSquared }: EncounterPlane): number {
  return Math.sqrt(mahalanobisSquared / 2);
}
