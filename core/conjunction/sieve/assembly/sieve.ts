// AssemblyScript: which pairs may be within a threshold during a slab of time. The bounds and why nothing is missed: DESIGN.md,
// “Conjunctions”. Memory is the host's; positions are rows of three numbers, km.

/** WGS-72, km³/s². */
const MU: f64 = 398600.8;
/** The gradient of the field beyond that of a point: J2 adds at most 1.3 % at the surface. */
const FLATTENING: f64 = 1.02;

/** Objects as far out as this are sought among in cells of the low grid, those beyond HIGH_FROM in those of the high one. */
const LOW_TO_KM: f64 = 10500.0;
const HIGH_FROM_KM: f64 = 9000.0;
const HIGH_CELL_KM: f64 = 3000.0;
/** Cells of the low grid are no smaller, however short the slab. */
const LEAST_CELL_KM: f64 = 240.0;
const HIGH_SPAN_KM: f64 = 60000.0;
/** What single precision may be wrong by at 60,000 km, twice. */
const ROUNDING_KM: f32 = 0.06;
/** km/s: a circular orbit 70 km up; who is faster searches farther. */
const SLOW: f64 = 7.95;

// Numbers of a prepared object, arrays of `count` each.
const X: usize = 0;
const Y: usize = 1;
const Z: usize = 2;
const LOW: usize = 3;
const HIGH: usize = 4;
const REACH: usize = 5;
/** Half the chord. */
const HALF_X: usize = 6;
const HALF_Y: usize = 7;
const HALF_Z: usize = 8;
const SORTED_NUMBERS: usize = 9;
/** Of an object in `about`. */
const ABOUT_BYTES: usize = 32;

/** Bytes of scratch for so many objects: prepared and sorted numbers, cells, and the starts of both grids' cells. */
export function scratchBytes(count: i32): i32 {
  return count * (<i32>SORTED_NUMBERS * 4 * 3 + 4 * 6) + (gridCells() + 4) * 4 + 1024;
}

function gridCells(): i32 {
  const most = max(cellsAcross(HIGH_SPAN_KM, HIGH_CELL_KM), cellsAcross(LOW_TO_KM, LEAST_CELL_KM));
  return most * most * most;
}

function cellsAcross(span: f64, cell: f64): i32 {
  return <i32>Math.ceil((2.0 * span) / cell);
}

let count: i32 = 0;
let prepared: usize = 0;
let sorted: usize = 0;
let cellOf: usize = 0;
let objectAt: usize = 0;
let members: usize = 0;
let fast: usize = 0;
let starts: usize = 0;
let across: i32 = 0;
let cellKm: f64 = 0;
let spanKm: f64 = 0;
let first: usize = 0;
let last: usize = 0;
let residuals: usize = 0;
let threshold: f64 = 0;
let bendFactor: f64 = 0;
let pad: f64 = 0;
let found: i32 = 0;
let candidates: usize = 0;
let room: i32 = 0;
let fastCount: i32 = 0;
let memberCount: i32 = 0;
let isHighGrid: bool = false;

function numberAt(base: usize, which: usize, i: i32): usize {
  return base + (which * <usize>count + <usize>i) * 4;
}

/**
 * List the pairs that may come within a threshold between two instants.
 *
 * @param n objects
 * @param p0, p1 positions at both ends; s0, s1 their statuses, a byte each: who has one that is not 0 is left out
 * @param about numbers of each object, ABOUT_BYTES: the bound of the acceleration of its radius over μ/r², and of what its acceleration
 *   differs by from that of the zonal field, km/s²
 * @param seconds from one end to the other
 * @param out rows of 16 bytes: the smaller index, the larger, and where in the slab (0…1) the chords are nearest
 * @returns how many there are; more than `most`: those beyond are not written, ask again with more room
 */
export function screenSlab(
  n: i32,
  p0: usize,
  p1: usize,
  s0: usize,
  s1: usize,
  about: usize,
  seconds: f64,
  thresholdKm: f64,
  scratch: usize,
  out: usize,
  most: i32,
): i32 {
  count = n;
  first = p0;
  last = p1;
  residuals = about;
  threshold = thresholdKm;
  bendFactor = (seconds * seconds) / 8.0;
  candidates = out;
  room = most;
  found = 0;
  prepared = scratch;
  sorted = prepared + <usize>count * SORTED_NUMBERS * 4;
  cellOf = sorted + <usize>count * SORTED_NUMBERS * 4;
  objectAt = cellOf + <usize>count * 4;
  members = objectAt + <usize>count * 4;
  fast = members + <usize>count * 4;
  starts = (fast + <usize>count * 4 + 15) & ~15;
  prepare(s0, s1);
  const slow = 0.5 * SLOW * seconds;
  gridOf(LOW_TO_KM, max(LEAST_CELL_KM, threshold + pad + 2.0 * slow), <f32>slow, false);
  searchGrid();
  gridOf(HIGH_SPAN_KM, HIGH_CELL_KM, <f32>((HIGH_CELL_KM - threshold - pad) * 0.5), true);
  searchGrid();
  return found;
}

