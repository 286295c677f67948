import { MS_PER_HOUR, MS_PER_MINUTE, type UtcMs } from '../units.ts';
import { type Candidate, system } from './candidate.ts';
import type { FloorFact, PendingEvent } from './events.ts';
import type { Surroundings } from './surroundings.ts';
import { nextScreeningAt } from './conjunction-case.ts';
import { checklistOf } from './checklist.ts';
import { injectFacts } from './injects.ts';
import { knowledgeFromLog } from './knowledge.ts';
import { nextHandoverEvent } from './operators-handover.ts';
import { considerWork } from './operators-work.ts';
import {
  afterSupervisedShift,
  lapsesAt,
  qualificationAt,
  qualificationBlocker,
  RENEW_BEFORE_MS,
  stepQualification,
  SUPERVISED_MS,
} from './qualification.ts';
import { awaitedKey } from './reducer.ts';
import { nextShift, patternById } from './shift.ts';
import {
  coverFor,
  DUTY_LIMIT_MS,
  isAbsent,
  nextHolder,
  PREPARATION_MS,
  staffShift,
  successorOf,
} from './staffing.ts';
import type { FloorState } from './state.ts';
import { type Desk, DESKS, DIRECTOR, type Inject, type StaffedShift } from './types.ts';

/** Until when a state stays as it is by itself: what a tick asks again and again. */
const quietUntil = new WeakMap<FloorState, UtcMs>();

/**
 * Find what happens next on the floor by itself: staffing, boundaries, succession, seeded work, injects, and what
 * simulated operators do at desks nobody sits at.
 *
 * A function of the state (and of surroundings that depend on time alone), so that the same journal comes out whatever
 * the size of the steps in which time passes. A human action can only add events at or after the state's instant.
 *
 * @returns the earliest up to `until`, and of several at one instant always the same one; null when there is none, and once
 *   the exercise has ended. Its instant may have a fraction; it is in force from the next whole millisecond
 */
export function nextAutomaticEvent(
  state: FloorState,
  around: Surroundings,
  until: UtcMs,
): PendingEvent | null {
  if (state.endedAt !== null) return null;
  const queued = state.queue[0];
  if (queued) return system(state.at, queued);
  if ((quietUntil.get(state) ?? Number.NEGATIVE_INFINITY) > until) return null;
  const best = firstCandidate(state, around);
  if (!best) return null;
  const from = Math.ceil(Math.max(best.at, state.at));
  if (from > until) {
    quietUntil.set(state, from);
    return null;
  }
  const event = best.make();
  return event.at < state.at ? { ...event, at: state.at } : event;
}

/** In a fixed order: of several at one instant the first stands. */
function firstCandidate(state: FloorState, around: Surroundings): Candidate | null {
  let best: Candidate | null = null;
  const consider = (candidate: Candidate | null): void => {
    if (candidate && (best === null || candidate.at < best.at)) best = candidate;
  };
  const bound = (): UtcMs => best?.at ?? Number.POSITIVE_INFINITY;
  consider(nextEnd(state));
  consider(nextSuccession(state));
  for (const desk of DESKS) consider(nextCover(state, desk));
  consider(nextCancellation(state));
  consider(nextInject(state, around));
  consider(nextStaffing(state));
  consider(nextBoundary(state));
  consider(nextMilestone(state));
  for (const desk of DESKS) consider(nextOpening(state, desk));
  consider(nextHoldOver(state));
  consider(nextClosing(state));
  consider(nextArrival(state, around));
  consider(nextSurvey(state, around));
  consider(nextScreening(state, around));
  considerWork(state, consider);
  for (const desk of DESKS) {
    const handover = state.handovers[desk];
    if (handover && bound() > state.at) consider(nextHandoverEvent(state, handover, bound()));
  }
  return best;
}

function soon(state: FloorState, fact: () => FloorFact): Candidate {
  return { at: state.at, make: () => system(state.at, fact()) };
}

