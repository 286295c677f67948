import * as fc from 'fast-check';
import { emptySurroundings } from '../../../core/operations/surroundings.ts';
import type { FloorCommand, TrainerCommand } from '../../../core/operations/commands.ts';
import { decide, decideSeat, decideTrainer, type Decision } from '../../../core/operations/decide.ts';
import type { FloorEvent, PendingEvent } from '../../../core/operations/events.ts';
import {
  advanceFloor,
  appendToFloor,
  configureExercise,
  startExercise,
} from '../../../core/operations/floor.ts';
import { applyEvent } from '../../../core/operations/reducer.ts';
import type { FloorState } from '../../../core/operations/state.ts';
import { SHIFT_PATTERNS } from '../../../core/operations/shift.ts';
import {
  DESKS,
  type Desk,
  type ExerciseConfiguration,
  type Handover,
  type PersonId,
  type Severity,
} from '../../../core/operations/types.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND, type UtcMs } from '../../../core/units.ts';

/** Runs of each property; the long form is WATCHFLOOR_FLOOR_RUNS=5000. */
export const RUNS = Number(process.env['WATCHFLOOR_FLOOR_RUNS'] ?? 1000);
/** Fixed, so that a suite that passed passes again; WATCHFLOOR_FLOOR_SEED tries others. */
export const FAST_CHECK_SEED = Number(process.env['WATCHFLOOR_FLOOR_SEED'] ?? 20_260_302);
export const PROPERTY = { numRuns: RUNS, seed: FAST_CHECK_SEED };

export const MONDAY: UtcMs = Date.UTC(2026, 2, 2);

export function configurationAt(
  start: UtcMs,
  { seed = 'test', pattern = 'metropolitan', overlapMin = 30 } = {},
): ExerciseConfiguration {
  return configureExercise({ name: 'test', seed, start, pattern, overlapMin });
}

/**
 * A floor somebody plays on: every event it made, and each command judged as the server does it (advance to the
 * instant, judge, append).
 */
export class PlayedFloor {
  state: FloorState;
  now: UtcMs;
  readonly events: FloorEvent[];
  /** Numbers of the events nobody asked for: the floor made them by itself. */
  readonly automatic = new Set<number>();
  private readonly around = emptySurroundings();

  constructor(configuration: ExerciseConfiguration) {
    const step = startExercise(configuration);
    this.state = step.state;
    this.events = [...step.events];
    this.now = step.state.at;
  }

  advance(to: UtcMs, stepMs = Number.POSITIVE_INFINITY): void {
    while (this.now < to) {
      this.now = Math.min(to, this.now + stepMs);
      this.runToNow();
    }
  }

  sit(person: PersonId, name = `human ${person}`): Decision {
    return this.judge(person, (state) => decideSeat(state, { person, name }, state.at));
  }

  leave(person: PersonId): void {
    this.append([{ at: this.now, actor: person, fact: { type: 'OperatorLeft', person, reason: 'left' } }]);
  }

  command(person: PersonId, command: FloorCommand): Decision {
    return this.judge(person, (state) => decide(state, command, { person, at: state.at }));
  }

  train(command: TrainerCommand): Decision {
    return this.judge('system', (state) =>
      decideTrainer(state, command, { at: state.at, around: this.around }),
    );
  }

  append(pending: readonly PendingEvent[]): void {
    this.take(appendToFloor(this.state, pending));
  }

  handover(desk: Desk): Handover {
    const handover = this.state.handovers[desk];
    if (!handover) throw new RangeError(`no hand-over at ${desk} at ${new Date(this.now).toISOString()}`);
    return handover;
  }

  private judge(actor: PersonId, judge: (state: FloorState) => Decision): Decision {
    this.runToNow();
    const decision = judge({ ...this.state, at: Math.ceil(Math.max(this.now, this.state.at)) });
    const facts = decision.facts ?? [];
    if (facts.length > 0) this.append(facts.map((fact) => ({ at: this.now, actor, fact })));
    return decision;
  }

  private runToNow(): void {
    const step = advanceFloor(this.state, this.now, this.around);
    for (const { seq } of step.events) this.automatic.add(seq);
    this.take(step);
  }

