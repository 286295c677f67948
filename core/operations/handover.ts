import { formatIsoUtc } from '../time/calendar.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, type UtcMs } from '../units.ts';
import { isMinimumManning } from './desks.ts';
import { kssOfPerson } from './rest.ts';
import { qualificationBlocker } from './qualification.ts';
import { releasableFacts } from './release.ts';
import { scoreHandover } from './score.ts';
import type { FloorState } from './state.ts';
import {
  DESKS,
  type Desk,
  type Fact,
  type Handover,
  type HandoverId,
  type HandoverItem,
  type WorkItem,
} from './types.ts';
import type { Gate } from './view.ts';

/** After acceptance the outgoing person stays this long for review. */
export const REVIEW_MS = 5 * MS_PER_MINUTE;
/** A review that nobody ends is closed after this, and does not count. */
export const REVIEW_LIMIT_MS = 15 * MS_PER_MINUTE;
/** A boundary passed by this much without a transfer is logged as held over. */
export const HELD_OVER_AFTER_MS = 10 * MS_PER_MINUTE;
/** People who let a boundary pass are sent home after this; simulated operators finish the handover. */
export const HOLDOVER_LIMIT_MS = 5 * MS_PER_HOUR;
/** About the instant of a TCA or an urgent action the chief does not change. */
export const CRITICAL_MS = 10 * MS_PER_MINUTE;
/** After a lift-off twice that. */
const CRITICAL_AFTER_LAUNCH_MS = 20 * MS_PER_MINUTE;
/** Telling one fact takes this long; notional. */
export const BRIEF_MS_PER_FACT = 0.4 * MS_PER_MINUTE;
/** A relief as sleepy as this is not fit to take over; by the illustrative model. */
export const UNFIT_KSS = 8.5;

/** Something that stands between a handover and its acceptance; the rule has a stable name. */
export interface Blocker {
  readonly rule: string;
  readonly reason: string;
}

export function findHandoverById(state: FloorState, id: HandoverId): Handover | undefined {
  return Object.values(state.handovers).find((handover) => handover.id === id);
}

