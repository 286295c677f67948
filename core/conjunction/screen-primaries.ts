import { MU } from '../ephemeris/gravity.ts';
import type { Query } from '../propagation/kernel/kernel.ts';
import { propagateEach } from '../propagation/kernel/propagate.ts';
import { STATUS_OK } from '../propagation/status.ts';
import { type Kilometers, MS_PER_SECOND, type UtcMs } from '../units.ts';
import { ABOUT_OBJECT } from './measure.ts';
import type { Candidate } from './refine.ts';
import {
  type Conjunction,
  MOST_ROWS,
  placeAt,
  reachOf,
  type ScreenDesk,
  type ScreenSettings,
} from './screen-desk.ts';
import { settleCandidates } from './settle.ts';
import { NUMBERS_ABOUT_OBJECT } from './sieve/sieve.ts';

/** Slabs begin so long, s: those of objects that stay about as far out as a primary, and of others. They are halved until they are short. */
export const SLAB_SECONDS = { calm: 1800, other: 1100 } as const;
/** Radii of calm ones and of the primaries are all within this, km. */
const CALM_KM = 200;
const SHORT_SLAB_SECONDS = 75;

const POSITIONS: Query = { form: 'position', gates: 'sanity', times: 'utc' };

/** The field and its gradient beyond those of a point: J2 adds at most 0.7 % and 1.3 % at the surface. */
const FLATTENING = 1.02;
/** What the zonal field is beyond that of a point, of μ/r²: 3 J2 at the surface over the poles, and a little for the others. */
const FLATTENED = 0.0034;

/** Who may come near some primaries, by the radii in the window alone; the primaries are in both. */
export interface Reached {
  readonly calm: readonly number[];
  readonly other: readonly number[];
}

/** Leave out the objects whose radii are never near those of a primary. */
export function objectsInReach(
  about: Float64Array,
  primaries: readonly number[],
  thresholdKm: Kilometers,
): Reached {
  const count = about.length / NUMBERS_ABOUT_OBJECT;
  const rangeOf = (object: number) =>
    [
      about[object * NUMBERS_ABOUT_OBJECT + ABOUT_OBJECT.lowest]!,
      about[object * NUMBERS_ABOUT_OBJECT + ABOUT_OBJECT.highest]!,
    ] as const;
  const ranges = primaries.map(rangeOf);
  const own = new Set(primaries);
  const [low, high] = [Math.min(...ranges.map(([from]) => from)), Math.max(...ranges.map(([, to]) => to))];
  const reached = { calm: [] as number[], other: [] as number[] };
  for (let object = 0; object < count; object++) {
    const [lowest, highest] = rangeOf(object);
    const isNear = ranges.some(([from, to]) => lowest - thresholdKm <= to && highest + thresholdKm >= from);
    if (!isNear) continue;
    const isCalm = Math.max(highest, high) - Math.min(lowest, low) <= CALM_KM;
    if (isCalm || own.has(object)) reached.calm.push(object);
    if (!isCalm || own.has(object)) reached.other.push(object);
  }
  return reached;
}

/**
 * Find all approaches of some objects to all others in some long slabs of a window.
 *
 * The same bound as for all against all (screen.ts), but a few objects leave so few pairs that slabs can be long: what may come
 * near in one is looked at again in its halves, until they are short enough for the refinement.
 *
 * @param settings `slabSeconds` is one of SLAB_SECONDS here
 */
export function screenPrimarySlabs(
  desk: ScreenDesk,
  primaries: readonly number[],
  settings: ScreenSettings,
  { first, end }: { readonly first: number; readonly end: number },
): readonly Conjunction[] {
  const stepMs = settings.slabSeconds * MS_PER_SECOND;
  const edge = (slab: number) => Math.min(settings.end, settings.start + slab * stepMs);
  const searches = primaries.map((primary): Search => {
    const bounds = boundsOf(desk, primary);
    return { desk, bounds, primary, thresholdKm: reachOf(settings), lengths: new Map() };
  });
  const candidates: Candidate[] = [];
  placeAt(desk, first % 2, edge(first));
  for (let slab = first; slab < end; slab++) {
    placeAt(desk, (slab + 1) % 2, edge(slab + 1));
    const stretch = { start: edge(slab), end: edge(slab + 1) };
    searches.forEach((search, i) => {
      const near = narrow(search, stretch, listNear(search, slab, stretch));
      // Two primaries are one pair.
      const earlier = new Set(primaries.slice(0, i + 1));
      candidates.push(
        ...near.filter(({ other }) => !earlier.has(other)).map((one) => candidateOf(search.primary, one)),
      );
    });
  }
  return settleCandidates(desk, candidates, settings);
}

