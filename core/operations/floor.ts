import type { UtcMs } from '../units.ts';
import { nextAutomaticEvent } from './automatic.ts';
import { forEachDesk } from './desks.ts';
import { NO_RULES } from './item-rules.ts';
import type { FloorEvent, PendingEvent } from './events.ts';
import { applyEvent } from './reducer.ts';
import { defaultRoster } from './roster.ts';
import { patternById, SHIFT_MS, shiftAt } from './shift.ts';
import { staffShift } from './staffing.ts';
import type { FloorState } from './state.ts';
import type { Surroundings } from './surroundings.ts';
import { DIRECTOR, type ExerciseConfiguration, type LogEntry, type Shift, type WorkItem } from './types.ts';
import { arrivalsOfShift } from './workload.ts';

/** A floor with the events that brought it there, not yet written anywhere. */
export interface FloorStep {
  readonly state: FloorState;
  readonly events: readonly FloorEvent[];
  /** Lines the events leave in the log. */
  readonly log: readonly LogEntry[];
}

/** A floor that makes more events than this at one instant would never get past it. */
const MOST_AT_ONE_INSTANT = 2_000;

/** How far back the work goes that is still open when an exercise begins. */
const CARRIED_IN_SHIFTS = 3;

/** A configuration with everything that is not said at its default. */
export function configureExercise(
  wanted: Partial<ExerciseConfiguration> & Pick<ExerciseConfiguration, 'seed' | 'start'>,
): ExerciseConfiguration {
  return {
    name: 'Watch',
    end: null,
    pattern: 'metropolitan',
    overlapMin: 30,
    handover: 'read-back',
    load: 1,
    procedure: 'rigid',
    isFatigueOn: true,
    people: defaultRoster(wanted.start),
    partners: [],
    rules: NO_RULES,
    injects: [],
    scenario: null,
    ...wanted,
  };
}

/** Begin an exercise: the crew on shift at its start holds every desk, and finds open what earlier shifts left. */
export function startExercise(configuration: ExerciseConfiguration): FloorStep {
  const at = Math.round(configuration.start);
  const exercise = { ...configuration, start: at };
  const shift = shiftAt(at, patternById(exercise.pattern));
  const staffed = staffShift(
    {
      exercise,
      people: Object.fromEntries(exercise.people.map((person) => [person.id, person])),
      absences: [],
      overrides: [],
      duties: {},
      tenures: forEachDesk((desk) => ({ desk, person: DIRECTOR, from: at, via: 'INITIAL' })),
      rosterRevision: 0,
    },
    shift,
  );
  const people = forEachDesk((desk) => staffed.assignments[desk].person ?? DIRECTOR);
  const event: FloorEvent = {
    seq: 1,
    at,
    actor: 'system',
    fact: { type: 'ExerciseStarted', exercise, staffed, people },
  };
  const carried = carriedItems(exercise, shift).map((item): PendingEvent => ({
    at,
    actor: 'system',
    fact: { type: 'ItemCreated', item },
  }));
  const first = applyEvent(null, event);
  const { state, events, log } = appendToFloor(first, carried);
  return { state, events: [event, ...events], log: [...first.log, ...log] };
}

/** The seeded items of the shifts before that simulated operators would still have open, acknowledged. */
function carriedItems({ seed, start, load }: ExerciseConfiguration, shift: Shift): WorkItem[] {
  const starts = Array.from(
    { length: CARRIED_IN_SHIFTS },
    (_, i) => shift.start - (CARRIED_IN_SHIFTS - 1 - i) * SHIFT_MS,
  );
  return starts
    .flatMap((shiftStart) => arrivalsOfShift(seed, shiftStart, load))
    .filter(({ at, item }) => at < start && at + 3 * item.effortMs + item.waitMs > start)
    .map(({ at, item }): WorkItem => {
      const nextActionAt = at + item.effortMs + item.waitMs;
      return item.waitMs > 0 && nextActionAt > start
        ? { ...item, state: 'waiting', acknowledgedAt: at, nextActionAt, effortMs: 600_000, waitMs: 0 }
        : { ...item, state: 'acknowledged', acknowledgedAt: at };
    });
}

/**
 * Let the floor run by itself up to and including an instant.
 *
 * @param to simulation time; earlier than the state's own instant changes nothing
 * @param watch told of each event with the state before it
 */
export function advanceFloor(
  state: FloorState,
  to: UtcMs,
  around: Surroundings,
  watch?: (before: FloorState, event: FloorEvent) => void,
): FloorStep {
  const taken = takeEvents(state, watch);
  let stuck = 0;
  for (;;) {
    const next = nextAutomaticEvent(taken.state, around, to);
    if (!next) return taken;
    taken.add(next);
    const last = taken.events.at(-1)!;
    stuck = last.at === taken.events.at(-2)?.at ? stuck + 1 : 0;
    if (stuck > MOST_AT_ONE_INSTANT) {
      throw new RangeError(
        `the floor does not move on: ${last.fact.type} again and again at event ${last.seq}`,
      );
    }
  }
}

/** Append what somebody did; instants are rounded up to whole milliseconds and never lie before the state's own. */
export function appendToFloor(state: FloorState, pending: readonly PendingEvent[]): FloorStep {
  const taken = takeEvents(state);
  for (const next of pending) taken.add(next);
  return taken;
}

/** A step that grows event by event. */
function takeEvents(from: FloorState, watch?: (before: FloorState, event: FloorEvent) => void) {
  const events: FloorEvent[] = [];
  const log: LogEntry[] = [];
  const step = {
    state: from,
    events,
    log,
    add(pending: PendingEvent): void {
      const at = Math.max(step.state.at, Math.ceil(pending.at));
      const event: FloorEvent = { seq: step.state.seq + 1, ...pending, at };
      watch?.(step.state, event);
      step.state = applyEvent(step.state, event);
      events.push(event);
      const entry = step.state.log.at(-1);
      if (entry?.seq === event.seq) log.push(entry);
    },
  };
  return step;
}
