import { randomUUID } from 'node:crypto';
import type { Surroundings } from '../../core/operations/surroundings.ts';
import type { FloorCommand, TrainerCommand } from '../../core/operations/commands.ts';
import { type Decision, decide, decideSeat, decideTrainer } from '../../core/operations/decide.ts';
import type { FloorEvent, FloorFact, PendingEvent } from '../../core/operations/events.ts';
import {
  advanceFloor,
  appendToFloor,
  configureExercise,
  type FloorStep,
  startExercise,
} from '../../core/operations/floor.ts';
import { nextScreeningAt } from '../../core/operations/conjunction-case.ts';
import { type Looking, viewFloor, viewLog, viewPeople } from '../../core/operations/project.ts';
import { COALITION, viewerOf } from '../../core/operations/release.ts';
import { refusalWords } from '../../core/operations/log.ts';
import { replay } from '../../core/operations/reducer.ts';
import type { FloorState } from '../../core/operations/state.ts';
import type { Desk, ExerciseConfiguration, PersonId } from '../../core/operations/types.ts';
import type {
  FloorMode,
  FloorView,
  LogEntryView,
  PersonView,
  ViewerKey,
} from '../../core/operations/view.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import { MS_PER_DAY, MS_PER_MINUTE, type UtcMs } from '../../core/units.ts';
import type { FeedInfo } from '../../core/protocol/events.ts';
import { factsOfFeeds } from './feed-watch.ts';
import { CURRENT_FORMAT, type ExerciseRecord, type Journal } from '../storage/journal.ts';

/** Farther than this ahead of its mark the floor is not simulated through; a new exercise is offered instead. */
const SIMULATE_THROUGH_LIMIT_MS = 30 * MS_PER_DAY;
/** A screening takes seconds of wall time: at the rate of real time it is there long before. */
const PREPARE_SCREENING_MS = 10 * MS_PER_MINUTE;
/** A gap after a restart that is worth a line in the log. */
const UNATTENDED_AFTER_MS = MS_PER_MINUTE;
/** A state is kept to replay from after so many events. */
const CHECKPOINT_EVERY = 500;
/** Lines looked through at most for one answer from the log. */
const LOG_SCAN = 5000;

/** Settings of every exercise that begins by itself. */
export type ExerciseSettings = Pick<ExerciseConfiguration, 'seed' | 'pattern' | 'overlapMin'> &
  Partial<ExerciseConfiguration>;

/** What is wanted of the log. */
export interface LogWanted {
  readonly before: number;
  readonly limit: number;
  readonly search?: string | undefined;
  readonly desk?: Desk | undefined;
  readonly object?: number | undefined;
}

/**
 * Keeps the exercise a room is in: advances it with the clock, judges what people ask of it, and writes every event to
 * the journal before anybody sees it. The floor only moves forward; behind its mark it can be looked at.
 */
export class ExerciseKeeper {
  private readonly journal: Journal;
  private readonly settings: ExerciseSettings;
  private readonly around: Surroundings;
  private readonly room: string;
  private id: string;
  private state: FloorState;
  private mark: UtcMs;
  /** The screening the floor waits for, if it does. */
  private awaitedScreening: UtcMs | null = null;
  private review: FloorState | null = null;
  private checkpointSeq = 0;

  private constructor({ journal, settings, around, room }: KeeperParts, { id, state, mark }: Followed) {
    this.journal = journal;
    this.settings = settings;
    this.around = around;
    this.room = room;
    this.id = id;
    this.state = state;
    this.mark = mark;
  }

  /** Resume the newest exercise of an origin in a room, or start one at `time`. */
  static open(parts: KeeperParts, { origin, time }: { origin: string; time: UtcMs }): ExerciseKeeper {
    const { journal } = parts;
    const record = readableIn(journal, parts.room).find((candidate) => candidate.origin === origin);
    const isCovered = record && (origin !== 'live' || time <= record.mark + SIMULATE_THROUGH_LIMIT_MS);
    if (!record || !isCovered) {
      return new ExerciseKeeper(parts, beginAt(parts, { origin, time }));
    }
    const state = loadState(journal, record);
    const keeper = new ExerciseKeeper(parts, { id: record.id, state, mark: record.mark });
    keeper.resume(origin === 'live' ? time : record.mark);
    return keeper;
  }

