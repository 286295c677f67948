import { any } from './lane.ts';
import type { Elements } from './initialise.ts';
import type { NearEarth } from './near-earth.ts';
import type { State } from './orbit-plane.ts';
import { EARTH_RADIUS_KM, J2, J3, J4, MU } from './wgs72.ts';

/** What is kept of every set, whatever its class: its epoch (UTC ms), and what its states must keep to. */
export const COMMON = ['epoch', 'farthestKm', 'leastBinding', 'mostBinding', 'decayMinutes'] as const;
export type Common = Readonly<Record<(typeof COMMON)[number], number>>;

/** A state of SGP4 with `tempa`, which is 0 or less once drag has turned the orbit inside out. */
export const RAW_STATE = ['x', 'y', 'z', 'vx', 'vy', 'vz', 'status', 'tempa'] as const;
export type RawState = Readonly<Record<(typeof RAW_STATE)[number], number>>;

// core/propagation/status.ts
const NOT_A_NUMBER = 7;
const LEFT_SANE_RANGE = 8;
const ENERGY_OUT_OF_RANGE = 9;
const JUMPED = 10;
const DECAYED = 6;

/** A state whose status is not 0 has no numbers, and one without numbers has a status. */
export function finish(s: RawState): RawState {
  const sum = s.x + s.y + s.z + s.vx + s.vy + s.vz;
  const isNumber = sum - sum === 0;
  return { ...judged(s, s.status === 0 && !isNumber, NOT_A_NUMBER), tempa: s.tempa };
}

/** The same check as satellite.js' `communityDecayCheckEnabled`. */
export function checkDecay(s: RawState): State {
  return judged(s, isCodeless(s) && s.tempa <= 0, DECAYED);
}

/** Whether SGP4 itself has no code for a state; what is no number may be so because the set is down. */
function isCodeless(s: State): boolean {
  return s.status === 0 || s.status === NOT_A_NUMBER;
}

/** The state with another status where something is wrong, and without numbers where its status is not 0. */
function judged(s: State, isWrong: boolean, code: number): State {
  let { x, y, z, vx, vy, vz, status } = s;
  if (any(isWrong || status !== 0)) {
    status = isWrong ? code : status;
    const isFine = status === 0;
    x = isFine ? x : NaN;
    y = isFine ? y : NaN;
    z = isFine ? z : NaN;
    vx = isFine ? vx : NaN;
    vy = isFine ? vy : NaN;
    vz = isFine ? vz : NaN;
  }
  return { x, y, z, vx, vy, vz, status };
}

// The figures are those of core/propagation/sanity.ts, which says where they come from.
const APOGEE_FACTOR = 1.5;
const APOGEE_MARGIN_KM = 500;
const AXIS_GROWTH = 1.3;
const AXIS_BELOW_SURFACE = 0.95;
const FLATTENING_SHARE = 0.002;

/** Watchfloor's gates: core/propagation/sanity.ts and the decay of core/propagation/sgp4.ts. */
export function checkSanity(c: Common, s: RawState, t: number): State {
  const radius = Math.sqrt(s.x * s.x + s.y * s.y + s.z * s.z);
  const speed2 = s.vx * s.vx + s.vy * s.vy + s.vz * s.vz;
  const binding = 2 / radius - speed2 * (1 / MU);
  const isNear = !(radius < EARTH_RADIUS_KM || radius > c.farthestKm);
  const isSound = binding >= c.leastBinding - FLATTENING_SHARE / radius && binding <= c.mostBinding;
  const isDown = t >= c.decayMinutes || s.tempa <= 0;
  const isOut = s.status === 0 && (!isNear || !isSound);
  const isWrong = t >= c.decayMinutes || (isCodeless(s) && s.tempa <= 0) || isOut;
  return judged(s, isWrong, isDown ? DECAYED : isNear ? ENERGY_OUT_OF_RANGE : LEFT_SANE_RANGE);
}

/** To a hundred years, which is as far as the kernel goes. */
const DAYS_LOOKED_AT = 208;

