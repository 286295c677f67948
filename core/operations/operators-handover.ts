import { MS_PER_MINUTE, MS_PER_SECOND, type UtcMs } from '../units.ts';
import { type Candidate, isSimulated } from './candidate.ts';
import { changedLine } from './checklist.ts';
import type { FloorFact } from './events.ts';
import {
  acceptanceBlockers,
  BRIEF_MS_PER_FACT,
  criticalPhase,
  desksBeforeChief,
  factsToTell,
  gatesOf,
  handoverScore,
  HELD_OVER_AFTER_MS,
  HOLDOVER_LIMIT_MS,
  readyBlockers,
  REVIEW_LIMIT_MS,
  REVIEW_MS,
} from './handover.ts';
import { drawKeptFacts, knowerOf, knowledgeAfter } from './knowledge.ts';
import { simulatedAnswer } from './operators-answer.ts';
import { kssOfPerson } from './rest.ts';
import type { FloorState } from './state.ts';
import type { Handover, HandoverItem, PersonId, WorkItem } from './types.ts';

/** Where in the overlap a simulated person does what; notional. */
const PREVIEW_MIN_BEFORE = 26;
const PREVIEW_MS = 2 * MS_PER_MINUTE;
const READY_MIN_BEFORE = 4;
const CHIEF_RELIEVES_AFTER_MS = 2 * MS_PER_MINUTE;
const RESPOND_MS = 15 * MS_PER_SECOND;
const ACKNOWLEDGE_MS = 5 * MS_PER_SECOND;
/** Sleepiness of the outgoing person, and open acknowledgements, from which a relief refuses. */
const REFUSE_KSS = 8;
const REFUSE_ITEMS = 2;

/**
 * What happens next in a handover by itself, if it may come before an instant: what simulated people say in it, its alarms, interruptions and end.
 */
export function nextHandoverEvent(
  state: FloorState,
  handover: Handover,
  bound = Number.POSITIVE_INFINITY,
): Candidate | null {
  if (handover.acceptedAt !== null) return nextAfterAcceptance(state, handover);
  const changed = changedLine(state, handover);
  if (changed) {
    const { id: line, status, isAttentionWanted } = changed;
    return by(state, 'system', state.at, () => ({
      type: 'StatusLineChanged',
      handover: handover.id,
      desk: handover.desk,
      line,
      status,
      isAttentionWanted,
    }));
  }
  const steps = handover.pause
    ? [nextResumption(state, handover)]
    : [
        nextInterruption(state, handover),
        nextOutgoingStep(state, handover),
        nextIncomingStep(state, handover, bound),
      ];
  return [...steps, nextAlarm(state, handover)].reduce((a, b) => (a && (!b || a.at <= b.at) ? a : b), null);
}

function by(state: FloorState, actor: PersonId | 'system', at: UtcMs, fact: () => FloorFact): Candidate {
  return { at, make: () => ({ at: Math.max(at, state.at), actor, fact: fact() }) };
}

function nextAfterAcceptance(state: FloorState, handover: Handover): Candidate {
  const { id, from, acceptedAt, reviewedAt } = handover;
  if (reviewedAt === null && isSimulated(state, from)) {
    return by(state, from, acceptedAt! + REVIEW_MS, () => ({ type: 'HandoverReviewed', handover: id }));
  }
  const at = reviewedAt ?? acceptedAt! + REVIEW_LIMIT_MS;
  return by(state, 'system', at, () => ({
    type: 'HandoverClosed',
    handover: id,
    score: Math.round(handoverScore(state, handover, Math.max(at, state.at)) * 100) / 100,
  }));
}

/** An emergency that arrives during the brief suspends it, until somebody has acknowledged the emergency. */
function nextInterruption(state: FloorState, handover: Handover): Candidate | null {
  const emergency = isAtLimit(state, handover) ? undefined : emergencyOf(state, handover);
  return emergency && handover.previewedAt !== null
    ? by(state, 'system', state.at, () => ({
        type: 'HandoverSuspended',
        handover: handover.id,
        reason: `new, severity 3 at ${emergency.desk}`,
      }))
    : null;
}