  private take(step: { state: FloorState; events: readonly FloorEvent[] }): void {
    this.state = step.state;
    for (const event of step.events) this.events.push(event);
  }
}

/** One move of a random play. Choices are numbers, so that they mean the same on any floor in the same state. */
export interface Move {
  readonly waitMs: number;
  readonly kind: 'wait' | 'sit' | 'leave' | 'sensible' | 'nonsense' | 'trainer';
  readonly choice: number;
  readonly other: number;
}

export interface Play {
  readonly configuration: ExerciseConfiguration;
  readonly moves: readonly Move[];
}

const wait = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 90 * MS_PER_SECOND }) },
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 15 * MS_PER_MINUTE }) },
  // The clock of a server does not tick on whole milliseconds.
  { weight: 1, arbitrary: fc.double({ min: 0, max: 5000, noNaN: true }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 9 * MS_PER_HOUR }) },
);
const move: fc.Arbitrary<Move> = fc.record({
  waitMs: wait,
  kind: fc.oneof(
    { weight: 2, arbitrary: fc.constant('wait' as const) },
    { weight: 5, arbitrary: fc.constant('sit' as const) },
    { weight: 1, arbitrary: fc.constant('leave' as const) },
    { weight: 16, arbitrary: fc.constant('sensible' as const) },
    { weight: 3, arbitrary: fc.constant('nonsense' as const) },
    { weight: 3, arbitrary: fc.constant('trainer' as const) },
  ),
  choice: fc.nat(1_000_000),
  other: fc.nat(1_000_000),
});

/** Any pattern, any start of 2026 with a liking for the minutes around boundaries. */
const configuration = fc
  .record({
    seed: fc.string({ maxLength: 12 }),
    pattern: fc.constantFrom(...SHIFT_PATTERNS.map(({ id }) => id)),
    boundary: fc.integer({ min: 0, max: 3 * 365 }),
    aside: fc.oneof(
      fc.integer({ min: -45 * MS_PER_MINUTE, max: 15 * MS_PER_MINUTE }),
      fc.integer({ min: 0, max: 8 * MS_PER_HOUR }),
      fc.constantFrom(0, -1, 1, -30 * MS_PER_MINUTE),
    ),
    overlapMin: fc.constantFrom(15, 30, 30, 30, 60),
  })
  .map(({ seed, pattern, boundary, aside, overlapMin }) =>
    configurationAt(Date.UTC(2026, 0, 1) + boundary * 8 * MS_PER_HOUR + aside, { seed, pattern, overlapMin }),
  );

export const plays: fc.Arbitrary<Play> = fc.record({
  configuration,
  moves: fc.array(move, { minLength: 20, maxLength: 80, size: 'max' }),
});

/** A play of a handover or less, so that many can be played twice. */
export const shortPlays: fc.Arbitrary<Play> = fc.record({
  configuration,
  moves: fc.array(move, { minLength: 5, maxLength: 30, size: 'max' }),
});

/** Play a play to its end, and beyond: half a day, or less. */
export function perform(
  { configuration, moves }: Play,
  stepMs?: number,
  beyondMs = MS_PER_DAY / 2,
): PlayedFloor {
  const floor = new PlayedFloor(configuration);
  for (const next of moves) {
    floor.advance(floor.now + next.waitMs, stepMs);
    makeMove(floor, next);
  }
  floor.advance(floor.now + beyondMs, stepMs);
  return floor;
}

function makeMove(floor: PlayedFloor, { kind, choice, other }: Move): void {
  switch (kind) {
    case 'wait':
      return;
    case 'sit': {
      // Mostly those who matter at a hand-over; now and then anybody, who is then refused.
      const likely = DESKS.flatMap((desk) => {
        const handover = floor.state.handovers[desk];
        const holder = floor.state.tenures[desk].person;
        return handover ? [handover.from, handover.to] : [holder];
      });
      const people = choice % 7 === 0 ? Object.keys(floor.state.people) : likely.slice(0, 6);
      floor.sit(pick(people, other)!);
      return;
    }
    case 'leave': {
      const person = pick(seated(floor), choice);
      if (person) floor.leave(person);
      return;
    }
    case 'sensible': {
      const possible = seated(floor).flatMap((person) =>
        sensibleCommands(floor.state, person).map((command) => ({ person, command })),
      );
      const chosen = pick(possible, choice);
      if (chosen) floor.command(chosen.person, chosen.command);
      return;
    }
    case 'trainer':
      floor.train(trainerMove(floor.state, choice, other));
      return;
    case 'nonsense': {
      const person = pick([...seated(floor), 'A-CCO', 'nobody'], choice)!;
      floor.command(person, nonsense(floor.state, choice, other));
      return;
    }
  }
}