/** Where each object's chord has its middle, how low and high it is in the slab, and how far its chord reaches. */
function prepare(s0: usize, s1: usize): void {
  let farthest: f64 = 0;
  let most: f64 = 0;
  for (let i: i32 = 0; i < count; i++) {
    if (load<u8>(s0 + i) | load<u8>(s1 + i)) {
      store<f32>(numberAt(prepared, REACH, i), -1);
      continue;
    }
    const a = first + <usize>i * 24;
    const b = last + <usize>i * 24;
    const ax = load<f64>(a);
    const ay = load<f64>(a, 8);
    const az = load<f64>(a, 16);
    const bx = load<f64>(b);
    const by = load<f64>(b, 8);
    const bz = load<f64>(b, 16);
    const x = bx - ax;
    const y = by - ay;
    const z = bz - az;
    const reach = 0.5 * Math.sqrt(x * x + y * y + z * z);
    const ra = Math.sqrt(ax * ax + ay * ay + az * az);
    const rb = Math.sqrt(bx * bx + by * by + bz * bz);
    const least = min(ra, rb);
    // The radius moves by less than its chord and so much; 1.2 is for a radius that is smaller in between.
    const eccentric = load<f64>(residuals + <usize>i * ABOUT_BYTES);
    const residual = load<f64>(residuals + <usize>i * ABOUT_BYTES, 8);
    const bend = bendFactor * (((1.2 * MU) / (least * least)) * eccentric + residual);
    store<f32>(numberAt(prepared, X, i), <f32>(0.5 * (ax + bx)));
    store<f32>(numberAt(prepared, Y, i), <f32>(0.5 * (ay + by)));
    store<f32>(numberAt(prepared, Z, i), <f32>(0.5 * (az + bz)));
    store<f32>(numberAt(prepared, LOW, i), <f32>(least - bend));
    store<f32>(numberAt(prepared, HIGH, i), <f32>(max(ra, rb) + bend));
    store<f32>(numberAt(prepared, REACH, i), <f32>reach);
    store<f32>(numberAt(prepared, HALF_X, i), <f32>(0.5 * x));
    store<f32>(numberAt(prepared, HALF_Y, i), <f32>(0.5 * y));
    store<f32>(numberAt(prepared, HALF_Z, i), <f32>(0.5 * z));
    farthest = max(farthest, reach);
    most = max(most, residual);
  }
  // For all pairs at once: those that meet are at most the threshold and all they move apart at any time of the slab.
  pad = bendFactor * (gradient(6378.0) * (threshold + 4.0 * farthest) + 2.0 * most);
}

function gradient(r: f64): f64 {
  return (2.0 * FLATTENING * MU) / (r * r * r);
}

function clampCell(at: f64): i32 {
  const cell = <i32>Math.floor((at + spanKm) / cellKm);
  return max(0, min(across - 1, cell));
}

/** Sort the objects of a grid into its cells; who reaches farther than `slow` is kept aside. */
function gridOf(span: f64, cell: f64, slow: f32, isHigh: bool): void {
  isHighGrid = isHigh;
  spanKm = span;
  cellKm = cell;
  across = cellsAcross(span, cell);
  const cells = across * across * across;
  memory.fill(starts, 0, <usize>(cells + 2) * 4);
  memberCount = 0;
  fastCount = 0;
  for (let i: i32 = 0; i < count; i++) {
    const reach = load<f32>(numberAt(prepared, REACH, i));
    if (reach < 0) continue;
    const low = load<f32>(numberAt(prepared, LOW, i));
    const high = load<f32>(numberAt(prepared, HIGH, i));
    // By the radius in the whole slab: pairs that may meet are in one grid together.
    if (isHigh ? high < <f32>HIGH_FROM_KM : low > <f32>LOW_TO_KM) continue;
    const x = clampCell(load<f32>(numberAt(prepared, X, i)));
    const y = clampCell(load<f32>(numberAt(prepared, Y, i)));
    const z = clampCell(load<f32>(numberAt(prepared, Z, i)));
    const at = (z * across + y) * across + x;
    if (reach > slow) {
      store<i32>(fast + ((<usize>fastCount) << 2), i);
      fastCount++;
      continue;
    }
    store<i32>(members + ((<usize>memberCount) << 2), i);
    store<i32>(cellOf + ((<usize>memberCount) << 2), at);
    memberCount++;
    const counter = starts + ((<usize>(at + 2)) << 2);
    store<i32>(counter, load<i32>(counter) + 1);
  }
  for (let cell: i32 = 2; cell <= cells + 1; cell++) {
    const at = starts + ((<usize>cell) << 2);
    store<i32>(at, load<i32>(at) + load<i32>(at - 4));
  }
  // starts[cell + 1] is where the next member of a cell goes; once all are placed it is where the next cell begins.
  for (let m: i32 = 0; m < memberCount; m++) {
    const i = load<i32>(members + ((<usize>m) << 2));
    const next = starts + ((<usize>(load<i32>(cellOf + ((<usize>m) << 2)) + 1)) << 2);
    const to = load<i32>(next);
    store<i32>(next, to + 1);
    store<i32>(objectAt + ((<usize>to) << 2), i);
    for (let which: usize = 0; which < SORTED_NUMBERS; which++)
      store<f32>(numberAt(sorted, which, to), load<f32>(numberAt(prepared, which, i)));
  }
}

