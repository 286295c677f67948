import type { UtcMs } from '../units.ts';

/**
 * Mean elements for SGP4 with their epoch and B*: the one in-memory form of TLE and OMM.
 *
 * The numbers are kept in the units in which they are published (degrees, revolutions a day), so that writing a
 * set back loses nothing; `core/propagation` converts once, when it initialises.
 */
export interface ElementSet {
  /** NORAD/SATCAT number as one integer, 1–9 digits; Alpha-5 is only a spelling of it. */
  readonly catalogNumber: number;
  /** As published, padding removed; empty when the record has none. */
  readonly name: string;
  /** COSPAR id in its long form, 1998-067A; empty for objects without (analyst objects). */
  readonly internationalDesignator: string;
  readonly classification: string;
  /** UTC; TLE epochs have a quantum of 0.864 ms, OMM epochs usually 1 µs. */
  readonly epoch: UtcMs;
  readonly meanMotionRevPerDay: number;
  readonly eccentricity: number;
  readonly inclinationDeg: number;
  readonly raanDeg: number;
  readonly argumentOfPerigeeDeg: number;
  readonly meanAnomalyDeg: number;
  /** Drag term of SGP4, inverse Earth radii. */
  readonly bstar: number;
  /** Half the first derivative of mean motion, rev/day², as a TLE prints it. SGP4 does not use it. */
  readonly meanMotionDot: number;
  /** A sixth of the second derivative, rev/day³. SGP4 does not use it. */
  readonly meanMotionDdot: number;
  readonly elementSetNumber: number;
  readonly revolutionAtEpoch: number;
}