  /** Follow an exercise of a room again, at a time of its clock; null when the journal has none of this name to follow. */
  static reopen(parts: KeeperParts, exercise: string, time: UtcMs): ExerciseKeeper | null {
    const record = readableIn(parts.journal, parts.room).find(({ id }) => id === exercise);
    if (!record) return null;
    const state = loadState(parts.journal, record);
    const keeper = new ExerciseKeeper(parts, { id: record.id, state, mark: record.mark });
    keeper.resume(time);
    return keeper;
  }

  /**
   * Another exercise for another room: what has happened here up to an instant of the clock, and from there on its own. Nobody sits
   * in it. Where this one does not cover the instant the other begins there.
   */
  fork(room: string, time: UtcMs): ExerciseKeeper {
    const parts = { journal: this.journal, settings: this.settings, around: this.around, room };
    const at = Math.min(time, this.mark);
    const state = this.modeAt(time) === 'too-far-ahead' ? null : this.stateAsOf(at);
    if (!state) return new ExerciseKeeper(parts, beginAt(parts, { origin: `room:${room}`, time }));
    const id = newExerciseId();
    const mark = Math.max(at, state.at);
    this.journal.fork(this.id, { id, origin: `fork:${this.id}`, room }, { untilSeq: state.seq, mark });
    const keeper = new ExerciseKeeper(parts, { id, state, mark });
    for (const person of Object.keys(state.seats)) keeper.leaveSeat(person, 'the room was forked', mark);
    return keeper;
  }

  get currentMark(): UtcMs {
    return this.mark;
  }

  get exerciseId(): string {
    return this.id;
  }

  get configuration(): ExerciseConfiguration {
    return this.state.exercise;
  }

  get isOver(): boolean {
    return this.state.endedAt !== null;
  }

  /** Every exercise of this room, newest first. */
  list(): readonly ExerciseRecord[] {
    return this.journal.list().filter(({ room }) => room === this.room);
  }

  /** The first event of an exercise names it; null for one of an earlier version. */
  configurationOf(record: ExerciseRecord): ExerciseConfiguration | null {
    if (record.format !== CURRENT_FORMAT) return null;
    const [first] = this.journal.events(record.id, { beforeSeq: 2 });
    return first?.fact.type === 'ExerciseStarted' ? first.fact.exercise : null;
  }

  /** The whole journal of an exercise, in order. */
  eventsOf(id: string): readonly FloorEvent[] {
    return this.journal.events(id);
  }

  /** Events of this exercise after a number, in order. */
  eventsSince(afterSeq: number): readonly FloorEvent[] {
    return this.journal.events(this.id, { afterSeq });
  }

  eventsNaming(name: string): readonly FloorEvent[] {
    return this.journal.eventsNaming(this.id, name);
  }

  /** How the floor stands to an instant of the clock. */
  modeAt(time: UtcMs): FloorMode {
    if (time < this.state.exercise.start) return 'before-start';
    // Events are stamped with whole milliseconds, so the mark may lie a fraction ahead of the clock.
    if (time < this.mark - 1) return 'review';
    if (this.state.endedAt !== null) return 'ended';
    return time > this.mark + SIMULATE_THROUGH_LIMIT_MS ? 'too-far-ahead' : 'active';
  }

  /**
   * Let the floor run to an instant.
   *
   * @param lead how far the clock goes in the time a screening may take
   * @returns whether anything happened that people should be told
   */
  advanceTo(time: UtcMs, lead = 0): boolean {
    const mode = this.modeAt(time);
    if (mode === 'active') {
      const { step, until } = this.run(time);
      const hasChanged = this.commit(step, until);
      this.mark = Math.max(this.mark, until);
      this.prepareScreening(time, Math.max(PREPARE_SCREENING_MS, lead));
      const awaited = until < time ? until + 1 : null;
      const isOtherWait = awaited !== this.awaitedScreening;
      this.awaitedScreening = awaited;
      return hasChanged || isOtherWait;
    }
    return mode === 'review' && this.moveReview(time);
  }

  /** The floor at an instant of the clock, as a kind of viewer may see it. */
  view(time: UtcMs, key: ViewerKey): FloorView {
    const mode = this.modeAt(time);
    if (mode === 'review') this.moveReview(time);
    const state = mode === 'review' ? (this.review ?? this.state) : this.state;
    return viewFloor(state, this.looking(state, { key, mode, at: Math.max(time, state.at) }));
  }

  /** The floor as it was at an instant, read-only, whatever the clock shows; null outside what has happened. */
  viewAsOf(at: UtcMs, key: ViewerKey): FloorView | null {
    const state = this.stateAsOf(at);
    return state && viewFloor(state, this.looking(state, { key, mode: 'review', at }));
  }

