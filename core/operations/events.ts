import type { UtcMs } from '../units.ts';
import type {
  Absence,
  CatalogueScreening,
  CatalogueSurvey,
  ChecklistLine,
  ConjunctionDecision,
  ConjunctionTier,
  Desk,
  Duty,
  Escalation,
  ExerciseConfiguration,
  Fact,
  FactId,
  HandoverId,
  ItemId,
  ItemRules,
  Nation,
  Override,
  Partner,
  PersonId,
  Qualification,
  ReleaseSet,
  ScreeningPoint,
  Shift,
  StaffedShift,
  TenureVia,
  WorkItem,
} from './types.ts';

/**
 * Everything that can happen on the floor. An event says what happened, never what should: it is valid when it is
 * written, and applying it cannot fail.
 */
export type FloorFact =
  | {
      readonly type: 'ExerciseStarted';
      readonly exercise: ExerciseConfiguration;
      readonly staffed: StaffedShift;
      /** Who holds each desk to begin with. */
      readonly people: Readonly<Record<Desk, PersonId>>;
    }
  | { readonly type: 'ExerciseEnded'; readonly reason: string }
  // Shift and people.
  | { readonly type: 'ShiftStaffed'; readonly staffed: StaffedShift }
  | {
      readonly type: 'ShiftStarted';
      readonly shift: Shift;
      /** Qualifications that the shift before has restored. */
      readonly follows: readonly FloorFact[];
    }
  | { readonly type: 'ShiftClosed'; readonly shift: Shift; readonly openItems: readonly ItemId[] }
  | { readonly type: 'OperatorJoined'; readonly person: PersonId; readonly name: string }
  | { readonly type: 'OperatorLeft'; readonly person: PersonId; readonly reason: string }
  | { readonly type: 'PersonAbsent'; readonly absence: Absence }
  | { readonly type: 'PersonReturned'; readonly person: PersonId }
  | { readonly type: 'PersonFatigued'; readonly person: PersonId; readonly awakeSince: UtcMs }
  | {
      readonly type: 'PersonHeldOver';
      readonly desk: Desk;
      readonly person: PersonId;
      readonly reason: string;
    }
  | { readonly type: 'OverrideSet'; readonly override: Override }
  | {
      readonly type: 'QualificationChanged';
      readonly person: PersonId;
      readonly qualification: Qualification;
      readonly by: PersonId | 'system';
      readonly reason: string;
    }
  | { readonly type: 'InstructionSet'; readonly desk: Desk; readonly trainee: PersonId | null }
  | { readonly type: 'MilestoneReached'; readonly text: string }
  // Handover.
  | {
      readonly type: 'HandoverOpened';
      readonly handover: HandoverId;
      readonly desk: Desk;
      readonly from: PersonId;
      readonly to: PersonId;
      readonly boundary: UtcMs;
      readonly checklist: readonly ChecklistLine[];
    }
  | { readonly type: 'StatusLineReviewed'; readonly handover: HandoverId; readonly line: string }
  | {
      readonly type: 'StatusLineWaived';
      readonly handover: HandoverId;
      readonly line: string;
      readonly reason: string;
    }
  /** What a line says has changed while the handover is open: it wants to be read again. */
  | {
      readonly type: 'StatusLineChanged';
      readonly handover: HandoverId;
      readonly desk: Desk;
      readonly line: string;
      readonly status: string;
      readonly isAttentionWanted: boolean;
    }
  /** `isWhole`: every line still open is reviewed with it, as simulated operators do. */
  | { readonly type: 'HandoverPreviewed'; readonly handover: HandoverId; readonly isWhole: boolean }
  | {
      readonly type: 'ItemBriefed';
      readonly handover: HandoverId;
      readonly item: ItemId;
      readonly told: readonly FactId[];
      readonly tookMs: number;
    }
  | {
      readonly type: 'ItemReadBack';
      readonly handover: HandoverId;
      readonly item: ItemId;
      readonly same: readonly FactId[];
      readonly differs: readonly FactId[];
      readonly match: number;
    }
  | {
      readonly type: 'HandoverItemAcknowledged';
      readonly handover: HandoverId;
      readonly item: ItemId;
      readonly synthesis: string;
    }
  | {
      readonly type: 'QuestionAsked';
      readonly handover: HandoverId;
      readonly question: string;
      readonly text: string;
    }
  | {
      readonly type: 'QuestionAnswered';
      readonly handover: HandoverId;
      readonly question: string;
      readonly answer: string;
    }
  | { readonly type: 'HandoverSuspended'; readonly handover: HandoverId; readonly reason: string }
  | {
      readonly type: 'HandoverRefused';
      readonly handover: HandoverId;
      readonly rule: string;
      readonly reason: string;
    }
  | {
      readonly type: 'HandoverDeferred';
      readonly handover: HandoverId;
      readonly reason: string;
      readonly until: UtcMs | null;
    }
  | { readonly type: 'HandoverResumed'; readonly handover: HandoverId }
  | {
      readonly type: 'DeskWaived';
      readonly handover: HandoverId;
      readonly desk: Desk;
      readonly reason: string;
    }
  | { readonly type: 'CriticalPhaseConsented'; readonly handover: HandoverId; readonly person: PersonId }
  | { readonly type: 'HandoverReady'; readonly handover: HandoverId }
  | { readonly type: 'HandoverSignedOut'; readonly handover: HandoverId }
  | { readonly type: 'HandoverHeldOver'; readonly handover: HandoverId }
  | {
      /**
       * The one atomic instant: the incoming person's signature and the change of tenure are this event. `known` says
       * which facts of each open item the new holder has.
       */
      readonly type: 'ResponsibilityTransferred';
      readonly desk: Desk;
      readonly from: PersonId;
      readonly to: PersonId;
      readonly via: TenureVia;
      readonly known: Readonly<Record<ItemId, readonly FactId[]>>;
      readonly isDegraded: boolean;
      readonly duty: Duty;
    }
  | { readonly type: 'HandoverReviewed'; readonly handover: HandoverId }
  | { readonly type: 'HandoverClosed'; readonly handover: HandoverId; readonly score: number }
  | { readonly type: 'HandoverCancelled'; readonly handover: HandoverId; readonly reason: string }
  // Work.
  | { readonly type: 'ItemCreated'; readonly item: WorkItem }
  | { readonly type: 'ItemAcknowledged'; readonly item: ItemId }
  /** Work begins, or begins again; `until` is when a simulated operator will have done it, null for a person. */
  | {
      readonly type: 'ItemStarted';
      readonly item: ItemId;
      readonly desk: Desk;
      readonly until: UtcMs | null;
      readonly recovered: readonly FactId[];
    }
  | {
      readonly type: 'ItemWaiting';
      readonly item: ItemId;
      readonly nextActionAt: UtcMs;
      readonly followUpMs: number;
    }
  | {
      readonly type: 'ItemFactsAdded';
      readonly item: ItemId;
      readonly facts: readonly Fact[];
      readonly nextActionAt: UtcMs | null;
    }
  /** A screening has looked at an open conjunction again: a point more, new facts in place of those of the last. */
  | {
      readonly type: 'ConjunctionRescreened';
      readonly item: ItemId;
      readonly tier: ConjunctionTier;
      readonly point: ScreeningPoint;
      readonly facts: readonly Fact[];
    }
  | {
      readonly type: 'ConjunctionDecided';
      readonly item: ItemId;
      readonly decision: ConjunctionDecision;
      readonly reason: string;
      readonly facts: readonly Fact[];
    }
  | { readonly type: 'ItemDeadlineMissed'; readonly item: ItemId; readonly which: 'acknowledge' | 'resolve' }
  | { readonly type: 'ItemEscalated'; readonly item: ItemId; readonly to: Escalation }
  | { readonly type: 'ItemResolved'; readonly item: ItemId; readonly outcome: string }
  // Catalogue and environment.
  | {
      readonly type: 'CatalogueSurveyed';
      readonly survey: CatalogueSurvey;
      readonly follows: readonly FloorFact[];
    }
  /** The whole catalogue against itself; null where nobody was there: the floor was simulated through. */
  | {
      readonly type: 'CatalogueScreened';
      readonly screening: CatalogueScreening | null;
      readonly follows: readonly FloorFact[];
    }
  | {
      readonly type: 'SourceFailed';
      readonly source: string;
      readonly problem: string;
      readonly follows: readonly FloorFact[];
    }
  | { readonly type: 'ItemRulesSet'; readonly rules: ItemRules }
  | { readonly type: 'SensorDown'; readonly sensor: string; readonly note: string }
  | { readonly type: 'SensorUp'; readonly sensor: string; readonly note: string }
  | { readonly type: 'StormStarted'; readonly kp: number; readonly note: string }
  | { readonly type: 'StormEnded'; readonly note: string }
  | { readonly type: 'InjectFired'; readonly inject: string; readonly follows: readonly FloorFact[] }
  // Release and log.
  | { readonly type: 'PartnerJoined'; readonly partner: Partner }
  | { readonly type: 'PartnerLeft'; readonly partner: Nation; readonly reason: string }
  | {
      readonly type: 'ReleaseRequested';
      readonly partner: Nation;
      readonly item: ItemId;
      readonly field: string;
      readonly topic: string;
    }
  | {
      readonly type: 'ReleaseApproved';
      readonly partner: Nation;
      readonly item: ItemId;
      readonly field: string;
    }
  | {
      readonly type: 'ReleaseDenied';
      readonly partner: Nation;
      readonly item: ItemId;
      readonly field: string;
      readonly rule: string;
      readonly reason: string;
    }
  /** Somebody tried to tell nations what is not theirs. It was stopped; the attempt stays in the log. */
  | { readonly type: 'SpillStopped'; readonly item: ItemId; readonly nations: readonly Nation[] }
  | {
      readonly type: 'RequestRefused';
      readonly request: string;
      readonly rule: string;
      readonly reason: string;
    }
  | {
      readonly type: 'LogEntryAdded';
      readonly text: string;
      readonly desk: Desk | null;
      readonly release: ReleaseSet;
    }
  | {
      readonly type: 'LogEntryCorrected';
      readonly entry: number;
      readonly text: string;
      readonly release: ReleaseSet;
    };

export type FloorFactType = FloorFact['type'];

/** A fact with its place in the journal, its instant (whole milliseconds) and who did it: a person's id or 'system'. */
export interface FloorEvent {
  readonly seq: number;
  readonly at: UtcMs;
  readonly actor: PersonId | 'system';
  readonly fact: FloorFact;
}

/** A fact that is about to happen: the journal gives it its number. */
export type PendingEvent = Omit<FloorEvent, 'seq'>;
