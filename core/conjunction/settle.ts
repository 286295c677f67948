import { propagateEach } from '../propagation/kernel/propagate.ts';
import { STATUS_OK } from '../propagation/status.ts';
import type { Kilometers } from '../units.ts';
import { describeEncounter } from './geometry.ts';
import { type AskPositions, type Candidate, type Minimum, refineCandidates } from './refine.ts';
import {
  type Conjunction,
  MOST_ROWS,
  POSITIONS,
  reachOf,
  type ScreenDesk,
  type ScreenSettings,
  STATES,
} from './screen-desk.ts';
import { isInVolume } from './volume-passage.ts';

/** Find the approaches within the threshold, or a volume, among candidates. */
export function settleCandidates(
  desk: ScreenDesk,
  candidates: readonly Candidate[],
  settings: ScreenSettings,
): readonly Conjunction[] {
  const found = describe(desk, refineCandidates(askOf(desk), candidates, settings), reachOf(settings));
  return settings.volumes ? found.filter((one) => isInVolume(desk, one, settings)) : found;
}

/** Positions of rows, in pieces that fit the memory for them. */
function askOf(desk: ScreenDesk): AskPositions {
  return (objects, times) => {
    const all = new Float64Array(objects.length * 3);
    for (let first = 0; first < objects.length; first += MOST_ROWS) {
      const some = objects.slice(first, first + MOST_ROWS);
      const { numbers } = propagateEach(
        desk,
        desk.places.area,
        some,
        times.slice(first, first + MOST_ROWS),
        POSITIONS,
      );
      all.set(numbers, first * 3);
    }
    return all;
  };
}

/** The minima within the threshold, with both states at their instants. */
function describe(
  desk: ScreenDesk,
  minima: readonly Minimum[],
  thresholdKm: Kilometers,
): readonly Conjunction[] {
  const near = minima.filter(({ missKm }) => missKm < thresholdKm);
  const found: Conjunction[] = [];
  const together = MOST_ROWS / 2;
  for (let first = 0; first < near.length; first += together) {
    const some = near.slice(first, first + together);
    const { numbers, status } = propagateEach(
      desk,
      desk.places.area,
      some.flatMap(({ one, two }) => [one, two]),
      some.flatMap(({ tca }) => [tca, tca]),
      STATES,
    );
    some.forEach(({ one, two, tca, isEdge }, i) => {
      if (status[2 * i] !== STATUS_OK || status[2 * i + 1] !== STATUS_OK) return;
      const a = numbers.subarray(12 * i, 12 * i + 6);
      const b = numbers.subarray(12 * i + 6, 12 * i + 12);
      const states = [[...a], [...b]] as const;
      found.push({ one, two, tca, isEdge, states, ...describeEncounter(a, b) });
    });
  }
  return found;
}
