import { nextScreeningAt } from './conjunction-case.ts';
import { MS_PER_HOUR, type UtcMs } from '../units.ts';
import { deskTitle, eligibleNations, isMinimumManning } from './desks.ts';
import {
  acceptanceBlockers,
  BRIEF_MS_PER_FACT,
  factsToTell,
  gatesOf,
  handoverScore,
  isLate,
} from './handover.ts';
import { lostFacts } from './knowledge.ts';
import {
  COALITION,
  isReleasedTo,
  markingOf,
  mayKnowOf,
  mayReadFact,
  mayReadItem,
  mayReadLog,
  type Viewer,
} from './release.ts';
import { kssOfPerson } from './rest.ts';
import { nextShift, patternById } from './shift.ts';
import { isAbsent, nextHolder, PREPARATION_MS, REST_MS, staffShift } from './staffing.ts';
import type { FloorState } from './state.ts';
import {
  type Assignment,
  type Desk,
  DESKS,
  DIRECTOR,
  type Handover,
  type LogEntry,
  type PersonId,
  type WorkItem,
} from './types.ts';
import type {
  DeskView,
  ExerciseView,
  FloorMode,
  FloorView,
  HandoverView,
  ItemView,
  LogEntryView,
  PersonView,
  ShiftPhase,
} from './view.ts';

export interface Looking {
  readonly viewer: Viewer;
  readonly mode: FloorMode;
  readonly mark: UtcMs;
  /** Instant of the clock, at or after the state's. */
  readonly at: UtcMs;
  /** The whole screening that the floor waits for; null while it waits for none. */
  readonly awaitedScreening?: UtcMs | null;
  /** The store's name of the exercise. */
  readonly exerciseId: string;
}

/**
 * Project the state for one kind of viewer: what is not his is left out and counted, whatever way it would go out by.
 * Every page, answer, export and sheet is made from this or from `viewLog`, nothing from the state itself.
 */
export function viewFloor(state: FloorState, looking: Looking): FloorView {
  const { viewer, mode, mark, at } = looking;
  const following = nextShift(state.shift, patternById(state.exercise.pattern));
  const planned = state.coming ?? staffShift(state, following);
  const known = Object.values(state.items).filter((item) => mayKnowOf(viewer, item, at));
  const items = known.map((item) => viewItem(state, item, looking)).sort(byUrgency);
  const { entries, withheld } = viewLog(state.log, state, looking);
  const isCoalition = viewer.isTrainer || (viewer.nation !== null && viewer.partner === null);
  return {
    marking: viewer.isTrainer ? markingOf(COALITION) : markingOf(viewer.nation ? [viewer.nation] : ['*']),
    viewer: viewer.key,
    exercise: viewExercise(state, looking.exerciseId),
    mode: state.endedAt !== null && mode === 'active' ? 'ended' : mode,
    mark,
    at,
    seq: state.seq,
    shift: state.shift,
    nextShift: following,
    phase: phaseOf(state, at),
    alerts: viewer.partner ? [] : [...state.staffed.alerts, ...planned.alerts],
    isDegraded: state.isDegraded,
    desks: DESKS.map((desk) => viewDesk(state, desk, { looking, planned: planned.assignments[desk] })),
    attended: viewer.partner ? [] : Object.keys(state.seats).map((id) => viewPerson(state, id, at)),
    items,
    withheld: {
      items: Object.keys(state.items).length - known.length,
      facts: items.reduce((sum, item) => sum + item.withheld, 0),
      log: withheld,
    },
    partners: isCoalition
      ? Object.values(state.partners)
      : Object.values(state.partners).filter(({ id }) => id === viewer.partner?.id),
    screening: viewer.partner ? null : viewScreening(state, looking),
    sensorsDown: isCoalition
      ? Object.entries(state.sensorsDown).map(([sensor, down]) => ({ sensor, ...down }))
      : [],
    storm: viewer.partner?.topics.includes('space-weather') === false ? null : state.storm,
    log: entries.toReversed(),
  };
}

function viewScreening(
  state: FloorState,
  { awaitedScreening = null, mode }: Looking,
): FloorView['screening'] {
  const nextAt = nextScreeningAt(state);
  if (nextAt === null && state.screening === null) return null;
  return { last: state.screening, nextAt, awaited: mode === 'active' ? awaitedScreening : null };
}

function byUrgency(a: ItemView, b: ItemView): number {
  return b.severity - a.severity || a.acknowledgeBy - b.acknowledgeBy || (a.id < b.id ? -1 : 1);
}

function viewExercise({ exercise }: FloorState, id: string): ExerciseView {
  const { name, seed, start, end, pattern, overlapMin, handover, load, procedure, scenario } = exercise;
  return { id, name, seed, start, end, pattern, overlapMin, handover, load, procedure, scenario };
}

