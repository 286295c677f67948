import { EARTH_RADIUS_KM, J2, MU, zonalGravity } from '../ephemeris/gravity.ts';
import type { BlockRange } from '../propagation/kernel/batch.ts';
import { LANES, type Query } from '../propagation/kernel/kernel.ts';
import { propagateBlocks, propagateEach } from '../propagation/kernel/propagate.ts';
import { type Kilometers, MS_PER_DAY, MS_PER_SECOND, type Seconds, type UtcMs } from '../units.ts';
import type { ScreenDesk, ScreenSettings } from './screen-desk.ts';
import { NUMBERS_ABOUT_OBJECT } from './sieve/sieve.ts';

/** What is known of each object before it is screened: so many numbers an object. */
export const ABOUT_OBJECT = {
  /** Bound of the acceleration of its radius, as a share of μ/r². */
  radial: 0,
  /** Bound of what its acceleration differs by from that of the zonal field, km/s². */
  residual: 1,
  /** Its radius in the whole window, km; 0 and infinity where that is not known. */
  lowest: 2,
  highest: 3,
} as const;

const POSITIONS: Query = { form: 'position', gates: 'sanity', times: 'utc' };
/** Instants at which an object is looked at, from both ends of the window on. */
const PLACES = 12;
const SECONDS_PER_DAY = MS_PER_DAY / MS_PER_SECOND;
const BASE_SECONDS = 30;
const SQUARED_BASE = BASE_SECONDS * BASE_SECONDS;
/** Near-earth orbits are no longer than this, so that these are over a revolution or more of all of them. */
const NEAR_EARTH_SECONDS = 225 * 60;
/** The class of near-earth orbits (kernel.ts). */
export const NEAR_EARTH = 0;
/** The most of them is taken so many times, and so much more, km/s². */
const RESIDUAL_FACTOR = 3;
const RESIDUAL_LEAST = 1e-6;
/** For who has no states there: a tenth of a metre per second². */
const RESIDUAL_UNKNOWN = 1e-4;
/** By how much osculating eccentricity and J2 move the radius beyond the mean eccentricity, as a share of μ/r². */
const RADIAL_ALLOWANCE = 0.005;
/** Blocks of sets measured together: three rows a set. */
export const BLOCKS_TOGETHER = 48;

export interface MeasureSettings extends Pick<ScreenSettings, 'start' | 'end'> {
  /** Deep-space orbits, which cost most, at one place of each end alone: enough to know which are never near. */
  readonly isRough?: boolean;
}

/** Of a set: mean motion in rev/day, eccentricity. */
export type OrbitOf = (set: number) => {
  readonly meanMotionRevPerDay: number;
  readonly eccentricity: number;
};

/**
 * Measure what screening needs to know of the objects in some blocks: how much SGP4's acceleration differs from that of the zonal field, by
 * second differences at twelve places of a revolution at either end of the window, and between which radii each stays.
 */
export function measureObjects(
  desk: Omit<ScreenDesk, 'sieve'>,
  range: BlockRange,
  orbitOf: OrbitOf,
  { start, end, isRough = false }: MeasureSettings,
): void {
  const isNearEarth = range.kind === NEAR_EARTH;
  const count = isRough && !isNearEarth ? 1 : PLACES;
  const { buffer } = desk.kernel.memory;
  const about = new Float64Array(buffer, desk.about, desk.layout.count * NUMBERS_ABOUT_OBJECT);
  const lanes = range.end - range.first;
  const order = new Uint32Array(
    buffer,
    desk.layout.kinds[range.kind]!.order + range.first * LANES * 4,
    lanes * LANES,
  );
  // The last lanes may repeat one.
  const sets = [...new Set(order)];
  const spans = sets.map((set) =>
    isNearEarth ? NEAR_EARTH_SECONDS : SECONDS_PER_DAY / orbitOf(set).meanMotionRevPerDay,
  );
  const looked = sets.map(() => ({
    residual: Number.NaN,
    lowest: Number.POSITIVE_INFINITY,
    highest: 0,
    pad: 0,
  }));
  const triples = new Float64Array(sets.length * 9);
  for (let place = 0; place < 2 * count; place++) {
    const share = (place % count) / count;
    const isEarly = place < count;
    const middleOf = (span: Seconds): UtcMs =>
      isEarly ? start + share * span * MS_PER_SECOND : end - share * span * MS_PER_SECOND;
    if (isNearEarth) lookAtBlocks(desk, range, sets, middleOf(NEAR_EARTH_SECONDS), triples);
    else lookAtEach(desk, sets, spans.map(middleOf), triples);
    looked.forEach((look, i) => {
      const residual = residualAt(triples, 9 * i);
      if (!(residual <= look.residual) && !Number.isNaN(residual)) look.residual = residual;
      widen(look, apsides(triples, 9 * i), {
        between: spans[i]! / count,
        window: (end - start) / MS_PER_SECOND,
      });
    });
  }
  sets.forEach((set, i) => {
    const { residual, lowest, highest, pad } = looked[i]!;
    const at = set * NUMBERS_ABOUT_OBJECT;
    about[at + ABOUT_OBJECT.radial] = orbitOf(set).eccentricity + RADIAL_ALLOWANCE;
    about[at + ABOUT_OBJECT.residual] = Number.isNaN(residual)
      ? RESIDUAL_UNKNOWN
      : RESIDUAL_FACTOR * residual + RESIDUAL_LEAST;
    about[at + ABOUT_OBJECT.lowest] = lowest - pad;
    about[at + ABOUT_OBJECT.highest] = highest + pad;
  });
}

