import type { Kilometers, Radians } from '../units.ts';
import { rtnAxes } from '../frames/rtn.ts';
import { dot, norm, subtract, vectorAt } from '../vector.ts';

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
  const [position, velocity] = [vectorAt(a, 0), vectorAt(a, 3)];
  const miss = subtract(vectorAt(b, 0), position);
  const relative = subtract(vectorAt(b, 3), velocity);
  const [radial, transverse, normal] = rtnAxes(position, velocity);
  const speeds = norm(velocity) * norm(vectorAt(b, 3));
  const relativeSpeed = norm(relative);
  return {
    missDistance: norm(miss),
    missRtn: [dot(miss, radial), dot(miss, transverse), dot(miss, normal)],
    relativeSpeed,
    approachAngle: relativeSpeed === 0 ? null : Math.acos(clamp(dot(velocity, vectorAt(b, 3)) / speeds)),
  };
}

function clamp(cosine: number): number {
  return Math.min(1, Math.max(-1, cosine));
}
