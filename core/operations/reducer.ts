import type { FloorEvent } from './events.ts';
import type { UtcMs } from '../units.ts';
import { forEachDesk } from './desks.ts';
import { findHandoverById } from './handover.ts';
import { describeEvent } from './log.ts';
import {
  type Desk,
  type FloorState,
  type Handover,
  type HandoverId,
  type ItemId,
  type LogEntry,
  type PersonId,
  type Tenure,
  type WorkItem,
} from './types.ts';

/** How much of the log the state itself carries. */
const LOG_TAIL = 60;

/**
 * Apply one event to the floor. Pure; the first event of a journal is ExerciseStarted and makes the state.
 *
 * @throws RangeError when the events are no journal: a gap in `seq`, time running backwards, a start in the middle
 */
export function applyEvent(state: FloorState | null, event: FloorEvent): FloorState {
  if (state === null) {
    if (event.fact.type !== 'ExerciseStarted') throw new RangeError('a journal begins with ExerciseStarted');
    return startState(event, event.fact);
  }
  if (event.seq !== state.seq + 1) throw new RangeError(`event ${event.seq} after ${state.seq}`);
  if (event.at < state.at) throw new RangeError(`event ${event.seq} lies before its predecessor`);
  const next = { ...applyFact(state, event), seq: event.seq, at: event.at };
  const entry = logEntryOf(event, state);
  return entry ? { ...next, log: [...next.log.slice(1 - LOG_TAIL), entry] } : next;
}

/** Fold a journal; null when it is empty. */
export function replay(events: Iterable<FloorEvent>, from: FloorState | null = null): FloorState | null {
  let state = from;
  for (const event of events) state = applyEvent(state, event);
  return state;
}

/** The line an event leaves in the log, or null for what is not worth one. */
export function logEntryOf(event: FloorEvent, before: FloorState | null): LogEntry | null {
  const line = describeEvent(event, before);
  return line && { seq: event.seq, at: event.at, author: event.actor, ...line };
}

function startState(
  event: FloorEvent,
  fact: Extract<FloorEvent['fact'], { type: 'ExerciseStarted' }>,
): FloorState {
  const entry = logEntryOf(event, null);
  return {
    exercise: fact.exercise,
    seq: event.seq,
    at: event.at,
    shift: fact.shift,
    tenures: initialTenures(fact.people, event.at),
    seats: {},
    items: {},
    handovers: {},
    lastArrival: null,
    log: entry ? [entry] : [],
  };
}

function initialTenures(people: Readonly<Record<Desk, PersonId>>, from: UtcMs): FloorState['tenures'] {
  return forEachDesk((desk) => ({ desk, person: people[desk], from, via: 'INITIAL' }));
}

function applyFact(state: FloorState, { fact, at }: FloorEvent): FloorState {
  switch (fact.type) {
    case 'ExerciseStarted':
      throw new RangeError('an exercise starts once');
    case 'ShiftStarted':
      return { ...state, shift: fact.shift };
    case 'OperatorJoined':
      return { ...state, seats: { ...state.seats, [fact.person]: fact.name } };
    case 'OperatorLeft':
      return { ...state, seats: without(state.seats, fact.person) };
    case 'HandoverOpened':
      return openHandover(state, fact, at);
    case 'HandoverPreviewed':
      return changeHandover(state, fact.handover, at, (handover) => ({
        previewedAt: at,
        state: furthest(handover, 'previewed'),
      }));
    case 'ItemBriefed':
      return changeHandover(state, fact.handover, at, ({ items }) => ({
        items: stamp(items, fact.item, 'briefedAt', at),
      }));
    case 'HandoverItemAcknowledged':
      return changeHandover(state, fact.handover, at, ({ items }) => ({
        items: stamp(items, fact.item, 'acknowledgedAt', at),
      }));
    case 'HandoverSignedOut':
      return changeHandover(state, fact.handover, at, () => ({ signedOutAt: at, state: 'ready' }));
    case 'HandoverHeldOver':
      return changeHandover(state, fact.handover, at, () => ({ isHeldOver: true }));
    case 'ResponsibilityTransferred':
      return transfer(state, fact, at);
    case 'HandoverClosed':
      return {
        ...state,
        handovers: Object.fromEntries(
          Object.entries(state.handovers).filter(([, h]) => h.id !== fact.handover),
        ),
      };
    case 'ItemCreated':
      return createItem(state, fact.item);
    case 'ItemAcknowledged':
      return changeItem(state, fact.item, (item) => ({ ...item, state: 'acknowledged', acknowledgedAt: at }));
    case 'ItemResolved':
      return resolveItem(state, fact.item, at);
    case 'LogEntryAdded':
      return state;
  }
}

