import type { FloorView, ItemView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { reviewAt, seat } from '../../view-state.ts';
import { answersFor } from '../desk-of-seat.ts';

/** Why nothing can be done on this floor now; null when it can. */
export function whyReadOnly(view: Pick<FloorView, 'mode'>): string | null {
  if (reviewAt.value !== null) return text.lookBack.notNow;
  return view.mode === 'active' ? null : text.floor.readOnly;
}

/** Why this seat cannot act on an item now; null when it can. */
export function whyNotOn(item: Pick<ItemView, 'desk'>, view: FloorView): string | null {
  const readOnly = whyReadOnly(view);
  if (readOnly !== null) return readOnly;
  if (seat.value === null) return text.floor.needsSeat;
  return answersFor(view, seat.value, item.desk) ? null : text.floor.notYours(item.desk);
}