function emergencyOf(state: FloorState, handover: Handover): WorkItem | undefined {
  return handover.items
    .map(({ item }) => state.items[item])
    .find(
      (item) =>
        item?.severity === 3 &&
        item.state === 'new' &&
        handover.previewedAt !== null &&
        item.createdAt >= handover.previewedAt,
    );
}

function nextResumption(state: FloorState, handover: Handover): Candidate | null {
  const resume = (at: UtcMs): Candidate =>
    by(state, 'system', at, () => ({ type: 'HandoverResumed', handover: handover.id }));
  switch (handover.state) {
    case 'suspended':
      if (
        isSimulated(state, handover.from) &&
        isSimulated(state, handover.to) &&
        !emergencyOf(state, handover)
      ) {
        return resume(state.at);
      }
      return handover.pause?.reason.startsWith('new, severity 3') && !emergencyOf(state, handover)
        ? resume(state.at)
        : null;
    case 'deferred':
      return handover.pause?.until === null || handover.pause?.until === undefined
        ? null
        : resume(handover.pause.until);
    case 'refused':
      return isSimulated(state, handover.to) && refusalOf(state, handover) === null
        ? resume(Math.max(state.at, handover.lastActionAt + MS_PER_MINUTE))
        : null;
    case 'open':
    case 'previewed':
    case 'ready':
    case 'signed':
    case 'accepted':
      return resume(state.at);
  }
}

/** Why a simulated relief refuses: the outgoing person is exhausted and leaves work unacknowledged. */
function refusalOf(state: FloorState, handover: Handover): string | null {
  if (!state.exercise.isFatigueOn || isAtLimit(state, handover)) return null;
  const kss = kssOfPerson(state, handover.from, state.at);
  const open = handover.items.filter(({ item }) => state.items[item]?.state === 'new').length;
  return kss >= REFUSE_KSS && open >= REFUSE_ITEMS
    ? `${open} items are not acknowledged and the outgoing person is exhausted (KSS ${kss.toFixed(1)}, model)`
    : null;
}

function nextOutgoingStep(state: FloorState, handover: Handover): Candidate | null {
  if (!isSimulated(state, handover.from) || handover.previewedAt === null) return null;
  const question = handover.questions.find(({ answeredAt }) => answeredAt === null);
  if (question) {
    return by(state, handover.from, question.askedAt + 30 * MS_PER_SECOND, () => ({
      type: 'QuestionAnswered',
      handover: handover.id,
      question: question.id,
      answer: simulatedAnswer(state, handover, question.text),
    }));
  }
  const untold = handover.items.find((entry) => entry.briefedAt === null);
  if (untold) return nextBriefing(state, handover, untold);
  if (handover.signedOutAt !== null || handover.readyAt === null) return null;
  if (readyBlockers(state, handover, state.at).length > 0) return null;
  return by(state, handover.from, handover.readyAt + RESPOND_MS, () => ({
    type: 'HandoverSignedOut',
    handover: handover.id,
  }));
}

function nextBriefing(state: FloorState, handover: Handover, entry: HandoverItem): Candidate {
  const tellable = factsTold(state, handover, entry);
  const tookMs = paced(state, handover, briefMs(state, handover, tellable.length));
  const at = Math.max(handover.lastActionAt + tookMs, state.at);
  return by(state, handover.from, at, () => ({
    type: 'ItemBriefed',
    handover: handover.id,
    item: entry.item,
    told: tellable,
    tookMs,
  }));
}

/** What a simulated person tells: all he knows and may tell, unless the way of handing over has no telling. */
function factsTold(state: FloorState, handover: Handover, entry: HandoverItem): readonly string[] {
  const mode = state.exercise.handover;
  const item = state.items[entry.item];
  if (!item || mode === 'none' || mode === 'written') return [];
  const holds = item.known[knowerOf(handover.desk)];
  return factsToTell(state, handover, item).flatMap(({ id }) => (holds.includes(id) ? [id] : []));
}