function openHandover(
  state: FloorState,
  fact: Extract<FloorEvent['fact'], { type: 'HandoverOpened' }>,
  at: number,
): FloorState {
  const items = Object.values(state.items)
    .filter((item) => item.desk === fact.desk || fact.desk === 'CCO')
    .sort((a, b) => b.severity - a.severity || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  const handover: Handover = {
    id: fact.handover,
    desk: fact.desk,
    from: fact.from,
    to: fact.to,
    boundary: fact.boundary,
    openedAt: at,
    state: 'open',
    previewedAt: null,
    items: items.map((item) => untold(item.id)),
    signedOutAt: null,
    acceptedAt: null,
    isHeldOver: false,
    lastActionAt: at,
  };
  return { ...state, handovers: { ...state.handovers, [fact.desk]: handover } };
}

function untold(item: ItemId): Handover['items'][number] {
  return { item, briefedAt: null, acknowledgedAt: null };
}

function transfer(
  state: FloorState,
  fact: Extract<FloorEvent['fact'], { type: 'ResponsibilityTransferred' }>,
  at: number,
): FloorState {
  const tenure: Tenure = { desk: fact.desk, person: fact.to, from: at, via: fact.via };
  const next = { ...state, tenures: { ...state.tenures, [fact.desk]: tenure } };
  return changeHandover(next, fact.via, at, () => ({ acceptedAt: at, state: 'accepted' }));
}

/** A new item joins every open hand-over that must tell it, and takes back a signature given without it. */
function createItem(state: FloorState, item: WorkItem): FloorState {
  const handovers: Partial<Record<Desk, Handover>> = { ...state.handovers };
  for (const desk of new Set<Desk>([item.desk, 'CCO'])) {
    const handover = handovers[desk];
    if (!handover || handover.acceptedAt !== null) continue;
    handovers[desk] = {
      ...handover,
      items: [...handover.items, untold(item.id)],
      signedOutAt: null,
      state: handover.previewedAt === null ? 'open' : 'previewed',
      lastActionAt: item.createdAt,
    };
  }
  return {
    ...state,
    items: { ...state.items, [item.id]: item },
    handovers,
    lastArrival: item.source === 'simulated' ? { at: item.createdAt, item: item.id } : state.lastArrival,
  };
}

function resolveItem(state: FloorState, id: ItemId, at: number): FloorState {
  const handovers: Partial<Record<Desk, Handover>> = {};
  for (const handover of Object.values(state.handovers)) {
    handovers[handover.desk] = {
      ...handover,
      items: handover.acceptedAt === null ? handover.items.filter(({ item }) => item !== id) : handover.items,
      lastActionAt: handover.items.some(({ item }) => item === id) ? at : handover.lastActionAt,
    };
  }
  return { ...state, items: without(state.items, id), handovers };
}

function changeItem(state: FloorState, id: ItemId, change: (item: WorkItem) => WorkItem): FloorState {
  const item = state.items[id];
  return item ? { ...state, items: { ...state.items, [id]: change(item) } } : state;
}

function changeHandover(
  state: FloorState,
  id: HandoverId,
  at: number,
  change: (handover: Handover) => Partial<Handover>,
): FloorState {
  const handover = findHandoverById(state, id);
  if (!handover) return state;
  const changed: Handover = { ...handover, ...change(handover), lastActionAt: at };
  return { ...state, handovers: { ...state.handovers, [handover.desk]: changed } };
}

function furthest(handover: Handover, reached: 'previewed'): Handover['state'] {
  return handover.state === 'open' ? reached : handover.state;
}

function stamp(
  items: Handover['items'],
  id: ItemId,
  what: 'briefedAt' | 'acknowledgedAt',
  at: number,
): Handover['items'] {
  return items.map((entry) => (entry.item === id ? { ...entry, [what]: at } : entry));
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _dropped, ...rest } = record;
  return rest;
}
