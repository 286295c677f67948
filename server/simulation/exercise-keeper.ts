import { randomUUID } from 'node:crypto';
import { type ArrivalSchedule, createArrivalSchedule } from '../../core/operations/automatic.ts';
import type { FloorCommand } from '../../core/operations/commands.ts';
import { type Decision, decide, decideSeat } from '../../core/operations/decide.ts';
import type { FloorFact } from '../../core/operations/events.ts';
import { advanceFloor, appendToFloor, type FloorStep, startExercise } from '../../core/operations/floor.ts';
import { logEntryOf, replay } from '../../core/operations/reducer.ts';
import type { FloorState, LogEntry, PersonId } from '../../core/operations/types.ts';
import { type FloorMode, type FloorView, viewFloor } from '../../core/operations/view.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import { MS_PER_DAY, MS_PER_MINUTE, type UtcMs } from '../../core/units.ts';
import type { ExerciseRecord, Journal } from '../storage/journal.ts';

/** Farther than this ahead of its mark the floor is not simulated through; a new exercise is offered instead. */
const SIMULATE_THROUGH_LIMIT_MS = 30 * MS_PER_DAY;
/** A gap after a restart that is worth a line in the log. */
const UNATTENDED_AFTER_MS = MS_PER_MINUTE;

export interface ExerciseSettings {
  readonly seed: string;
  readonly pattern: string;
  readonly overlapMin: number;
}

/**
 * Keeps the exercise a room is in: advances it with the clock, judges what people ask of it, and writes every event to
 * the journal before anybody sees it. The floor only moves forward; behind its mark it can be looked at.
 */
export class ExerciseKeeper {
  private readonly journal: Journal;
  private readonly settings: ExerciseSettings;
  private readonly arrivals: ArrivalSchedule = createArrivalSchedule();
  private state: FloorState;
  private mark: UtcMs;
  private review: FloorState | null = null;

  private constructor(journal: Journal, settings: ExerciseSettings, state: FloorState, mark: UtcMs) {
    this.journal = journal;
    this.settings = settings;
    this.state = state;
    this.mark = mark;
  }

  /** Resume the newest exercise of an origin, or start one at `time`. */
  static open(
    journal: Journal,
    settings: ExerciseSettings,
    { origin, time }: { origin: string; time: UtcMs },
  ): ExerciseKeeper {
    const record = journal.list().find((candidate) => candidate.origin === origin && candidate.headSeq > 0);
    const isCovered = record && (origin !== 'live' || time <= record.mark + SIMULATE_THROUGH_LIMIT_MS);
    if (!record || !isCovered) {
      const { state } = beginExercise(journal, settings, origin, time);
      return new ExerciseKeeper(journal, settings, state, state.at);
    }
    const keeper = new ExerciseKeeper(journal, settings, loadState(journal, record), record.mark);
    keeper.resume(origin === 'live' ? time : record.mark);
    return keeper;
  }

  get currentMark(): UtcMs {
    return this.mark;
  }

  get exerciseId(): string {
    return this.state.exercise.id;
  }

  /** How the floor stands to an instant of the clock. */
  modeAt(time: UtcMs): FloorMode {
    if (time < this.state.exercise.start) return 'before-start';
    if (time > this.mark + SIMULATE_THROUGH_LIMIT_MS) return 'too-far-ahead';
    // Events are stamped with whole milliseconds, so the mark may lie a fraction ahead of the clock.
    return time < this.mark - 1 ? 'review' : 'active';
  }

  /** Let the floor run to an instant. @returns whether anything happened that people should be told */
  advanceTo(time: UtcMs): boolean {
    const mode = this.modeAt(time);
    if (mode === 'active') {
      const hasChanged = this.commit(advanceFloor(this.state, time, this.arrivals), time);
      this.mark = Math.max(this.mark, time);
      return hasChanged;
    }
    return mode === 'review' && this.moveReview(time);
  }

  view(time: UtcMs): FloorView {
    const mode = this.modeAt(time);
    if (mode === 'review') this.moveReview(time);
    const state = mode === 'review' ? (this.review ?? this.state) : this.state;
    return viewFloor(state, { mode, mark: this.mark });
  }

  /** Judge and carry out what a seated person asks, at an instant of the clock. */
  command(person: PersonId, command: FloorCommand, time: UtcMs): Decision {
    return this.act(time, (state) => decide(state, command, { person, at: state.at }), person);
  }

  takeSeat(seat: { person: PersonId; name: string }, time: UtcMs): Decision {
    return this.act(time, (state) => decideSeat(state, seat, state.at), seat.person);
  }

  /** Leave a seat; allowed in every mode, so that nobody stays who is gone. */
  leaveSeat(person: PersonId, reason: string, time: UtcMs): boolean {
    if (this.state.seats[person] === undefined) return false;
    if (this.modeAt(time) === 'active') this.advanceTo(time);
    const pending = { at: this.mark, actor: person, fact: { type: 'OperatorLeft', person, reason } } as const;
    this.commit(appendToFloor(this.state, [pending]), this.mark);
    this.mark = Math.max(this.mark, this.state.at);
    return true;
  }

