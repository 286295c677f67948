import { formatIsoUtc } from '../time/calendar.ts';
import { MS_PER_HOUR, type UtcMs } from '../units.ts';
import type { FloorEvent } from './events.ts';
import { applyEvent, deskOfFact, itemOfFact } from './reducer.ts';
import { qualificationBlocker } from './qualification.ts';
import type { FloorState } from './state.ts';
import { type Desk, DESKS, DIRECTOR, type ItemId, type PersonId } from './types.ts';

/** Something a scenario wants to happen, or never to happen, in a window of simulation time. */
export interface Expectation {
  readonly text: string;
  readonly event: string;
  readonly desk?: Desk | undefined;
  readonly item?: ItemId | undefined;
  /** The person the event names, or who did it. */
  readonly person?: PersonId | undefined;
  /** Words that the event, as JSON, must contain. */
  readonly contains?: string | undefined;
  readonly from: UtcMs;
  readonly by: UtcMs;
  readonly isNever: boolean;
  /** For HandoverClosed: the least score. */
  readonly scoreAtLeast?: number | undefined;
}

export interface GradedExpectation {
  readonly text: string;
  readonly state: 'passed' | 'failed' | 'open';
  readonly detail: string;
}

export interface Grade {
  readonly isPassed: boolean;
  readonly isOver: boolean;
  readonly expectations: readonly GradedExpectation[];
}

/**
 * Grade a run by its journal: every expectation of the scenario, and the invariants of the floor that a journal shows.
 *
 * @param at how far the run has come: what is due later is still open
 */
export function gradeRun(
  events: readonly FloorEvent[],
  expectations: readonly Expectation[],
  at: UtcMs,
): Grade {
  const found: (FloorEvent | null)[] = expectations.map(() => null);
  const faults: string[] = [];
  let state: FloorState | null = null;
  for (const event of events) {
    expectations.forEach((wanted, i) => {
      if (found[i] === null && isMet(wanted, event, state)) found[i] = event;
    });
    state = applyEvent(state, event);
    const fault = faultOf(state, event);
    if (fault !== null && !faults.includes(fault)) faults.push(fault);
  }
  const isOver = state?.endedAt !== null && state !== null;
  const now = isOver ? Number.POSITIVE_INFINITY : at;
  const graded = expectations.map((wanted, i) => gradeOne(wanted, found[i] ?? null, now));
  const invariants: GradedExpectation = {
    text: 'One qualified chief at every instant; nobody at two shifts; rest and duty kept',
    state: faults.length === 0 ? 'passed' : 'failed',
    detail: faults.join('; '),
  };
  const all = [...graded, invariants];
  return { isPassed: all.every(({ state: stands }) => stands === 'passed'), isOver, expectations: all };
}

function gradeOne(wanted: Expectation, event: FloorEvent | null, now: UtcMs): GradedExpectation {
  const { text, isNever, by } = wanted;
  if (isNever) {
    if (event) return { text, state: 'failed', detail: `happened at ${formatIsoUtc(event.at, 0)}` };
    return now > by
      ? { text, state: 'passed', detail: '' }
      : { text, state: 'open', detail: `until ${formatIsoUtc(by, 0)}` };
  }
  if (event) return { text, state: 'passed', detail: `at ${formatIsoUtc(event.at, 0)}` };
  return now > by
    ? { text, state: 'failed', detail: `did not happen by ${formatIsoUtc(by, 0)}` }
    : { text, state: 'open', detail: `due by ${formatIsoUtc(by, 0)}` };
}

function isMet(wanted: Expectation, event: FloorEvent, before: FloorState | null): boolean {
  const { fact, at, actor } = event;
  if (fact.type !== wanted.event || at < wanted.from || at > wanted.by) return false;
  if (wanted.desk !== undefined && deskOfFact(before, fact) !== wanted.desk) return false;
  if (wanted.item !== undefined && itemOfFact(fact) !== wanted.item) return false;
  if (wanted.person !== undefined && actor !== wanted.person && !names(fact, wanted.person)) return false;
  if (wanted.contains !== undefined && !JSON.stringify(fact).includes(wanted.contains)) return false;
  return (
    wanted.scoreAtLeast === undefined || (fact.type === 'HandoverClosed' && fact.score >= wanted.scoreAtLeast)
  );
}

function names(fact: FloorEvent['fact'], person: PersonId): boolean {
  return ('to' in fact && fact.to === person) || ('person' in fact && fact.person === person);
}

/** What an event has broken of the floor's invariants (INV-2, INV-5), or null. */
export function faultOf(state: FloorState, { fact, at }: FloorEvent): string | null {
  if (fact.type !== 'ResponsibilityTransferred') return null;
  const person = state.people[fact.to];
  if (!person) return `INV-2: ${fact.to} is not on the roster`;
  if (fact.to === DIRECTOR) return null;
  if (fact.desk === 'CCO') {
    const blocker = qualificationBlocker(state.exercise, { person, desk: 'CCO', at });
    if (blocker) return `INV-2: ${blocker.reason}`;
  }
  const duty = state.duties[fact.to];
  if (duty && at - duty.from > 16 * MS_PER_HOUR)
    return `INV-5: ${person.name} is on duty for more than 16 hours`;
  const isChiefElsewhere =
    state.tenures.CCO.person === fact.to &&
    DESKS.some((desk) => desk !== 'CCO' && state.tenures[desk].person === fact.to);
  return isChiefElsewhere && fact.via !== 'SUCCESSION'
    ? `INV-5: ${person.name} is chief and holds another desk`
    : null;
}
