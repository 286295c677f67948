import { MS_PER_HOUR, type UtcMs } from '../units.ts';
import { alertnessAt, kssOf } from './fatigue.ts';
import { patternById, planShifts } from './shift.ts';
import type { FloorState } from './state.ts';
import type { Duty, ExerciseConfiguration, PersonId } from './types.ts';

/** How far back duties shape sleep. */
const LOOK_BACK_MS = 7 * 24 * MS_PER_HOUR;
/** Sleepiness moves slowly: one value serves this long. */
const GRID_MS = 0.25 * MS_PER_HOUR;

interface Known {
  time: UtcMs;
  awake: UtcMs | undefined;
  duty: Duty | undefined;
  kss: number;
}

/** The value last found for each person of an exercise; forgotten with it. */
const cache = new WeakMap<ExerciseConfiguration, Map<PersonId, Known>>();

function cacheOf(exercise: ExerciseConfiguration, id: PersonId): Known {
  let people = cache.get(exercise);
  if (!people) cache.set(exercise, (people = new Map<PersonId, Known>()));
  let known = people.get(id);
  if (!known) people.set(id, (known = { time: Number.NaN, awake: undefined, duty: undefined, kss: 1 }));
  return known;
}

/**
 * Sleepiness (KSS) of somebody by the three-process model, from the duties his crew has stood and the usual sleep
 * about them. Illustrative. Where he is said to have been awake since an instant, from that.
 *
 * @returns 1 (alert) to 9, in steps of 0.001, on a grid of a quarter of an hour
 */
export function kssOfPerson(
  state: Pick<FloorState, 'exercise' | 'people' | 'duties' | 'awakeSince'>,
  id: PersonId,
  at: UtcMs,
): number {
  const person = state.people[id];
  if (!person) return 1;
  const time = Math.floor(at / GRID_MS) * GRID_MS;
  const awake = state.awakeSince[id];
  const duty = state.duties[id];
  const cached = cacheOf(state.exercise, id);
  if (cached.time === time && cached.awake === awake && cached.duty === duty) return cached.kss;
  const pattern = patternById(state.exercise.pattern);
  const duties =
    person.crew === null
      ? []
      : planShifts(time - LOOK_BACK_MS, time + 1, pattern)
          .filter(({ crew, end }) => crew === person.crew && end <= (duty?.from ?? time))
          .map(({ start, end }) => ({ start, end }));
  if (duty) duties.push({ start: duty.from, end: duty.to ?? time });
  const kss =
    awake === undefined
      ? kssOf(duties, time, person.utcOffsetMin)
      : kssAwakeSince(awake, time, person.utcOffsetMin);
  Object.assign(cached, { time, awake, duty, kss });
  return kss;
}

function kssAwakeSince(awakeFrom: UtcMs, at: UtcMs, utcOffsetMin: number): number {
  const { kss } = alertnessAt({ at, awakeFrom, homeostaticAtWaking: 14, sleeps: [], utcOffsetMin });
  return Math.round(kss * 1000) / 1000;
}
