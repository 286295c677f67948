import type { UtcMs } from '../units.ts';
import { type ArrivalSchedule, nextAutomaticEvent } from './automatic.ts';
import type { FloorEvent, PendingEvent } from './events.ts';
import { forEachDesk } from './desks.ts';
import { applyEvent } from './reducer.ts';
import { rosteredPerson } from './roster.ts';
import { patternById, SHIFT_MS, shiftAt } from './shift.ts';
import type { ExerciseConfiguration, FloorState, Shift, WorkItem } from './types.ts';
import { arrivalsOfShift } from './workload.ts';

/** A floor with the events that brought it there, not yet written anywhere. */
export interface FloorStep {
  readonly state: FloorState;
  readonly events: readonly FloorEvent[];
}

/** How far back the work goes that is still open when an exercise begins. */
const CARRIED_IN_SHIFTS = 3;

/** Begin an exercise: the crew on shift at its start holds every desk, and finds open what earlier shifts left. */
export function startExercise(configuration: ExerciseConfiguration): FloorStep {
  const at = Math.round(configuration.start);
  const exercise = { ...configuration, start: at };
  const shift = shiftAt(at, patternById(exercise.pattern));
  const people = forEachDesk((desk) => rosteredPerson(shift.crew, desk));
  const event: FloorEvent = {
    seq: 1,
    at,
    actor: 'system',
    fact: { type: 'ExerciseStarted', exercise, shift, people },
  };
  const carried = carriedItems(exercise, shift).map((item): PendingEvent => ({
    at,
    actor: 'system',
    fact: { type: 'ItemCreated', item },
  }));
  const { state, events } = appendToFloor(applyEvent(null, event), carried);
  return { state, events: [event, ...events] };
}

/** The seeded items of the shifts before that simulated operators would still have open, acknowledged. */
function carriedItems({ seed, start }: ExerciseConfiguration, shift: Shift): WorkItem[] {
  const starts = Array.from(
    { length: CARRIED_IN_SHIFTS },
    (_, i) => shift.start - (CARRIED_IN_SHIFTS - 1 - i) * SHIFT_MS,
  );
  return starts
    .flatMap((shiftStart) => arrivalsOfShift(seed, shiftStart))
    .filter(({ at, item }) => at < start && at + (item.effortMs ?? 0) > start)
    .map(({ at, item }) => ({ ...item, state: 'acknowledged', acknowledgedAt: at }));
}

/**
 * Let the floor run by itself up to and including an instant.
 *
 * @param to simulation time; earlier than the state's own instant changes nothing
 */
export function advanceFloor(state: FloorState, to: UtcMs, arrivals: ArrivalSchedule): FloorStep {
  const events: FloorEvent[] = [];
  let current = state;
  for (;;) {
    const next = nextAutomaticEvent(current, arrivals);
    if (next.at > to) return { state: current, events };
    const event = numbered(current, next);
    current = applyEvent(current, event);
    events.push(event);
  }
}

/** Append what somebody did; instants are rounded up to whole milliseconds and never lie before the state's own. */
export function appendToFloor(state: FloorState, pending: readonly PendingEvent[]): FloorStep {
  const events: FloorEvent[] = [];
  let current = state;
  for (const next of pending) {
    const event = numbered(current, { ...next, at: Math.max(current.at, Math.ceil(next.at)) });
    current = applyEvent(current, event);
    events.push(event);
  }
  return { state: current, events };
}

function numbered(state: FloorState, pending: PendingEvent): FloorEvent {
  return { seq: state.seq + 1, ...pending };
}