function phaseOf(state: FloorState, at: UtcMs): ShiftPhase {
  const handovers = Object.values(state.handovers);
  if (handovers.some((handover) => isLate(handover, at)) || Object.keys(state.heldOver).length > 0)
    return 'held-over';
  if (state.coming && state.coming.alerts.length > 0) return 'staffing-alert';
  if (handovers.some(({ acceptedAt }) => acceptedAt === null)) return 'overlap';
  if (handovers.length > 0) return 'review';
  return at >= state.shift.end - PREPARATION_MS ? 'preparation' : 'active';
}

/** An item as a viewer may see it. */
export function viewItem(state: FloorState, item: WorkItem, { viewer, at }: Looking): ItemView {
  const isReadable = mayReadItem(viewer, item);
  const facts = item.facts.filter((fact) => mayReadFact(viewer, item, fact, at));
  const shown = new Set(facts.map(({ id }) => id));
  const visible = (ids: readonly string[]): string[] => ids.filter((id) => shown.has(id));
  const { effortMs: _effort, waitMs: _wait, acknowledgeAfterMs: _after, ...rest } = item;
  return {
    ...rest,
    type: isReadable ? item.type : 'WITHHELD',
    id: item.id,
    summary: isReadable ? item.summary : '[withheld]',
    objects: isReadable ? item.objects : [],
    criticalAt: isReadable ? item.criticalAt : null,
    conjunction: isReadable && !viewer.partner ? (item.conjunction ?? null) : null,
    actions: isReadable && !viewer.partner ? item.actions : [],
    contingency: isReadable && !viewer.partner ? item.contingency : '',
    facts,
    known: { desk: visible(item.known.desk), chief: visible(item.known.chief) },
    marking: markingOf(item.release),
    withheld: item.facts.length - facts.length,
    isSummaryWithheld: !isReadable,
    responsible: state.tenures[item.desk].person,
    unknownToDesk: visible(lostFacts(item).map(({ id }) => id)),
  };
}

/** Log entries a viewer may read, in their order, and how many he may not. */
export function viewLog(
  log: readonly LogEntry[],
  state: FloorState,
  { viewer, at }: Looking,
): { readonly entries: readonly LogEntryView[]; readonly withheld: number } {
  const corrections = new Map(
    log.flatMap(({ corrects, seq }) => (corrects === null ? [] : [[corrects, seq]])),
  );
  const readable = log.filter((entry) => mayReadLog(viewer, entry, at));
  return {
    entries: readable.map((entry) => ({
      ...entry,
      authorName: authorName(state, entry.author),
      correctedBy: corrections.get(entry.seq) ?? null,
    })),
    withheld: log.length - readable.length,
  };
}

function authorName(state: FloorState, author: string): string {
  const person = state.people[author];
  return person ? `${person.rank} ${person.name}` : 'System';
}

function viewDesk(
  state: FloorState,
  desk: Desk,
  { looking, planned }: { looking: Looking; planned: Assignment },
): DeskView {
  const { at, viewer } = looking;
  const seen = (id: PersonId): PersonView => viewPerson(state, id, at, viewer);
  const tenure = state.tenures[desk];
  const handover = state.handovers[desk];
  const others = DESKS.filter((other) => other !== desk && state.tenures[other].person === tenure.person);
  const own = state.people[tenure.person]?.desk;
  const open = Object.values(state.items).filter((item) => item.desk === desk);
  const relief = reliefOf(state, desk, planned);
  const trainee = state.instruction[desk]?.trainee;
  return {
    desk,
    title: deskTitle(desk),
    isMinimumManning: isMinimumManning(desk),
    eligibleNations: eligibleNations(state.exercise, desk),
    holder: seen(tenure.person),
    since: tenure.from,
    combinedWith: own !== desk && others.length > 0 ? (others.find((other) => other === own) ?? null) : null,
    relief: relief.person === null ? null : seen(relief.person),
    reliefHow: relief.how,
    openItems: open.length,
    load: loadOf(state, open, at),
    trainee: trainee === undefined ? null : seen(trainee),
    handover: handover && !viewer.partner ? viewHandover(state, handover, looking) : null,
    lastScore: state.lastScores[desk] ?? null,
  };
}

/** Effort at hand by the time left of the shift, at least an hour. */
export function loadOf(state: FloorState, open: readonly WorkItem[], at: UtcMs): number {
  const effort = open.reduce((sum, item) => {
    const work = state.work[item.desk];
    return sum + (work?.item === item.id ? Math.max(0, work.until - at) : item.effortMs);
  }, 0);
  return Math.round((100 * effort) / Math.max(MS_PER_HOUR, state.shift.end - at)) / 100;
}

