import { MS_PER_DAY, MS_PER_HOUR, type UtcMs } from '../units.ts';
import { deskTitle, eligibleNations } from './desks.ts';
import type { Blocker } from './handover.ts';
import type { FloorState } from './state.ts';
import {
  type Desk,
  DIRECTOR,
  type ExerciseConfiguration,
  type Person,
  type PersonId,
  type Qualification,
  type QualificationState,
} from './types.ts';

/** Two shifts in sixty days keep a qualification current; an evaluation holds for a year. Notional. */
export const CURRENCY_MS = 60 * MS_PER_DAY;
export const EVALUATION_MS = 365 * MS_PER_DAY;
/** A recurring evaluation is taken this long before the last one ends. */
export const RENEW_BEFORE_MS = 30 * MS_PER_DAY;
/** A shift under instruction counts when this much of it was sat. Notional. */
export const SUPERVISED_MS = 6 * MS_PER_HOUR;
const ANALYST_DESKS: readonly Desk[] = ['OSA', 'OA1', 'OA2'];

const NEXT: Readonly<Record<QualificationState | 'none', readonly QualificationState[]>> = {
  none: ['iqt'],
  iqt: ['mqt', 'decertified'],
  mqt: ['eval', 'decertified'],
  eval: ['certified', 'restricted', 'mqt', 'decertified'],
  certified: ['restricted', 'lapsed', 'decertified', 'eval'],
  restricted: ['certified', 'lapsed', 'decertified'],
  lapsed: ['certified', 'eval', 'decertified'],
  decertified: ['iqt'],
};

export function qualificationAt(person: Person, desk: Desk): Qualification | undefined {
  return person.qualifications.find((held) => held.desk === desk);
}

/** When a qualification lapses by currency if no further shift is stood: sixty days after the older of the last two. */
export function lapsesAt({ state, stood }: Qualification): UtcMs | null {
  return state === 'certified' && stood.length > 0 ? stood[0]! + CURRENCY_MS : null;
}

/** Why somebody may not hold a desk, or null; presence and rest are another question (staffing.ts). */
export function qualificationBlocker(
  exercise: Pick<ExerciseConfiguration, 'eligibility'>,
  { person, desk, at }: { person: Person; desk: Desk; at: UtcMs },
): Blocker | null {
  if (person.kind === 'liaison') {
    return { rule: 'liaison', reason: `${person.name} is a liaison officer and sits at no desk` };
  }
  if (!eligibleNations(exercise, desk).includes(person.nation)) {
    return { rule: 'eligible-nation', reason: `${person.nation} may not hold ${desk} (notional rule)` };
  }
  const held = qualificationAt(person, desk);
  if (held?.state !== 'certified') {
    const why = held ? `: ${held.state}` : '';
    return { rule: 'uncertified', reason: `${person.name} is not certified for ${desk}${why}` };
  }
  if (held.expires !== null && at >= held.expires) {
    return { rule: 'evaluation-over', reason: `the evaluation of ${person.name} for ${desk} has run out` };
  }
  return null;
}

/**
 * Judge a step of the qualification pipeline: NONE → IQT → MQT → EVAL → CERTIFIED → restricted, lapsed, decertified.
 *
 * Only the Director and those certified as chief may certify, nobody himself. A chief must first be certified as duty
 * officer and at one analyst desk, and be of an eligible nation.
 */
export function judgeQualification(
  state: FloorState,
  wanted: { person: PersonId; desk: Desk; to: QualificationState; by: PersonId },
): Blocker | null {
  const person = Object.hasOwn(state.people, wanted.person) ? state.people[wanted.person] : undefined;
  if (!person) return { rule: 'roster', reason: `nobody on the roster is ${wanted.person}` };
  const { desk, to, by } = wanted;
  const from = qualificationAt(person, desk)?.state ?? 'none';
  if (!NEXT[from].includes(to)) {
    return {
      rule: 'qualification-order',
      reason: `${person.name} cannot go from ${from.toUpperCase()} to ${to.toUpperCase()} at ${desk}`,
    };
  }
  if (by === wanted.person) return { rule: 'certifier', reason: 'nobody certifies himself' };
  const certifier = Object.hasOwn(state.people, by) ? state.people[by] : undefined;
  if (!certifier) return { rule: 'certifier', reason: `nobody on the roster is ${by}` };
  if (by !== DIRECTOR && qualificationAt(certifier, 'CCO')?.state !== 'certified') {
    return { rule: 'certifier', reason: `${certifier.name} has no authority to certify` };
  }
  if (to !== 'certified' && to !== 'restricted') return null;
  if (!eligibleNations(state.exercise, desk).includes(person.nation)) {
    return { rule: 'eligible-nation', reason: `${person.nation} may not hold ${desk} (notional rule)` };
  }
  return desk === 'CCO' ? chiefPrerequisites(person) : null;
}

function chiefPrerequisites(person: Person): Blocker | null {
  const holds = (desk: Desk): boolean => qualificationAt(person, desk)?.state === 'certified';
  if (!holds('SDO')) {
    return { rule: 'prerequisite', reason: `${person.name} must first be certified as ${deskTitle('SDO')}` };
  }
  return ANALYST_DESKS.some(holds)
    ? null
    : { rule: 'prerequisite', reason: `${person.name} must first be certified at an analyst desk` };
}

/** The qualification after a step; certifying starts currency and the evaluation's year. */
export function stepQualification(
  person: Person,
  { desk, to, by, at }: { desk: Desk; to: QualificationState; by: PersonId; at: UtcMs },
): Qualification {
  const before = qualificationAt(person, desk);
  const isCertification = to === 'certified' || to === 'restricted';
  return {
    desk,
    state: to,
    since: at,
    expires: isCertification ? at + EVALUATION_MS : (before?.expires ?? null),
    certifiedBy: isCertification ? by : (before?.certifiedBy ?? null),
    stood: to === 'certified' ? [at, at] : (before?.stood ?? []),
  };
}

/**
 * Qualifications after a shift stood at a desk. A shift of the chief or of his deputy counts for both, and for the analyst desks they
 * supervise.
 */
export function afterShiftStood(person: Person, desk: Desk, shiftStart: UtcMs): readonly Qualification[] {
  const isLeading = desk === 'CCO' || desk === 'SDO';
  const counts: readonly Desk[] = isLeading ? ['CCO', 'SDO', ...ANALYST_DESKS] : [desk];
  return person.qualifications.map((held) =>
    counts.includes(held.desk) && held.stood.at(-1) !== shiftStart
      ? { ...held, stood: [held.stood.at(-1) ?? shiftStart, shiftStart] }
      : held,
  );
}

/** The qualification that a shift under instruction restores; null when it was not lapsed. The evaluation's year goes on. */
export function afterSupervisedShift(
  trainee: Person,
  desk: Desk,
  { shiftStart, at }: { shiftStart: UtcMs; at: UtcMs },
): Qualification | null {
  const held = qualificationAt(trainee, desk);
  return held?.state === 'lapsed'
    ? { ...held, state: 'certified', since: at, stood: [shiftStart, shiftStart] }
    : null;
}
