import { MS_PER_MINUTE, type UtcMs } from '../units.ts';
import type { FloorCommand } from './commands.ts';
import type { FloorFact } from './events.ts';
import { acceptanceBlockers, findHandoverById, HOLDOVER_LIMIT_MS, signOutBlockers } from './handover.ts';
import { findPerson } from './roster.ts';
import type { Desk, FloorState, Handover, PersonId, WorkItem } from './types.ts';
import { reliefOf } from './view.ts';

/** What follows from a request: the facts it makes, or the rule that refuses it. */
export type Decision =
  | { readonly ok: true; readonly facts: readonly FloorFact[] }
  | { readonly ok: false; readonly rule: string; readonly reason: string };

const MAX_TEXT = 2000;
/** Minutes to acknowledge, by severity 1–3; default of the floor, notional. */
const ACKNOWLEDGE_MIN = [60, 30, 15] as const;
const RESOLVE_MIN = [480, 720, 240] as const;

/**
 * Judge what a seated person asks of the floor. Pure: nothing happens until the facts are applied.
 *
 * @param person whom the session sits in for, checked by the caller against `state.seats`
 */
export function decide(
  state: FloorState,
  command: FloorCommand,
  { person, at }: { person: PersonId; at: UtcMs },
): Decision {
  if (state.seats[person] === undefined) return refuse('seat', 'take a seat first');
  switch (command.type) {
    case 'add-log-entry':
      return withText(command.text, (text) => [{ type: 'LogEntryAdded', text, desk: deskOf(person) }]);
    case 'raise-item':
      return withText(command.summary, (summary) => [
        { type: 'ItemCreated', item: raisedItem(state, { ...command, summary }, at) },
      ]);
    case 'acknowledge-item':
      return onOwnItem(state, command.item, person, (item) =>
        item.state === 'new'
          ? accept({ type: 'ItemAcknowledged', item: item.id })
          : refuse('item-state', 'this item is already acknowledged'),
      );
    case 'resolve-item':
      return onOwnItem(state, command.item, person, (item) =>
        item.state === 'acknowledged'
          ? withText(command.outcome, (outcome) => [{ type: 'ItemResolved', item: item.id, outcome }])
          : refuse('item-state', 'acknowledge the item first'),
      );
    case 'preview-handover':
      return onHandover(state, command.handover, { person, side: 'to' }, (handover) =>
        handover.previewedAt === null
          ? accept({ type: 'HandoverPreviewed', handover: handover.id })
          : refuse('handover-state', 'this hand-over is already previewed'),
      );
    case 'brief-item':
      return onHandover(state, command.handover, { person, side: 'from' }, (handover) => {
        if (handover.previewedAt === null)
          return refuse('handover-order', 'the incoming person previews first');
        const entry = handover.items.find(({ item }) => item === command.item);
        if (!entry) return refuse('handover-item', 'this item is not part of the hand-over');
        if (entry.briefedAt !== null) return refuse('handover-state', 'this item is already briefed');
        return accept({ type: 'ItemBriefed', handover: handover.id, item: command.item });
      });
    case 'acknowledge-handover-item':
      return onHandover(state, command.handover, { person, side: 'to' }, (handover) => {
        const entry = handover.items.find(({ item }) => item === command.item);
        if (!entry) return refuse('handover-item', 'this item is not part of the hand-over');
        if (entry.briefedAt === null)
          return refuse('handover-order', 'the outgoing person briefs this item first');
        if (entry.acknowledgedAt !== null)
          return refuse('handover-state', 'this item is already acknowledged');
        return accept({ type: 'HandoverItemAcknowledged', handover: handover.id, item: command.item });
      });
    case 'sign-out':
      return onHandover(state, command.handover, { person, side: 'from' }, (handover) => {
        if (handover.signedOutAt !== null) return refuse('handover-state', 'you have already signed');
        const [blocker] = signOutBlockers(handover);
        return blocker
          ? refuse(blocker.rule, blocker.reason)
          : accept({ type: 'HandoverSignedOut', handover: handover.id });
      });
    case 'relieve':
      return onHandover(state, command.handover, { person, side: 'to' }, (handover) => {
        const [blocker] = acceptanceBlockers(state, handover);
        if (blocker) return refuse(blocker.rule, blocker.reason);
        const { desk, from, to } = handover;
        return accept({ type: 'ResponsibilityTransferred', desk, from, to, via: handover.id });
      });
  }
}

