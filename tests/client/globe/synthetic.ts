import type { Keyframe } from '../../../core/protocol/keyframe.ts';

const MU = 398_600.4418;
const STEP_MS = 60_000;

/** A circular orbit: radius km, inclination, node and phase in radians. */
export interface CircularOrbit {
  readonly radius: number;
  readonly inclination: number;
  readonly node: number;
  readonly phase: number;
}

/** TEME position and velocity on a circular orbit, `seconds` after the phase. */
export function circularState(
  { radius, inclination, node, phase }: CircularOrbit,
  seconds: number,
): number[] {
  const rate = Math.sqrt(MU / radius ** 3);
  const angle = phase + rate * seconds;
  const inPlane = (x: number, y: number): number[] => [
    x * Math.cos(node) - y * Math.cos(inclination) * Math.sin(node),
    x * Math.sin(node) + y * Math.cos(inclination) * Math.cos(node),
    y * Math.sin(inclination),
  ];
  return [
    ...inPlane(radius * Math.cos(angle), radius * Math.sin(angle)),
    ...inPlane(-radius * rate * Math.sin(angle), radius * rate * Math.cos(angle)),
  ];
}

/** A keyframe of circular orbits. */
export function keyframeOf(orbits: readonly CircularOrbit[], time: number): Keyframe {
  const states = new Float32Array(orbits.flatMap((orbit) => circularState(orbit, time / 1000)));
  return {
    timelineId: 1,
    catalogRevision: 1,
    time,
    stepMs: STEP_MS,
    errorBoundKm: 0.001,
    states,
    status: new Uint8Array(orbits.length),
  };
}

/** A shell of orbits spread evenly. */
export function shell(count: number, radius: number): CircularOrbit[] {
  return Array.from({ length: count }, (_, i) => ({
    radius,
    inclination: 0.93,
    node: (i * 2.399963) % (2 * Math.PI),
    phase: (i * Math.SQRT2 * Math.PI) % (2 * Math.PI),
  }));
}
