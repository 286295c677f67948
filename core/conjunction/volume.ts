import { EARTH_RADIUS_KM, MU } from '../ephemeris/gravity.ts';
import { rtnAxes } from '../frames/rtn.ts';
import type { Kilometers, Seconds } from '../units.ts';
import { dot, norm, subtract, type Vector3, vectorAt } from '../vector.ts';

/** A region about a primary, in the radial, transverse and normal of its orbit. */
export interface Volume {
  readonly shape: 'ellipsoid' | 'box';
  readonly semiAxesKm: readonly [Kilometers, Kilometers, Kilometers];
}

/** In the place of a volume's number. */
export const NO_VOLUME = 255;

/** Which orbits a volume is for; what is not said does not matter. */
export interface VolumeRule extends Volume {
  readonly name: string;
  readonly perigeeHeightKm?: readonly [Kilometers, Kilometers];
  readonly periodMin?: readonly [number, number];
  readonly belowInclinationDeg?: number;
  readonly belowEccentricity?: number;
}

export interface OrbitShape {
  readonly meanMotionRevPerDay: number;
  readonly eccentricity: number;
  readonly inclinationDeg: number;
}

const ELLIPSOID = 'ellipsoid';
/** Near-earth orbits are shorter than this, minutes. */
const NEAR_EARTH_MIN = 225;

function lowOrbits(
  name: string,
  heights: readonly [number, number],
  semiAxesKm: Volume['semiAxesKm'],
): VolumeRule {
  return {
    name,
    shape: ELLIPSOID,
    semiAxesKm,
    perigeeHeightKm: heights,
    periodMin: [0, NEAR_EARTH_MIN],
    belowEccentricity: 0.25,
  };
}

/**
 * Volumes in which a whole catalogue is screened, by orbit. Source: Spaceflight Safety Handbook for Operators v1.7 (2023), at second hand;
 * orbits it has no row for are screened in a sphere.
 */
export const CATALOGUE_VOLUMES: readonly VolumeRule[] = [
  lowOrbits('LEO 1', [Number.NEGATIVE_INFINITY, 500], [0.4, 44, 51]),
  lowOrbits('LEO 2', [500, 750], [0.4, 25, 25]),
  lowOrbits('LEO 3', [750, 1200], [0.4, 12, 12]),
  lowOrbits('LEO 4', [1200, 2000], [0.4, 2, 2]),
  {
    name: 'deep space',
    shape: ELLIPSOID,
    semiAxesKm: [10, 10, 10],
    periodMin: [1300, 1800],
    belowInclinationDeg: 35,
    belowEccentricity: 0.25,
  },
];

/** Volumes about an owner's own orbit, wider. Same source. */
export const OWNER_VOLUMES: readonly VolumeRule[] = [
  { name: 'near-earth', shape: ELLIPSOID, semiAxesKm: [2, 25, 25], periodMin: [0, NEAR_EARTH_MIN] },
  { name: 'deep space', shape: ELLIPSOID, semiAxesKm: [20, 20, 20] },
];

/** `catalogue`, `owner`, or semi-axes in km for every orbit: `R,T,N` for an ellipsoid, `R,T,N,box`; null when it is none of them. */
export function parseVolumes(text: string): readonly VolumeRule[] | null {
  if (text === 'catalogue') return CATALOGUE_VOLUMES;
  if (text === 'owner') return OWNER_VOLUMES;
  const match = /^([\d.]+),([\d.]+),([\d.]+)(,box)?$/.exec(text.replaceAll(' ', ''));
  const [r = 0, t = 0, n = 0] = (match ?? []).slice(1, 4).map(Number);
  if (![r, t, n].every((axis) => axis > 0 && axis <= MOST_AXIS_KM)) return null;
  return [{ name: text, shape: match?.[4] ? 'box' : ELLIPSOID, semiAxesKm: [r, t, n] }];
}

