import { MS_PER_SECOND, type UtcMs } from '../units.ts';
import type { Candidate } from './refine.ts';
import {
  type Conjunction,
  MOST_CANDIDATES,
  MOST_ROWS,
  placeAt,
  reachOf,
  ROWS_A_LOOK,
  type ScreenDesk,
  type ScreenSettings,
} from './screen-desk.ts';
import { settleCandidates } from './settle.ts';
import { CANDIDATE_BYTES } from './sieve/sieve.ts';

/** How many slabs a window has. */
export function slabsOf({ start, end, slabSeconds }: ScreenSettings): number {
  return Math.ceil((end - start) / (slabSeconds * MS_PER_SECOND));
}

/**
 * Find all close approaches in some slabs of a window.
 *
 * In a slab every object moves along the chord between its positions at both ends, and bends away from it by at most
 * D²/8 · |r″|. So two that come within the threshold have chords that come within it and D²/8 · |ρ″|; and |ρ″| is at most the
 * gradient of the field times their distance, and what SGP4 differs from the field by, measured for each (measure.ts).
 * The sieve leaves out only pairs for which that cannot be (DESIGN.md, “Conjunctions”); the others are refined.
 *
 * @throws RangeError when there are more candidates than memory for them: the threshold is too large for one screening
 */
export function screenSlabs(
  desk: ScreenDesk,
  settings: ScreenSettings,
  { first, end }: { readonly first: number; readonly end: number },
): readonly Conjunction[] {
  const { places, layout, sieve } = desk;
  const found: Conjunction[] = [];
  const stepMs = settings.slabSeconds * MS_PER_SECOND;
  const edge = (slab: number) => Math.min(settings.end, settings.start + slab * stepMs);
  let waiting: Candidate[] = [];
  const settle = (): void => {
    found.push(...settleCandidates(desk, waiting, settings));
    waiting = [];
  };
  placeAt(desk, first % 2, edge(first));
  for (let slab = first; slab < end; slab++) {
    const [from, to] = [slab % 2, (slab + 1) % 2] as const;
    const [start, stop] = [edge(slab), edge(slab + 1)];
    placeAt(desk, to, stop);
    const count = sieve.screenSlab(
      layout.count,
      places.positions[from]!,
      places.positions[to]!,
      places.statuses[from]!,
      places.statuses[to]!,
      desk.about,
      (stop - start) / MS_PER_SECOND,
      reachOf(settings),
      places.scratch,
      places.candidates,
      MOST_CANDIDATES,
    );
    if (count > MOST_CANDIDATES)
      throw new RangeError(
        `${count} pairs may be within ${reachOf(settings)} km in one slab of time: a smaller threshold is wanted`,
      );
    readCandidates(desk, count, start, stop, waiting);
    if (waiting.length * ROWS_A_LOOK > MOST_ROWS / 2) settle();
  }
  settle();
  return found;
}

function readCandidates(
  { kernel, places }: ScreenDesk,
  count: number,
  start: UtcMs,
  end: UtcMs,
  into: Candidate[],
): void {
  const view = new DataView(kernel.memory.buffer, places.candidates, count * CANDIDATE_BYTES);
  for (let i = 0; i < count; i++) {
    const at = i * CANDIDATE_BYTES;
    const share = view.getFloat64(at + 8, true);
    into.push({
      one: view.getUint32(at, true),
      two: view.getUint32(at + 4, true),
      start,
      end,
      guess: start + share * (end - start),
    });
  }
}

/** Slower than this, km/s, two objects are neighbours: docked, or flying in formation. */
const NEIGHBOUR_SPEED = 0.01;

/** One event of a pair. */
export interface ConjunctionEvent extends Conjunction {
  /** They fly together: all their least distances are this one event. */
  readonly isNeighbours: boolean;
}

/** Put the approaches of neighbours together, one event a pair; the others stay. In order of time. */
export function mergeNeighbours(found: readonly Conjunction[]): readonly ConjunctionEvent[] {
  const events: ConjunctionEvent[] = [];
  const neighbours = new Map<string, ConjunctionEvent>();
  for (const one of found) {
    if (one.relativeSpeed >= NEIGHBOUR_SPEED) {
      events.push({ ...one, isNeighbours: false });
      continue;
    }
    const pair = `${one.one}-${one.two}`;
    const before = neighbours.get(pair);
    if (!before || one.missDistance < before.missDistance)
      neighbours.set(pair, { ...one, isNeighbours: true });
  }
  return [...events, ...neighbours.values()].sort((a, b) => a.tca - b.tca || a.one - b.one || a.two - b.two);
}