/** Positions half a minute before an instant, at it and half a minute after it, nine numbers a set; all sets at one instant. */
function lookAtBlocks(
  desk: Omit<ScreenDesk, 'sieve'>,
  range: BlockRange,
  sets: readonly number[],
  middle: UtcMs,
  out: Float64Array,
): void {
  const { places, layout } = desk;
  const { buffer } = desk.kernel.memory;
  const times = new Float64Array(buffer, places.time, 1);
  const place = {
    times: places.time,
    timeCount: 1,
    out: places.positions[0],
    status: places.statuses[0],
    perSet: 1,
    perTime: 0,
  };
  const positions = new Float64Array(buffer, place.out, layout.count * 3);
  for (let look = 0; look < 3; look++) {
    times[0] = middle + (look - 1) * BASE_SECONDS * MS_PER_SECOND;
    propagateBlocks(desk, range, POSITIONS, place);
    for (let i = 0; i < sets.length; i++) {
      const from = 3 * sets[i]!;
      const to = 9 * i + 3 * look;
      out[to] = positions[from]!;
      out[to + 1] = positions[from + 1]!;
      out[to + 2] = positions[from + 2]!;
    }
  }
}

/** The same, each set at an instant of its own. */
function lookAtEach(
  desk: Omit<ScreenDesk, 'sieve'>,
  sets: readonly number[],
  middles: readonly UtcMs[],
  out: Float64Array,
): void {
  const rows = sets.flatMap((set) => [set, set, set]);
  const base = BASE_SECONDS * MS_PER_SECOND;
  const times = middles.flatMap((middle) => [middle - base, middle, middle + base]);
  out.set(propagateEach(desk, desk.places.area, rows, times, POSITIONS).numbers);
}

const gravity = new Float64Array(3);

/** What the acceleration in the middle of three positions differs by from that of the zonal field, km/s²; NaN where one is missing. */
function residualAt(p: Float64Array, at: number): number {
  zonalGravity(p, at + 3, gravity);
  const x = (p[at]! - 2 * p[at + 3]! + p[at + 6]!) / SQUARED_BASE - gravity[0]!;
  const y = (p[at + 1]! - 2 * p[at + 4]! + p[at + 7]!) / SQUARED_BASE - gravity[1]!;
  const z = (p[at + 2]! - 2 * p[at + 5]! + p[at + 8]!) / SQUARED_BASE - gravity[2]!;
  return Math.sqrt(x * x + y * y + z * z);
}

/** |J3| / 2 J2: how far J3 moves the vector of eccentricity, times R/p. */
const J3_SHARE = 1.1725e-3;
/** Twice what Moon and Sun pull apart at their nearest, 2 (μ/d³ of both), s⁻². */
const TIDE = 2.9e-13;
/** Of the velocities below, km/s: what differences leave out, ten times. */
const SPEED_ERROR = 1e-5;