function viewHandover(state: FloorState, handover: Handover, { viewer, at }: Looking): HandoverView {
  const facts = handover.items.reduce((sum, entry) => {
    const item = state.items[entry.item];
    return sum + (item ? factsToTell(state, handover, item).length : 0);
  }, 0);
  const isCoalition = viewer.isTrainer || COALITION.some((nation) => nation === viewer.nation);
  const readable = (entry: Handover['items'][number]): boolean => {
    const item = state.items[entry.item];
    return item === undefined || (mayKnowOf(viewer, item, at) && mayReadItem(viewer, item));
  };
  return {
    ...handover,
    checklist: isCoalition
      ? handover.checklist
      : handover.checklist.map((line) => ({ ...line, status: '[withheld]', isAttentionWanted: false })),
    items: handover.items
      .filter((entry) => {
        const item = state.items[entry.item];
        return item === undefined || mayKnowOf(viewer, item, at);
      })
      .map((entry) => (readable(entry) ? entry : { ...entry, synthesis: '' })),
    questions: isCoalition ? handover.questions : [],
    pause: handover.pause && !isCoalition ? { ...handover.pause, reason: '[withheld]' } : handover.pause,
    outgoing: viewPerson(state, handover.from, at),
    incoming: viewPerson(state, handover.to, at),
    blockers: handover.acceptedAt === null ? acceptanceBlockers(state, handover, at) : [],
    gates: gatesOf(state, handover, at),
    forecast: Math.round(10 * handoverScore(state, handover, at)) / 10,
    factsToTell: facts,
    briefMinNeeded: Math.round((10 * facts * BRIEF_MS_PER_FACT) / 60_000) / 10,
  };
}

/** Somebody of the roster; a partner gets rank, name, nation and desk alone. */
export function viewPerson(
  state: FloorState,
  id: PersonId,
  at: UtcMs,
  { partner }: Pick<Viewer, 'partner'> = { partner: null },
): PersonView {
  const person = state.people[id];
  if (!person) throw new RangeError(`nobody on the roster is ${id}`);
  const { rank, name, nation, kind, crew, desk } = person;
  if (partner) return { id, rank, name, nation, kind, crew, desk, ...NOTHING_OF_PERSON };
  const duty = state.duties[id];
  return {
    id,
    rank,
    name,
    nation,
    kind,
    crew,
    desk,
    attendedBy: state.seats[id] ?? null,
    kss:
      state.exercise.isFatigueOn && id !== DIRECTOR ? Math.round(10 * kssOfPerson(state, id, at)) / 10 : null,
    qualifications: person.qualifications,
    absence: isAbsent(state, id, at)
      ? (state.absences.findLast(({ person: who }) => who === id) ?? null)
      : null,
    onDutySince: duty?.to === null ? duty.from : null,
    restedAt: duty && duty.to !== null ? duty.to + REST_MS : null,
  };
}

const NOTHING_OF_PERSON = {
  attendedBy: null,
  kss: null,
  qualifications: [],
  absence: null,
  onDutySince: null,
  restedAt: null,
} as const;

/** Everybody of the roster, as a viewer may see them: names and qualifications are invented and released to all but partners. */
export function viewPeople(state: FloorState, at: UtcMs, viewer: Viewer): readonly PersonView[] {
  return Object.keys(state.people).map((id) => viewPerson(state, id, at, viewer));
}

/** Who relieves a desk: the other side of its handover while one is open, else whoever is assigned next, else by the roster. */
export function reliefOf(
  state: FloorState,
  desk: Desk,
  planned: Assignment = nextAssignment(state, desk),
): { readonly person: PersonId | null; readonly how: Assignment['how'] } {
  const handover = state.handovers[desk];
  if (handover && handover.acceptedAt === null) return { person: handover.to, how: planned.how };
  const next = nextHolder(state, desk);
  if (next) {
    const how = state.staffed.assignments[desk].person === next.person ? state.staffed : state.coming;
    return { person: next.person, how: how?.assignments[desk].how ?? planned.how };
  }
  // Relieved before the boundary: the next shift's person already holds the desk.
  if (planned.person !== state.tenures[desk].person) return { person: planned.person, how: planned.how };
  const pattern = patternById(state.exercise.pattern);
  const after = staffShift(state, nextShift(nextShift(state.shift, pattern), pattern)).assignments[desk];
  return { person: after.person, how: after.how };
}

function nextAssignment(state: FloorState, desk: Desk): Assignment {
  const coming =
    state.coming ?? staffShift(state, nextShift(state.shift, patternById(state.exercise.pattern)));
  return coming.assignments[desk];
}

/** Whether a person of a nation may see an entry at all; used where there is no state. */
export function isEntryReleasedTo(entry: LogEntry, nation: string | null): boolean {
  return isReleasedTo(entry.release, nation);
}
