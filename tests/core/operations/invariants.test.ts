import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isMinimumManning } from '../../../core/operations/desks.ts';
import type { FloorEvent } from '../../../core/operations/events.ts';
import { wantsReadBack } from '../../../core/operations/handover.ts';
import { viewFloor } from '../../../core/operations/project.ts';
import { qualificationBlocker } from '../../../core/operations/qualification.ts';
import { isReleasedTo, viewerOf } from '../../../core/operations/release.ts';
import { replay } from '../../../core/operations/reducer.ts';
import type { FloorState } from '../../../core/operations/state.ts';
import { DESKS, DIRECTOR } from '../../../core/operations/types.ts';
import { MS_PER_HOUR } from '../../../core/units.ts';
import { holdersAt, perform, type PlayedFloor, plays, PROPERTY, RUNS, staysAt, walk } from './playing.ts';

/**
 * The twelve invariants of the floor (DESIGN.md), each looked for in the same random plays: people sit, leave, tell, read
 * back, refuse and talk nonsense; a trainer makes people ill, tired and unqualified.
 */
const DUTY_LIMIT_MS = 16 * MS_PER_HOUR;
const REST_MS = 10 * MS_PER_HOUR;
const TIMEOUT = 120_000 + RUNS * 400;

type Invariant = `INV-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 12}` | 'replay' | 'usurped';
const faults = new Map<Invariant, string[]>();
const counted = {
  plays: 0,
  transfers: 0,
  byPeople: 0,
  chiefByHand: 0,
  successions: 0,
  covers: 0,
  refused: 0,
  suspended: 0,
  heldOver: 0,
  withheld: 0,
  closed: 0,
  rested: 0,
};

function fault(invariant: Invariant, play: number, what: string): void {
  const found = faults.get(invariant) ?? [];
  if (found.length < 5) found.push(`play ${play}: ${what}`);
  faults.set(invariant, found);
}

function examine(floor: PlayedFloor, play: number): void {
  const broken = (invariant: Invariant, what: string): void => fault(invariant, play, what);
  oneHolder(floor, broken);
  let shift = floor.events[0]!.fact.type === 'ExerciseStarted' ? floor.events[0]!.fact.staffed.shift : null;
  const open = new Set<string>();
  const lastDuty = new Map<string, number>();
  walk(floor.events, (event, before, after) => {
    const { fact, seq } = event;
    if (floor.automatic.has(seq) && before.seats[event.actor] !== undefined)
      broken('usurped', `event ${seq}`);
    if (fact.type === 'ItemCreated') open.add(fact.item.id);
    if (fact.type === 'ItemResolved') open.delete(fact.item);
    const left = Object.keys(after.items);
    if (left.length !== open.size || left.some((id) => !open.has(id))) broken('INV-4', `items at ${seq}`);
    if (left.some((id) => !after.people[after.tenures[after.items[id]!.desk].person]))
      broken('INV-4', `nobody responsible at ${seq}`);
    if (fact.type === 'ShiftStarted') {
      if (
        fact.shift.end - fact.shift.start !== 28_800_000 ||
        fact.shift.start !== shift?.end ||
        event.at !== fact.shift.start
      )
        broken('INV-3', `shift at ${seq}`);
      shift = fact.shift;
    }
    if (fact.type === 'ShiftClosed') {
      counted.closed++;
      if (fact.openItems.join() !== Object.keys(before.items).sort().join())
        broken('INV-12', `closed at ${seq}`);
    }
    if (fact.type === 'HandoverRefused') counted.refused++;
    if (fact.type === 'HandoverSuspended') counted.suspended++;
    if (fact.type === 'HandoverHeldOver' || fact.type === 'PersonHeldOver') counted.heldOver++;
    checkDuties(before, after, event, { lastDuty, broken });
    if (fact.type === 'ResponsibilityTransferred') checkTransfer(before, after, event, broken);
  });
  checkRelease(floor.state, broken);
  if (
    JSON.stringify(replay(JSON.parse(JSON.stringify(floor.events)) as FloorEvent[])) !==
    JSON.stringify(floor.state)
  )
    broken('replay', 'another state');
  floor.events.forEach(({ seq, at }, i) => {
    if (seq !== i + 1 || !Number.isInteger(at) || at < floor.events[Math.max(0, i - 1)]!.at)
      broken('INV-9', `event ${seq}`);
  });
}