/** The items a desk must hand over; all of them for the chief. */
export function itemsOfDesk(state: FloorState, desk: Desk): readonly WorkItem[] {
  return Object.values(state.items)
    .filter((item) => desk === 'CCO' || item.desk === desk)
    .sort((a, b) => b.severity - a.severity || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

/** Facts of an item that the incoming person may be told. */
export function factsToTell(state: FloorState, handover: Handover, item: WorkItem): readonly Fact[] {
  return releasableFacts(item, state.people[handover.to]!.nation);
}

/** Whether an item of a handover must be read back: severity 2 and 3, where there is something to repeat. */
export function wantsReadBack(state: FloorState, handover: Handover, item: WorkItem): boolean {
  return item.severity >= 2 && factsToTell(state, handover, item).length > 0;
}

/** The critical phase an instant lies in, in which the chief does not change; null outside. */
export function criticalPhase(
  state: FloorState,
  at: UtcMs,
): { readonly until: UtcMs; readonly reason: string } | null {
  for (const item of Object.values(state.items)) {
    if (item.severity < 3) continue;
    const after = item.type === 'LAUNCH' ? CRITICAL_AFTER_LAUNCH_MS : CRITICAL_MS;
    for (const instant of [item.criticalAt, item.nextActionAt]) {
      if (instant === null || at < instant - CRITICAL_MS || at >= instant + after) continue;
      return { until: instant + after, reason: `critical phase about ${formatIsoUtc(instant, 0)}` };
    }
  }
  return null;
}

/** Minimum-manning desks that have not handed over yet and are not waived. */
export function desksBeforeChief(state: FloorState, handover: Handover): readonly Desk[] {
  const staffed = [state.staffed, state.coming].find((shift) => shift?.shift.start === handover.boundary);
  return DESKS.filter((desk) => {
    if (desk === 'CCO' || !isMinimumManning(desk) || handover.waivers[desk] !== undefined) return false;
    const due = staffed?.assignments[desk].person ?? null;
    return due === null ? staffed !== undefined : state.tenures[desk].person !== due;
  });
}

/** List every gate of a handover and how it stands. Invariants INV-2, INV-6 and INV-7 of the floor. */
export function gatesOf(state: FloorState, handover: Handover, at: UtcMs): readonly Gate[] {
  const gates: Gate[] = [];
  const gate = (
    id: Gate['id'],
    rule: string,
    unmet: string | null,
    state: Gate['state'] = 'waiting',
  ): void => {
    gates.push({ id, rule, state: unmet === null ? 'met' : state, detail: unmet ?? '' });
  };
  const incoming = state.people[handover.to]!;
  const unqualified = qualificationBlocker(state.exercise, {
    person: incoming,
    desk: handover.desk,
    at,
  });
  const isCover = handover.desk !== 'CCO' && incoming.desk !== handover.desk;
  gate('qualified', 'INV-2', isCover ? null : (unqualified?.reason ?? null), 'blocking');
  const kss = state.exercise.isFatigueOn ? kssOfPerson(state, handover.to, at) : null;
  const isUnfit = kss !== null && kss >= UNFIT_KSS;
  gate(
    'rested',
    'unfit',
    isUnfit ? `${incoming.name} is not fit (KSS ${kss.toFixed(1)}, model)` : null,
    'blocking',
  );
  if (handover.desk === 'CCO') {
    const waiting = desksBeforeChief(state, handover);
    const waived = Object.keys(handover.waivers);
    gates.push({
      id: 'desks',
      rule: 'INV-6',
      state: waiting.length > 0 ? 'waiting' : waived.length > 0 ? 'waived' : 'met',
      detail: waiting.length > 0 ? `${waiting.join(', ')} hand over before the chief` : waived.join(', '),
    });
  }
  const unseen = handover.checklist.filter((line) => line.reviewedAt === null && line.waivedBecause === null);
  gate(
    'previewed',
    'INV-7',
    handover.previewedAt === null
      ? `the incoming person has not previewed${unseen.length > 0 ? `: ${unseen.length} status lines open` : ''}`
      : null,
  );
  const open = handover.items.filter((entry) => entry.acknowledgedAt === null).length;
  gate(
    'acknowledged',
    'INV-7',
    open > 0 ? `${open} open ${open === 1 ? 'item is' : 'items are'} not acknowledged` : null,
  );
  const unread = handover.items.filter((entry) => isUnread(state, handover, entry)).length;
  gate('read-back', 'INV-7', unread > 0 ? `${unread} of severity 2 or 3 not read back right` : null);
  const asked = handover.questions.filter(({ answeredAt }) => answeredAt === null).length;
  gate(
    'questions',
    'INV-7',
    asked > 0 ? `${asked} ${asked === 1 ? 'question is' : 'questions are'} open` : null,
    'blocking',
  );
  if (handover.desk === 'CCO') {
    const phase = criticalPhase(state, at);
    const isConsented = phase !== null && consentMissing(state, handover).length === 0;
    gates.push({
      id: 'critical-phase',
      rule: 'critical-phase',
      state: phase === null ? 'met' : isConsented ? 'waived' : 'blocking',
      detail: phase === null ? '' : `${phase.reason}, until ${formatIsoUtc(phase.until, 0)}`,
    });
  }
  gate('ready', 'INV-7', handover.readyAt === null ? 'the incoming person has not said to be ready' : null);
  gate('signed', 'INV-7', handover.signedOutAt === null ? 'the outgoing person has not signed' : null);
  return gates;
}

function isUnread(state: FloorState, handover: Handover, entry: HandoverItem): boolean {
  const item = state.items[entry.item];
  if (!item || !wantsReadBack(state, handover, item)) return false;
  return entry.readBackAt === null || entry.differs.length > 0;
}

/** Both chiefs and the duty officer consent to a transfer in the critical phase; those who have not yet. */
export function consentMissing(state: FloorState, handover: Handover): readonly string[] {
  return [handover.from, handover.to, state.tenures.SDO.person].filter(
    (person) => !handover.consents.includes(person),
  );
}

/** List what blocks the incoming person from saying "I relieve you". */
export function acceptanceBlockers(state: FloorState, handover: Handover, at: UtcMs): readonly Blocker[] {
  const paused = handover.pause ? [{ rule: 'handover-paused', reason: handover.pause.reason }] : [];
  return [...paused, ...openGates(gatesOf(state, handover, at))];
}

/** What must be met before "I am ready to relieve you" and before the outgoing person signs. */
export function readyBlockers(state: FloorState, handover: Handover, at: UtcMs): readonly Blocker[] {
  const early: readonly Gate['id'][] = ['ready', 'signed', 'critical-phase', 'desks'];
  const paused = handover.pause ? [{ rule: 'handover-paused', reason: handover.pause.reason }] : [];
  return [...paused, ...openGates(gatesOf(state, handover, at).filter(({ id }) => !early.includes(id)))];
}

function openGates(gates: readonly Gate[]): readonly Blocker[] {
  return gates
    .filter(({ state }) => state === 'waiting' || state === 'blocking')
    .map(({ rule, detail }) => ({ rule, reason: detail }));
}

export function isLate(handover: Handover, at: UtcMs): boolean {
  return handover.acceptedAt === null && at >= handover.boundary + HELD_OVER_AFTER_MS;
}

/** The facts the incoming person has of one item: those read back right, or told where no reading back was made. */
export function factsTakenOver(entry: HandoverItem, tellable: readonly Fact[]): readonly Fact[] {
  const kept = entry.readBackAt === null ? entry.told : entry.same;
  return entry.acknowledgedAt === null ? [] : tellable.filter(({ id }) => kept.includes(id));
}

/** The Handover Quality Score as it stands at an instant; after acceptance it counts what was taken over. */
export function handoverScore(state: FloorState, handover: Handover, at: UtcMs): number {
  const items = handover.items.flatMap((entry) => {
    const item = state.items[entry.item];
    if (!item) return [];
    const tellable = factsToTell(state, handover, item);
    return [
      {
        severity: item.severity,
        required: tellable.length,
        known: factsTakenOver(entry, tellable).length,
        readBack: item.severity >= 2 ? (tellable.length === 0 ? 1 : (entry.readBackMatch ?? 0)) : null,
        isAcknowledged: entry.acknowledgedAt !== null,
      },
    ];
  });
  const reviewedMs = handover.acceptedAt === null ? 0 : (handover.reviewedAt ?? at) - handover.acceptedAt;
  return scoreHandover({
    items,
    lateMin: Math.max(
      0,
      ((handover.acceptedAt ?? Math.max(at, handover.boundary)) - handover.boundary) / MS_PER_MINUTE,
    ),
    briefMin: handover.briefMs / MS_PER_MINUTE,
    areStatusLinesReviewed: handover.checklist.every(({ reviewedAt }) => reviewedAt !== null),
    isReviewLongEnough: handover.reviewedAt !== null && reviewedMs >= REVIEW_MS,
    // By construction: a desk passes in one event, so that tenures tile (INV-1).
    hadGapOrDoubleChief: false,
    wasChiefUnqualified: handover.desk === 'CCO' && state.isDegraded,
    wasSpilled: handover.wasSpillTried,
  }).total;
}
