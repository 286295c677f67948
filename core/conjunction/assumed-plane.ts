import { MS_PER_DAY, type Kilometers, type UtcMs } from '../units.ts';
import { subtract, type Vector3 } from '../vector.ts';
import { type AssumedAccuracy, assumedCovariance } from './assumed-covariance.ts';
import { addCovariances, type EncounterPlane, toEncounterPlane } from './collision-probability.ts';
import type { Conjunction } from './screen.ts';

/**
 * The encounter plane of two element sets, with the covariances that are assumed for their ages.
 *
 * @returns null where they do not move against each other
 */
export function assumedPlane(
  { tca, states: [a, b] }: Conjunction,
  epochs: readonly [UtcMs, UtcMs],
  model: AssumedAccuracy,
  hbrKm: Kilometers,
): EncounterPlane | null {
  const position = vectorOf(a, 0);
  return toEncounterPlane(
    {
      position: subtract(vectorOf(b, 0), position),
      velocity: subtract(vectorOf(b, 3), vectorOf(a, 3)),
      covariance: addCovariances(
        assumedCovariance(model, a, (tca - epochs[0]) / MS_PER_DAY),
        assumedCovariance(model, b, (tca - epochs[1]) / MS_PER_DAY),
      ),
      radiusKm: Math.hypot(...position),
    },
    hbrKm,
  );
}

function vectorOf(state: readonly number[], offset: number): Vector3 {
  return [state[offset]!, state[offset + 1]!, state[offset + 2]!];
}