/** One primary against the others. */
interface Search {
  readonly desk: ScreenDesk;
  readonly bounds: Bounds;
  readonly primary: number;
  readonly thresholdKm: Kilometers;
  /** What follows from the bounds for each length of a stretch, s. */
  readonly lengths: Map<number, Length>;
}

interface Stretch {
  readonly start: UtcMs;
  readonly end: UtcMs;
}

/** Who may come near in a stretch: the others, and where each is from the primary at both ends, six numbers, km. */
interface Near {
  readonly others: number[];
  readonly ends: number[];
}

/** One of them in a short stretch. */
interface NearOne extends Stretch {
  readonly other: number;
  /** Where the chord is nearest, 0…1. */
  readonly share: number;
}

/**
 * Bounds for a primary and each other object of how ρ, from one to the other, moves. With both at radii from `low` to `high`,
 *
 *   ρ″ = −μr₂/r₂³ + μr₁/r₁³ + …,  |ρ″| ≤ `most` (what both fields are at their lowest points), and
 *   ρ″ = −n²ρ + f,  n² = μ/2 (1/low³ + 1/high³),  |f| ≤ `force` = 2μ high (1/low³ − 1/high³) + …,
 *
 * since |μ/r₂³ − n²| ≤ μ/2 (1/low³ − 1/high³), |ρ| ≤ 2 high and r₁ |μ/r₂³ − μ/r₁³| ≤ μ high (1/low³ − 1/high³). The dots are what flattening
 * and SGP4's residuals add.
 */
interface Bounds {
  readonly most: Float64Array;
  readonly rate: Float64Array;
  readonly force: Float64Array;
  /** Least radius of both, km. */
  readonly lowest: Float64Array;
  /** What SGP4 differs by from the field, both together. */
  readonly residual: Float64Array;
}

/** Who is lower is not propagated. */
const LEAST_RADIUS_KM = 6350;

function boundsOf({ kernel, about, layout }: ScreenDesk, primary: number): Bounds {
  const numbers = new Float64Array(kernel.memory.buffer, about, layout.count * NUMBERS_ABOUT_OBJECT);
  const of = (object: number, which: number) => numbers[object * NUMBERS_ABOUT_OBJECT + which]!;
  const lowOf = (object: number) => Math.max(of(object, ABOUT_OBJECT.lowest), LEAST_RADIUS_KM);
  const [ownLow, ownHigh] = [lowOf(primary), of(primary, ABOUT_OBJECT.highest)];
  const column = () => new Float64Array(layout.count);
  const bounds = { most: column(), rate: column(), force: column(), lowest: column(), residual: column() };
  for (let i = 0; i < layout.count; i++) {
    const lowest = lowOf(i);
    const low = Math.min(lowest, ownLow);
    const high = Math.max(of(i, ABOUT_OBJECT.highest), ownHigh);
    const residual = of(i, ABOUT_OBJECT.residual) + of(primary, ABOUT_OBJECT.residual);
    bounds.lowest[i] = low;
    bounds.residual[i] = residual;
    bounds.most[i] = FLATTENING * MU * (1 / (lowest * lowest) + 1 / (ownLow * ownLow)) + residual;
    bounds.rate[i] = Math.sqrt((MU / 2) * (1 / low ** 3 + 1 / high ** 3));
    // Not finite where a radius is not known.
    bounds.force[i] =
      2 * MU * (high / low ** 3 - 1 / (high * high)) + (2 * FLATTENED * MU) / (low * low) + residual;
  }
  return bounds;
}

/**
 * How near ρ must be seen to come in a stretch to be looked at closer: with both its ends known it is, but for `chord` less the threshold,
 * a chord, or but for `arc` less the threshold the arc with ρ″ = −n²ρ, whose cosine and sine over the stretch these are.
 */
