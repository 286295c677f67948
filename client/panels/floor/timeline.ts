import type { ItemHistory } from '../../../core/protocol/events.ts';
import type { UtcMs } from '../../../core/units.ts';

export type TimelineRow =
  | ({ readonly kind: 'step' } & ItemHistory['steps'][number])
  | ({ readonly kind: 'knowledge' } & ItemHistory['knowledge'][number]);

/** What happened to an item and what was known of it, in one order of time; what happened comes before what it changed. */
export function timelineOf(
  { steps, knowledge }: Pick<ItemHistory, 'steps' | 'knowledge'>,
  until: UtcMs | null,
): readonly TimelineRow[] {
  const rows: readonly TimelineRow[] = [
    ...steps.map((step) => ({ kind: 'step' as const, ...step })),
    ...knowledge.map((row) => ({ kind: 'knowledge' as const, ...row })),
  ];
  // The sort is stable: steps stay before knowledge of the same instant.
  return rows.filter(({ at }) => until === null || at <= until).toSorted((a, b) => a.at - b.at);
}
