import type { Desk, HandoverId, ItemId, Severity } from './types.ts';

/** What a person at a desk may ask of the floor. Who asks is known from the session, never from the command. */
export type FloorCommand =
  | { readonly type: 'add-log-entry'; readonly text: string }
  | {
      readonly type: 'raise-item';
      readonly summary: string;
      readonly severity: Severity;
      readonly desk: Desk;
    }
  | { readonly type: 'acknowledge-item'; readonly item: ItemId }
  | { readonly type: 'resolve-item'; readonly item: ItemId; readonly outcome: string }
  | { readonly type: 'preview-handover'; readonly handover: HandoverId }
  | { readonly type: 'brief-item'; readonly handover: HandoverId; readonly item: ItemId }
  | { readonly type: 'acknowledge-handover-item'; readonly handover: HandoverId; readonly item: ItemId }
  | { readonly type: 'sign-out'; readonly handover: HandoverId }
  | { readonly type: 'relieve'; readonly handover: HandoverId };