type Broken = (invariant: Invariant, what: string) => void;

/** Tenures tile, by the journal alone: the reducer is not asked. */
function oneHolder(floor: PlayedFloor, broken: Broken): void {
  for (const desk of DESKS) {
    const { stays, faults: wrong } = staysAt(desk, floor.events);
    if (wrong.length > 0) broken('INV-1', wrong[0]!);
    stays.slice(1).forEach((stay, i) => {
      if (stay.from !== stays[i]!.to) broken('INV-1', `${desk}: a gap at ${stay.from}`);
    });
    if (desk === 'CCO')
      for (const { at } of floor.events) if (holdersAt(stays, at) !== 1) broken('INV-1', `chiefs at ${at}`);
    if (floor.state.tenures[desk].person !== stays.at(-1)!.person) broken('INV-1', `${desk} differs`);
  }
}

/** Nobody is on duty for more than 16 hours, nor back before ten hours of rest, nor chief and at another desk. */
function checkDuties(
  before: FloorState,
  after: FloorState,
  { at, seq }: FloorEvent,
  { lastDuty, broken }: { lastDuty: Map<string, number>; broken: Broken },
): void {
  if (after.duties === before.duties) return;
  for (const [person, duty] of Object.entries(after.duties)) {
    const was = before.duties[person];
    if (was === duty) continue;
    if (duty.to !== null) {
      lastDuty.set(person, duty.to);
      if (duty.to - duty.from > DUTY_LIMIT_MS) broken('INV-5', `${person} on duty too long at ${seq}`);
      continue;
    }
    const ended = lastDuty.get(person);
    const isSameShift = was !== undefined && was.from >= after.shift.start - 2 * MS_PER_HOUR;
    if (ended !== undefined && was?.to !== null && !isSameShift) {
      counted.rested++;
      if (at - ended < REST_MS) broken('INV-5', `${person} rested ${(at - ended) / MS_PER_HOUR} h at ${seq}`);
    }
  }
}

function checkTransfer(
  before: FloorState,
  after: FloorState,
  { fact, seq, at, actor }: FloorEvent,
  broken: Broken,
): void {
  if (fact.type !== 'ResponsibilityTransferred') return;
  counted.transfers++;
  const { desk, to, via } = fact;
  if (before.seats[to] !== undefined) counted.byPeople++;
  if (desk === 'CCO') {
    if (before.seats[to] !== undefined) counted.chiefByHand++;
    const person = before.people[to]!;
    if (to === DIRECTOR) {
      if (via !== 'SUCCESSION' || !after.isDegraded) broken('INV-2', `Director at ${seq} by ${via}`);
    } else if (qualificationBlocker(before.exercise, { person, desk: 'CCO', at }))
      broken('INV-2', `${to} at ${seq}`);
    const isElsewhere = DESKS.some((other) => other !== 'CCO' && after.tenures[other].person === to);
    if (isElsewhere && to !== DIRECTOR && via !== 'SUCCESSION')
      broken('INV-5', `${to} is chief and elsewhere`);
  }
  if (via === 'SUCCESSION') return void counted.successions++;
  if (via === 'COVER') return void counted.covers++;
  const handover = before.handovers[desk];
  if (handover?.id !== via || handover.to !== to || actor !== to)
    return broken('INV-7', `no handover at ${seq}`);
  if (desk === 'CCO') {
    for (const other of DESKS) {
      if (other === 'CCO' || !isMinimumManning(other) || handover.waivers[other] !== undefined) continue;
      const open = before.handovers[other];
      if (open?.boundary === handover.boundary && open.acceptedAt === null)
        broken('INV-6', `${other} at ${seq}`);
    }
  }
  const due = Object.values(before.items).filter((item) => desk === 'CCO' || item.desk === desk);
  const told = new Map(handover.items.map((entry) => [entry.item, entry]));
  for (const item of due) {
    const entry = told.get(item.id);
    if (!entry || entry.acknowledgedAt === null) broken('INV-7', `${item.id} not acknowledged at ${seq}`);
    else if (wantsReadBack(before, handover, item) && (entry.readBackAt === null || entry.differs.length > 0))
      broken('INV-7', `${item.id} not read back at ${seq}`);
  }
  if (
    handover.previewedAt === null ||
    handover.signedOutAt === null ||
    handover.readyAt === null ||
    handover.pause
  )
    broken('INV-7', `unsigned at ${seq}`);
  if (handover.questions.some(({ answeredAt }) => answeredAt === null))
    broken('INV-7', `question open at ${seq}`);
}

