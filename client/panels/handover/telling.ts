import type { HandoverItem } from '../../../core/operations/types.ts';
import type { FloorView, HandoverView, ItemView } from '../../../core/operations/view.ts';
import type { FactRow } from './facts.ts';
import type { Side } from './gates.ts';

/** What one item is about and how its telling stands. */
export interface Telling {
  readonly view: FloorView;
  readonly handover: HandoverView;
  readonly entry: HandoverItem;
  readonly item: ItemView;
  readonly rows: readonly FactRow[];
  /** Which of the two looks and may act now; null: only looks. */
  readonly side: Side | null;
}
