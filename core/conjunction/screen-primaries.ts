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

/** Slabs begin so long, and are halved until they are short enough, s. */
export const LONG_SLAB_SECONDS = 900;
const SHORT_SLAB_SECONDS = 75;

const POSITIONS: Query = { form: 'position', gates: 'sanity', times: 'utc' };

/** WGS-72, km³/s². */
const MU = 398_600.8;
/** The field and its gradient beyond those of a point: J2 adds at most 0.7 % and 1.3 % at the surface. */
const FLATTENING = 1.02;

/** The objects whose radii in the window come near those of any of some; the others are never near it. */
export function objectsInReach(
  about: Float64Array,
  primaries: readonly number[],
  thresholdKm: Kilometers,
): readonly number[] {
  const count = about.length / NUMBERS_ABOUT_OBJECT;
  const rangeOf = (object: number) =>
    [
      about[object * NUMBERS_ABOUT_OBJECT + ABOUT_OBJECT.lowest]!,
      about[object * NUMBERS_ABOUT_OBJECT + ABOUT_OBJECT.highest]!,
    ] as const;
  const ranges = primaries.map(rangeOf);
  const reached: number[] = [];
  for (let object = 0; object < count; object++) {
    const [lowest, highest] = rangeOf(object);
    if (ranges.some(([low, high]) => lowest - thresholdKm <= high && highest + thresholdKm >= low))
      reached.push(object);
  }
  return reached;
}

/**
 * Find all approaches of some objects to all others in some long slabs of a window.
 *
 * The same bound as for all against all (screen.ts), but a few objects leave so few pairs that slabs can be ten minutes long: what may come
 * near in one is looked at again in its halves, until they are short enough for the refinement.
 *
 * @param settings `slabSeconds` is LONG_SLAB_SECONDS here
 */
