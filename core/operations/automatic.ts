import { createRandom } from '../random.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type UtcMs } from '../units.ts';
import type { FloorFact, PendingEvent } from './events.ts';
import {
  acceptanceBlockers,
  HELD_OVER_AFTER_MS,
  HOLDOVER_LIMIT_MS,
  REVIEW_MS,
  signOutBlockers,
} from './handover.ts';
import { rosteredPerson } from './roster.ts';
import { nextShift, patternById } from './shift.ts';
import { DESKS, type FloorState, type Handover, type PersonId, type WorkItem } from './types.ts';
import { type Arrival, arrivalsOfShift } from './workload.ts';

/**
 * Find what happens next on the floor by itself: shift boundaries, seeded work, and what simulated operators do at
 * desks nobody sits at.
 *
 * A function of the state alone, so that the same journal comes out whatever the size of the steps in which time
 * passes. A human action can only add events at or after the state's instant, never before.
 *
 * @returns the earliest, and of several at one instant always the same one; there is always a next one
 */
export function nextAutomaticEvent(state: FloorState, arrivals: ArrivalSchedule): PendingEvent {
  let earliest: PendingEvent = system(state.shift.end, {
    type: 'ShiftStarted',
    shift: followingShift(state),
  });
  const consider = (candidate: PendingEvent | null): void => {
    if (candidate && candidate.at < earliest.at) earliest = candidate;
  };
  consider(nextOpening(state));
  consider(nextArrival(state, arrivals));
  for (const desk of DESKS) {
    const handover = state.handovers[desk];
    if (handover) consider(nextHandoverStep(state, handover));
  }
  for (const item of Object.values(state.items)) consider(nextItemStep(state, item));
  return earliest.at < state.at ? { ...earliest, at: state.at } : earliest;
}

/** The seeded items of the shift under way; remembers the shift it was asked for last. */
export type ArrivalSchedule = (seed: string, shiftStart: UtcMs) => readonly Arrival[];

export function createArrivalSchedule(): ArrivalSchedule {
  let key = '';
  let known: readonly Arrival[] = [];
  return (seed, shiftStart) => {
    const wanted = `${seed}:${shiftStart}`;
    if (wanted !== key) {
      known = arrivalsOfShift(seed, shiftStart);
      key = wanted;
    }
    return known;
  };
}

function system(at: UtcMs, fact: FloorFact): PendingEvent {
  return { at, actor: 'system', fact };
}

function followingShift(state: FloorState) {
  return nextShift(state.shift, patternById(state.exercise.pattern));
}

/** Hand-overs open at the start of the overlap, one desk after the other, once the last one of that desk has closed. */
function nextOpening(state: FloorState): PendingEvent | null {
  const boundary = state.shift.end;
  const coming = followingShift(state);
  const opensAt = boundary - state.exercise.overlapMin * MS_PER_MINUTE;
  for (const desk of DESKS) {
    const from = state.tenures[desk].person;
    const to = rosteredPerson(coming.crew, desk);
    if (state.handovers[desk] || from === to) continue;
    return system(opensAt, {
      type: 'HandoverOpened',
      handover: `H-${desk}-${Math.floor(boundary / MS_PER_SECOND)
        .toString(36)
        .toUpperCase()}`,
      desk,
      from,
      to,
      boundary,
    });
  }
  return null;
}

/** Items arrive by the seeded schedule of their shift; those before the exercise began are left out. */
function nextArrival(state: FloorState, arrivals: ArrivalSchedule): PendingEvent | null {
  const arrival = arrivals(state.exercise.seed, state.shift.start).find(
    ({ at, item }) => at >= state.exercise.start && !hasArrived(state, at, item),
  );
  return arrival ? system(arrival.at, { type: 'ItemCreated', item: arrival.item }) : null;
}

function hasArrived(state: FloorState, at: UtcMs, item: WorkItem): boolean {
  const last = state.lastArrival;
  return last !== null && (at < last.at || (at === last.at && item.id <= last.item));
}

function isSimulated(state: FloorState, person: PersonId): boolean {
  return state.seats[person] === undefined;
}

/** Where in the overlap a simulated person does what; minutes before the boundary. */
const PREVIEW_MIN_BEFORE = 26;
const SIGN_OUT_MIN_BEFORE = 3;
const CHIEF_RELIEVES_AFTER_MS = 2 * MS_PER_MINUTE;
const BRIEF_MS = 60 * MS_PER_SECOND;
const ACKNOWLEDGE_MS = 20 * MS_PER_SECOND;
const RESPOND_MS = 15 * MS_PER_SECOND;

