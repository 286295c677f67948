import { shiftAt, SHIFT_MS, SHIFT_PATTERNS } from '../../../core/operations/shift.ts';
import type { ItemId, ShiftName } from '../../../core/operations/types.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, type UtcMs } from '../../../core/units.ts';
import { CRITICAL_MS } from '../floor/work-order.ts';

/** What the strip can show at once. */
export const STRIP_SPANS = { '3h': 3 * MS_PER_HOUR, '18h': 18 * MS_PER_HOUR, '3d': 3 * MS_PER_DAY } as const;
export type StripSpan = keyof typeof STRIP_SPANS;

const TICK: Readonly<Record<StripSpan, number>> = {
  '3h': 30 * MS_PER_MINUTE,
  '18h': MS_PER_HOUR,
  '3d': 8 * MS_PER_HOUR,
};

export interface StripShift {
  readonly name: ShiftName;
  readonly crew: string;
  readonly start: UtcMs;
  readonly end: UtcMs;
}

export interface StripWindow {
  readonly start: UtcMs;
  readonly end: UtcMs;
  readonly ticks: readonly UtcMs[];
  readonly shifts: readonly StripShift[];
}

/** The window around a time: it stands still for one tick and then moves on by one, so that only the now-line creeps. */
export function stripWindow(time: UtcMs, span: StripSpan, patternId: string): StripWindow {
  const pattern = SHIFT_PATTERNS.find(({ id }) => id === patternId);
  const tick = TICK[span];
  const start = Math.floor((time - STRIP_SPANS[span] * 0.38) / tick) * tick;
  const end = start + STRIP_SPANS[span];
  const ticks: UtcMs[] = [];
  for (let at = start; at <= end; at += tick) ticks.push(at);
  const shifts: StripShift[] = [];
  for (let at = Math.floor(start / SHIFT_MS) * SHIFT_MS; at < end; at += SHIFT_MS)
    shifts.push(shiftAt(at, pattern));
  return { start, end, ticks, shifts };
}

/** Place of an instant in the window, 0–100, held inside it. */
export function percentAt({ start, end }: StripWindow, time: UtcMs): number {
  return Math.min(100, Math.max(0, ((time - start) / (end - start)) * 100));
}

export interface CriticalPhase {
  readonly item: ItemId;
  readonly from: UtcMs;
  readonly to: UtcMs;
}

/** The critical phases that reach into the window, in order. */
export function criticalPhases(
  items: readonly { readonly id: ItemId; readonly criticalAt: UtcMs | null }[],
  { start, end }: Pick<StripWindow, 'start' | 'end'>,
): readonly CriticalPhase[] {
  return items
    .flatMap(({ id, criticalAt }) =>
      criticalAt === null ? [] : [{ item: id, from: criticalAt - CRITICAL_MS, to: criticalAt + CRITICAL_MS }],
    )
    .filter(({ from, to }) => to > start && from < end)
    .toSorted((a, b) => a.from - b.from);
}
