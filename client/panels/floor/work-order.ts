import type { Desk } from '../../../core/operations/types.ts';
import type { FloorView, ItemView } from '../../../core/operations/view.ts';
import { MS_PER_MINUTE, type UtcMs } from '../../../core/units.ts';

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

export const ITEM_FILTERS = ['all', 'mine', 'shift'] as const;
export type ItemFilter = (typeof ITEM_FILTERS)[number];

/** The items of each filter: all, those of a desk, and those due before the boundary. */
export function itemLists(
  { items, shift }: Pick<FloorView, 'items' | 'shift'>,
  mine: Desk | null,
): Readonly<Record<ItemFilter, readonly ItemView[]>> {
  return {
    all: items,
    mine: items.filter((item) => item.desk === mine),
    shift: items.filter((item) => dueAt(item) < shift.end),
  };
}

/** Ten minutes about a TCA, a lift-off: the chief does not change then. */
export const CRITICAL_MS = 10 * MS_PER_MINUTE;

export function isInCriticalPhase({ criticalAt }: Pick<ItemView, 'criticalAt'>, time: UtcMs): boolean {
  return criticalAt !== null && Math.abs(time - criticalAt) <= CRITICAL_MS;
}