function nextEnd(state: FloorState): Candidate | null {
  const { end } = state.exercise;
  return end === null
    ? null
    : { at: end, make: () => system(end, { type: 'ExerciseEnded', reason: 'its time was over' }) };
}

/** A holder who cannot stay: absent, or at the limit of duty while nobody is taking over. */
function leavesAt(state: FloorState, desk: Desk): UtcMs | null {
  const { person } = state.tenures[desk];
  if (person === DIRECTOR) return null;
  if (isAbsent(state, person, state.at)) return state.at;
  const planned = state.absences.find((absence) => absence.person === person && absence.from > state.at);
  const duty = state.duties[person];
  const limit = duty && duty.to === null ? duty.from + DUTY_LIMIT_MS : null;
  if (planned && (limit === null || planned.from < limit)) return planned.from;
  return limit;
}

function nextSuccession(state: FloorState): Candidate | null {
  const at = leavesAt(state, 'CCO');
  if (at !== null) return { at, make: () => succession(state, Math.max(at, state.at)) };
  return null;
}

function succession(state: FloorState, at: UtcMs): PendingEvent {
  const person = successorOf(state, at);
  return system(at, {
    type: 'ResponsibilityTransferred',
    desk: 'CCO',
    from: state.tenures.CCO.person,
    to: person,
    via: 'SUCCESSION',
    known: knowledgeFromLog(state, 'CCO'),
    isDegraded: person === DIRECTOR,
    duty: state.duties[person] ?? { from: at, to: null },
  });
}

/** A desk whose holder is gone, or has become chief, is covered by another. */
function nextCover(state: FloorState, desk: Desk): Candidate | null {
  if (desk === 'CCO') return null;
  const { person } = state.tenures[desk];
  const isChief = person === state.tenures.CCO.person && person !== DIRECTOR;
  const at = isChief ? state.at : leavesAt(state, desk);
  if (at === null) return null;
  return {
    at,
    make: () => {
      const now = Math.max(at, state.at);
      const to = coverFor(state, desk, now);
      return system(now, {
        type: 'ResponsibilityTransferred',
        desk,
        from: person,
        to,
        via: 'COVER',
        known: knowledgeFromLog(state, desk),
        isDegraded: state.isDegraded,
        duty: state.duties[to] ?? { from: now, to: null },
      });
    },
  };
}

/** A handover between people of whom one is gone, or no longer the one who holds or relieves, is cancelled. */
function nextCancellation(state: FloorState): Candidate | null {
  for (const desk of DESKS) {
    const handover = state.handovers[desk];
    if (!handover || handover.acceptedAt !== null) continue;
    const wanted = nextHolder(state, desk);
    const reason =
      handover.from !== state.tenures[desk].person
        ? 'the desk has changed hands meanwhile'
        : wanted?.person !== handover.to
          ? 'another relief is named'
          : null;
    if (reason) {
      return soon(state, () => ({ type: 'HandoverCancelled', handover: handover.id, reason }));
    }
  }
  return null;
}

function nextInject(state: FloorState, around: Surroundings): Candidate | null {
  let first: { inject: Inject; at: UtcMs } | null = null;
  for (const inject of state.exercise.injects) {
    if (state.fired[inject.id] !== undefined) continue;
    const at = triggeredAt(state, inject);
    if (at !== null && (first === null || at < first.at)) first = { inject, at };
  }
  if (!first) return null;
  const { inject, at } = first;
  return {
    at,
    make: () => {
      const now = Math.max(at, state.at);
      const follows = injectFacts(state, inject.action, { at: now, around });
      return system(now, { type: 'InjectFired', inject: inject.id, follows });
    },
  };
}

function triggeredAt(state: FloorState, { trigger }: Inject): UtcMs | null {
  if ('at' in trigger) return trigger.at;
  const { event, desk, item } = trigger.after;
  const seen = state.seen[awaitedKey({ event, ...(desk && { desk }), ...(item && { item }) })];
  return seen === undefined ? null : seen + trigger.delayMs;
}