/** Between which radii an object has been found, and what it may be beyond them. */
interface RadiusRange {
  lowest: Kilometers;
  highest: Kilometers;
  pad: Kilometers;
}

/**
 * Take one more place into a range of radii.
 *
 * Between places perigee and apogee move by no more than the field's second harmonic can, between the ends of the window by no more than
 * the third harmonic (as far as the perigee turns), Moon and Sun can; what drag does only grows, so both ends bound it. How fast an
 * acceleration f moves them: da/dt = 2a²(f·v)/μ, de/dt = (2(f·v)r − (f·r)v − (r·v)f)/μ (Gauss), so |de/dt| ≤ 4rvf/μ. Of J2's, with
 * k = 1.5 J2 μR²/r⁴, |f| ≤ 3k, that along the velocity is at most k(1 + 3e), and 2|f·v|/v + |f·r|/r at most 3k.
 *
 * @param between seconds from place to place
 */
function widen(
  range: RadiusRange,
  orbit: Apsides | null,
  { between, window }: { between: Seconds; window: Seconds },
): void {
  if (orbit === null) {
    range.lowest = 0;
    range.highest = Number.POSITIVE_INFINITY;
    return;
  }
  const { a, perigee, apogee } = orbit;
  range.lowest = Math.min(range.lowest, perigee);
  range.highest = Math.max(range.highest, apogee);
  const speed = Math.sqrt((MU * 2 * apogee) / (perigee * (perigee + apogee)));
  // The components of J2's pull are within these of k; see below for what they do to a and e.
  const squared = perigee * perigee;
  const k = (1.5 * J2 * MU * EARTH_RADIUS_KM * EARTH_RADIUS_KM) / (squared * squared);
  const e = (apogee - perigee) / (apogee + perigee);
  const short =
    (((2 * a * a * speed * (1 + 3 * e) + 3 * a * perigee * speed * (1 + e)) * k) / MU) * (between / 2);
  const tide = TIDE * apogee;
  const meanMotion = Math.sqrt(MU / (a * a * a));
  const long =
    ((4 * a * Math.sqrt(MU * a) * tide) / MU) * (window / 2) +
    ((2 * a * a * speed * tide) / MU) * ((2 * Math.PI) / meanMotion);
  const across = (EARTH_RADIUS_KM * (perigee + apogee)) / (2 * perigee * apogee);
  const turned = 3 * J2 * across * across * meanMotion * (window / 2);
  const third = a * J3_SHARE * across * Math.min(2, turned);
  range.pad = Math.max(range.pad, short + long + third + ((6 * a) / speed) * SPEED_ERROR);
}

interface Apsides {
  readonly a: Kilometers;
  readonly perigee: Kilometers;
  readonly apogee: Kilometers;
}

/** The ellipse through the middle one of three positions; null where there is none. */
function apsides(
  p: Float64Array,
  at: number,
): { a: Kilometers; perigee: Kilometers; apogee: Kilometers } | null {
  const [x, y, z] = [p[at + 3]!, p[at + 4]!, p[at + 5]!];
  let vx = (p[at + 6]! - p[at]!) / (2 * BASE_SECONDS);
  let vy = (p[at + 7]! - p[at + 1]!) / (2 * BASE_SECONDS);
  let vz = (p[at + 8]! - p[at + 2]!) / (2 * BASE_SECONDS);
  const r = Math.sqrt(x * x + y * y + z * z);
  // A central difference is too long by a sixth of the third derivative, that of a point mass.
  const share = (SQUARED_BASE / 6) * (MU / (r * r * r));
  const along = (3 * (x * vx + y * vy + z * vz)) / (r * r);
  vx += share * (vx - along * x);
  vy += share * (vy - along * y);
  vz += share * (vz - along * z);
  const v2 = vx * vx + vy * vy + vz * vz;
  const a = 1 / (2 / r - v2 / MU);
  const rv = x * vx + y * vy + z * vz;
  const k = v2 / MU - 1 / r;
  const ex = k * x - (rv / MU) * vx;
  const ey = k * y - (rv / MU) * vy;
  const ez = k * z - (rv / MU) * vz;
  const e = Math.sqrt(ex * ex + ey * ey + ez * ez);
  return e < 1 && a > 0 ? { a, perigee: a * (1 - e), apogee: a * (1 + e) } : null;
}