/** Telling takes 0.4 min a fact, less where the overlap would not suffice for all that is left. */
function briefMs(state: FloorState, handover: Handover, facts: number): number {
  const left = handover.items.filter(({ briefedAt }) => briefedAt === null).length;
  const remaining = handover.boundary - (READY_MIN_BEFORE + 1) * MS_PER_MINUTE - state.at;
  const share = Math.max(2 * MS_PER_SECOND, remaining / Math.max(1, left) - 2 * ACKNOWLEDGE_MS);
  return Math.round(Math.min(Math.max(2 * MS_PER_SECOND, facts * BRIEF_MS_PER_FACT), share));
}

function nextIncomingStep(state: FloorState, handover: Handover, bound: UtcMs): Candidate | null {
  if (!isSimulated(state, handover.to)) return null;
  const say = (at: UtcMs, fact: () => FloorFact): Candidate => by(state, handover.to, at, fact);
  const { id } = handover;
  if (handover.previewedAt === null) {
    const planned = handover.boundary - PREVIEW_MIN_BEFORE * MS_PER_MINUTE;
    const at = Math.max(planned, handover.openedAt + (state.at > planned ? PREVIEW_MS : RESPOND_MS));
    return say(at, () => ({ type: 'HandoverPreviewed', handover: id, isWhole: true }));
  }
  const unread = handover.checklist.find((line) => line.reviewedAt === null && line.waivedBecause === null);
  if (unread) {
    return say(handover.lastActionAt + RESPOND_MS, () => ({
      type: 'StatusLineReviewed',
      handover: id,
      line: unread.id,
    }));
  }
  const told = handover.items.find((entry) => entry.briefedAt !== null && entry.acknowledgedAt === null);
  if (told) {
    const at = Math.max(handover.lastActionAt + paced(state, handover, ACKNOWLEDGE_MS), state.at);
    if (told.readBackAt === null) return say(at, () => readBack(state, handover, told));
    return say(at, () => ({
      type: 'HandoverItemAcknowledged',
      handover: id,
      item: told.item,
      synthesis: 'understood (simulated)',
    }));
  }
  // What cannot come first need not be judged.
  const isTooLate = (due: UtcMs): boolean =>
    Math.max(due, handover.lastActionAt + RESPOND_MS, state.at) >= bound;
  if (handover.readyAt === null) {
    if (isTooLate(handover.boundary - READY_MIN_BEFORE * MS_PER_MINUTE)) return null;
    return nextReady(state, handover, say);
  }
  if (handover.signedOutAt === null || isTooLate(handover.boundary)) return null;
  return nextRelief(state, handover, say);
}

function readBack(state: FloorState, handover: Handover, entry: HandoverItem): FloorFact {
  const { first, kept } = drawKeptFacts(state, handover, entry);
  const item = state.items[entry.item]!;
  const required = factsToTell(state, handover, item).length;
  return {
    type: 'ItemReadBack',
    handover: handover.id,
    item: entry.item,
    same: kept,
    differs: [],
    match: required === 0 ? 1 : Math.round((first.length / required) * 1000) / 1000,
  };
}

function nextReady(
  state: FloorState,
  handover: Handover,
  say: (at: UtcMs, fact: () => FloorFact) => Candidate,
): Candidate | null {
  if (readyBlockers(state, handover, state.at).length > 0) return null;
  const due = handover.boundary - READY_MIN_BEFORE * MS_PER_MINUTE;
  const at = Math.max(due, handover.lastActionAt + RESPOND_MS, state.at);
  return say(at, () => ({ type: 'HandoverReady', handover: handover.id }));
}

function nextRelief(
  state: FloorState,
  handover: Handover,
  say: (at: UtcMs, fact: () => FloorFact) => Candidate,
): Candidate | null {
  const isChief = handover.desk === 'CCO';
  const due = handover.boundary + (isChief ? CHIEF_RELIEVES_AFTER_MS : 0);
  const at = Math.max(due, handover.lastActionAt + RESPOND_MS, state.at);
  if (state.at < at) {
    // Judge at the instant itself: what the floor is like then decides.
    const areDesksDone = desksBeforeChief(state, handover).length === desksToWaive(state, handover).length;
    const isOpen = gatesOf(state, handover, at).every(
      ({ id, state: stands }) =>
        stands === 'met' ||
        stands === 'waived' ||
        id === 'critical-phase' ||
        (id === 'desks' && areDesksDone),
    );
    return isOpen ? say(at, () => relief(state, handover, at)) : null;
  }
  return canConclude(state, handover) ? say(at, () => relief(state, handover, at)) : null;
}

