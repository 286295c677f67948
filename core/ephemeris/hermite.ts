import type { Seconds } from '../units.ts';
import { zonalGravity } from './gravity.ts';

const g0 = new Float64Array(3);
const g1 = new Float64Array(3);

/**
 * Interpolate a position between two keyframes by the quintic Hermite polynomial; the accelerations at both ends are
 * those of the zonal field, so that they need not be sent.
 *
 * Written as a displacement from the first keyframe, so that float32 keyframes do not jitter. Against SGP4 with a consistent
 * velocity: 480 s stay below 10 m for most low orbits, 3840 s for geosynchronous ones (`npm run bench -- stream`).
 *
 * @param a, b arrays of position and velocity (TEME km, km/s; six numbers an object) at the two instants
 * @param offset index of the object's first number in both
 * @param step seconds from `a` to `b`
 * @param fraction 0 at `a`, 1 at `b`
 * @param out six numbers: position km, velocity km/s
 */
export function interpolateHermite(
  { a, b, offset }: { a: ArrayLike<number>; b: ArrayLike<number>; offset: number },
  step: Seconds,
  fraction: number,
  out: Float64Array,
): void {
  zonalGravity(a, offset, g0);
  zonalGravity(b, offset, g1);
  const s = fraction;
  const s2 = s * s;
  const s3 = s2 * s;
  const h01 = s3 * (10 - 15 * s + 6 * s2);
  const h10 = (s - s3 * (6 - 8 * s + 3 * s2)) * step;
  const h11 = -s3 * (4 - 7 * s + 3 * s2) * step;
  const h20 = (0.5 * s2 - s3 * (1.5 - 1.5 * s + 0.5 * s2)) * step * step;
  const h21 = s3 * (0.5 - s + 0.5 * s2) * step * step;
  const d01 = (s2 * (30 - 60 * s + 30 * s2)) / step;
  const d10 = 1 - s2 * (18 - 32 * s + 15 * s2);
  const d11 = -s2 * (12 - 28 * s + 15 * s2);
  const d20 = (s - s2 * (4.5 - 6 * s + 2.5 * s2)) * step;
  const d21 = s2 * (1.5 - 4 * s + 2.5 * s2) * step;
  for (let axis = 0; axis < 3; axis++) {
    const p0 = a[offset + axis]!;
    const p1 = b[offset + axis]!;
    const v0 = a[offset + 3 + axis]!;
    const v1 = b[offset + 3 + axis]!;
    const a0 = g0[axis]!;
    const a1 = g1[axis]!;
    out[axis] = p0 + h01 * (p1 - p0) + h10 * v0 + h11 * v1 + h20 * a0 + h21 * a1;
    out[3 + axis] = d01 * (p1 - p0) + d10 * v0 + d11 * v1 + d20 * a0 + d21 * a1;
  }
}
