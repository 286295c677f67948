/**
 * What became of one propagation. The number travels in keyframes, the name in files and on screen;
 * so new ones are added at the end. 1–6 are SGP4's own error codes (AIAA 2006-6753); the others are Watchfloor's gates.
 */
export const PROPAGATION_STATUS = [
  'ok',
  'mean-elements-out-of-range',
  'mean-motion-not-positive',
  'perturbed-eccentricity-out-of-range',
  'semi-latus-rectum-negative',
  'epoch-elements-suborbital',
  'decayed',
  'not-a-number',
  'left-sane-range',
  'energy-out-of-range',
  'jumped',
  // Said by a satellite catalogue, not by SGP4.
  'decay-recorded',
] as const;

export type PropagationStatus = (typeof PROPAGATION_STATUS)[number];
export type StatusCode = number;

export const STATUS_OK = 0;
export const STATUS_DECAYED = 6;
export const STATUS_NOT_A_NUMBER = 7;
export const STATUS_LEFT_SANE_RANGE = 8;
export const STATUS_ENERGY_OUT_OF_RANGE = 9;
export const STATUS_JUMPED = 10;
export const STATUS_DECAY_RECORDED = 11;

export function statusName(code: StatusCode): PropagationStatus {
  const name = PROPAGATION_STATUS[code];
  if (name === undefined) throw new RangeError(`no such propagation status: ${code}`);
  return name;
}