/** Judge whether somebody may sit in for a person of the roster: one who holds a desk, or who comes next to one. */
export function decideSeat(
  state: FloorState,
  { person, name }: { person: PersonId; name: string },
  at: UtcMs,
): Decision {
  const wanted = findPerson(person);
  if (!wanted) return refuse('roster', 'nobody on the roster has this id');
  if (state.seats[person] !== undefined)
    return refuse('seat', `${state.seats[person]} already sits in for ${wanted.name}`);
  const isHolder = state.tenures[wanted.desk].person === person;
  if (!isHolder && reliefOf(state, wanted.desk) !== person) {
    return refuse('seat', `${wanted.name} neither holds ${wanted.desk} nor relieves it next`);
  }
  const handover = state.handovers[wanted.desk];
  if (handover && handover.acceptedAt === null && at >= handover.boundary + HOLDOVER_LIMIT_MS) {
    return refuse('INV-5', 'the duty limit is reached; the simulated operators finish this hand-over');
  }
  return withText(name, (given) => [{ type: 'OperatorJoined', person, name: given.slice(0, 60) }]);
}

function accept(...facts: FloorFact[]): Decision {
  return { ok: true, facts };
}

function refuse(rule: string, reason: string): Decision {
  return { ok: false, rule, reason };
}

function withText(text: string, facts: (text: string) => FloorFact[]): Decision {
  const trimmed = text.trim();
  if (trimmed === '') return refuse('text', 'say something');
  if (trimmed.length > MAX_TEXT) return refuse('text', `at most ${MAX_TEXT} characters`);
  return { ok: true, facts: facts(trimmed) };
}

/** The desk somebody speaks for, holding it or about to. */
function deskOf(person: PersonId): Desk | null {
  return findPerson(person)?.desk ?? null;
}

function onOwnItem(
  state: FloorState,
  id: string,
  person: PersonId,
  judge: (item: WorkItem) => Decision,
): Decision {
  const item = Object.hasOwn(state.items, id) ? state.items[id] : undefined;
  if (!item) return refuse('item', 'no such open item');
  const responsible = state.tenures[item.desk].person;
  const isChief = state.tenures.CCO.person === person;
  return responsible === person || isChief
    ? judge(item)
    : refuse('INV-4', `${item.desk} is responsible for this item`);
}

function onHandover(
  state: FloorState,
  id: string,
  { person, side }: { person: PersonId; side: 'from' | 'to' },
  judge: (handover: Handover) => Decision,
): Decision {
  const handover = findHandoverById(state, id);
  if (!handover) return refuse('handover', 'no such open hand-over');
  if (handover.acceptedAt !== null) return refuse('handover-state', 'responsibility has already passed');
  if (handover[side] !== person) {
    return refuse('seat', `only the ${side === 'from' ? 'outgoing' : 'incoming'} person may do this`);
  }
  return judge(handover);
}

function raisedItem(
  state: FloorState,
  { summary, severity, desk }: { summary: string; severity: 1 | 2 | 3; desk: Desk },
  at: UtcMs,
): WorkItem {
  return {
    id: `USER-${state.seq + 1}`,
    type: 'USER',
    source: 'person',
    summary,
    severity,
    desk,
    state: 'new',
    createdAt: at,
    acknowledgeBy: at + (ACKNOWLEDGE_MIN[severity - 1] ?? 60) * MS_PER_MINUTE,
    resolveBy: at + (RESOLVE_MIN[severity - 1] ?? 480) * MS_PER_MINUTE,
    effortMs: 2 * 60 * MS_PER_MINUTE,
    facts: [],
    acknowledgedAt: null,
  };
}
