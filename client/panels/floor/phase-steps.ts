import type { FloorView, ShiftPhase } from '../../../core/operations/view.ts';
import { MS_PER_MINUTE, type UtcMs } from '../../../core/units.ts';

/** The reliefs of the next shift are named this long before the boundary. */
const PREPARATION_MS = 45 * MS_PER_MINUTE;

export type StationName = 'active' | 'preparation' | 'overlap' | 'transfer' | 'review';

export interface Station {
  readonly name: StationName;
  /** When it begins; null where that hangs on the people and not on the clock. */
  readonly at: UtcMs | null;
  readonly state: 'past' | 'current' | 'coming';
}

const NAMES: readonly StationName[] = ['active', 'preparation', 'overlap', 'transfer', 'review'];

/**
 * The stations of the change-over under way or next, with where the floor stands.
 *
 * The server says the phase. Where the boundary has passed (review, held over) the shift shown may be the new one already: the
 * stations are then those of the boundary behind.
 */
export function stationsOf(
  { phase, shift, exercise }: Pick<FloorView, 'phase' | 'shift'> & { exercise: { overlapMin: number } },
  time: UtcMs,
): readonly Station[] {
  const isBehind = (phase === 'review' || phase === 'held-over') && time - shift.start < shift.end - time;
  const boundary = isBehind ? shift.start : shift.end;
  const times: Readonly<Record<StationName, UtcMs | null>> = {
    active: isBehind ? null : shift.start,
    preparation: boundary - PREPARATION_MS,
    overlap: boundary - exercise.overlapMin * MS_PER_MINUTE,
    transfer: boundary,
    review: null,
  };
  const current = NAMES.indexOf(stationOf(phase, time, boundary));
  return NAMES.map((name, i) => ({
    name,
    at: times[name],
    state: i < current ? 'past' : i === current ? 'current' : 'coming',
  }));
}

function stationOf(phase: ShiftPhase, time: UtcMs, boundary: UtcMs): StationName {
  switch (phase) {
    case 'active':
    case 'preparation':
    case 'review':
      return phase;
    case 'overlap':
      return time >= boundary ? 'transfer' : 'overlap';
    case 'held-over':
      return 'transfer';
    case 'staffing-alert':
      return time >= boundary - PREPARATION_MS ? 'preparation' : 'active';
  }
}
