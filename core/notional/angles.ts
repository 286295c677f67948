import type { Degrees } from '../units.ts';

/** Bring an angle into [0, 360). */
export function normalizeDegrees(angle: Degrees): Degrees {
  const rest = angle % 360;
  return rest < 0 ? rest + 360 : rest;
}

export function roundTo(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}

/** Round an angle to the 0.0001° of element sets, in [0, 360). */
export function roundAngle(angle: Degrees): Degrees {
  return roundTo(normalizeDegrees(angle), 4) % 360;
}
