import { cross, norm, scale, type Vector3 } from '../vector.ts';

/**
 * The axes of an orbit at an instant: radial, transverse, normal; unit vectors in the frame of the state.
 *
 * @param position, velocity inertial, of any length but zero and not along one line
 *
 * Source: CCSDS 508.0-B-1, annex; R = r/|r|, N = r × v/|r × v|, T = N × R.
 */
export function rtnAxes(position: Vector3, velocity: Vector3): readonly [Vector3, Vector3, Vector3] {
  const radial = scale(position, 1 / norm(position));
  const momentum = cross(position, velocity);
  const normal = scale(momentum, 1 / norm(momentum));
  return [radial, cross(normal, radial), normal];
}