  /** Begin another exercise at an instant, and follow that from now on. */
  startNew(origin: string, time: UtcMs): void {
    this.abandon();
    const { state } = beginExercise(this.journal, this.settings, origin, time);
    this.follow(state, state.at);
  }

  /** Change to the newest other exercise that covers an instant, if this one does not. */
  switchTo(time: UtcMs): boolean {
    if (this.modeAt(time) === 'active' || this.modeAt(time) === 'review') return false;
    const record = this.journal
      .list()
      .find(
        (other) =>
          other.headSeq > 0 && time >= other.startedAt && time <= other.mark + SIMULATE_THROUGH_LIMIT_MS,
      );
    if (!record) return false;
    this.abandon();
    this.follow(loadState(this.journal, record), record.mark);
    return true;
  }

  saveMark(): void {
    this.journal.saveMark(this.exerciseId, this.mark);
  }

  /** Log lines before a number, newest first. */
  log(beforeSeq: number, limit: number): LogEntry[] {
    let state: FloorState | null = null;
    const entries: LogEntry[] = [];
    for (const event of this.journal.events(this.exerciseId, { beforeSeq })) {
      const entry = logEntryOf(event, state);
      if (entry) entries.push(entry);
      state = replay([event], state);
    }
    return entries.slice(-limit).toReversed();
  }

  private act(time: UtcMs, judge: (state: FloorState) => Decision, actor: PersonId): Decision {
    const mode = this.modeAt(time);
    if (mode !== 'active') {
      return { ok: false, rule: 'two-times', reason: REFUSED_MODES[mode] };
    }
    const advanced = advanceFloor(this.state, time, this.arrivals);
    const decision = judge({ ...advanced.state, at: Math.ceil(Math.max(time, advanced.state.at)) });
    const step = decision.ok
      ? appendToFloor(
          advanced.state,
          decision.facts.map((fact) => ({ at: time, actor, fact })),
        )
      : { state: advanced.state, events: [] };
    this.commit({ state: step.state, events: [...advanced.events, ...step.events] }, time);
    this.mark = Math.max(this.mark, time, step.state.at);
    return decision;
  }

  private commit({ state, events }: FloorStep, mark: UtcMs): boolean {
    this.journal.append(this.exerciseId, events, mark);
    this.state = state;
    return events.length > 0;
  }

  /** After a restart nobody is seated, and what the clock has passed over meanwhile is simulated through. */
  private resume(time: UtcMs): void {
    for (const person of Object.keys(this.state.seats))
      this.leaveSeat(person, 'the server restarted', this.mark);
    const from = this.mark;
    if (time - from < UNATTENDED_AFTER_MS) return;
    this.advanceTo(time);
    const text = `The floor was unattended from ${formatIsoUtc(from, 0)} to ${formatIsoUtc(time, 0)}; simulated operators held every desk.`;
    const fact: FloorFact = { type: 'LogEntryAdded', text, desk: null };
    this.commit(appendToFloor(this.state, [{ at: time, actor: 'system', fact }]), time);
    this.mark = Math.max(this.mark, this.state.at);
  }

  /** Put the exercise aside as it stands: nobody sits in it while nobody follows it. */
  private abandon(): void {
    for (const person of Object.keys(this.state.seats))
      this.leaveSeat(person, 'another exercise was followed', this.mark);
    this.saveMark();
  }

  private follow(state: FloorState, mark: UtcMs): void {
    this.state = state;
    this.mark = mark;
    this.review = null;
  }

  private moveReview(time: UtcMs): boolean {
    const before = this.review;
    const isForward = before !== null && before.at <= time;
    const afterSeq = isForward ? before.seq : 0;
    const events = this.journal.events(this.exerciseId, { until: time, afterSeq });
    this.review = replay(events, isForward ? before : null);
    return this.review?.seq !== before?.seq;
  }
}

const REFUSED_MODES: Readonly<Record<Exclude<FloorMode, 'active'>, string>> = {
  review: "the clock is behind the floor's mark: this is review, read-only",
  'before-start': 'the exercise begins later than this; start an exercise here',
  'too-far-ahead': 'the exercise is more than 30 days behind; start an exercise here',
};

function beginExercise(journal: Journal, settings: ExerciseSettings, origin: string, time: UtcMs): FloorStep {
  const id = `X-${randomUUID().slice(0, 8)}`;
  const step = startExercise({ id, start: time, ...settings });
  journal.create(id, origin, step.state.at);
  journal.append(id, step.events, step.state.at);
  return step;
}

function loadState(journal: Journal, record: ExerciseRecord): FloorState {
  const state = replay(journal.events(record.id));
  if (!state) throw new RangeError(`exercise ${record.id} has no events`);
  return state;
}
