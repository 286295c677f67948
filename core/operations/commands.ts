import type {
  ConjunctionDecision,
  Desk,
  FactId,
  HandoverId,
  InjectAction,
  ItemId,
  ItemRules,
  Nation,
  PersonId,
  QualificationState,
  Severity,
} from './types.ts';

/** What a person at a desk may ask of the floor. Who asks is known from the session, never from the command. */
export type FloorCommand =
  | {
      readonly type: 'add-log-entry';
      readonly text: string;
      readonly release?: readonly Nation[] | undefined;
    }
  | { readonly type: 'correct-log-entry'; readonly entry: number; readonly text: string }
  | {
      readonly type: 'raise-item';
      readonly summary: string;
      readonly severity: Severity;
      readonly desk: Desk;
    }
  | { readonly type: 'acknowledge-item'; readonly item: ItemId }
  | { readonly type: 'start-item'; readonly item: ItemId }
  | { readonly type: 'wait-item'; readonly item: ItemId; readonly minutes: number }
  | { readonly type: 'escalate-item'; readonly item: ItemId }
  | { readonly type: 'resolve-item'; readonly item: ItemId; readonly outcome: string }
  | {
      readonly type: 'decide-conjunction';
      readonly item: ItemId;
      readonly decision: ConjunctionDecision;
      readonly reason: string;
    }
  | { readonly type: 'share-item'; readonly item: ItemId; readonly nations: readonly Nation[] }
  | { readonly type: 'review-line'; readonly handover: HandoverId; readonly line: string }
  | {
      readonly type: 'waive-line';
      readonly handover: HandoverId;
      readonly line: string;
      readonly reason: string;
    }
  | { readonly type: 'preview-handover'; readonly handover: HandoverId }
  | {
      readonly type: 'brief-item';
      readonly handover: HandoverId;
      readonly item: ItemId;
      /** Facts told; all that may be told where it is left out. */
      readonly facts?: readonly FactId[] | undefined;
    }
  | {
      readonly type: 'read-back';
      readonly handover: HandoverId;
      readonly item: ItemId;
      readonly values: Readonly<Record<FactId, string>>;
    }
  | {
      readonly type: 'acknowledge-handover-item';
      readonly handover: HandoverId;
      readonly item: ItemId;
      readonly synthesis: string;
    }
  | { readonly type: 'ask-question'; readonly handover: HandoverId; readonly text: string }
  | {
      readonly type: 'answer-question';
      readonly handover: HandoverId;
      readonly question: string;
      readonly answer: string;
    }
  | { readonly type: 'suspend-handover'; readonly handover: HandoverId; readonly reason: string }
  | { readonly type: 'resume-handover'; readonly handover: HandoverId }
  | { readonly type: 'refuse-handover'; readonly handover: HandoverId; readonly reason: string }
  | { readonly type: 'defer-handover'; readonly handover: HandoverId; readonly reason: string }
  | {
      readonly type: 'waive-desk';
      readonly handover: HandoverId;
      readonly desk: Desk;
      readonly reason: string;
    }
  | { readonly type: 'consent-critical-phase'; readonly handover: HandoverId }
  | { readonly type: 'say-ready'; readonly handover: HandoverId }
  | { readonly type: 'sign-out'; readonly handover: HandoverId }
  | { readonly type: 'relieve'; readonly handover: HandoverId }
  | { readonly type: 'finish-review'; readonly handover: HandoverId };

/** What only a trainer may ask: it changes the exercise itself. */
export type TrainerCommand =
  | { readonly type: 'inject'; readonly action: InjectAction }
  | {
      readonly type: 'set-override';
      readonly desk: Desk;
      readonly person: PersonId;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly type: 'change-qualification';
      readonly person: PersonId;
      readonly desk: Desk;
      readonly to: QualificationState;
      readonly by: PersonId;
      readonly rating?: 'Q1' | 'Q2' | 'Q3' | undefined;
    }
  | { readonly type: 'set-instruction'; readonly desk: Desk; readonly trainee: PersonId | null }
  /** What of the catalogue becomes work from now on. */
  | { readonly type: 'set-item-rules'; readonly rules: ItemRules }
  | { readonly type: 'end-exercise'; readonly reason: string };
