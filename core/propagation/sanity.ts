import type { ElementSet } from '../elements/element-set.ts';
import { STATUS_LEFT_SANE_RANGE, STATUS_NOT_A_NUMBER, STATUS_OK, type StatusCode } from './status.ts';

/** km³/s², WGS-72. */
const MU = 398_600.8;
const MIN_RADIUS_KM = 6378.135;
/** Room above apogee: perturbations raise that of high orbits, by a third for 33333 of the verification set in 20 minutes. */
const APOGEE_FACTOR = 1.5;
const APOGEE_MARGIN_KM = 500;

/** Judge a state of six numbers (TEME km, km/s) at an offset. */
export type SanityGate = (state: Float64Array, offset: number) => StatusCode;

/**
 * Make the gate a state must pass before anybody sees it: six finite numbers, above the Earth's surface, and not far
 * above the apogee of the element set. SGP4 answers nonsense without an error code when it is driven long past
 * the decay of an object (45110 at +850 d: 35,297 km, from a low orbit).
 */
export function createSanityGate(set: ElementSet): SanityGate {
  const n = (set.meanMotionRevPerDay * 2 * Math.PI) / 86_400;
  const semiMajorAxis = Math.cbrt(MU / (n * n));
  const maxRadius = semiMajorAxis * (1 + set.eccentricity) * APOGEE_FACTOR + APOGEE_MARGIN_KM;
  return (state, offset) => {
    const x = state[offset]!;
    const y = state[offset + 1]!;
    const z = state[offset + 2]!;
    const radius = Math.sqrt(x * x + y * y + z * z);
    const speed = Math.abs(state[offset + 3]!) + Math.abs(state[offset + 4]!) + Math.abs(state[offset + 5]!);
    if (!Number.isFinite(radius + speed)) return STATUS_NOT_A_NUMBER;
    return radius < MIN_RADIUS_KM || radius > maxRadius ? STATUS_LEFT_SANE_RANGE : STATUS_OK;
  };
}