/** What each nation is shown has only its own facts, and counts what is missing. */
function checkRelease(state: FloorState, broken: Broken): void {
  for (const nation of ['USA', 'GBR', null] as const) {
    const viewer = viewerOf(nation === null ? 'public' : `nation:${nation}`, state);
    const view = viewFloor(state, { viewer, mode: 'active', mark: state.at, at: state.at, exerciseId: 'X' });
    for (const item of view.items) {
      const whole = state.items[item.id]!;
      if (item.facts.some((fact) => !isReleasedTo(fact.release, nation)))
        broken('INV-8', `${nation} ${item.id}`);
      if (item.facts.length + item.withheld !== whole.facts.length) broken('INV-8', `count ${item.id}`);
      if (item.withheld > 0) counted.withheld++;
      if (!isReleasedTo(whole.release, nation) && JSON.stringify(view).includes(whole.summary))
        broken('INV-8', `${nation} reads ${item.id}`);
    }
    for (const entry of view.log)
      if (!isReleasedTo(entry.release, nation)) broken('INV-8', `log ${entry.seq}`);
  }
}

describe(`${RUNS} random plays`, () => {
  beforeAll(() => {
    fc.sample(plays, { ...PROPERTY, numRuns: RUNS }).forEach((play, i) => {
      counted.plays++;
      examine(perform(play), i);
    });
  }, TIMEOUT);

  it('are handed over by people too, with everything that can go wrong, so that the rest says something', () => {
    expect(counted.plays).toBe(RUNS);
    for (const [what, times] of Object.entries(counted))
      expect({ what, isSeen: times > 2 }).toEqual({ what, isSeen: true });
  });

  it.each([
    ['INV-1', 'every desk has exactly one holder at every instant, by the journal alone'],
    ['INV-2', 'nobody is chief without a certificate and an eligible nation, but the Director in succession'],
    ['INV-3', 'every shift is 28,800,000 ms and begins where the one before ends'],
    ['INV-4', 'every open item has one responsible person, and none is lost'],
    [
      'INV-5',
      'nobody is on duty for more than 16 hours, back before ten hours of rest, or chief and elsewhere',
    ],
    ['INV-6', 'the desks of minimum manning hand over before the chief, or are waived in the log'],
    ['INV-7', 'nothing is taken over that is not acknowledged, read back, answered and signed'],
    ['INV-8', 'nobody is shown what is not released to him, and what is withheld is counted'],
    ['INV-9', 'the journal only grows, in order'],
    ['INV-12', 'what is open when a shift closes is open in the next'],
    ['replay', 'the floor comes back exactly from its journal, through JSON'],
    ['usurped', 'nothing happens by itself in the name of a person somebody sits in for'],
  ] as const satisfies readonly (readonly [Invariant, string])[])('%s: %s', (invariant, _what) => {
    expect(faults.get(invariant) ?? []).toEqual([]);
  });
});
