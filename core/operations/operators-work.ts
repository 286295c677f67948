import { MS_PER_MINUTE, type UtcMs } from '../units.ts';
import type { Candidate } from './candidate.ts';
import { CLOSEDOWN_AFTER_MS, simulatedDecision } from './conjunction-case.ts';
import type { FloorFact } from './events.ts';
import { lostFacts, VULNERABLE_MS } from './knowledge.ts';
import { kssOfPerson } from './rest.ts';
import type { FloorState } from './state.ts';
import { type ConjunctionCase, type Desk, DESKS, DIRECTOR, type WorkItem } from './types.ts';

/** A follow-up takes this long; a free operator turns to the next item after this. Notional. */
const FOLLOW_UP_MS = 10 * MS_PER_MINUTE;
const TURN_MS = 15_000;
/** An emergency that nobody acknowledges goes to the Director at once, and after this to the component commander. */
const ESCALATE_AFTER_MS = 30 * MS_PER_MINUTE;
/** Without a critical fact the follow-up is missed by this much. */
const MISSED_ACTION_MS = 30 * MS_PER_MINUTE;

/**
 * What happens next with the work: one simulated operator a desk takes items by severity, then by what is due first; an
 * emergency interrupts whatever else he does. Missed deadlines are flagged whoever sits there.
 */
export function considerWork(state: FloorState, consider: (candidate: Candidate | null) => void): void {
  const byDesk = new Map<Desk, WorkItem[]>();
  for (const item of Object.values(state.items)) {
    consider(nextDeadline(item));
    if (item.severity === 3) consider(nextEscalation(item));
    const items = byDesk.get(item.desk);
    if (items) items.push(item);
    else byDesk.set(item.desk, [item]);
  }
  for (const desk of DESKS) {
    const items = byDesk.get(desk);
    const { person } = state.tenures[desk];
    // The Director keeps a desk in trust: its items are acknowledged, not worked on.
    if (items && state.seats[person] === undefined) consider(nextAtDesk(state, desk, items));
  }
}

function nextDeadline(item: WorkItem): Candidate | null {
  const missed = (which: 'acknowledge' | 'resolve', at: UtcMs): Candidate => ({
    at,
    make: () => ({ at, actor: 'system', fact: { type: 'ItemDeadlineMissed', item: item.id, which } }),
  });
  if (item.state === 'new' && !item.missed.acknowledge) return missed('acknowledge', item.acknowledgeBy);
  return item.missed.resolve ? null : missed('resolve', item.resolveBy);
}

function nextEscalation(item: WorkItem): Candidate | null {
  if (item.state !== 'new' || !item.missed.acknowledge || item.escalation === 'component-commander')
    return null;
  const isFirst = item.escalation === 'floor';
  const at = item.acknowledgeBy + (isFirst ? 0 : ESCALATE_AFTER_MS);
  const to = isFirst ? 'director' : 'component-commander';
  return { at, make: () => ({ at, actor: 'system', fact: { type: 'ItemEscalated', item: item.id, to } }) };
}

function nextAtDesk(state: FloorState, desk: Desk, items: readonly WorkItem[]): Candidate | null {
  const { person, from } = state.tenures[desk];
  const by = (at: UtcMs, fact: () => FloorFact): Candidate => ({
    at,
    make: () => ({ at: Math.max(at, state.at), actor: person, fact: fact() }),
  });
  const work = state.work[desk];
  const current = work && state.items[work.item];
  const urgent = earliest(
    items.filter((item) => item.state === 'new' && (item.severity === 3 || !work)),
    (item) => acknowledgedAt(state, item, from),
  );
  const acknowledge = urgent
    ? by(urgent.at, () => ({ type: 'ItemAcknowledged', item: urgent.item.id }))
    : null;
  if (person === DIRECTOR) return acknowledge;
  const emergency =
    current && current.severity < 3
      ? items.find((item) => item.severity === 3 && item.state === 'acknowledged')
      : undefined;
  const next = emergency ? by(state.at, () => start(state, emergency, state.at)) : null;
  const rest =
    work && current ? by(work.until, () => finish(current, work.until)) : nextStart(state, items, by);
  return [acknowledge, next, rest].reduce((a, b) => (a && (!b || a.at <= b.at) ? a : b), null);
}