/** What the gates need to know of a set. */
export function initialiseCommon(e: Elements, k: NearEarth): Common {
  const n = (e.meanMotion * 2 * Math.PI) / 86_400;
  const axisKm = Math.cbrt(MU / (n * n));
  const least = axisKm < EARTH_RADIUS_KM ? axisKm : EARTH_RADIUS_KM;
  // As in core/propagation/sgp4.ts, `findDecay`.
  const axis = 1 / k.invA;
  const limit = axis * (1 - k.ecco) > 1 ? 0.98 : 0;
  let decayMinutes = Infinity;
  const isDragged = k.cc1 > 0;
  if (any(isDragged)) {
    let growth = 1;
    for (let i = 0; i < DAYS_LOOKED_AT; i++) {
      const t = 7200 * (growth - 1);
      const tempa = 1 - k.cc1 * t - t * t * (k.d2 + t * (k.d3 + t * k.d4));
      const drop = k.ecco - k.bstarCc4 * t;
      const isDown = tempa <= 0 || axis * tempa * tempa * (1 - (drop > 0 ? drop : 0)) < limit;
      decayMinutes = isDown && isDragged && decayMinutes > t ? t : decayMinutes;
      if (!any(isDragged && decayMinutes === Infinity)) break;
      growth = growth * 1.044;
    }
  }
  return {
    epoch: e.epoch,
    farthestKm: axisKm * (1 + e.eccentricity) * APOGEE_FACTOR + APOGEE_MARGIN_KM,
    leastBinding: 1 / (AXIS_GROWTH * axisKm),
    mostBinding: 1 / (AXIS_BELOW_SURFACE * least),
    decayMinutes,
  };
}

/** Distance of the two positions from which the consistent velocity is made: as core/ephemeris/keyframes.ts. */
const BASE_SECONDS = 1;
const JUMP_LIMIT_KM = 2;

/** The velocity that belongs to the positions of SGP4, from two states a second apart: core/ephemeris/keyframes.ts. */
export function keyframe(a: State, b: State): State {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const dz = b.z - a.z;
  const jx = dx - a.vx * BASE_SECONDS;
  const jy = dy - a.vy * BASE_SECONDS;
  const jz = dz - a.vz * BASE_SECONDS;
  const isJump = jx * jx + jy * jy + jz * jz > JUMP_LIMIT_KM * JUMP_LIMIT_KM;
  const isWrong = a.status === 0 && (b.status !== 0 || isJump);
  const [ax, ay, az] = gravity(a.x, a.y, a.z);
  const [bx, by, bz] = gravity(b.x, b.y, b.z);
  const state = {
    x: a.x,
    y: a.y,
    z: a.z,
    vx: dx - (2 * ax + bx) * (1 / 6),
    vy: dy - (2 * ay + by) * (1 / 6),
    vz: dz - (2 * az + bz) * (1 / 6),
    status: a.status,
  };
  return judged(state, isWrong, b.status !== 0 ? b.status : JUMPED);
}

/** As core/ephemeris/gravity.ts. */
function gravity(x: number, y: number, z: number): [number, number, number] {
  const r2 = x * x + y * y + z * z;
  const r = Math.sqrt(r2);
  const inverse = 1 / r;
  const q = EARTH_RADIUS_KM * inverse;
  const u = z * inverse;
  const u2 = u * u;
  const q2 = q * q;
  const a2 = 1.5 * J2 * q2;
  const a3 = 2.5 * J3 * q2 * q;
  const a4 = 0.625 * J4 * q2 * q2;
  const k = -MU * inverse * inverse * inverse;
  const planar = 1 + a2 * (1 - 5 * u2) + a3 * u * (3 - 7 * u2) - a4 * (3 - 42 * u2 + 63 * u2 * u2);
  const axial = 1 + a2 * (3 - 5 * u2) - a4 * (15 - 70 * u2 + 63 * u2 * u2);
  return [k * x * planar, k * y * planar, k * (z * axial + r * a3 * (6 * u2 - 7 * u2 * u2 - 0.6))];
}