/** What a trainer may do to a floor: people fall ill, come back, lose and gain certificates; emergencies happen. */
function trainerMove(state: FloorState, choice: number, other: number): TrainerCommand {
  const person =
    choice % 2 === 0 ? state.tenures[DESKS[other % 13]!].person : pick(Object.keys(state.people), other)!;
  const desk = choice % 3 === 0 ? 'CCO' : DESKS[choice % 13]!;
  const all: TrainerCommand[] = [
    { type: 'inject', action: { type: 'absence', person, reason: 'ill', hours: (other % 40) + 1 } },
    { type: 'inject', action: { type: 'absence', person, reason: 'ill', hours: null } },
    { type: 'inject', action: { type: 'return', person } },
    { type: 'inject', action: { type: 'fatigue', person, awakeHours: other % 60 } },
    {
      type: 'inject',
      action: { type: 'sensor', sensor: `N-${other % 5}`, isUp: choice % 2 === 0, note: '' },
    },
    { type: 'change-qualification', person, desk, to: 'decertified', by: 'DIRECTOR' },
    { type: 'change-qualification', person, desk, to: 'certified', by: 'DIRECTOR' },
    { type: 'set-override', desk, person, from: state.shift.end, to: state.shift.end + 8 * MS_PER_HOUR },
    { type: 'set-instruction', desk, trainee: person },
  ];
  return pick(all, choice + other)!;
}

function pick<T>(from: readonly T[], choice: number): T | undefined {
  return from[choice % Math.max(1, from.length)];
}

function seated(floor: PlayedFloor): PersonId[] {
  return Object.keys(floor.state.seats);
}

/** What somebody who understands the floor might ask next. */
function sensibleCommands(state: FloorState, person: PersonId): FloorCommand[] {
  const steps = handoverSteps(state, person, state.at);
  if (steps.length > 0 && state.seq % 4 > 0) return steps;
  const commands: FloorCommand[] = [{ type: 'add-log-entry', text: `note of ${person}` }];
  const severity = ((state.seq % 3) + 1) as Severity;
  commands.push({ type: 'raise-item', summary: 'something seen', severity, desk: DESKS[state.seq % 13]! });
  for (const item of Object.values(state.items)) {
    if (state.tenures[item.desk].person !== person) continue;
    if (item.state === 'new') commands.push({ type: 'acknowledge-item', item: item.id });
    else commands.push({ type: 'resolve-item', item: item.id, outcome: 'done' });
  }
  return commands;
}

/** What a person of an open handover may do next, or try. */
function handoverSteps(state: FloorState, person: PersonId, at: UtcMs): FloorCommand[] {
  const commands: FloorCommand[] = [];
  for (const handover of Object.values(state.handovers)) {
    const id = handover.id;
    if (handover.acceptedAt !== null) {
      if (handover.from === person) commands.push({ type: 'finish-review', handover: id });
      continue;
    }
    if (handover.pause) commands.push({ type: 'resume-handover', handover: id });
    if (handover.to === person) commands.push(...incomingSteps(state, handover));
    if (handover.from === person) commands.push(...outgoingSteps(handover));
    if (at % 17 === 0) commands.push({ type: 'refuse-handover', handover: id, reason: 'not now' });
    if (at % 13 === 0) commands.push({ type: 'suspend-handover', handover: id, reason: 'telephone' });
  }
  return commands;
}

function outgoingSteps(handover: Handover): FloorCommand[] {
  const id = handover.id;
  const commands: FloorCommand[] = [];
  for (const { item, briefedAt, differs } of handover.items) {
    if (briefedAt === null || differs.length > 0) commands.push({ type: 'brief-item', handover: id, item });
  }
  for (const { id: question, answeredAt } of handover.questions) {
    if (answeredAt === null)
      commands.push({ type: 'answer-question', handover: id, question, answer: 'yes' });
  }
  if (handover.signedOutAt === null) commands.push({ type: 'sign-out', handover: id });
  return commands;
}

