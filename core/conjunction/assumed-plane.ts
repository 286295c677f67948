import { MS_PER_DAY, type Kilometers, type UtcMs } from '../units.ts';
import { subtract, vectorAt } from '../vector.ts';
import { type AssumedAccuracy, assumedCovariance } from './assumed-covariance.ts';
import { addCovariances, type EncounterPlane, toEncounterPlane } from './collision-probability.ts';
import type { Conjunction } from './screen-desk.ts';

/**
 * The encounter plane of two element sets, with the covariances that are assumed for their ages.
 *
 * @returns null where they do not move against each other
 */
export function assumedPlane(
  { tca, states: [a, b] }: Pick<Conjunction, 'tca' | 'states'>,
  epochs: readonly [UtcMs, UtcMs],
  model: AssumedAccuracy,
  hbrKm: Kilometers,
): EncounterPlane | null {
  const position = vectorAt(a, 0);
  return toEncounterPlane(
    {
      position: subtract(vectorAt(b, 0), position),
      velocity: subtract(vectorAt(b, 3), vectorAt(a, 3)),
      covariance: addCovariances(
        assumedCovariance(model, a, (tca - epochs[0]) / MS_PER_DAY),
        assumedCovariance(model, b, (tca - epochs[1]) / MS_PER_DAY),
      ),
      radiusKm: Math.hypot(...position),
    },
    hbrKm,
  );
}
