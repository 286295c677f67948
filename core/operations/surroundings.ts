import type { UtcMs } from '../units.ts';
import type { FloorFact } from './events.ts';
import type { FloorState } from './state.ts';
import type { CatalogueScreening, CatalogueSurvey, WatchedPair } from './types.ts';
import { type Arrival, arrivalsOfShift } from './workload.ts';

/** What lies outside the floor and is a function of time alone: the seeded work and the catalogue. */
export interface Surroundings {
  /** The seeded items of a shift. */
  arrivals(seed: string, shiftStart: UtcMs, load: number): readonly Arrival[];
  /** The catalogue at an instant and the work it makes; null where there is none. */
  survey(state: FloorState, at: UtcMs): { survey: CatalogueSurvey; follows: readonly FloorFact[] } | null;
  /**
   * Whether the whole screening at an instant can be had at once: it is begun where it is not. Whoever lets a floor run asks before it
   * comes there, and holds it until then, so that the same journal comes out however long screening takes.
   *
   * @param until how far the floor is to run: what lies long before that is not screened any more
   */
  isScreened(state: FloorState, at: UtcMs, until: UtcMs): boolean;
  /** The whole screening at an instant, and the work it makes. */
  screening(
    state: FloorState,
    at: UtcMs,
  ): { screening: CatalogueScreening | null; follows: readonly FloorFact[] };
  /** A computed closest approach of two objects as facts of the floor. */
  approach(
    state: FloorState,
    wanted: { pair: WatchedPair; windowH: number; item: string },
    at: UtcMs,
  ): readonly FloorFact[];
}

/** Remembers the shift it was asked for last. */
export function createArrivalSchedule(): Surroundings['arrivals'] {
  let key = '';
  let known: readonly Arrival[] = [];
  return (seed, shiftStart, load) => {
    const wanted = `${seed}:${shiftStart}:${load}`;
    if (wanted !== key) {
      known = arrivalsOfShift(seed, shiftStart, load);
      key = wanted;
    }
    return known;
  };
}

/** Surroundings without a catalogue. */
export function emptySurroundings(): Surroundings {
  return {
    arrivals: createArrivalSchedule(),
    survey: () => null,
    isScreened: () => true,
    screening: () => ({ screening: null, follows: [] }),
    approach: (_, { pair }, at) => [
      {
        type: 'SourceFailed',
        source: 'catalogue',
        problem: `no catalogue is loaded to find the approach of ${pair.primary} and ${pair.secondary} at ${at}`,
        follows: [],
      },
    ],
  };
}
