import { MS_PER_HOUR, MS_PER_MINUTE, type UtcMs } from '../units.ts';
import { coveringDesks, eligibleNations, forEachDesk, isMinimumManning, mayBeCombined } from './desks.ts';
import type { Blocker } from './handover.ts';
import { qualificationBlocker } from './qualification.ts';
import type { FloorState } from './state.ts';
import {
  type Assignment,
  type Desk,
  DESKS,
  DIRECTOR,
  type Person,
  type PersonId,
  type Shift,
  type StaffedShift,
  type StaffingAlert,
} from './types.ts';

/** Rest between two duties, and the longest duty with everything: defaults after STCW, notional. */
export const REST_MS = 10 * MS_PER_HOUR;
export const DUTY_LIMIT_MS = 16 * MS_PER_HOUR;
/** The coming shift is staffed this long before it begins. */
export const PREPARATION_MS = 45 * MS_PER_MINUTE;

type RosterState = Pick<
  FloorState,
  'exercise' | 'people' | 'absences' | 'overrides' | 'duties' | 'tenures' | 'rosterRevision'
>;

interface Candidate {
  readonly person: Person;
  readonly how: Assignment['how'];
}

/**
 * Say who is to hold each desk in a shift: override, else the rotation, else a reserve, for the chief else his deputy,
 * else a covering desk where the desk may be combined, else nobody (the one who holds it is held over).
 *
 * Only people who are present, rested, qualified, of an eligible nation and at no other desk of the shift are named; one
 * who is so only later in the shift is named with that instant when nobody else is there.
 */
export function staffShift(state: RosterState, shift: Shift): StaffedShift {
  const assignments: Partial<Record<Desk, Assignment>> = {};
  const alerts: StaffingAlert[] = [];
  const used = new Set<PersonId>();
  for (const desk of DESKS) {
    const { assignment, blocker } = assignDesk(state, { desk, shift, used });
    if (assignment) {
      assignments[desk] = assignment;
      used.add(assignment.person!);
    } else if (isMinimumManning(desk) && !mayBeCombined(desk)) {
      alerts.push({
        desk,
        ...(blocker ?? { rule: 'roster', reason: `nobody is on the roster for ${desk}` }),
      });
    }
  }
  const whole = forEachDesk(
    (desk) => assignments[desk] ?? combined(state, desk, { assignments, shift }) ?? NOBODY(shift),
  );
  return { shift, assignments: whole, alerts, revision: state.rosterRevision };
}

const NOBODY = (shift: Shift): Assignment => ({ person: null, how: 'nobody', from: shift.start });

function assignDesk(
  state: RosterState,
  { desk, shift, used }: { desk: Desk; shift: Shift; used: ReadonlySet<PersonId> },
): { assignment: Assignment | null; blocker: Blocker | null } {
  const onTime = shift.start - state.exercise.overlapMin * MS_PER_MINUTE;
  let late: Assignment | null = null;
  let blocker: Blocker | null = null;
  for (const { person, how } of candidates(state, desk, shift)) {
    if (used.has(person.id)) continue;
    const refusal = qualificationBlocker(state.exercise, { person, desk, at: shift.start });
    const from = refusal ? null : availableFrom(state, person.id, shift);
    if (from === null) {
      blocker ??= refusal ?? { rule: 'presence', reason: `${person.name} is absent or not rested` };
      continue;
    }
    if (from <= onTime) return { assignment: { person: person.id, how, from }, blocker: null };
    if (!late || from < late.from) late = { person: person.id, how, from };
  }
  return { assignment: late, blocker };
}

function candidates(state: RosterState, desk: Desk, shift: Shift): Candidate[] {
  const named = state.overrides.findLast(
    (override) => override.desk === desk && override.from <= shift.start && shift.start < override.to,
  );
  const found: Candidate[] = [];
  const add = (person: Person | undefined, how: Assignment['how']): void => {
    if (person) found.push({ person, how });
  };
  if (named) add(state.people[named.person], 'override');
  const people = Object.values(state.people);
  add(
    people.find((person) => person.crew === shift.crew && person.desk === desk),
    'roster',
  );
  for (const person of people) {
    if (person.crew === null && person.id !== DIRECTOR && (person.desk ?? desk) === desk)
      add(person, 'reserve');
  }
  if (desk === 'CCO') {
    add(
      people.find((person) => person.crew === shift.crew && person.desk === 'SDO'),
      'deputy',
    );
  }
  return found;
}

/** Desks without a person of their own go to whoever holds a covering desk and is of an eligible nation; never the chief. */
function combined(
  state: RosterState,
  desk: Desk,
  { assignments, shift }: { assignments: Partial<Record<Desk, Assignment>>; shift: Shift },
): Assignment | null {
  if (!mayBeCombined(desk)) return null;
  const others = DESKS.filter((other) => other !== 'CCO' && other !== desk);
  for (const other of [...coveringDesks(desk), ...others]) {
    const cover = assignments[other];
    if (!cover?.person) continue;
    const nation = state.people[cover.person]?.nation ?? '';
    if (eligibleNations(state.exercise, desk).includes(nation)) return { ...cover, how: 'combined' };
  }
  const [any] = others.flatMap((other) => assignments[other] ?? []);
  return any ? { ...any, how: 'combined', from: Math.max(any.from, shift.start) } : null;
}

