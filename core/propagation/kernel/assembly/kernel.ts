// AssemblyScript: what walks over blocks and memory. The arithmetic is in ../lanes, made wide by ../build.
import {
  checkDecay,
  checkSanity,
  classifyBlock,
  COMMON_BYTES,
  DAY_BYTES,
  DEEP_BYTES,
  geodeticOf,
  HALF_DAY_BYTES,
  INTEGRATOR_BYTES,
  keyframe,
  loadDay,
  loadDeepSpace,
  loadHalfDay,
  loadNearEarth,
  NEAR_BYTES,
  runDay,
  runDeepSpace,
  runHalfDay,
  runNearEarth,
} from './lanes';

const LANES: i32 = 8;
/** Bytes of one field of a block. */
const FIELD: usize = 64;
const ELEMENT_FIELDS: i32 = 8;

// Scratch memory of a worker: records of a block, one after the other.
const AT_ELEMENTS: usize = 0;
const AT_KIND: usize = 512;
const AT_TIME: usize = 576;
const AT_UTC: usize = 640;
const AT_LATER: usize = 704;
const AT_FIRST: usize = 768;
const AT_SECOND: usize = 1280;
const AT_ROWS: usize = 1792;
const AT_BLOCK: usize = 1856;
const AT_INTEGRATOR: usize = 1856 + 8192;
const AT_FETCHED: usize = 1856 + 8192 + 512;

// Outputs.
const FORM_POSITION: i32 = 0;
const FORM_STATE: i32 = 1;
const FORM_KEYFRAME: i32 = 2;
const FORM_GEODETIC: i32 = 3;

const GATES_NONE: i32 = 0;
const GATES_DECAY: i32 = 1;

/** A hundred years: beyond it nothing means anything, and the steps of the integrator would not end. */
const MOST_MINUTES: f64 = 52_560_000.0;
const MINUTES_PER_SECOND: f64 = 1.0 / 60.0;
const MS_PER_MINUTE: f64 = 60_000.0;

/** From where memory is the caller's. */
export function memoryStart(): usize {
  return __heap_base;
}

export function blockBytes(kind: i32): usize {
  return kind == 0 ? NEAR_BYTES : kind == 1 ? DEEP_BYTES : kind == 2 ? DAY_BYTES : HALF_DAY_BYTES;
}

/** Bytes of a block's integrators. */
export function integratorBytes(): usize {
  return INTEGRATOR_BYTES;
}

/** Put the elements of eight sets side by side. */
function gatherElements(elements: usize, order: usize, to: usize): void {
  for (let lane: i32 = 0; lane < LANES; lane++) {
    const from = elements + <usize>load<u32>(order + (lane << 2)) * ELEMENT_FIELDS * 8;
    for (let field: i32 = 0; field < ELEMENT_FIELDS; field++)
      store<f64>(to + <usize>field * FIELD + (lane << 3), load<f64>(from + (field << 3)));
  }
}

/** Say of each of `count` sets which program it needs. Elements are rows of eight numbers. */
export function classify(elements: usize, count: i32, kinds: usize, scratch: usize): void {
  for (let first: i32 = 0; first < count; first += LANES) {
    for (let lane: i32 = 0; lane < LANES; lane++)
      store<u32>(scratch + AT_ROWS + (lane << 2), min(first + lane, count - 1));
    gatherElements(elements, scratch + AT_ROWS, scratch + AT_ELEMENTS);
    classifyBlock(scratch + AT_ELEMENTS, scratch + AT_KIND);
    for (let lane: i32 = 0; lane < LANES && first + lane < count; lane++)
      store<u8>(kinds + first + lane, <u8>load<f64>(scratch + AT_KIND + (lane << 3)));
  }
}

/** Make the constants of blocks of one class. `order` names the sets of each block. */
export function initialise(
  kind: i32,
  first: i32,
  end: i32,
  elements: usize,
  order: usize,
  constants: usize,
  scratch: usize,
): void {
  for (let block: i32 = first; block < end; block++) {
    gatherElements(elements, order + (block << 5), scratch + AT_ELEMENTS);
    const to = constants + <usize>block * blockBytes(kind);
    if (kind == 0) loadNearEarth(scratch + AT_ELEMENTS, to, to + COMMON_BYTES);
    else loadDeepSpace(scratch + AT_ELEMENTS, to, to + COMMON_BYTES);
    if (kind == 2) loadDay(scratch + AT_ELEMENTS, to + COMMON_BYTES, to + DEEP_BYTES);
    if (kind == 3) loadHalfDay(scratch + AT_ELEMENTS, to + COMMON_BYTES, to + DEEP_BYTES);
  }
}

