import type { ItemView } from '../../../core/operations/view.ts';
import type { UtcMs } from '../../../core/units.ts';

/** What of an item is looked at to order it and to say when it is due. */
type Dated = Pick<ItemView, 'id' | 'state' | 'severity' | 'acknowledgeBy' | 'resolveBy' | 'nextActionAt'>;

/** The next deadline of an item: to be acknowledged, then the next action while it waits, then to be resolved. */
export function dueAt(item: Dated): UtcMs {
  if (item.state === 'new') return item.acknowledgeBy;
  return item.state === 'waiting' ? (item.nextActionAt ?? item.resolveBy) : item.resolveBy;
}

export function isLate(item: Dated, time: UtcMs): boolean {
  return dueAt(item) < time;
}

/** Late first, then the more severe, then what is due sooner. Does not change its argument. */
export function orderItems<T extends Dated>(items: readonly T[], time: UtcMs): T[] {
  return items.toSorted(
    (a, b) =>
      Number(isLate(b, time)) - Number(isLate(a, time)) ||
      b.severity - a.severity ||
      dueAt(a) - dueAt(b) ||
      (a.id < b.id ? -1 : 1),
  );
}
