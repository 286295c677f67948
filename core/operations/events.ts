import type { UtcMs } from '../units.ts';
import type { Desk, ExerciseConfiguration, HandoverId, ItemId, PersonId, Shift, WorkItem } from './types.ts';

/**
 * Everything that can happen on the floor. An event says what happened, never what should: it is valid when it is
 * written, and applying it cannot fail.
 */
export type FloorFact =
  | {
      readonly type: 'ExerciseStarted';
      readonly exercise: ExerciseConfiguration;
      readonly shift: Shift;
      /** Who holds each desk to begin with. */
      readonly people: Readonly<Record<Desk, PersonId>>;
    }
  | { readonly type: 'ShiftStarted'; readonly shift: Shift }
  | { readonly type: 'OperatorJoined'; readonly person: PersonId; readonly name: string }
  | { readonly type: 'OperatorLeft'; readonly person: PersonId; readonly reason: string }
  | {
      readonly type: 'HandoverOpened';
      readonly handover: HandoverId;
      readonly desk: Desk;
      readonly from: PersonId;
      readonly to: PersonId;
      readonly boundary: UtcMs;
    }
  | { readonly type: 'HandoverPreviewed'; readonly handover: HandoverId }
  | { readonly type: 'ItemBriefed'; readonly handover: HandoverId; readonly item: ItemId }
  | { readonly type: 'HandoverItemAcknowledged'; readonly handover: HandoverId; readonly item: ItemId }
  | { readonly type: 'HandoverSignedOut'; readonly handover: HandoverId }
  | { readonly type: 'HandoverHeldOver'; readonly handover: HandoverId }
  | {
      /** The one atomic instant: the incoming person's signature and the change of tenure are this event. */
      readonly type: 'ResponsibilityTransferred';
      readonly desk: Desk;
      readonly from: PersonId;
      readonly to: PersonId;
      readonly via: HandoverId;
    }
  | { readonly type: 'HandoverClosed'; readonly handover: HandoverId }
  | { readonly type: 'ItemCreated'; readonly item: WorkItem }
  | { readonly type: 'ItemAcknowledged'; readonly item: ItemId }
  | { readonly type: 'ItemResolved'; readonly item: ItemId; readonly outcome: string }
  | { readonly type: 'LogEntryAdded'; readonly text: string; readonly desk: Desk | null };

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
