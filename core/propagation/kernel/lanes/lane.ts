/**
 * The few things lane programs use beside arithmetic, as they are for one satellite.
 *
 * A lane program is an ordinary function of numbers. Run as it stands it works on one satellite; `build/widen.ts` turns
 * it into WebAssembly in which every number is eight, one of each satellite of a block. What a program may say is
 * therefore little: numbers and comparisons, `?:` (both sides are computed), calls of other lane programs, records of
 * numbers by name, and branches and loops on `any`.
 */

/** 1.5 · 2⁵²: added to a number below 2⁵¹, it leaves the nearest whole number in the low bits. */
export const MAGIC = 6_755_399_441_055_744;

/** Whether a condition holds; in the wide form: for any of the lanes. The one condition to branch on. */
export function any(condition: boolean): boolean {
  return condition;
}

/** Whether the whole number that was added to MAGIC is odd. */
export function isOdd(q: number): boolean {
  return (q - MAGIC) % 2 !== 0;
}

/** Change the sign where the second bit of the whole number that was added to MAGIC is set. */
export function flipBySecondBit(value: number, q: number): number {
  const k = q - MAGIC;
  return k - 4 * Math.floor(k / 4) >= 2 ? -value : value;
}
