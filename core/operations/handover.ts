import type { UtcMs } from '../units.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../units.ts';
import { eligibleNations, isMinimumManning } from './desks.ts';
import { isCertified, personById } from './roster.ts';
import { DESKS, type FloorState, type Handover, type HandoverId } from './types.ts';

/** After acceptance the outgoing person stays this long for review. */
export const REVIEW_MS = 5 * MS_PER_MINUTE;
/** A boundary passed by this much without a transfer is logged as held over. */
export const HELD_OVER_AFTER_MS = 10 * MS_PER_MINUTE;
/** Nobody is held over longer: 14 h of duty at the most with the overlap, and ten hours of rest before the next shift. */
export const HOLDOVER_LIMIT_MS = 5 * MS_PER_HOUR;

export function findHandoverById(state: FloorState, id: HandoverId): Handover | undefined {
  return Object.values(state.handovers).find((handover) => handover.id === id);
}

/** Something that stands between a hand-over and its acceptance; the rule has a stable name. */
export interface Blocker {
  readonly rule: string;
  readonly reason: string;
}

/**
 * List what blocks the incoming person from saying "I relieve you".
 *
 * Source: invariants INV-2, INV-6 and INV-7 of the floor (DESIGN.md); reading back comes later.
 */
export function acceptanceBlockers(state: FloorState, handover: Handover): readonly Blocker[] {
  const blockers: Blocker[] = [];
  const incoming = personById(handover.to);
  if (!isCertified(incoming.id, handover.desk)) {
    blockers.push({ rule: 'INV-2', reason: `${incoming.name} is not certified for ${handover.desk}` });
  }
  if (!eligibleNations(handover.desk).includes(incoming.nation)) {
    blockers.push({
      rule: 'INV-2',
      reason: `${incoming.nation} may not hold ${handover.desk} (notional rule)`,
    });
  }
  if (handover.desk === 'CCO') {
    for (const desk of DESKS) {
      const other = state.handovers[desk];
      if (
        desk !== 'CCO' &&
        isMinimumManning(desk) &&
        other?.boundary === handover.boundary &&
        other.acceptedAt === null
      ) {
        blockers.push({ rule: 'INV-6', reason: `${desk} hands over before the chief` });
      }
    }
  }
  if (handover.previewedAt === null)
    blockers.push({ rule: 'INV-7', reason: 'the incoming person has not previewed' });
  const unacknowledged = handover.items.filter((entry) => entry.acknowledgedAt === null).length;
  if (unacknowledged > 0) {
    blockers.push({
      rule: 'INV-7',
      reason: `${unacknowledged} open ${unacknowledged === 1 ? 'item is' : 'items are'} not acknowledged`,
    });
  }
  if (handover.signedOutAt === null)
    blockers.push({ rule: 'INV-7', reason: 'the outgoing person has not signed' });
  return blockers;
}

/** What blocks the outgoing person from signing. */
export function signOutBlockers(handover: Handover): readonly Blocker[] {
  const untold = handover.items.filter((entry) => entry.briefedAt === null).length;
  return untold > 0
    ? [{ rule: 'INV-7', reason: `${untold} open ${untold === 1 ? 'item is' : 'items are'} not briefed` }]
    : [];
}

export function isLate(handover: Handover, at: UtcMs): boolean {
  return handover.acceptedAt === null && at >= handover.boundary + HELD_OVER_AFTER_MS;
}
