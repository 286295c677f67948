import type { WorkItem } from '../../../core/operations/types.ts';
import type { UtcMs } from '../../../core/units.ts';

/** The next deadline of an item: to be acknowledged, then to be resolved. */
export function dueAt(item: WorkItem): UtcMs {
  return item.state === 'new' ? item.acknowledgeBy : item.resolveBy;
}

export function isLate(item: WorkItem, time: UtcMs): boolean {
  return dueAt(item) < time;
}

/** Late first, then the more severe, then what is due sooner. Does not change its argument. */
export function orderItems(items: readonly WorkItem[], time: UtcMs): WorkItem[] {
  return items.toSorted(
    (a, b) =>
      Number(isLate(b, time)) - Number(isLate(a, time)) ||
      b.severity - a.severity ||
      dueAt(a) - dueAt(b) ||
      (a.id < b.id ? -1 : 1),
  );
}
