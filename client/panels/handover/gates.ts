import type { Handover } from '../../../core/operations/types.ts';
import type { DeskView, FloorView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';

export interface Gate {
  readonly key: string;
  readonly isMet: boolean;
  readonly title: string;
  readonly reason: string;
}

/**
 * List what stands between a handover and its acceptance, met or not.
 *
 * Seen from the floor view alone; the server has the last word and its refusals are shown as they come.
 */
export function acceptanceGates(floor: FloorView, desk: DeskView, handover: Handover): readonly Gate[] {
  const toBrief = handover.items.filter((item) => item.briefedAt === null).length;
  const toAcknowledge = handover.items.filter((item) => item.acknowledgedAt === null).length;
  const total = handover.items.length;
  const words = text.handover.gates;
  const gates: Gate[] = [
    gate('preview', handover.previewedAt !== null, words.preview),
    total === 0
      ? { key: 'brief', isMet: true, title: words.noItems, reason: words.noItemsReason }
      : gate('brief', toBrief === 0, words.brief(toBrief, total)),
    ...(total === 0
      ? []
      : [gate('acknowledge', toAcknowledge === 0, words.acknowledge(toAcknowledge, total))]),
    gate('sign-out', handover.signedOutAt !== null, words.signOut),
  ];
  if (desk.desk === 'CCO') {
    const waiting = desksBeforeChief(floor, handover);
    gates.push(gate('desks', waiting.length === 0, words.desks(waiting)));
  }
  return gates;
}

function gate(key: string, isMet: boolean, words: { title: string; met: string; unmet: string }): Gate {
  return { key, isMet, title: words.title, reason: isMet ? words.met : words.unmet };
}

/** Desks of the minimum manning that have not handed over yet across the chief's boundary: they go first. */
export function desksBeforeChief(floor: FloorView, chief: Handover): readonly string[] {
  return floor.desks
    .filter((view) => view.desk !== 'CCO' && view.isMinimumManning)
    .filter(({ handover }) => handover?.boundary === chief.boundary && handover.acceptedAt === null)
    .map((view) => view.desk);
}

export type HandoverStep = 'preview' | 'brief' | 'assume' | 'review';
export const HANDOVER_STEPS: readonly HandoverStep[] = ['preview', 'brief', 'assume', 'review'];

/** Where a handover stands. */
export function handoverStep(handover: Handover): HandoverStep {
  if (handover.acceptedAt !== null) return 'review';
  if (handover.previewedAt === null) return 'preview';
  const isTold = handover.items.every((item) => item.briefedAt !== null && item.acknowledgedAt !== null);
  return isTold ? 'assume' : 'brief';
}