/** For a quarter of an hour after taking over everything takes half as long again. */
function acknowledgedAt(state: FloorState, item: WorkItem, tenureFrom: UtcMs): UtcMs {
  const sinceTransfer = item.createdAt - tenureFrom;
  const factor = sinceTransfer >= 0 && sinceTransfer < VULNERABLE_MS ? 1.5 : 1;
  return Math.max(item.createdAt + Math.round(item.acknowledgeAfterMs * factor), state.at);
}

function nextStart(
  state: FloorState,
  items: readonly WorkItem[],
  by: (at: UtcMs, fact: () => FloorFact) => Candidate,
): Candidate | null {
  const ready = earliest(
    items.filter(
      (item) => item.state === 'acknowledged' || item.state === 'in-work' || item.state === 'waiting',
    ),
    (item) => readyAt(state, item),
    (a, b) => b.severity - a.severity || a.resolveBy - b.resolveBy,
  );
  return ready ? by(ready.at, () => start(state, ready.item, Math.max(ready.at, state.at))) : null;
}

function readyAt(state: FloorState, item: WorkItem): UtcMs {
  if (item.state !== 'waiting') return Math.max(state.at, (item.acknowledgedAt ?? item.createdAt) + TURN_MS);
  const isBlind = lostFacts(item).some(({ isCritical }) => isCritical);
  return Math.max(state.at, (item.nextActionAt ?? state.at) + (isBlind ? MISSED_ACTION_MS : 0));
}

function start(state: FloorState, item: WorkItem, at: UtcMs): FloorFact {
  const lost = lostFacts(item);
  const rework = item.facts.length === 0 ? 1 : 1 + lost.length / item.facts.length;
  const { person } = state.tenures[item.desk];
  const kss = state.exercise.isFatigueOn ? kssOfPerson(state, person, at) : 1;
  const alertness = (10.6 - kss) / 0.6;
  const fatigue = 1 + 0.6 * Math.max(0, (9 - alertness) / 9);
  return {
    type: 'ItemStarted',
    item: item.id,
    desk: item.desk,
    until: at + Math.max(1000, Math.round(item.effortMs * rework * fatigue)),
    recovered: lost.map(({ id }) => id),
  };
}

function finish(item: WorkItem, at: UtcMs): FloorFact {
  if (item.conjunction) return finishConjunction(item, item.conjunction, at);
  return item.waitMs > 0
    ? { type: 'ItemWaiting', item: item.id, nextActionAt: at + item.waitMs, followUpMs: FOLLOW_UP_MS }
    : { type: 'ItemResolved', item: item.id, outcome: 'done by the simulated desk' };
}

/** It is decided on, waits until it is over whatever else was to be done, and is closed down. */
function finishConjunction(item: WorkItem, { decision, points }: ConjunctionCase, at: UtcMs): FloorFact {
  if (decision === null) return simulatedDecision(item, at);
  const tca = item.criticalAt ?? at;
  if (at < tca + CLOSEDOWN_AFTER_MS)
    return {
      type: 'ItemWaiting',
      item: item.id,
      nextActionAt: tca + CLOSEDOWN_AFTER_MS,
      followUpMs: FOLLOW_UP_MS,
    };
  const miss = Math.round(1000 * (points.at(-1)?.missKm ?? Number.NaN));
  return {
    type: 'ItemResolved',
    item: item.id,
    outcome: `closed down: its time has passed, last predicted miss ${miss} m in ${points.length} screenings`,
  };
}

function earliest(
  items: readonly WorkItem[],
  when: (item: WorkItem) => UtcMs,
  order: (a: WorkItem, b: WorkItem) => number = (a, b) =>
    b.severity - a.severity || a.acknowledgeBy - b.acknowledgeBy,
): { readonly item: WorkItem; readonly at: UtcMs } | null {
  let best: { item: WorkItem; at: UtcMs } | null = null;
  for (const item of items) {
    const at = when(item);
    const isBetter =
      best === null ||
      at < best.at ||
      (at === best.at && (order(item, best.item) || (item.id < best.item.id ? -1 : 1)) < 0);
    if (isBetter) best = { item, at };
  }
  return best;
}