export function screenPrimarySlabs(
  desk: ScreenDesk,
  primaries: readonly number[],
  settings: ScreenSettings,
  { first, end }: { readonly first: number; readonly end: number },
): readonly Conjunction[] {
  const stepMs = settings.slabSeconds * MS_PER_SECOND;
  const edge = (slab: number) => Math.min(settings.end, settings.start + slab * stepMs);
  const search = { desk, bounds: boundsOf(desk), thresholdKm: reachOf(settings) };
  const candidates: Candidate[] = [];
  placeAt(desk, first % 2, edge(first));
  for (let slab = first; slab < end; slab++) {
    placeAt(desk, (slab + 1) % 2, edge(slab + 1));
    const stretch = { start: edge(slab), end: edge(slab + 1) };
    primaries.forEach((primary, i) => {
      const near = narrow({ ...search, primary }, stretch, listNear({ ...search, primary }, slab, stretch));
      // Two primaries are one pair.
      const earlier = new Set(primaries.slice(0, i + 1));
      candidates.push(
        ...near.filter(({ other }) => !earlier.has(other)).map((one) => candidateOf(primary, one)),
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

/** Of each object: the least radius, and bounds of its acceleration and of what that differs by from the zonal field. */
interface Bounds {
  readonly lowest: Float64Array;
  readonly acceleration: Float64Array;
  readonly residual: Float64Array;
}

/** Who is lower is not propagated. */
const LEAST_RADIUS_KM = 6350;

function boundsOf({ kernel, about, layout }: ScreenDesk): Bounds {
  const numbers = new Float64Array(kernel.memory.buffer, about, layout.count * NUMBERS_ABOUT_OBJECT);
  const column = (which: number) =>
    Float64Array.from({ length: layout.count }, (_, i) => numbers[i * NUMBERS_ABOUT_OBJECT + which]!);
  const lowest = column(ABOUT_OBJECT.lowest).map((radius) => Math.max(radius, LEAST_RADIUS_KM));
  const residual = column(ABOUT_OBJECT.residual);
  const acceleration = lowest.map((radius, i) => (FLATTENING * MU) / (radius * radius) + residual[i]!);
  return { lowest, acceleration, residual };
}

/** The others that may come near in a slab, by the positions at both its ends. */
function listNear({ desk, bounds, primary, thresholdKm }: Search, slab: number, stretch: Stretch): Near {
  const { places, layout, kernel } = desk;
  const { buffer } = kernel.memory;
  const [from, to] = [slab % 2, (slab + 1) % 2] as const;
  const p = new Float64Array(buffer, places.positions[from], layout.count * 3);
  const q = new Float64Array(buffer, places.positions[to], layout.count * 3);
  const ps = new Uint8Array(buffer, places.statuses[from], layout.count);
  const qs = new Uint8Array(buffer, places.statuses[to], layout.count);
  const near: Near = { others: [], ends: [] };
  if (ps[primary] !== STATUS_OK && qs[primary] !== STATUS_OK) return near;
  const bend = bendOf(stretch);
  const { acceleration } = bounds;
  const own = acceleration[primary]!;
  const a = 3 * primary;
  const [ax, ay, az, bx, by, bz] = [p[a]!, p[a + 1]!, p[a + 2]!, q[a]!, q[a + 1]!, q[a + 2]!];
  for (let other = 0; other < layout.count; other++) {
    if (ps[other] !== STATUS_OK && qs[other] !== STATUS_OK) continue;
    const b = 3 * other;
    const x0 = p[b]! - ax;
    const y0 = p[b + 1]! - ay;
    const z0 = p[b + 2]! - az;
    const x = q[b]! - bx - x0;
    const y = q[b + 1]! - by - y0;
    const z = q[b + 2]! - bz - z0;
    const w2 = x * x + y * y + z * z;
    const along = -(x0 * x + y0 * y + z0 * z);
    const d2 = x0 * x0 + y0 * y0 + z0 * z0;
    const reach = thresholdKm + bend * (own + acceleration[other]!);
    const reach2 = reach * reach;
    // Nearest at the start, at the end, or between them; a division less. Nothing is known of who has no position at one end: it is
    // looked at in halves.
    const isFar =
      along <= 0
        ? d2 > reach2
        : along >= w2
          ? d2 - 2 * along + w2 > reach2
          : d2 * w2 - along * along > reach2 * w2;
    if (isFar || other === primary) continue;
    near.others.push(other);
    near.ends.push(x0, y0, z0, x0 + x, y0 + y, z0 + z);
  }
  return onlyNear({ desk, bounds, primary, thresholdKm }, stretch, near);
}

/** D²/8, s². */
function bendOf({ start, end }: Stretch): number {
  const seconds = (end - start) / MS_PER_SECOND;
  return (seconds * seconds) / 8;
}

/**
 * Leave out who cannot come within the threshold in a stretch: whose chord does not come within it and what both bend away from theirs, which
 * is at most D²/8 times what the field differs by between them, by its gradient at the lowest point of the line between them, or by what it
 * is at each.
 */
function onlyNear({ bounds, primary, thresholdKm }: Search, stretch: Stretch, { others, ends }: Near): Near {
  const bend = bendOf(stretch);
  const near: Near = { others: [], ends: [] };
  for (let i = 0; i < others.length; i++) {
    const other = others[i]!;
    const at = 6 * i;
    const [x0, y0, z0] = [ends[at]!, ends[at + 1]!, ends[at + 2]!];
    const [x1, y1, z1] = [ends[at + 3]!, ends[at + 4]!, ends[at + 5]!];
    const s = nearestShare(ends, at);
    const nx = x0 + s * (x1 - x0);
    const ny = y0 + s * (y1 - y0);
    const nz = z0 + s * (z1 - z0);
    const farthest = Math.sqrt(Math.max(x0 * x0 + y0 * y0 + z0 * z0, x1 * x1 + y1 * y1 + z1 * z1));
    const low = Math.min(bounds.lowest[primary]!, bounds.lowest[other]!);
    const residual = bounds.residual[primary]! + bounds.residual[other]!;
    let moved = bend * (bounds.acceleration[primary]! + bounds.acceleration[other]!);
    for (let round = 0; round < 2; round++) {
      const apart = farthest + moved;
      const squaredLowest = low * low - (apart * apart) / 4;
      if (squaredLowest < (low * low) / 2) break;
      const gradient = (2 * FLATTENING * MU) / (squaredLowest * Math.sqrt(squaredLowest));
      moved = Math.min(moved, bend * (gradient * apart + residual));
    }
    const reach = thresholdKm + moved;
    if (nx * nx + ny * ny + nz * nz > reach * reach) continue;
    near.others.push(other);
    near.ends.push(x0, y0, z0, x1, y1, z1);
  }
  return near;
}

/** Where a chord is nearest to the origin, 0…1. */
function nearestShare(ends: readonly number[], at: number): number {
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