function incomingSteps(state: FloorState, handover: Handover): FloorCommand[] {
  const id = handover.id;
  const commands: FloorCommand[] = [];
  for (const { id: line, reviewedAt } of handover.checklist) {
    if (reviewedAt === null) commands.push({ type: 'review-line', handover: id, line });
  }
  if (handover.previewedAt === null) commands.push({ type: 'preview-handover', handover: id });
  for (const { item, briefedAt, acknowledgedAt, readBackAt } of handover.items) {
    if (briefedAt === null || acknowledgedAt !== null) continue;
    const values = Object.fromEntries(
      (state.items[item]?.facts ?? []).map((fact) => [fact.id, fact.value] as const),
    );
    if (readBackAt === null) commands.push({ type: 'read-back', handover: id, item, values });
    commands.push({ type: 'acknowledge-handover-item', handover: id, item, synthesis: 'understood' });
  }
  if (state.seq % 9 === 0) commands.push({ type: 'ask-question', handover: id, text: 'sure?' });
  commands.push({ type: handover.readyAt === null ? 'say-ready' : 'relieve', handover: id });
  return commands;
}

function nonsense(state: FloorState, choice: number, other: number): FloorCommand {
  const handovers = [...Object.values(state.handovers).map(({ id }) => id), 'H-CCO-NONE'];
  const items = [...Object.keys(state.items), 'NO-ITEM'];
  const handover = pick(handovers, other)!;
  const item = pick(items, choice)!;
  const all: FloorCommand[] = [
    { type: 'add-log-entry', text: '   ' },
    { type: 'add-log-entry', text: 'x'.repeat(2001) },
    { type: 'acknowledge-item', item },
    { type: 'resolve-item', item, outcome: '' },
    { type: 'preview-handover', handover },
    { type: 'brief-item', handover, item },
    { type: 'acknowledge-handover-item', handover, item, synthesis: 'x' },
    { type: 'read-back', handover, item, values: { f1: 'wrong' } },
    { type: 'say-ready', handover },
    { type: 'finish-review', handover },
    { type: 'sign-out', handover },
    { type: 'relieve', handover },
  ];
  return pick(all, choice + other)!;
}

/** Walk a journal: the floor before and after each event. */
export function walk(
  events: readonly FloorEvent[],
  visit: (event: FloorEvent, before: FloorState, after: FloorState) => void,
): FloorState {
  let state = applyEvent(null, events[0]!);
  for (const event of events.slice(1)) {
    const after = applyEvent(state, event);
    visit(event, state, after);
    state = after;
  }
  return state;
}

/** One stay of one person at one desk, from a journal alone. */
export interface Stay {
  readonly person: PersonId;
  readonly from: UtcMs;
  readonly to: UtcMs;
}

/**
 * Read from a journal alone who held a desk when; the reducer is not asked.
 *
 * @returns the stays in order, the last one open, and what does not fit
 */
export function staysAt(
  desk: Desk,
  events: readonly FloorEvent[],
): { readonly stays: readonly Stay[]; readonly faults: readonly string[] } {
  const stays: Stay[] = [];
  const faults: string[] = [];
  for (const { seq, at, fact } of events) {
    if (fact.type === 'ExerciseStarted') {
      if (stays.length > 0) faults.push(`${seq}: a second start`);
      stays.push({ person: fact.people[desk], from: at, to: Number.POSITIVE_INFINITY });
    }
    if (fact.type !== 'ResponsibilityTransferred' || fact.desk !== desk) continue;
    const holder = stays.at(-1);
    if (holder?.person !== fact.from) faults.push(`${seq}: ${fact.from} does not hold ${desk}`);
    if (fact.to === fact.from) faults.push(`${seq}: ${fact.to} relieves himself`);
    if (holder) stays[stays.length - 1] = { ...holder, to: at };
    stays.push({ person: fact.to, from: at, to: Number.POSITIVE_INFINITY });
  }
  return { stays, faults };
}

/** How many stays contain an instant. */
export function holdersAt(stays: readonly Stay[], at: UtcMs): number {
  return stays.filter(({ from, to }) => from <= at && at < to).length;
}
