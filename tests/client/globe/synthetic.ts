import { Motion } from '../../../core/ephemeris/motion.ts';
import type { Section } from '../../../core/protocol/frames.ts';
import { FLAG_HIDDEN, FLAG_OK, packState, WORDS_OF } from '../../../core/protocol/pack.ts';

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

const RESOLUTION = { positionKm: 1e-3, velocityKmS: 1e-6 };

/** A keyframe of circular orbits, one slice of all of them; `hidden` ones with a status. */
export function keyframeOf(
  orbits: readonly CircularOrbit[],
  time: number,
  hidden: Readonly<Record<number, number>> = {},
): Section {
  const words = new Uint32Array(orbits.length * WORDS_OF.PV20);
  orbits.forEach((orbit, i) => {
    const state = circularState(orbit, time / 1000);
    const flag = hidden[i] === undefined ? FLAG_OK : FLAG_HIDDEN;
    packState('PV20', RESOLUTION, { state, from: 0, flag }, words, i * WORDS_OF.PV20);
  });
  return {
    slice: 0,
    format: 'PV20',
    resolution: RESOLUTION,
    time,
    stepMs: STEP_MS,
    boundKm: 0.001,
    words,
    codes: Uint8Array.from(Object.values(hidden)),
    places: null,
  };
}

/** Circular orbits between two keyframes, a minute apart. */
export function motionOf(
  orbits: readonly CircularOrbit[],
  hidden: { earlier?: Readonly<Record<number, number>>; later?: Readonly<Record<number, number>> } = {},
): Motion {
  const motion = new Motion([Uint32Array.from(orbits, (_, i) => i)]);
  motion.place(0, keyframeOf(orbits, 0, hidden.earlier), keyframeOf(orbits, STEP_MS, hidden.later));
  return motion;
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
