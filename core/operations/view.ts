import type { UtcMs } from '../units.ts';
import type { Blocker } from './handover.ts';
import type {
  Absence,
  Assignment,
  CatalogueScreening,
  ConjunctionCase,
  Desk,
  FactId,
  Handover,
  HandoverMode,
  LogEntry,
  Nation,
  Partner,
  PersonId,
  PersonKind,
  Qualification,
  Shift,
  StaffingAlert,
  WorkItem,
} from './types.ts';

/** Every marking in the product begins so; nothing here can pass for a real one. */
export const MARKING = 'EXERCISE//NOTIONAL';

export interface PersonView {
  readonly id: PersonId;
  readonly rank: string;
  readonly name: string;
  readonly nation: Nation;
  readonly kind: PersonKind;
  readonly crew: string | null;
  readonly desk: Desk | null;
  /** The name of whoever sits in for this person, or null: simulated. */
  readonly attendedBy: string | null;
  /** Sleepiness by the illustrative three-process model, 1–9; null where the model is off. */
  readonly kss: number | null;
  readonly qualifications: readonly Qualification[];
  readonly absence: Absence | null;
  /** When the duty under way began; null off duty. */
  readonly onDutySince: UtcMs | null;
  /** Rest of ten hours is over at this instant; null on duty or never on duty. */
  readonly restedAt: UtcMs | null;
}

export interface DeskView {
  readonly desk: Desk;
  readonly title: string;
  readonly isMinimumManning: boolean;
  readonly eligibleNations: readonly Nation[];
  readonly holder: PersonView;
  readonly since: UtcMs;
  /** The desk whose holder holds this one too; null when it has its own. */
  readonly combinedWith: Desk | null;
  /** Who comes next: the other side of an open handover, or by the roster. Null: nobody can. */
  readonly relief: PersonView | null;
  readonly reliefHow: Assignment['how'];
  readonly openItems: number;
  /** Effort at hand by the time to the end of the shift: below .6 green, to .85 amber, above red (notional bands). */
  readonly load: number;
  readonly trainee: PersonView | null;
  readonly handover: HandoverView | null;
  readonly lastScore: number | null;
}

export interface HandoverView extends Handover {
  readonly outgoing: PersonView;
  readonly incoming: PersonView;
  /** What stands between it and acceptance; empty: "I relieve you" can be said. */
  readonly blockers: readonly Blocker[];
  /** Every gate with how it stands, for the list beside the dialogue. */
  readonly gates: readonly Gate[];
  /** What the score would be if it were accepted and reviewed now. */
  readonly forecast: number;
  /** Facts of all its items that may be told, and minutes their telling takes (0.4 min each, notional). */
  readonly factsToTell: number;
  readonly briefMinNeeded: number;
}

export interface Gate {
  readonly id:
    | 'qualified'
    | 'rested'
    | 'desks'
    | 'previewed'
    | 'acknowledged'
    | 'read-back'
    | 'questions'
    | 'critical-phase'
    | 'ready'
    | 'signed';
  readonly state: 'met' | 'waiting' | 'blocking' | 'waived';
  readonly rule: string;
  readonly detail: string;
}

/** A work item as one viewer may see it. */
export interface ItemView extends Omit<
  WorkItem,
  'effortMs' | 'waitMs' | 'acknowledgeAfterMs' | 'conjunction'
> {
  /** Null where it is none, or is withheld. */
  readonly conjunction: ConjunctionCase | null;
  /** Marking of this item. */
  readonly marking: string;
  /** Facts not shown, and whether the summary itself is withheld. */
  readonly withheld: number;
  readonly isSummaryWithheld: boolean;
  readonly responsible: PersonId;
  /** Facts the desk's holder has lost. */
  readonly unknownToDesk: readonly FactId[];
}

export interface LogEntryView extends LogEntry {
  readonly authorName: string;
  /** Number of the entry that corrects this one. */
  readonly correctedBy: number | null;
}

/**
 * How the floor stands to the clock: on its mark and running; behind it, read-only; before it began;
 * so far ahead that the time between is not simulated through; or over.
 */
export type FloorMode = 'active' | 'review' | 'before-start' | 'too-far-ahead' | 'ended';

/** Where a shift is in its life. */
export type ShiftPhase = 'active' | 'preparation' | 'overlap' | 'held-over' | 'review' | 'staffing-alert';

/** Who looks: a nation, a partner by its id, everybody, or the trainer who sees all. */
export type ViewerKey = 'public' | 'trainer' | `nation:${Nation}` | `partner:${Nation}`;

/** The floor as it is drawn for one kind of viewer, at one instant. */
export interface FloorView {
  readonly marking: string;
  readonly viewer: ViewerKey;
  readonly exercise: ExerciseView;
  readonly mode: FloorMode;
  /** The floor never goes back behind this instant. */
  readonly mark: UtcMs;
  /** Instant of the state shown. */
  readonly at: UtcMs;
  readonly seq: number;
  readonly shift: Shift;
  readonly nextShift: Shift;
  readonly phase: ShiftPhase;
  readonly alerts: readonly StaffingAlert[];
  readonly isDegraded: boolean;
  /** The chief is desks[0]. */
  readonly desks: readonly DeskView[];
  /** Everybody somebody sits in for, off duty or not. */
  readonly attended: readonly PersonView[];
  readonly items: readonly ItemView[];
  /** Items, facts and log entries not shown to this viewer. */
  readonly withheld: { readonly items: number; readonly facts: number; readonly log: number };
  readonly partners: readonly Partner[];
  /** The whole screening of the catalogue; null where there is none. */
  readonly screening: {
    readonly last: { readonly at: UtcMs; readonly found: CatalogueScreening | null } | null;
    readonly nextAt: UtcMs | null;
    /** The floor waits for this one: it goes on when it is done. */
    readonly awaited: UtcMs | null;
  } | null;
  readonly sensorsDown: readonly { readonly sensor: string; readonly since: UtcMs; readonly note: string }[];
  readonly storm: { readonly since: UtcMs; readonly kp: number; readonly note: string } | null;
  /** Newest first. */
  readonly log: readonly LogEntryView[];
}

export interface ExerciseView {
  /** The store's name of it. */
  readonly id: string;
  readonly name: string;
  readonly seed: string;
  readonly start: UtcMs;
  readonly end: UtcMs | null;
  readonly pattern: string;
  readonly overlapMin: number;
  readonly handover: HandoverMode;
  readonly load: number;
  readonly procedure: 'rigid' | 'flexible';
  readonly scenario: string | null;
}