/** Whether something can be said now: acceptance, a refusal, a deferral or a waiver. */
function canConclude(state: FloorState, handover: Handover): boolean {
  if (refusalOf(state, handover) !== null || phaseBlocks(state, handover, state.at)) return true;
  if (desksToWaive(state, handover).length > 0) return true;
  return acceptanceBlockers(state, handover, state.at).length === 0;
}

function phaseBlocks(state: FloorState, handover: Handover, at: UtcMs): boolean {
  return gatesOf(state, handover, at).some(
    ({ id, state: stands }) => id === 'critical-phase' && stands === 'blocking',
  );
}

/** Minimum desks nobody is named for: there is no use in waiting. */
function desksToWaive(state: FloorState, handover: Handover) {
  if (handover.desk !== 'CCO') return [];
  const staffed = [state.staffed, state.coming].find((shift) => shift?.shift.start === handover.boundary);
  return desksBeforeChief(state, handover).filter(
    (desk) => staffed !== undefined && staffed !== null && staffed.assignments[desk].person === null,
  );
}

function relief(state: FloorState, handover: Handover, at: UtcMs): FloorFact {
  const { id, desk, from, to } = handover;
  const refusal = refusalOf(state, handover);
  if (refusal !== null) return { type: 'HandoverRefused', handover: id, rule: 'unfit', reason: refusal };
  const phase = phaseBlocks(state, handover, at) ? criticalPhase(state, at) : null;
  if (phase) return { type: 'HandoverDeferred', handover: id, reason: phase.reason, until: phase.until };
  const [unstaffed] = desksToWaive(state, handover);
  if (unstaffed) {
    return {
      type: 'DeskWaived',
      handover: id,
      desk: unstaffed,
      reason: 'nobody can relieve it; its holder stays',
    };
  }
  if (acceptanceBlockers(state, handover, at).length > 0) {
    return {
      type: 'HandoverDeferred',
      handover: id,
      reason: acceptanceBlockers(state, handover, at)[0]!.reason,
      until: at + MS_PER_MINUTE,
    };
  }
  return transferFact(state, { id, desk, from, to }, at);
}

/** The one atomic instant, as a fact. */
export function transferFact(
  state: FloorState,
  { id, desk, from, to }: Pick<Handover, 'id' | 'desk' | 'from' | 'to'>,
  at: UtcMs,
): FloorFact {
  const handover = state.handovers[desk]!;
  return {
    type: 'ResponsibilityTransferred',
    desk,
    from,
    to,
    via: id,
    known: knowledgeAfter(state, handover),
    isDegraded: desk === 'CCO' ? false : state.isDegraded,
    duty: state.duties[to] ?? { from: at, to: null },
  };
}

/** A boundary that passes is logged once; people are sent home when their limit comes, and simulated ones finish. */
function nextAlarm(state: FloorState, handover: Handover): Candidate | null {
  if (!handover.isHeldOver) {
    const at = handover.boundary + HELD_OVER_AFTER_MS;
    return by(state, 'system', at, () => ({ type: 'HandoverHeldOver', handover: handover.id }));
  }
  const attended = [handover.from, handover.to].find((person) => !isSimulated(state, person));
  if (attended !== undefined) {
    return by(state, 'system', limitOf(handover), () => ({
      type: 'OperatorLeft',
      person: attended,
      reason: 'duty limit reached while held over',
    }));
  }
  // A pause that people began and left is ended with them.
  return handover.pause && isAtLimit(state, handover)
    ? by(state, 'system', state.at, () => ({ type: 'HandoverResumed', handover: handover.id }))
    : null;
}

function limitOf(handover: Handover): UtcMs {
  return Math.max(handover.boundary, handover.openedAt) + HOLDOVER_LIMIT_MS;
}

/** At the limit there is no more waiting: what is left is told and acknowledged at once. */
function paced(state: FloorState, handover: Handover, delay: number): number {
  return isAtLimit(state, handover) ? 0 : delay;
}

function isAtLimit(state: FloorState, handover: Handover): boolean {
  return state.at >= limitOf(handover);
}