const MOST_AXIS_KM = 200;
const MINUTES_PER_DAY = 1440;
const SECONDS_PER_DAY = 86_400;

/** The place of the first rule an orbit is under; null where it is under none. */
export function volumeRuleOf(rules: readonly VolumeRule[], orbit: OrbitShape): number | null {
  const period = MINUTES_PER_DAY / orbit.meanMotionRevPerDay;
  const axis = Math.cbrt(MU / ((orbit.meanMotionRevPerDay * 2 * Math.PI) / SECONDS_PER_DAY) ** 2);
  const perigee = axis * (1 - orbit.eccentricity) - EARTH_RADIUS_KM;
  const place = rules.findIndex(
    (rule) =>
      isIn(perigee, rule.perigeeHeightKm) &&
      isIn(period, rule.periodMin) &&
      orbit.inclinationDeg < (rule.belowInclinationDeg ?? Number.POSITIVE_INFINITY) &&
      orbit.eccentricity < (rule.belowEccentricity ?? Number.POSITIVE_INFINITY),
  );
  return place === -1 ? null : place;
}

/** Give each of some orbits the volume it is under. */
export function volumesFor(
  rules: readonly VolumeRule[],
  orbits: Iterable<OrbitShape>,
): { readonly list: readonly Volume[]; readonly of: Uint8Array } {
  return { list: rules, of: Uint8Array.from(orbits, (orbit) => volumeRuleOf(rules, orbit) ?? NO_VOLUME) };
}

function isIn(value: number, range: readonly [number, number] | undefined): boolean {
  return range === undefined || (value >= range[0] && value < range[1]);
}

/** The farthest that a volume reaches. */
export function reachOfVolume({ shape, semiAxesKm }: Volume): Kilometers {
  return shape === ELLIPSOID ? Math.max(...semiAxesKm) : norm(semiAxesKm);
}

/** Where the secondary is in the primary's frame, seconds from some instant; km. */
export type RelativeRtn = (seconds: Seconds) => Vector3;

/** Looks before the least one is closed in on, and how often that is halved. */
const LOOKS = 25;
const CLOSER = 24;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Whether a path is inside a volume at any time of a stretch. */
export function entersVolume(
  { shape, semiAxesKm }: Volume,
  path: RelativeRtn,
  { from, to }: { readonly from: Seconds; readonly to: Seconds },
): boolean {
  /** 1 on the surface. */
  const scaled = (seconds: Seconds): number => {
    const place = path(seconds);
    const r = Math.abs(place[0] / semiAxesKm[0]);
    const t = Math.abs(place[1] / semiAxesKm[1]);
    const n = Math.abs(place[2] / semiAxesKm[2]);
    return shape === ELLIPSOID ? Math.sqrt(r * r + t * t + n * n) : Math.max(r, t, n);
  };
  const step = (to - from) / (LOOKS - 1);
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < LOOKS; i++) {
    const value = scaled(from + i * step);
    if (value < 1) return true;
    if (value < least) [best, least] = [from + i * step, value];
  }
  // Golden section, Kiefer 1953.
  let [low, high] = [Math.max(from, best - step), Math.min(to, best + step)];
  for (let i = 0; i < CLOSER; i++) {
    const [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    const [atLeft, atRight] = [scaled(left), scaled(right)];
    if (atLeft < 1 || atRight < 1) return true;
    if (atLeft <= atRight) high = right;
    else low = left;
  }
  return false;
}

/**
 * The path of a secondary about a primary near an instant, by three terms of both motions: within metres for a minute.
 *
 * @param a, b states of the primary and the secondary there, km and km/s
 */
export function pathNear(a: ArrayLike<number>, b: ArrayLike<number>): RelativeRtn {
  const one = motionOf(a);
  const two = motionOf(b);
  return (seconds) => {
    const primary = moved(one, seconds);
    return inRtn(primary, moved(two, seconds).position);
  };
}

interface State {
  readonly position: Vector3;
  readonly velocity: Vector3;
}