function nextHandoverStep(state: FloorState, handover: Handover): PendingEvent | null {
  if (handover.acceptedAt !== null) {
    return system(handover.acceptedAt + REVIEW_MS, { type: 'HandoverClosed', handover: handover.id });
  }
  const own = nextOutgoingStep(state, handover);
  const other = nextIncomingStep(state, handover);
  const alarm = nextAlarm(state, handover);
  return [own, other, alarm].reduce((a, b) => (a && (!b || a.at <= b.at) ? a : b), null);
}

function nextOutgoingStep(state: FloorState, handover: Handover): PendingEvent | null {
  if (!isSimulated(state, handover.from) || handover.previewedAt === null) return null;
  const untold = handover.items.find((entry) => entry.briefedAt === null);
  if (untold) {
    return {
      at: handover.lastActionAt + paced(state, handover, BRIEF_MS),
      actor: handover.from,
      fact: { type: 'ItemBriefed', handover: handover.id, item: untold.item },
    };
  }
  if (handover.signedOutAt !== null || signOutBlockers(handover).length > 0) return null;
  if (handover.items.some((entry) => entry.acknowledgedAt === null)) return null;
  return {
    at: atLeast(handover, handover.boundary - SIGN_OUT_MIN_BEFORE * MS_PER_MINUTE),
    actor: handover.from,
    fact: { type: 'HandoverSignedOut', handover: handover.id },
  };
}

function nextIncomingStep(state: FloorState, handover: Handover): PendingEvent | null {
  if (!isSimulated(state, handover.to)) return null;
  const by = (at: UtcMs, fact: FloorFact): PendingEvent => ({ at, actor: handover.to, fact });
  if (handover.previewedAt === null) {
    const at = handover.boundary - PREVIEW_MIN_BEFORE * MS_PER_MINUTE;
    return by(Math.max(at, handover.openedAt + RESPOND_MS), {
      type: 'HandoverPreviewed',
      handover: handover.id,
    });
  }
  const told = handover.items.find((entry) => entry.briefedAt !== null && entry.acknowledgedAt === null);
  if (told) {
    return by(handover.lastActionAt + paced(state, handover, ACKNOWLEDGE_MS), {
      type: 'HandoverItemAcknowledged',
      handover: handover.id,
      item: told.item,
    });
  }
  if (acceptanceBlockers(state, handover).length > 0) return null;
  const due = handover.boundary + (handover.desk === 'CCO' ? CHIEF_RELIEVES_AFTER_MS : 0);
  return by(atLeast(handover, due), {
    type: 'ResponsibilityTransferred',
    desk: handover.desk,
    from: handover.from,
    to: handover.to,
    via: handover.id,
  });
}

/** A boundary that passes is logged once; people are sent home when their duty limit comes. */
function nextAlarm(state: FloorState, handover: Handover): PendingEvent | null {
  if (!handover.isHeldOver) {
    return system(handover.boundary + HELD_OVER_AFTER_MS, {
      type: 'HandoverHeldOver',
      handover: handover.id,
    });
  }
  const attended = [handover.from, handover.to].find((person) => !isSimulated(state, person));
  return attended === undefined
    ? null
    : system(handover.boundary + HOLDOVER_LIMIT_MS, {
        type: 'OperatorLeft',
        person: attended,
        reason: 'duty limit reached while held over',
      });
}

/** At the duty limit there is no more waiting: what is left is told and acknowledged at once. */
function paced(state: FloorState, handover: Handover, delay: number): number {
  return state.at >= handover.boundary + HOLDOVER_LIMIT_MS ? 0 : delay;
}

function atLeast(handover: Handover, due: UtcMs): UtcMs {
  return Math.max(due, handover.lastActionAt + RESPOND_MS);
}

/** Simulated operators acknowledge within minutes and finish after the item's own effort. */
function nextItemStep(state: FloorState, item: WorkItem): PendingEvent | null {
  const holder = state.tenures[item.desk].person;
  if (!isSimulated(state, holder) || item.effortMs === null) return null;
  if (item.state === 'new') {
    const delay = Math.round((1 + 9 * createRandom(`${state.exercise.seed}:${item.id}`)()) * MS_PER_MINUTE);
    return { at: item.createdAt + delay, actor: holder, fact: { type: 'ItemAcknowledged', item: item.id } };
  }
  return {
    at: item.createdAt + item.effortMs,
    actor: holder,
    fact: { type: 'ItemResolved', item: item.id, outcome: 'done by the simulated desk' },
  };
}