function startOf(cell: i32): i32 {
  return load<i32>(starts + ((<usize>cell) << 2));
}

/** Every member against the rest of its cell and half of the cells about it, then who is fast against all it may reach. */
function searchGrid(): void {
  const cells = across * across * across;
  let cell: i32 = 0;
  for (let p: i32 = 0; p < memberCount;) {
    while (cell < cells && startOf(cell + 1) <= p) cell++;
    const end = startOf(cell + 1);
    const x = cell % across;
    const y = (cell / across) % across;
    const z = cell / (across * across);
    const before = x > 0 ? 1 : 0;
    const after = x < across - 1 ? 1 : 0;
    const ownEnd = startOf(cell + after + 1);
    for (let i = p; i < end; i++) searchRun(i, i + 1, ownEnd, false);
    for (let row: i32 = 0; row < 4; row++) {
      const dy = row == 0 ? 1 : row - 2;
      const dz = row == 0 ? 0 : 1;
      if (y + dy < 0 || y + dy >= across || z + dz >= across) continue;
      const neighbour = cell + (dz * across + dy) * across;
      const from = startOf(neighbour - before);
      const to = startOf(neighbour + after + 1);
      if (to > from) for (let i = p; i < end; i++) searchRun(i, from, to, false);
    }
    p = end;
  }
  for (let f: i32 = 0; f < fastCount; f++) searchFast(f);
}

function searchFast(f: i32): void {
  const i = load<i32>(fast + ((<usize>f) << 2));
  for (let g = f + 1; g < fastCount; g++) testPair(i, load<i32>(fast + ((<usize>g) << 2)));
  const reach = load<f32>(numberAt(prepared, REACH, i));
  const cells = <i32>Math.ceil((<f64>reach + cellKm) / cellKm);
  const x = clampCell(load<f32>(numberAt(prepared, X, i)));
  const y = clampCell(load<f32>(numberAt(prepared, Y, i)));
  const z = clampCell(load<f32>(numberAt(prepared, Z, i)));
  const xFrom = max(0, x - cells);
  const xTo = min(across - 1, x + cells);
  for (let cz = max(0, z - cells); cz <= min(across - 1, z + cells); cz++)
    for (let cy = max(0, y - cells); cy <= min(across - 1, y + cells); cy++) {
      const row = (cz * across + cy) * across;
      searchRun(i, startOf(row + xFrom), startOf(row + xTo + 1), true);
    }
}