  stateAsOf(at: UtcMs): FloorState | null {
    if (at < this.state.exercise.start || at > this.mark) return null;
    return at >= this.state.at ? this.state : replayTo(this.journal, this.id, at);
  }

  people(at: UtcMs, key: ViewerKey): readonly PersonView[] {
    return viewPeople(this.state, Math.max(at, this.state.at), viewerOf(key, this.state));
  }

  get current(): FloorState {
    return this.state;
  }

  /** Judge and carry out what a seated person asks, at an instant of the clock. */
  command(person: PersonId, command: FloorCommand, time: UtcMs): Decision {
    const findEntry = (seq: number) => this.journal.logEntry(this.id, seq);
    return this.act(time, (state) => decide(state, command, { person, at: state.at, findEntry }), {
      actor: person,
      request: command.type,
    });
  }

  /** Judge and carry out what a trainer asks. */
  train(command: TrainerCommand, time: UtcMs): Decision {
    return this.act(time, (state) => decideTrainer(state, command, { at: state.at, around: this.around }), {
      actor: 'system',
      request: command.type,
    });
  }

  /** What the live sources do reaches the floor while it is under way. @returns whether there was anything to tell */
  noteFeeds(feeds: readonly FeedInfo[], time: UtcMs): boolean {
    if (this.modeAt(time) !== 'active') return false;
    const { step: advanced, until } = this.run(time);
    const facts = factsOfFeeds(advanced.state, feeds, Math.ceil(Math.max(until, advanced.state.at)));
    if (facts.length === 0) return false;
    this.commitInput(
      advanced,
      facts.map((fact) => ({ at: until, actor: 'system', fact })),
      until,
    );
    return true;
  }

