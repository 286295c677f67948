import type { Kilometers, Radians } from '../units.ts';
import { cross, dot, norm, scale, subtract, type Vector3 } from '../vector.ts';

/** How two objects stand to each other at an instant. */
export interface Encounter {
  readonly missDistance: Kilometers;
  /** Of the secondary from the primary: radial, transverse, normal of the primary's orbit; km. */
  readonly missRtn: readonly [number, number, number];
  /** km/s. */
  readonly relativeSpeed: number;
  /** Between the two velocities; null where either stands still against the other. */
  readonly approachAngle: Radians | null;
}

/**
 * Describe an encounter from both states.
 *
 * @param a, b six numbers each, km and km/s, of the primary and the secondary
 */
export function describeEncounter(a: ArrayLike<number>, b: ArrayLike<number>): Encounter {
  const [position, velocity] = [vectorOf(a, 0), vectorOf(a, 3)];
  const miss = subtract(vectorOf(b, 0), position);
  const relative = subtract(vectorOf(b, 3), velocity);
  const radial = unit(position);
  const normal = unit(cross(position, velocity));
  const transverse = cross(normal, radial);
  const speeds = norm(velocity) * norm(vectorOf(b, 3));
  const relativeSpeed = norm(relative);
  return {
    missDistance: norm(miss),
    missRtn: [dot(miss, radial), dot(miss, transverse), dot(miss, normal)],
    relativeSpeed,
    approachAngle: relativeSpeed === 0 ? null : Math.acos(clamp(dot(velocity, vectorOf(b, 3)) / speeds)),
  };
}

function vectorOf(state: ArrayLike<number>, offset: number): Vector3 {
  return [state[offset]!, state[offset + 1]!, state[offset + 2]!];
}

function unit(a: Vector3): Vector3 {
  return scale(a, 1 / norm(a));
}

function clamp(cosine: number): number {
  return Math.min(1, Math.max(-1, cosine));
}
