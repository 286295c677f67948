import type { Propagator } from '../propagation/sgp4.ts';
import { STATUS_JUMPED, STATUS_OK } from '../propagation/status.ts';
import { FLOATS_PER_OBJECT } from '../protocol/keyframe.ts';
import { MS_PER_MINUTE, type Milliseconds, type UtcMs } from '../units.ts';
import { zonalGravity } from './gravity.ts';

/** Distance of the two positions from which the consistent velocity is made. */
const BASE_SECONDS = 1;

/**
 * How far the second position may lie from where the velocity of the first leads. SGP4 carries a falling object along its
 * orbit at another rate than its velocity says: by 14 m/s at low perigees, by 1.53 km/s for 52205 of 2022, 14 days after
 * its set, on its last (the most of 100,319 real sets in the 30 days after their epochs: looked at once a day, the ten worst each minute). A limit for nonsense, not for errors.
 */
const JUMP_LIMIT_KM = 2;

/** The one step of the stream for now: 60 s keeps cubic Hermite below 1.5 m in every regime. */
export const KEYFRAME_STEP_MS: Milliseconds = 60_000;
/** Declared bound of the interpolation with float32 keyframes: 1.5 m of interpolation, 2 m a component of rounding at GEO. */
export const KEYFRAME_ERROR_BOUND_KM = 0.01;

/**
 * Fill keyframes of many objects at one instant.
 *
 * The velocity is the derivative of SGP4's positions, not SGP4's own velocity, which differs by up to 14 m/s at low
 * perigees and would show between keyframes: v = (r₂ − r₁)/1 s − (2 g(r₁) + g(r₂))/6 with the zonal gravity g.
 * Error of that velocity: p99 8e-4 m/s.
 *
 * Where position and velocity cannot belong to one motion, the status is 'jumped'.
 *
 * @param states six numbers an object, TEME km and km/s; zeros where the status is not ok
 * @param status one code an object
 */
export function fillKeyframes(
  propagators: readonly Propagator[],
  time: UtcMs,
  states: Float32Array,
  status: Uint8Array,
): void {
  const first = new Float64Array(FLOATS_PER_OBJECT);
  const second = new Float64Array(FLOATS_PER_OBJECT);
  const g1 = new Float64Array(3);
  const g2 = new Float64Array(3);
  for (let i = 0; i < propagators.length; i++) {
    const propagator = propagators[i]!;
    const minutes = (time - propagator.epoch) / MS_PER_MINUTE;
    const at = i * FLOATS_PER_OBJECT;
    let code = propagator.propagate(minutes, first, 0);
    if (code === STATUS_OK) code = propagator.propagate(minutes + BASE_SECONDS / 60, second, 0);
    if (code === STATUS_OK && isJump(first, second)) code = STATUS_JUMPED;
    status[i] = code;
    if (code !== STATUS_OK) {
      states.fill(0, at, at + FLOATS_PER_OBJECT);
      continue;
    }
    zonalGravity(first, 0, g1);
    zonalGravity(second, 0, g2);
    for (let axis = 0; axis < 3; axis++) {
      const r1 = first[axis]!;
      states[at + axis] = r1;
      states[at + 3 + axis] =
        (second[axis]! - r1) / BASE_SECONDS - ((2 * g1[axis]! + g2[axis]!) * BASE_SECONDS) / 6;
    }
  }
}

/** Whether two states BASE_SECONDS apart cannot be of one motion; gravity bends the path by 5 m at the most in between. */
function isJump(first: Float64Array, second: Float64Array): boolean {
  const x = second[0]! - first[0]! - first[3]! * BASE_SECONDS;
  const y = second[1]! - first[1]! - first[4]! * BASE_SECONDS;
  const z = second[2]! - first[2]! - first[5]! * BASE_SECONDS;
  return x * x + y * y + z * z > JUMP_LIMIT_KM * JUMP_LIMIT_KM;
}