/** 45 minutes before a boundary qualifications are looked through and the coming shift is staffed; anew when anything changed. */
function nextStaffing(state: FloorState): Candidate | null {
  const stale = [state.staffed, state.coming].find(
    (staffed) => staffed !== null && staffed.revision !== state.rosterRevision,
  );
  if (stale) {
    return soon(state, () => ({ type: 'ShiftStaffed', staffed: restaffed(state, stale) }));
  }
  if (state.coming) return null;
  const at = state.shift.end - PREPARATION_MS;
  return {
    at,
    make: () => {
      const now = Math.max(at, state.at);
      const audited = nextAudit(state, now);
      if (audited) return system(now, audited);
      const shift = nextShift(state.shift, patternById(state.exercise.pattern));
      return system(now, { type: 'ShiftStaffed', staffed: staffShift(state, shift) });
    },
  };
}

/** Who holds a desk in the shift under way stays assigned to it unless somebody else is named. */
function restaffed(state: FloorState, staffed: StaffedShift): StaffedShift {
  return staffShift(state, staffed.shift);
}

/** The first qualification that has lapsed or whose evaluation is due again; null when all are in order. */
function nextAudit(state: FloorState, at: UtcMs): FloorFact | null {
  for (const person of Object.values(state.people)) {
    for (const held of person.qualifications) {
      const lapse = lapsesAt(held);
      if (lapse !== null && lapse <= at) {
        return {
          type: 'QualificationChanged',
          person: person.id,
          qualification: { ...held, state: 'lapsed', since: at },
          by: 'system',
          reason: 'Fewer than two shifts in sixty days (notional currency).',
        };
      }
      const isDue = held.expires !== null && held.expires - RENEW_BEFORE_MS <= at;
      if (held.state === 'certified' && isDue) {
        const renewed = stepQualification(person, { desk: held.desk, to: 'certified', by: DIRECTOR, at });
        return {
          type: 'QualificationChanged',
          person: person.id,
          qualification: { ...renewed, stood: held.stood },
          by: DIRECTOR,
          reason: 'Yearly evaluation passed, Q1 (simulated).',
        };
      }
    }
  }
  return null;
}

function nextBoundary(state: FloorState): Candidate {
  const at = state.shift.end;
  return {
    at,
    make: () =>
      system(at, {
        type: 'ShiftStarted',
        shift: state.coming?.shift ?? nextShift(state.shift, patternById(state.exercise.pattern)),
        follows: supervisedShiftsStood(state, at),
      }),
  };
}

/** One shift under instruction of somebody who is current restores who had lapsed. */
function supervisedShiftsStood(state: FloorState, at: UtcMs): FloorFact[] {
  return DESKS.flatMap((desk): FloorFact[] => {
    const instruction = state.instruction[desk];
    const trainee = instruction && state.people[instruction.trainee];
    if (!trainee || at - instruction.since < SUPERVISED_MS || isAbsent(state, trainee.id, at)) return [];
    const supervisor = state.people[state.tenures[desk].person];
    if (!supervisor || qualificationBlocker(state.exercise, { person: supervisor, desk, at })) return [];
    const restored = afterSupervisedShift(trainee, desk, { shiftStart: state.shift.start, at });
    if (!restored) return [];
    return [
      {
        type: 'QualificationChanged',
        person: trainee.id,
        qualification: restored,
        by: 'system',
        reason: `A shift stood at ${desk} under ${supervisor.rank} ${supervisor.name} (notional currency).`,
      },
    ];
  });
}

function nextMilestone(state: FloorState): Candidate | null {
  const { person, via } = state.tenures.CCO;
  const chief = state.people[person];
  if (state.hasForeignChiefMilestone || !chief || chief.nation === 'USA') return null;
  if (via === 'INITIAL' || qualificationBlocker(state.exercise, { person: chief, desk: 'CCO', at: state.at }))
    return null;
  return soon(state, () => ({
    type: 'MilestoneReached',
    text: `First Chief of Current Operations of another nation than the USA in this exercise: ${chief.rank} ${chief.name} (${chief.nation}), certified by ${state.people[qualificationAt(chief, 'CCO')?.certifiedBy ?? '']?.name ?? 'the Director'}.`,
  }));
}