  takeSeat(seat: { person: PersonId; name: string }, time: UtcMs): Decision {
    return this.act(time, (state) => decideSeat(state, seat, state.at), {
      actor: seat.person,
      request: 'take-seat',
    });
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

  /** Begin another exercise at an instant with the settings of the server, and follow that from now on. */
  startNew(origin: string, time: UtcMs): void {
    this.begin(configureExercise({ ...this.settings, start: time }), origin);
  }

  /** Begin an exercise and follow that from now on. */
  begin(configuration: ExerciseConfiguration, origin: string): void {
    this.abandon();
    this.follow(beginExercise(this.journal, configuration, { origin, room: this.room }));
  }

  /** Settings of exercises that begin by themselves. */
  get defaults(): ExerciseSettings {
    return this.settings;
  }

  /** Change to the newest other exercise that covers an instant, if this one does not. */
  switchTo(time: UtcMs): boolean {
    const mode = this.modeAt(time);
    if (mode === 'active' || mode === 'review' || mode === 'ended') return false;
    const record = readableIn(this.journal, this.room).find(
      (other) => time >= other.startedAt && time <= other.mark + SIMULATE_THROUGH_LIMIT_MS,
    );
    if (!record) return false;
    this.abandon();
    this.follow({ id: record.id, state: loadState(this.journal, record), mark: record.mark });
    return true;
  }

  saveMark(): void {
    this.journal.saveMark(this.id, this.mark);
  }

  /**
   * Log lines a kind of viewer may read, newest first, and how many of those looked through he may not. Those are counted
   * whatever they say: a search must not tell by its count what is in a line that is withheld.
   */
  log(
    wanted: LogWanted,
    key: ViewerKey,
    at: UtcMs = this.mark,
  ): { readonly entries: readonly LogEntryView[]; readonly withheld: number } {
    const looking = this.looking(this.state, { key, mode: 'active', at });
    const entries: LogEntryView[] = [];
    let { before } = wanted;
    let withheld = 0;
    for (let scanned = 0; scanned < LOG_SCAN && entries.length < wanted.limit;) {
      const rows = this.journal.log(this.id, {
        before,
        limit: 500,
        search: wanted.search,
        desk: wanted.desk ?? null,
      });
      if (rows.length === 0) break;
      scanned += rows.length;
      const { object } = wanted;
      const about = object === undefined ? rows : rows.filter(({ objects }) => objects.includes(object));
      for (const row of about) {
        if (entries.length >= wanted.limit) break;
        const seen = viewLog([row], this.state, looking);
        entries.push(...seen.entries);
        withheld += seen.withheld;
      }
      before = rows.at(-1)!.seq;
    }
    const isSearch = wanted.search !== undefined || wanted.object !== undefined;
    return { entries, withheld: isSearch ? this.withheldBefore(wanted.before, looking) : withheld };
  }

  private withheldBefore(before: number, looking: Looking): number {
    const rows = this.journal.log(this.id, { before, limit: LOG_SCAN, search: undefined, desk: null });
    return viewLog(rows, this.state, looking).withheld;
  }

  looking(state: FloorState, { key, mode, at }: { key: ViewerKey; mode: FloorMode; at: UtcMs }): Looking {
    const { awaitedScreening } = this;
    return { viewer: viewerOf(key, state), mode, mark: this.mark, at, awaitedScreening, exerciseId: this.id };
  }

  private act(
    time: UtcMs,
    judge: (state: FloorState) => Decision,
    by: { actor: PersonId | 'system'; request: string },
  ): Decision {
    const mode = this.modeAt(time);
    if (mode !== 'active') {
      return { ok: false, rule: 'two-times', reason: REFUSED_MODES[mode] };
    }
    const { step: advanced, until } = this.run(time);
    const decision = judge({ ...advanced.state, at: Math.ceil(Math.max(until, advanced.state.at)) });
    // Who asks for a seat is not yet the person who would sit in it.
    const isRefusedSeat = !decision.ok && by.request === 'take-seat';
    const actor = isRefusedSeat ? 'system' : by.actor;
    const facts = decision.ok
      ? decision.facts
      : refusalFacts(advanced.state, decision, { actor, request: by.request });
    this.commitInput(
      advanced,
      facts.map((fact) => ({ at: until, actor, fact })),
      until,
    );
    return decision;
  }

  /**
   * What the floor does by itself up to an instant, or to just before a screening that is not done yet: it waits for that, so that the
   * same journal comes out however fast the clock and however slow the machine. What people do meanwhile is of that instant.
   */
  private run(time: UtcMs): { readonly step: FloorStep; readonly until: UtcMs } {
    let step: FloorStep = { state: this.state, events: [], log: [] };
    const advance = (to: UtcMs): void => {
      const next = advanceFloor(step.state, to, this.around);
      step = {
        state: next.state,
        events: [...step.events, ...next.events],
        log: [...step.log, ...next.log],
      };
    };
    for (let last = Number.NEGATIVE_INFINITY; ;) {
      const at = nextScreeningAt(step.state);
      // Over, or the screening did not come to pass: the exercise ended before it, or its rules have changed.
      if (at === null || at > time || at <= last) break;
      if (!this.around.isScreened(step.state, at, time)) {
        const until = Math.max(this.mark, at - 1);
        advance(until);
        return { step, until };
      }
      advance(at);
      last = at;
    }
    advance(time);
    return { step, until: time };
  }

  /** Have the next screening begun before it is needed. */
  private prepareScreening(time: UtcMs, lead: number): void {
    const at = nextScreeningAt(this.state);
    if (at !== null && at > time && at - time < lead) this.around.isScreened(this.state, at, time);
  }

  /** What the floor did by itself up to an instant, and what somebody did then, in one piece. */
  private commitInput(advanced: FloorStep, pending: readonly PendingEvent[], time: UtcMs): void {
    const step = appendToFloor(advanced.state, pending);
    const events = [...advanced.events, ...step.events];
    this.commit({ state: step.state, events, log: [...advanced.log, ...step.log] }, time);
    this.mark = Math.max(this.mark, time, step.state.at);
  }

  private commit(step: FloorStep, mark: UtcMs): boolean {
    this.journal.append(this.id, step, mark);
    this.state = step.state;
    if (this.state.seq - this.checkpointSeq >= CHECKPOINT_EVERY) {
      this.checkpointSeq = this.state.seq;
      this.journal.saveCheckpoint(this.id, this.state);
    }
    return step.events.length > 0;
  }

  /** After a restart nobody is seated, and what the clock has passed over meanwhile is simulated through. */
  private resume(time: UtcMs): void {
    this.checkpointSeq = this.state.seq;
    for (const person of Object.keys(this.state.seats))
      this.leaveSeat(person, 'the server restarted', this.mark);
    const from = this.mark;
    if (time - from < UNATTENDED_AFTER_MS || this.isOver) return;
    this.advanceTo(time);
    if (this.isOver) return;
    const text = `The floor was unattended from ${formatIsoUtc(from, 0)} to ${formatIsoUtc(time, 0)}; simulated operators held every desk.`;
    const fact: FloorFact = { type: 'LogEntryAdded', text, desk: null, release: COALITION };
    this.commit(appendToFloor(this.state, [{ at: this.mark, actor: 'system', fact }]), this.mark);
    this.mark = Math.max(this.mark, this.state.at);
  }

  /** Put the exercise aside as it stands: nobody sits in it while nobody follows it. */
  private abandon(): void {
    for (const person of Object.keys(this.state.seats))
      this.leaveSeat(person, 'another exercise was followed', this.mark);
    this.saveMark();
  }

  private follow({ id, state, mark }: Followed): void {
    this.id = id;
    this.state = state;
    this.mark = mark;
    this.review = null;
    this.checkpointSeq = state.seq;
  }

  private moveReview(time: UtcMs): boolean {
    const before = this.review;
    const isForward = before !== null && before.at <= time;
    this.review = isForward
      ? replay(this.journal.events(this.id, { until: time, afterSeq: before.seq }), before)
      : replayTo(this.journal, this.id, time);
    return this.review?.seq !== before?.seq;
  }
}

export interface KeeperParts {
  readonly journal: Journal;
  readonly settings: ExerciseSettings;
  readonly around: Surroundings;
  /** The room whose exercises these are. */
  readonly room: string;
}

/** An exercise as it stands. */
interface Followed {
  readonly id: string;
  readonly state: FloorState;
  readonly mark: UtcMs;
}

const REFUSED_MODES: Readonly<Record<Exclude<FloorMode, 'active'>, string>> = {
  review: "the clock is behind the floor's mark: this is review, read-only",
  'before-start': 'the exercise begins later than this; start an exercise here',
  'too-far-ahead': 'the exercise is more than 30 days behind; start an exercise here',
  ended: 'the exercise is over; start another one',
};

/** Rules of the floor that somebody tried to break; what was only said at the wrong time or badly is not worth a line. */
const LOGGED_RULES: readonly string[] = [
  'INV-2',
  'INV-5',
  'INV-6',
  'INV-8',
  'uncertified',
  'eligible-nation',
  'certifier',
  'prerequisite',
  'overlapping-duty',
  'rest',
  'liaison',
  'seat',
  'presence',
  'supervisor',
];

/** Requests whose every refusal is worth one: they are about who is responsible. */
const LOGGED_REQUESTS: readonly string[] = ['sign-out', 'relieve', 'take-seat'];

/** What a refusal leaves in the journal; the same one again, while it still stands in the log's tail, leaves nothing. */
function refusalFacts(
  { log }: FloorState,
  { rule, reason, facts }: Extract<Decision, { ok: false }>,
  { actor, request }: { actor: PersonId | 'system'; request: string },
): readonly FloorFact[] {
  if (facts) return facts;
  if (!LOGGED_RULES.includes(rule) && !LOGGED_REQUESTS.includes(request)) return [];
  const refused = { type: 'RequestRefused', request, rule, reason } as const;
  const words = refusalWords(refused);
  return log.some(({ author, text }) => author === actor && text === words) ? [] : [refused];
}

function newExerciseId(): string {
  return `X-${randomUUID().slice(0, 8)}`;
}

/** The exercises of a room that can be followed, newest first. */
function readableIn(journal: Journal, room: string): readonly ExerciseRecord[] {
  return journal
    .list()
    .filter((record) => record.room === room && record.headSeq > 0 && record.format === CURRENT_FORMAT);
}

function beginAt(
  { journal, settings, room }: KeeperParts,
  { origin, time }: { origin: string; time: UtcMs },
): Followed {
  return beginExercise(journal, configureExercise({ ...settings, start: time }), { origin, room });
}

function beginExercise(
  journal: Journal,
  configuration: ExerciseConfiguration,
  { origin, room }: { origin: string; room: string },
): Followed {
  const id = newExerciseId();
  const step = startExercise(configuration);
  journal.create(id, { origin, room, startedAt: step.state.at });
  journal.append(id, step, step.state.at);
  return { id, state: step.state, mark: step.state.at };
}

function loadState(journal: Journal, record: ExerciseRecord): FloorState {
  const from = journal.checkpoint(record.id);
  const state = replay(journal.events(record.id, { afterSeq: from?.seq ?? 0 }), from);
  if (!state) throw new RangeError(`exercise ${record.id} has no events`);
  return state;
}

function replayTo(journal: Journal, id: string, until: UtcMs): FloorState | null {
  const from = journal.checkpoint(id, until);
  return replay(journal.events(id, { until, afterSeq: from?.seq ?? 0 }), from);
}