/** One object (a place among the sorted, or an object itself when it is fast) against a run of the sorted, four at a time. */
function searchRun(i: i32, from: i32, to: i32, isFast: bool): void {
  if (from >= to) return;
  const base = isFast ? prepared : sorted;
  const column = (<usize>count) << 2;
  const own = base + ((<usize>i) << 2);
  const x = v128.load32_splat(own);
  const y = v128.load32_splat(own + column);
  const z = v128.load32_splat(own + 2 * column);
  const margin = <f32>threshold + ROUNDING_KM;
  const low = f32x4.splat(load<f32>(own + LOW * column) - margin);
  const high = f32x4.splat(load<f32>(own + HIGH * column) + margin);
  const reach = f32x4.splat(load<f32>(own + REACH * column) + margin + <f32>pad);
  const halfX = v128.load32_splat(own + HALF_X * column);
  const halfY = v128.load32_splat(own + HALF_Y * column);
  const halfZ = v128.load32_splat(own + HALF_Z * column);
  const within = margin + <f32>pad;
  const nearest = f32x4.splat(within * within);
  const lows = sorted + LOW * column;
  const highs = sorted + HIGH * column;
  const ys = sorted + column;
  const zs = sorted + 2 * column;
  const reaches = sorted + REACH * column;
  const end = (<usize>to) << 2;
  for (let j = (<usize>from) << 2; j < end; j += 16) {
    const inRange = v128.and(f32x4.le(v128.load(lows + j), high), f32x4.ge(v128.load(highs + j), low));
    if (!v128.any_true(inRange)) continue;
    const dx = f32x4.sub(v128.load(sorted + j), x);
    const dy = f32x4.sub(v128.load(ys + j), y);
    const dz = f32x4.sub(v128.load(zs + j), z);
    const d2 = f32x4.add(f32x4.mul(dx, dx), f32x4.add(f32x4.mul(dy, dy), f32x4.mul(dz, dz)));
    const r = f32x4.add(v128.load(reaches + j), reach);
    const isNear = v128.and(inRange, f32x4.le(d2, f32x4.mul(r, r)));
    if (!v128.any_true(isNear)) continue;
    // Where the chords are nearest, −1…1 from their middles.
    const cx = f32x4.sub(v128.load(sorted + HALF_X * column + j), halfX);
    const cy = f32x4.sub(v128.load(sorted + HALF_Y * column + j), halfY);
    const cz = f32x4.sub(v128.load(sorted + HALF_Z * column + j), halfZ);
    const c2 = f32x4.add(f32x4.mul(cx, cx), f32x4.add(f32x4.mul(cy, cy), f32x4.mul(cz, cz)));
    const dc = f32x4.add(f32x4.mul(dx, cx), f32x4.add(f32x4.mul(dy, cy), f32x4.mul(dz, cz)));
    const share = f32x4.pmax(
      f32x4.splat(-1),
      f32x4.pmin(f32x4.splat(1), f32x4.div(f32x4.neg(dc), f32x4.add(c2, f32x4.splat(1e-12)))),
    );
    const qx = f32x4.add(dx, f32x4.mul(share, cx));
    const qy = f32x4.add(dy, f32x4.mul(share, cy));
    const qz = f32x4.add(dz, f32x4.mul(share, cz));
    const q2 = f32x4.add(f32x4.mul(qx, qx), f32x4.add(f32x4.mul(qy, qy), f32x4.mul(qz, qz)));
    let bits = i32x4.bitmask(v128.and(isNear, f32x4.le(q2, nearest)));
    if (bits == 0) continue;
    if (end - j < 16) bits &= (1 << (<i32>(end - j) >> 2)) - 1;
    const object = isFast ? i : load<i32>(objectAt + ((<usize>i) << 2));
    while (bits) {
      const lane = ctz(bits);
      bits &= bits - 1;
      testPair(object, load<i32>(objectAt + j + ((<usize>lane) << 2)));
    }
  }
}

/** Whether the chords of two objects, and what they bend by, may come within the threshold. */
function testPair(one: i32, two: i32): void {
  const i = min(one, two);
  const j = max(one, two);
  const lowI = <f64>load<f32>(numberAt(prepared, LOW, i));
  const lowJ = <f64>load<f32>(numberAt(prepared, LOW, j));
  if (isHighGrid && lowI <= LOW_TO_KM && lowJ <= LOW_TO_KM) return;
  const a = <usize>i * 24;
  const b = <usize>j * 24;
  const x0 = load<f64>(first + b) - load<f64>(first + a);
  const y0 = load<f64>(first + b, 8) - load<f64>(first + a, 8);
  const z0 = load<f64>(first + b, 16) - load<f64>(first + a, 16);
  const x1 = load<f64>(last + b) - load<f64>(last + a);
  const y1 = load<f64>(last + b, 8) - load<f64>(last + a, 8);
  const z1 = load<f64>(last + b, 16) - load<f64>(last + a, 16);
  const x = x1 - x0;
  const y = y1 - y0;
  const z = z1 - z0;
  const w2 = x * x + y * y + z * z;
  const s = w2 > 0 ? max(0.0, min(1.0, -(x0 * x + y0 * y + z0 * z) / w2)) : 0.0;
  const qx = x0 + s * x;
  const qy = y0 + s * y;
  const qz = z0 + s * z;
  const apart2 = max(x0 * x0 + y0 * y0 + z0 * z0, x1 * x1 + y1 * y1 + z1 * z1);
  const apart = Math.sqrt(apart2) + pad;
  const low = min(lowI, lowJ);
  // The line between them may pass lower than either.
  const lowest = low - (apart * apart) / (8.0 * low) - 1.0;
  const residual =
    load<f64>(residuals + <usize>i * ABOUT_BYTES, 8) + load<f64>(residuals + <usize>j * ABOUT_BYTES, 8);
  const reach = threshold + bendFactor * (gradient(max(lowest, 5000.0)) * apart + residual);
  if (qx * qx + qy * qy + qz * qz > reach * reach) return;
  if (found < room) {
    const at = candidates + ((<usize>found) << 4);
    store<i32>(at, i);
    store<i32>(at, j, 4);
    store<f64>(at, s, 8);
  }
  found++;
}