/** Turn the times at AT_UTC into minutes since the epochs of a block, at AT_TIME, or the other way round. */
function placeTimes(block: usize, scratch: usize, isUtc: i32): void {
  for (let at: usize = 0; at < FIELD; at += 16) {
    const given = v128.load(scratch + AT_UTC + at);
    const epoch = v128.load(block + at);
    const minutes = isUtc ? f64x2.div(f64x2.sub(given, epoch), f64x2.splat(MS_PER_MINUTE)) : given;
    if (!isUtc)
      v128.store(scratch + AT_UTC + at, f64x2.add(f64x2.mul(given, f64x2.splat(MS_PER_MINUTE)), epoch));
    const isNear = f64x2.le(f64x2.abs(minutes), f64x2.splat(MOST_MINUTES));
    const placed = v128.bitselect(minutes, f64x2.splat(NaN), isNear);
    v128.store(scratch + AT_TIME + at, placed);
    v128.store(scratch + AT_LATER + at, f64x2.add(placed, f64x2.splat(MINUTES_PER_SECOND)));
  }
}

function run(kind: i32, block: usize, integrators: usize, time: usize, to: usize, gates: i32): void {
  const k = block + COMMON_BYTES;
  if (kind == 0) runNearEarth(k, time, to);
  else if (kind == 1) runDeepSpace(k, time, to);
  else if (kind == 2) runDay(k, block + DEEP_BYTES, integrators, time, to);
  else runHalfDay(k, block + DEEP_BYTES, integrators, time, to);
  if (gates == GATES_NONE) return;
  if (gates == GATES_DECAY) checkDecay(to);
  else checkSanity(block, to, time);
}

/** States of a block at the times at AT_UTC, into the rows at AT_ROWS. */
function answer(
  kind: i32,
  block: usize,
  integrators: usize,
  isUtc: i32,
  form: i32,
  gates: i32,
  out: usize,
  status: usize,
  scratch: usize,
): void {
  placeTimes(block, scratch, isUtc);
  const state = scratch + AT_FIRST;
  run(kind, block, integrators, scratch + AT_TIME, state, gates);
  if (form == FORM_KEYFRAME) {
    run(kind, block, integrators, scratch + AT_LATER, scratch + AT_SECOND, gates);
    keyframe(state, scratch + AT_SECOND);
  } else if (form == FORM_GEODETIC) geodeticOf(state, scratch + AT_UTC);
  const statusAt: usize = form == FORM_GEODETIC ? 3 * FIELD : 6 * FIELD;
  const isWide = form == FORM_STATE || form == FORM_KEYFRAME;
  for (let pair: usize = 0; pair < FIELD; pair += 16) {
    const from = state + pair;
    const rowA = <usize>load<u32>(scratch + AT_ROWS + (pair >> 1));
    const rowB = <usize>load<u32>(scratch + AT_ROWS + (pair >> 1), 4);
    const x = v128.load(from);
    const y = v128.load(from, 64);
    const z = v128.load(from, 128);
    if (isWide) {
      const a = out + rowA * 48;
      const b = out + rowB * 48;
      const vx = v128.load(from, 192);
      const vy = v128.load(from, 256);
      const vz = v128.load(from, 320);
      v128.store(a, v128.shuffle<f64>(x, y, 0, 2));
      v128.store(a, v128.shuffle<f64>(z, vx, 0, 2), 16);
      v128.store(a, v128.shuffle<f64>(vy, vz, 0, 2), 32);
      v128.store(b, v128.shuffle<f64>(x, y, 1, 3));
      v128.store(b, v128.shuffle<f64>(z, vx, 1, 3), 16);
      v128.store(b, v128.shuffle<f64>(vy, vz, 1, 3), 32);
    } else {
      const a = out + rowA * 24;
      const b = out + rowB * 24;
      v128.store(a, v128.shuffle<f64>(x, y, 0, 2));
      v128.store64_lane(a, z, 0, 16);
      v128.store(b, v128.shuffle<f64>(x, y, 1, 3));
      v128.store64_lane(b, z, 1, 16);
    }
    // A small whole number is in the low bits of its sum with 2⁵².
    const codes = f64x2.add(v128.load(from + statusAt), f64x2.splat(4503599627370496.0));
    v128.store8_lane(status + rowA, codes, 0);
    v128.store8_lane(status + rowB, codes, 8);
  }
}

