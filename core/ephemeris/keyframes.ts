import type { Propagator } from '../propagation/sgp4.ts';
import { STATUS_JUMPED, STATUS_OK, type StatusCode } from '../propagation/status.ts';
import { MS_PER_MINUTE, type UtcMs } from '../units.ts';
import { zonalGravity } from './gravity.ts';

/** Distance of the two positions from which the consistent velocity is made. */
const BASE_SECONDS = 1;

/**
 * How far the second position may lie from where the velocity of the first leads. SGP4 carries a falling object along its
 * orbit at another rate than its velocity says: by 14 m/s at low perigees, by 1.53 km/s for 52205 of 2022, 14 days after
 * its set, on its last (the most of 100,319 real sets in the 30 days after their epochs: looked at once a day, the ten worst each minute). A limit for nonsense, not for errors.
 */
const JUMP_LIMIT_KM = 2;

const second = new Float64Array(6);
const g1 = new Float64Array(3);
const g2 = new Float64Array(3);

/**
 * Compute the keyframe of an object at an instant: a position and the velocity that belongs to it.
 *
 * The velocity is the derivative of SGP4's positions, not SGP4's own velocity, which differs by up to 14 m/s at low
 * perigees and would show between keyframes: v = (r₂ − r₁)/1 s − (2 g(r₁) + g(r₂))/6 with the zonal gravity g.
 * Error of that velocity: p99 8e-4 m/s.
 *
 * @param state six numbers, TEME km and km/s, written from `at`; of no use unless the status is ok
 * @returns the status; 'jumped' where position and velocity cannot belong to one motion
 */
export function keyframeAt(propagator: Propagator, time: UtcMs, state: Float64Array, at: number): StatusCode {
  const minutes = (time - propagator.epoch) / MS_PER_MINUTE;
  let code = propagator.propagate(minutes, state, at);
  if (code === STATUS_OK) code = propagator.propagate(minutes + BASE_SECONDS / 60, second, 0);
  if (code !== STATUS_OK) return code;
  if (isJump(state, at)) return STATUS_JUMPED;
  zonalGravity(state, at, g1);
  zonalGravity(second, 0, g2);
  for (let axis = 0; axis < 3; axis++) {
    state[at + 3 + axis] =
      (second[axis]! - state[at + axis]!) / BASE_SECONDS - ((2 * g1[axis]! + g2[axis]!) * BASE_SECONDS) / 6;
  }
  return STATUS_OK;
}

/** Whether two states BASE_SECONDS apart cannot be of one motion; gravity bends the path by 5 m at the most in between. */
function isJump(first: Float64Array, at: number): boolean {
  const x = second[0]! - first[at]! - first[at + 3]! * BASE_SECONDS;
  const y = second[1]! - first[at + 1]! - first[at + 4]! * BASE_SECONDS;
  const z = second[2]! - first[at + 2]! - first[at + 5]! * BASE_SECONDS;
  return x * x + y * y + z * z > JUMP_LIMIT_KM * JUMP_LIMIT_KM;
}
