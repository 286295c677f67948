import { signal } from '@preact/signals';
import type { FactId, HandoverId, ItemId } from '../../../core/operations/types.ts';

/** What is being told, heard and said of one item of a handover, before it is sent. */
export interface ItemDraft {
  /** Facts ticked as told, and not sent yet. */
  readonly told: readonly FactId[];
  /** What was typed for a fact, as heard. */
  readonly heard: Readonly<Record<FactId, string>>;
  /** The incoming person's own words. */
  readonly words: string;
}

const NOTHING: ItemDraft = { told: [], heard: {}, words: '' };

/** Drafts outlive a look at another item, desk or screen: nothing that was typed is lost. */
const drafts = signal<Readonly<Record<string, ItemDraft>>>({});

function keyOf(handover: HandoverId, item: ItemId): string {
  return `${handover} ${item}`;
}

export function draftOf(handover: HandoverId, item: ItemId): ItemDraft {
  return drafts.value[keyOf(handover, item)] ?? NOTHING;
}

export function changeDraft(handover: HandoverId, item: ItemId, change: Partial<ItemDraft>): void {
  const key = keyOf(handover, item);
  drafts.value = { ...drafts.peek(), [key]: { ...(drafts.peek()[key] ?? NOTHING), ...change } };
}
