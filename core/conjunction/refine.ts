import { MS_PER_SECOND, type Kilometers, type UtcMs } from '../units.ts';

/** TEME positions of objects at times: three numbers a row, NaN where there is none. Good until the next call. */
export type AskPositions = (objects: readonly number[], times: readonly UtcMs[]) => Float64Array;

/** A pair that may come near in a stretch of time. */
export interface Candidate {
  readonly one: number;
  readonly two: number;
  readonly start: UtcMs;
  readonly end: UtcMs;
  /** Where the least distance is looked for first. */
  readonly guess: UtcMs;
}

/** A least distance. */
export interface Minimum {
  readonly one: number;
  readonly two: number;
  readonly tca: UtcMs;
  readonly missKm: Kilometers;
  /** The window begins or ends here, and it may be less beyond. */
  readonly isEdge: boolean;
}

/** Half the base of derivatives, ms. */
const BASE_MS = 500;
const TOLERANCE_MS = 0.02;
const MOST_ROUNDS = 60;

/**
 * Find the least distance of each candidate in its stretch, on SGP4's own positions.
 *
 * Derivatives are central differences over 1 s: SGP4's velocity is not the derivative of its position. A minimum lies in
 * [start, end) where the distance shrinks at the start and grows at the end; Newton's method finds it, held between both. All
 * candidates take their steps together, so that positions are asked for in thousands.
 *
 * @param window the ends of it count, where the distance grows away from them
 */
export function refineCandidates(
  ask: AskPositions,
  candidates: readonly Candidate[],
  window: { readonly start: UtcMs; readonly end: UtcMs },
): readonly Minimum[] {
  const found: Minimum[] = [];
  const atStarts = lookAt(ask, candidates, (one) => one.start);
  const atEnds = lookAt(ask, candidates, (one) => one.end);
  let open: Search[] = [];
  candidates.forEach((candidate, i) => {
    const [start, end] = [atStarts[i]!, atEnds[i]!];
    if (start.slope <= 0 && end.slope > 0)
      open.push({ candidate, low: candidate.start, high: candidate.end, time: candidate.guess });
    const { one, two } = candidate;
    if (start.slope > 0 && candidate.start === window.start)
      found.push({ one, two, tca: window.start, missKm: start.distance, isEdge: true });
    if (end.slope <= 0 && candidate.end === window.end)
      found.push({ one, two, tca: window.end, missKm: end.distance, isEdge: true });
  });
  for (let round = 0; open.length > 0 && round < MOST_ROUNDS; round++) {
    const looks = lookAt(ask, open, ({ time }) => time);
    open = open.filter((search, i) => {
      const look = looks[i]!;
      const step = move(search, look);
      const isFound = Math.abs(step) < TOLERANCE_MS || round === MOST_ROUNDS - 1;
      if (isFound && !Number.isNaN(look.distance)) {
        const { one, two } = search.candidate;
        found.push({ one, two, tca: search.time, missKm: look.distance, isEdge: false });
      }
      return !isFound && !Number.isNaN(look.distance);
    });
  }
  return found;
}

interface Search {
  readonly candidate: Candidate;
  low: UtcMs;
  high: UtcMs;
  time: UtcMs;
}

/** The distance at an instant, and the first two derivatives of half its square, km² and seconds. */
interface Look {
  readonly distance: Kilometers;
  readonly slope: number;
  readonly curvature: number;
}

/** Go one step of Newton's method, or half the way where that would leave what is left. @returns how far, ms */
function move(search: Search, { slope, curvature }: Look): number {
  if (slope > 0) search.high = search.time;
  else search.low = search.time;
  const newton = search.time - (slope / curvature) * MS_PER_SECOND;
  const isInside = curvature > 0 && newton >= search.low && newton <= search.high;
  const next = isInside ? newton : (search.low + search.high) / 2;
  const step = next - search.time;
  search.time = next;
  return step;
}

function lookAt<T extends Candidate | Search>(
  ask: AskPositions,
  items: readonly T[],
  timeOf: (item: T) => UtcMs,
): readonly Look[] {
  const objects: number[] = [];
  const times: UtcMs[] = [];
  for (const item of items) {
    const time = timeOf(item);
    const { one, two } = 'candidate' in item ? item.candidate : item;
    for (const object of [one, two])
      for (let i = -1; i <= 1; i++) {
        objects.push(object);
        times.push(time + i * BASE_MS);
      }
  }
  const p = ask(objects, times);
  const seconds = BASE_MS / MS_PER_SECOND;
  return items.map((_, i) => {
    let squared = 0;
    let slope = 0;
    let curvature = 0;
    for (let axis = 0; axis < 3; axis++) {
      const at = 18 * i + axis;
      const before = p[at + 9]! - p[at]!;
      const now = p[at + 12]! - p[at + 3]!;
      const after = p[at + 15]! - p[at + 6]!;
      const velocity = (after - before) / (2 * seconds);
      const acceleration = (after - 2 * now + before) / (seconds * seconds);
      squared += now * now;
      slope += now * velocity;
      curvature += velocity * velocity + now * acceleration;
    }
    return { distance: Math.sqrt(squared), slope, curvature };
  });
}