/**
 * From when somebody can be there for a shift: present and rested by the beginning of the overlap, or later in it.
 *
 * @returns null when not at all in this shift
 */
export function availableFrom(
  state: Pick<FloorState, 'absences' | 'duties' | 'exercise'>,
  id: PersonId,
  shift: Shift,
): UtcMs | null {
  let from = shift.start - state.exercise.overlapMin * MS_PER_MINUTE;
  const duty = state.duties[id];
  // A duty that began in the overlap of this very shift, or in it, is this shift's own.
  const isOfThisShift = duty !== undefined && duty.from >= shift.start - 2 * MS_PER_HOUR;
  if (duty && !isOfThisShift) {
    if (duty.to === null) return null;
    from = Math.max(from, duty.to + REST_MS);
  }
  for (const absence of state.absences) {
    if (absence.person !== id || absence.from >= shift.end) continue;
    if (absence.to === null) return null;
    if (absence.to <= from) continue;
    if (absence.from > from) return null;
    from = absence.to;
  }
  return from < shift.end ? from : null;
}

/** Whether somebody is there and has not reached the limit of duty. */
export function isFitForDuty(
  state: Pick<FloorState, 'absences' | 'duties'>,
  id: PersonId,
  at: UtcMs,
): boolean {
  if (isAbsent(state, id, at)) return false;
  const duty = state.duties[id];
  return duty?.to === null && at < duty.from + DUTY_LIMIT_MS;
}

export function isAbsent(state: Pick<FloorState, 'absences'>, id: PersonId, at: UtcMs): boolean {
  return state.absences.some(
    ({ person, from, to }) => person === id && from <= at && (to === null || at < to),
  );
}

/** Why somebody may not sit at a desk under instruction of its holder, or null. */
export function instructionBlocker(
  state: FloorState,
  { trainee, desk, at }: { trainee: PersonId; desk: Desk; at: UtcMs },
): Blocker | null {
  const person = Object.hasOwn(state.people, trainee) ? state.people[trainee] : undefined;
  if (!person || trainee === DIRECTOR)
    return { rule: 'roster', reason: `nobody on the roster is ${trainee}` };
  const { name } = person;
  const seated = `${name} sits at no desk`;
  if (person.kind === 'liaison') return { rule: 'liaison', reason: `${seated}: a liaison officer` };
  if (isAbsent(state, trainee, at)) return { rule: 'presence', reason: `${name} is absent` };
  const duty = state.duties[trainee];
  if (duty?.to && at < duty.to + REST_MS)
    return { rule: 'INV-5', reason: `${name} has not rested for ten hours` };
  const held = DESKS.find((other) => state.tenures[other].person === trainee);
  if (held) return { rule: 'INV-5', reason: `${name} holds ${held} and is under instruction at no desk` };
  if (!eligibleNations(state.exercise, desk).includes(person.nation))
    return { rule: 'eligible-nation', reason: `${person.nation} may not hold ${desk} (notional rule)` };
  const supervisor = state.people[state.tenures[desk].person];
  const lacking = supervisor && qualificationBlocker(state.exercise, { person: supervisor, desk, at });
  return lacking ? { rule: 'supervisor', reason: `nobody instructs at ${desk}: ${lacking.reason}` } : null;
}

/** Who takes the chief's desk when he cannot hold it any longer: somebody on the floor certified for it, else the Director. */
export function successorOf(state: FloorState, at: UtcMs): PersonId {
  const leaving = state.tenures.CCO.person;
  for (const desk of DESKS) {
    const { person } = state.tenures[desk];
    if (person === leaving || person === DIRECTOR || !isFitForDuty(state, person, at)) continue;
    const deputy = { person: state.people[person]!, desk: 'CCO', at } as const;
    if (qualificationBlocker(state.exercise, deputy) === null) return person;
  }
  return DIRECTOR;
}

/** Who covers a desk whose holder is gone: the covering desks in order, else anybody on the floor but the chief. */
export function coverFor(state: FloorState, desk: Desk, at: UtcMs): PersonId {
  const gone = state.tenures[desk].person;
  const chief = state.tenures.CCO.person;
  const isFree = (person: PersonId): boolean =>
    person !== gone && person !== chief && person !== DIRECTOR && isFitForDuty(state, person, at);
  const order = [...coveringDesks(desk), ...DESKS];
  const isEligible = (person: PersonId): boolean =>
    eligibleNations(state.exercise, desk).includes(state.people[person]?.nation ?? '');
  const people = order.map((other) => state.tenures[other].person).filter(isFree);
  return people.find(isEligible) ?? people[0] ?? DIRECTOR;
}

/** Who is to hold a desk next, from when the handover may open, and at which boundary; null while nobody is due. */
export function nextHolder(
  state: FloorState,
  desk: Desk,
): { readonly person: PersonId; readonly opensAt: UtcMs; readonly boundary: UtcMs } | null {
  const holder = state.tenures[desk].person;
  // Relieved before the boundary: nobody is due until the next one.
  if (state.coming?.assignments[desk].person === holder) return null;
  for (const staffed of [state.staffed, state.coming]) {
    const assignment = staffed?.assignments[desk];
    if (!staffed || !assignment?.person || assignment.person === holder) continue;
    const boundary = staffed.shift.start;
    const opensAt = Math.max(boundary - state.exercise.overlapMin * MS_PER_MINUTE, assignment.from);
    return { person: assignment.person, opensAt, boundary };
  }
  return null;
}