/** Handovers open at the start of the overlap, or when the relief has rested, once the last one of that desk has closed. */
function nextOpening(state: FloorState, desk: Desk): Candidate | null {
  if (state.handovers[desk]) return null;
  const next = nextHolder(state, desk);
  if (!next) return null;
  const from = state.tenures[desk].person;
  return {
    at: next.opensAt,
    make: () =>
      system(Math.max(next.opensAt, state.at), {
        type: 'HandoverOpened',
        handover: `H-${desk}-${(Math.floor(next.boundary / 1000) * 1000 + state.seq).toString(36).toUpperCase()}`,
        desk,
        from,
        to: next.person,
        boundary: Math.max(next.boundary, from === DIRECTOR ? state.at : next.boundary),
        checklist: checklistOf(state, desk, next.boundary),
      }),
  };
}

/** After the boundary, a holder whom nobody can relieve is held over, and the log says why. */
function nextHoldOver(state: FloorState): Candidate | null {
  for (const desk of DESKS) {
    const { person, from } = state.tenures[desk];
    if (state.staffed.assignments[desk].person !== null || state.heldOver[desk] !== undefined) continue;
    if (from >= state.shift.start || person === DIRECTOR) continue;
    const alert = state.staffed.alerts.find((candidate) => candidate.desk === desk);
    return soon(state, () => ({
      type: 'PersonHeldOver',
      desk,
      person,
      reason: alert?.reason ?? 'nobody can relieve',
    }));
  }
  return null;
}

/** The shift before is closed when its last handover is. */
function nextClosing(state: FloorState): Candidate | null {
  const { closing } = state;
  if (!closing) return null;
  const isOpen = Object.values(state.handovers).some((handover) => handover.boundary <= closing.end);
  const isDue = DESKS.some((desk) => {
    const assigned = state.staffed.assignments[desk].person;
    return assigned !== null && assigned !== state.tenures[desk].person;
  });
  if ((isOpen || isDue) && state.at < closing.end + 7 * MS_PER_HOUR) return null;
  return soon(state, () => ({
    type: 'ShiftClosed',
    shift: closing,
    openItems: Object.keys(state.items).sort(),
  }));
}

/** Items arrive by the seeded schedule of their shift; those before the exercise began are left out. */
function nextArrival(state: FloorState, around: Surroundings): Candidate | null {
  const { seed, load, start } = state.exercise;
  if (load <= 0) return null;
  const last = state.lastArrival;
  const arrival = around
    .arrivals(seed, state.shift.start, load)
    .find(
      ({ at, item }) =>
        at >= start &&
        (last === null || at > last.at || (at === last.at && item.id > last.item)) &&
        at >= state.shift.start,
    );
  return arrival
    ? { at: arrival.at, make: () => system(arrival.at, { type: 'ItemCreated', item: arrival.item }) }
    : null;
}

/** The catalogue is looked through on a grid of simulation time, so that the same instants come at any rate. */
function nextSurvey(state: FloorState, around: Surroundings): Candidate | null {
  const { rules } = state.exercise;
  if (!rules.isOn) return null;
  const step = rules.surveyEveryMin * MS_PER_MINUTE;
  const last = state.survey?.at ?? state.exercise.start - 1;
  const at = (Math.floor(last / step) + 1) * step;
  return {
    at,
    make: () => {
      const found = around.survey(state, at);
      const none = { objects: 0, stale: 0, lost: 0, decayed: 0, medianAgeDays: 0, sources: 'no catalogue' };
      return system(at, {
        type: 'CatalogueSurveyed',
        survey: found?.survey ?? none,
        follows: found?.follows ?? [],
      });
    },
  };
}

function nextScreening(state: FloorState, around: Surroundings): Candidate | null {
  const at = nextScreeningAt(state);
  return at === null
    ? null
    : { at, make: () => system(at, { type: 'CatalogueScreened', ...around.screening(state, at) }) };
}
