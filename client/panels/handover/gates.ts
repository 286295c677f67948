import type { Desk, Handover, HandoverItem, PersonId } from '../../../core/operations/types.ts';
import type { DeskView, Gate } from '../../../core/operations/view.ts';
import type { Status } from '../glyphs.tsx';

export type HandoverStep = 'preview' | 'brief' | 'assume' | 'review';
export const HANDOVER_STEPS: readonly HandoverStep[] = ['preview', 'brief', 'assume', 'review'];

/** Where a handover stands. */
export function handoverStep(handover: Handover): HandoverStep {
  if (handover.acceptedAt !== null) return 'review';
  if (handover.previewedAt === null) return 'preview';
  const isTold = handover.items.every((item) => item.briefedAt !== null && item.acknowledgedAt !== null);
  return isTold ? 'assume' : 'brief';
}

const STATUS: Readonly<Record<Gate['state'], Status>> = {
  met: 'normal',
  waived: 'standby',
  waiting: 'caution',
  blocking: 'serious',
};

export function gateStatus({ state }: Gate): Status {
  return STATUS[state];
}

/** Gates that still stand in the way. */
export function openGates(gates: readonly Gate[]): readonly Gate[] {
  return gates.filter(({ state }) => state === 'waiting' || state === 'blocking');
}

export type Side = 'outgoing' | 'incoming';

/** Which of the two people a seat is; null for everybody else. */
export function sideOf(handover: Pick<Handover, 'from' | 'to'>, seat: PersonId | null): Side | null {
  if (seat === null) return null;
  return seat === handover.from ? 'outgoing' : seat === handover.to ? 'incoming' : null;
}

/** The item that is told and heard now: the first that is not acknowledged. */
export function currentEntry({ items }: Pick<Handover, 'items'>): HandoverItem | null {
  return items.find(({ acknowledgedAt }) => acknowledgedAt === null) ?? null;
}

/** Who has to say or do the next thing; null while it stands still, and once it is over. */
export function turnOf(handover: Handover): Side | null {
  if (handover.acceptedAt !== null) return handover.reviewedAt === null ? 'outgoing' : null;
  if (handover.pause) return null;
  if (handover.previewedAt === null) return 'incoming';
  if (handover.questions.some(({ answeredAt }) => answeredAt === null)) return 'outgoing';
  const current = currentEntry(handover);
  if (current) return current.briefedAt === null ? 'outgoing' : 'incoming';
  if (handover.readyAt === null) return 'incoming';
  return handover.signedOutAt === null ? 'outgoing' : 'incoming';
}

/** Desks of the minimum manning that have not handed over across the chief's boundary, and are not waived. */
export function desksToWait(
  desks: readonly Pick<DeskView, 'desk' | 'isMinimumManning' | 'handover' | 'since'>[],
  chief: Pick<Handover, 'boundary' | 'openedAt' | 'waivers'>,
): readonly Desk[] {
  return desks
    .filter(({ desk, isMinimumManning }) => desk !== 'CCO' && isMinimumManning)
    .filter(({ desk }) => chief.waivers[desk] === undefined)
    .filter(({ handover, since }) =>
      handover?.boundary === chief.boundary ? handover.acceptedAt === null : since < chief.openedAt,
    )
    .map(({ desk }) => desk);
}

export function pauseKind({ state }: Pick<Handover, 'state'>): 'suspended' | 'refused' | 'deferred' {
  return state === 'refused' || state === 'deferred' ? state : 'suspended';
}