interface Motion extends State {
  readonly acceleration: Vector3;
  readonly jerk: Vector3;
}

function motionOf(state: ArrayLike<number>): Motion {
  const [position, velocity] = [vectorAt(state, 0), vectorAt(state, 3)];
  const squared = dot(position, position);
  const pull = -MU / (squared * Math.sqrt(squared));
  const along = (3 * dot(position, velocity)) / squared;
  const [x, y, z] = position;
  const [vx, vy, vz] = velocity;
  return {
    position,
    velocity,
    acceleration: [pull * x, pull * y, pull * z],
    jerk: [pull * (vx - along * x), pull * (vy - along * y), pull * (vz - along * z)],
  };
}

function moved({ position, velocity, acceleration, jerk }: Motion, t: Seconds): State {
  const term = (i: 0 | 1 | 2) =>
    position[i] + t * (velocity[i] + (t / 2) * (acceleration[i] + (t / 3) * jerk[i]));
  const rate = (i: 0 | 1 | 2) => velocity[i] + t * (acceleration[i] + (t / 2) * jerk[i]);
  return { position: [term(0), term(1), term(2)], velocity: [rate(0), rate(1), rate(2)] };
}

/** Where something is in the frame of an orbit. */
export function inRtn({ position, velocity }: State, other: Vector3): Vector3 {
  const miss = subtract(other, position);
  const [radial, transverse, normal] = rtnAxes(position, velocity);
  return [dot(miss, radial), dot(miss, transverse), dot(miss, normal)];
}

/**
 * Whether a short passage is outside a volume for certain: along one axis it never comes as near as the volume reaches, moving evenly but
 * for what the turning of the frame and the gradient of the field can bend it.
 */
export function staysOutside(
  { semiAxesKm }: Volume,
  [a, b]: readonly [ArrayLike<number>, ArrayLike<number>],
  { from, to }: { readonly from: Seconds; readonly to: Seconds },
): boolean {
  const primary = { position: vectorAt(a, 0), velocity: vectorAt(a, 3) };
  const place = inRtn(primary, vectorAt(b, 0));
  const relative = subtract(vectorAt(b, 3), primary.velocity);
  const axes = rtnAxes(primary.position, primary.velocity);
  const r2 = dot(primary.position, primary.position);
  const turn = dot(primary.velocity, axes[1]) / Math.sqrt(r2);
  const rates = [
    dot(relative, axes[0]) + turn * place[1],
    dot(relative, axes[1]) - turn * place[0],
    dot(relative, axes[2]),
  ];
  const span = Math.max(-from, to);
  const speed = norm(relative);
  const apart = norm(place) + speed * span;
  const gradient = (2.1 * MU) / (r2 * Math.sqrt(r2));
  const bent =
    (span * span * (gradient * apart + 2 * turn * (speed + turn * apart) + 2 * turn * turn * apart)) / 2;
  return place.some((value, i) => {
    const [early, late] = [value + rates[i]! * from, value + rates[i]! * to];
    const least = early * late <= 0 ? 0 : Math.min(Math.abs(early), Math.abs(late));
    return least - bent > semiAxesKm[i]!;
  });
}

/** A path through samples, a parabola through the three nearest; `places` are evenly spaced from `from` to `to`. */
export function pathThrough(
  places: readonly Vector3[],
  { from, to }: { readonly from: Seconds; readonly to: Seconds },
): RelativeRtn {
  const step = (to - from) / (places.length - 1);
  return (seconds) => {
    const middle = Math.max(1, Math.min(places.length - 2, Math.round((seconds - from) / step)));
    const u = (seconds - from) / step - middle;
    const value = (i: 0 | 1 | 2) => {
      const [a, b, c] = [places[middle - 1]![i], places[middle]![i], places[middle + 1]![i]];
      return b + (u / 2) * (c - a + u * (c - 2 * b + a));
    };
    return [value(0), value(1), value(2)];
  };
}
