import type { UtcMs } from '../units.ts';
import { deskTitle, isMinimumManning } from './desks.ts';
import { personById, rosteredPerson } from './roster.ts';
import { nextShift, patternById } from './shift.ts';
import {
  DESKS,
  type Desk,
  type ExerciseConfiguration,
  type FloorState,
  type Handover,
  type LogEntry,
  type Nation,
  type PersonId,
  type Shift,
  type WorkItem,
} from './types.ts';

/** Every marking in the product begins so; nothing here can pass for a real one. */
export const MARKING = 'EXERCISE//NOTIONAL';

export interface PersonView {
  readonly id: PersonId;
  readonly rank: string;
  readonly name: string;
  readonly nation: Nation;
  /** The name of whoever sits in for this person, or null: simulated. */
  readonly attendedBy: string | null;
}

export interface DeskView {
  readonly desk: Desk;
  readonly title: string;
  readonly isMinimumManning: boolean;
  readonly holder: PersonView;
  readonly since: UtcMs;
  /** Who comes next by the roster. */
  readonly relief: PersonView;
  readonly openItems: number;
  readonly handover: Handover | null;
  /** The outgoing person of the handover, also after he was relieved. */
  readonly outgoing: PersonView | null;
}

/**
 * How the floor stands to the clock: on its mark and running; behind it, read-only; before it began;
 * or so far ahead that the time between is not simulated through.
 */
export type FloorMode = 'active' | 'review' | 'before-start' | 'too-far-ahead';

/** The floor as it is drawn, at one instant. */
export interface FloorView {
  readonly marking: string;
  readonly exercise: ExerciseConfiguration;
  readonly mode: FloorMode;
  /** The floor never goes back behind this instant. */
  readonly mark: UtcMs;
  readonly seq: number;
  readonly shift: Shift;
  readonly nextShift: Shift;
  /** The chief is desks[0]. */
  readonly desks: readonly DeskView[];
  /** Everybody somebody sits in for, off duty or not. */
  readonly attended: readonly PersonView[];
  readonly items: readonly WorkItem[];
  /** Newest first. */
  readonly log: readonly (LogEntry & { readonly authorName: string })[];
}

/** Project the state for the page: names instead of ids, worst items first. */
export function viewFloor(state: FloorState, { mode, mark }: { mode: FloorMode; mark: UtcMs }): FloorView {
  const following = nextShift(state.shift, patternById(state.exercise.pattern));
  const items = Object.values(state.items).sort(
    (a, b) => b.severity - a.severity || a.acknowledgeBy - b.acknowledgeBy || (a.id < b.id ? -1 : 1),
  );
  return {
    marking: MARKING,
    exercise: state.exercise,
    mode,
    mark,
    seq: state.seq,
    shift: state.shift,
    nextShift: following,
    desks: DESKS.map((desk) => viewDesk(state, desk)),
    attended: Object.keys(state.seats).map((id) => viewPerson(state, id)),
    items,
    log: state.log.toReversed().map((entry) => ({ ...entry, authorName: authorName(entry.author) })),
  };
}

function viewDesk(state: FloorState, desk: Desk): DeskView {
  const tenure = state.tenures[desk];
  const handover = state.handovers[desk] ?? null;
  return {
    desk,
    title: deskTitle(desk),
    isMinimumManning: isMinimumManning(desk),
    holder: viewPerson(state, tenure.person),
    since: tenure.from,
    relief: viewPerson(state, reliefOf(state, desk)),
    openItems: Object.values(state.items).filter((item) => item.desk === desk).length,
    handover,
    outgoing: handover && viewPerson(state, handover.from),
  };
}

/** Who relieves a desk: the other side of its handover while one is open, else the next shift's person by the roster. */
export function reliefOf(state: FloorState, desk: Desk): PersonId {
  const handover = state.handovers[desk];
  if (handover && handover.acceptedAt === null) return handover.to;
  const pattern = patternById(state.exercise.pattern);
  const coming = nextShift(state.shift, pattern);
  const relief = rosteredPerson(coming.crew, desk);
  // Relieved before the boundary: the next shift's person already holds the desk.
  return relief === state.tenures[desk].person
    ? rosteredPerson(nextShift(coming, pattern).crew, desk)
    : relief;
}

function viewPerson(state: FloorState, id: PersonId): PersonView {
  const { rank, name, nation } = personById(id);
  return { id, rank, name, nation, attendedBy: state.seats[id] ?? null };
}

function authorName(author: string): string {
  if (author === 'system') return 'System';
  const { rank, name } = personById(author);
  return `${rank} ${name}`;
}
