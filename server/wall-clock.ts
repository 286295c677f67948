import type { UtcMs } from '../core/units.ts';

/** The wall clock; handed to whatever needs the time of day, so that tests can hand in their own. */
export type WallClock = () => UtcMs;

/** The one place where the server reads the time of day. */
export const systemWallClock: WallClock = () => Date.now();

/** Numbers from 0 to 1 that nothing repeats; only for waits that should differ between installations. */
export function systemRandom(): number {
  return Math.random();
}