interface Length {
  readonly bend: number;
  readonly chord: Float64Array;
  readonly arc: Float64Array;
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

/** Half of an arc, radians, beyond which its ends say too little of it. */
const LONGEST_HALF_ARC = 1.2;

function lengthOf({ bounds, thresholdKm, lengths }: Search, { start, end }: Stretch): Length {
  const seconds = (end - start) / MS_PER_SECOND;
  const known = lengths.get(seconds);
  if (known) return known;
  const bend = (seconds * seconds) / 8;
  const half = bounds.rate.map((rate) => (rate * seconds) / 2);
  const made: Length = {
    bend,
    chord: bounds.most.map((most) => thresholdKm + bend * most),
    // u″ + n²u = f with u = 0 at both ends: |u| ≤ max|f| (1/cos(nD/2) − 1)/n².
    arc: bounds.force.map((force, i) =>
      half[i]! < LONGEST_HALF_ARC && Number.isFinite(force)
        ? thresholdKm + (force / bounds.rate[i]! ** 2) * (1 / Math.cos(half[i]!) - 1)
        : Number.POSITIVE_INFINITY,
    ),
    cos: half.map((angle) => Math.cos(2 * angle)),
    sin: half.map((angle) => Math.sin(2 * angle)),
  };
  lengths.set(seconds, made);
  return made;
}

/** The others that may come near in a slab, by the positions at both its ends. */
function listNear(search: Search, slab: number, stretch: Stretch): Near {
  const { desk, primary } = search;
  const { places, layout, kernel } = desk;
  const { buffer } = kernel.memory;
  const [from, to] = slab % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
  const p = new Float64Array(buffer, places.positions[from], layout.count * 3);
  const q = new Float64Array(buffer, places.positions[to], layout.count * 3);
  const ps = new Uint8Array(buffer, places.statuses[from], layout.count);
  const qs = new Uint8Array(buffer, places.statuses[to], layout.count);
  const near: Near = { others: [], ends: [] };
  if (ps[primary] !== STATUS_OK && qs[primary] !== STATUS_OK) return near;
  const length = lengthOf(search, stretch);
  const ends = new Float64Array(6);
  const a = 3 * primary;
  const [ax, ay, az, bx, by, bz] = [p[a]!, p[a + 1]!, p[a + 2]!, q[a]!, q[a + 1]!, q[a + 2]!];
  for (let other = 0; other < layout.count; other++) {
    if (ps[other] !== STATUS_OK && qs[other] !== STATUS_OK) continue;
    const b = 3 * other;
    ends[0] = p[b]! - ax;
    ends[1] = p[b + 1]! - ay;
    ends[2] = p[b + 2]! - az;
    ends[3] = q[b]! - bx;
    ends[4] = q[b + 1]! - by;
    ends[5] = q[b + 2]! - bz;
    if (other === primary || !isNear(search, length, other, ends)) continue;
    near.others.push(other);
    near.ends.push(ends[0], ends[1], ends[2], ends[3], ends[4], ends[5]);
  }
  return near;
}

/** Those of some who may come near in a stretch. */
function onlyNear(search: Search, stretch: Stretch, { others, ends }: Near): Near {
  const length = lengthOf(search, stretch);
  const near: Near = { others: [], ends: [] };
  const own = new Float64Array(6);
  others.forEach((other, i) => {
    for (let k = 0; k < 6; k++) own[k] = ends[6 * i + k]!;
    if (!isNear(search, length, other, own)) return;
    near.others.push(other);
    near.ends.push(own[0]!, own[1]!, own[2]!, own[3]!, own[4]!, own[5]!);
  });
  return near;
}

/**
 * Whether one may come near in a stretch, from where it is at both its ends. Of who has no position at one end nothing is known: there every
 * comparison is false, and it is looked at in halves.
 */
function isNear(search: Search, length: Length, other: number, ends: Float64Array): boolean {
  const reach = length.arc[other]!;
  if (!(reach < length.chord[other]!)) return isChordNear(search, length, other, ends);
  const [x0, y0, z0] = [ends[0]!, ends[1]!, ends[2]!];
  const cos = length.cos[other]!;
  const sin = length.sin[other]!;
  // The arc is ρ₀ cos φ + q sin φ; its square goes through a least and a greatest value in half a turn.
  const qx = (ends[3]! - cos * x0) / sin;
  const qy = (ends[4]! - cos * y0) / sin;
  const qz = (ends[5]! - cos * z0) / sin;
  const p2 = x0 * x0 + y0 * y0 + z0 * z0;
  const q2 = qx * qx + qy * qy + qz * qz;
  const pq = x0 * qx + y0 * qy + z0 * qz;
  const half = (p2 - q2) / 2;
  const reach2 = reach * reach;
  if ((p2 + q2) / 2 - Math.sqrt(half * half + pq * pq) > reach2) return false;
  // In more than a quarter of a turn it may fall and rise again whatever the slopes at both ends.
  if (cos < 0) return true;
  const slopeAtEnd = pq * (2 * cos * cos - 1) - half * 2 * sin * cos;
  if (pq < 0 && slopeAtEnd > 0) return true;
  const e2 = ends[3]! * ends[3]! + ends[4]! * ends[4]! + ends[5]! * ends[5]!;
  return !(Math.min(p2, e2) > reach2);
}

function isChordNear(
  { bounds, thresholdKm }: Search,
  { bend, chord }: Length,
  other: number,
  ends: Float64Array,
): boolean {
  const [x0, y0, z0] = [ends[0]!, ends[1]!, ends[2]!];
  const [x1, y1, z1] = [ends[3]!, ends[4]!, ends[5]!];
  const s = nearestShare(ends, 0);
  const nx = x0 + s * (x1 - x0);
  const ny = y0 + s * (y1 - y0);
  const nz = z0 + s * (z1 - z0);
  const nearest2 = nx * nx + ny * ny + nz * nz;
  if (nearest2 > chord[other]! ** 2) return false;
  // Where the line between them does not pass too low, the gradient of the field there bounds what it differs by, too.
  const farthest = Math.sqrt(Math.max(x0 * x0 + y0 * y0 + z0 * z0, x1 * x1 + y1 * y1 + z1 * z1));
  const low = bounds.lowest[other]!;
  const apart = farthest + bend * bounds.most[other]!;
  const squaredLowest = low * low - (apart * apart) / 4;
  if (!(squaredLowest > (low * low) / 2)) return true;
  const gradient = (2 * FLATTENING * MU) / (squaredLowest * Math.sqrt(squaredLowest));
  const reach = thresholdKm + bend * (gradient * apart + bounds.residual[other]!);
  return !(nearest2 > reach * reach);
}

/** Where a chord is nearest to the origin, 0…1. */
function nearestShare(ends: ArrayLike<number>, at: number): number {
  const [x0, y0, z0] = [ends[at]!, ends[at + 1]!, ends[at + 2]!];
  const x = ends[at + 3]! - x0;
  const y = ends[at + 4]! - y0;
  const z = ends[at + 5]! - z0;
  const squared = x * x + y * y + z * z;
  return squared > 0 ? Math.max(0, Math.min(1, -(x0 * x + y0 * y + z0 * z) / squared)) : 0;
}

/** Halve a stretch until it is short, leaving out who cannot come near in each part. */
function narrow(search: Search, { start, end }: Stretch, near: Near): readonly NearOne[] {
  const { others, ends } = near;
  if (others.length === 0) return [];
  if (end - start <= SHORT_SLAB_SECONDS * MS_PER_SECOND)
    return others.map((other, i) => ({ other, start, end, share: nearestShare(ends, 6 * i) }));
  const middle = (start + end) / 2;
  const early: Near = { others, ends: [] };
  const late: Near = { others, ends: [] };
  const there = placesFrom(search, others, middle);
  for (let i = 0; i < others.length; i++) {
    const [x, y, z] = [there[3 * i]!, there[3 * i + 1]!, there[3 * i + 2]!];
    const at = 6 * i;
    early.ends.push(ends[at]!, ends[at + 1]!, ends[at + 2]!, x, y, z);
    late.ends.push(x, y, z, ends[at + 3]!, ends[at + 4]!, ends[at + 5]!);
  }
  return [[{ start, end: middle }, early] as const, [{ start: middle, end }, late] as const].flatMap(
    ([half, all]) => narrow(search, half, onlyNear(search, half, all)),
  );
}

/** Where others are from the primary at an instant, three numbers each, km. */
function placesFrom({ desk, primary }: Search, others: readonly number[], time: UtcMs): Float64Array {
  const found = new Float64Array(others.length * 3);
  const together = MOST_ROWS - 1;
  for (let first = 0; first < others.length; first += together) {
    const rows = [primary, ...others.slice(first, first + together)];
    const times = new Float64Array(rows.length).fill(time);
    const { numbers: p } = propagateEach(desk, desk.places.area, rows, times, POSITIONS);
    for (let row = 1; row < rows.length; row++)
      for (let axis = 0; axis < 3; axis++)
        found[3 * (first + row - 1) + axis] = p[3 * row + axis]! - p[axis]!;
  }
  return found;
}

function candidateOf(primary: number, { other, start, end, share }: NearOne): Candidate {
  const [one, two] = [Math.min(primary, other), Math.max(primary, other)];
  return { one, two, start, end, guess: start + share * (end - start) };
}
