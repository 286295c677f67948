import type { Kilometers, UtcMs } from '../units.ts';
import type { AssumedAccuracy } from './assumed-covariance.ts';
import { assumedPlane } from './assumed-plane.ts';
import { computePc } from './collision-probability.ts';
import type { Conjunction } from './screen-desk.ts';

/** Combined hard-body radius where nobody names one. */
export const DEFAULT_HBR_KM: Kilometers = 0.01;

/** Alfriend's bound with assumed covariances; null where they do not move against each other. */
export function pcMaxOf(
  conjunction: Pick<Conjunction, 'tca' | 'states'>,
  epochs: readonly [UtcMs, UtcMs],
  accuracy: AssumedAccuracy,
  hbrKm: Kilometers = DEFAULT_HBR_KM,
): number | null {
  const plane = assumedPlane(conjunction, epochs, accuracy, hbrKm);
  return plane && computePc('ALFRIEND-1999', plane, hbrKm);
}