/** Read once through what is needed next, so that it is on its way while the present block is computed. */
function fetch(at: usize, bytes: usize, scratch: usize): void {
  let all: u64 = 0;
  for (let i: usize = 0; i < bytes; i += FIELD) all |= load<u64>(at + i);
  store<u64>(scratch + AT_FETCHED, all);
}

/**
 * Propagate blocks of one class to shared times. The answer of set `s` at time `i` is row `s · perSet + i · perTime`.
 */
export function propagateBlocks(
  kind: i32,
  first: i32,
  end: i32,
  constants: usize,
  order: usize,
  integrators: usize,
  times: usize,
  timeCount: i32,
  isUtc: i32,
  form: i32,
  gates: i32,
  out: usize,
  status: usize,
  perSet: i32,
  perTime: i32,
  scratch: usize,
): void {
  const bytes = blockBytes(kind);
  for (let block: i32 = first; block < end; block++) {
    const constantsAt = constants + <usize>block * bytes;
    fetch(constantsAt + bytes, bytes, scratch);
    const integratorsAt = integrators + <usize>block * INTEGRATOR_BYTES;
    for (let i: i32 = 0; i < timeCount; i++) {
      const time = f64x2.splat(load<f64>(times + ((<usize>i) << 3)));
      for (let at: usize = 0; at < FIELD; at += 16) v128.store(scratch + AT_UTC + at, time);
      for (let lane: i32 = 0; lane < LANES; lane++) {
        const set = load<u32>(order + (block << 5) + (lane << 2));
        store<u32>(scratch + AT_ROWS + (lane << 2), set * perSet + i * perTime);
      }
      answer(kind, constantsAt, integratorsAt, isUtc, form, gates, out, status, scratch);
    }
  }
}

/** Copy one lane's field of two places to a pair. */
function gatherPair(to: usize, a: usize, b: usize, fields: i32): void {
  for (let field: i32 = 0; field < fields; field++) {
    const at = <usize>field * FIELD;
    v128.store(to + at, v128.load64_lane(b + at, v128.load64_zero(a + at), 1));
  }
}

function laneAt(base: usize, bytes: usize, slot: u32): usize {
  return base + <usize>(slot >> 3) * bytes + <usize>((slot & 7) << 3);
}

/**
 * Propagate sets of one class, each to a time of its own: rows `first` to `end`. `slots` says where a row's set is among the
 * blocks, `rows` where its answer goes.
 */
export function propagateRows(
  kind: i32,
  first: i32,
  end: i32,
  constants: usize,
  integrators: usize,
  slots: usize,
  rows: usize,
  times: usize,
  isUtc: i32,
  form: i32,
  gates: i32,
  out: usize,
  status: usize,
  scratch: usize,
): void {
  const bytes = blockBytes(kind);
  const fields = <i32>(bytes / FIELD);
  const isResonant = kind >= 2;
  const integratorFields = <i32>(INTEGRATOR_BYTES / FIELD);
  for (let group: i32 = first; group < end; group += LANES) {
    for (let lane: i32 = 0; lane < LANES; lane++) {
      const row = min(group + lane, end - 1);
      store<u32>(scratch + AT_ROWS + (lane << 2), load<u32>(rows + ((<usize>row) << 2)));
      store<f64>(scratch + AT_UTC + (lane << 3), load<f64>(times + ((<usize>row) << 3)));
    }
    for (let lane: i32 = 0; lane < LANES; lane += 2) {
      const a = load<u32>(slots + ((<usize>min(group + lane, end - 1)) << 2));
      const b = load<u32>(slots + ((<usize>min(group + lane + 1, end - 1)) << 2));
      gatherPair(
        scratch + AT_BLOCK + (lane << 3),
        laneAt(constants, bytes, a),
        laneAt(constants, bytes, b),
        fields,
      );
      if (isResonant)
        gatherPair(
          scratch + AT_INTEGRATOR + (lane << 3),
          laneAt(integrators, INTEGRATOR_BYTES, a),
          laneAt(integrators, INTEGRATOR_BYTES, b),
          integratorFields,
        );
    }
    answer(kind, scratch + AT_BLOCK, scratch + AT_INTEGRATOR, isUtc, form, gates, out, status, scratch);
    if (!isResonant) continue;
    for (let lane: i32 = 0; lane < LANES; lane++) {
      const slot = load<u32>(slots + ((<usize>min(group + lane, end - 1)) << 2));
      const to = laneAt(integrators, INTEGRATOR_BYTES, slot);
      for (let field: i32 = 0; field < integratorFields; field++)
        store<f64>(
          to + <usize>field * FIELD,
          load<f64>(scratch + AT_INTEGRATOR + (lane << 3) + <usize>field * FIELD),
        );
    }
  }
}
