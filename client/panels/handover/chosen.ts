import { signal } from '@preact/signals';
import type { Desk, HandoverId, ItemId } from '../../../core/operations/types.ts';
import type { DeskView, FloorView, HandoverView } from '../../../core/operations/view.ts';
import { seat } from '../../view-state.ts';
import { deskOfPerson } from '../desk-of-seat.ts';
import { currentEntry, handoverStep, type HandoverStep } from './gates.ts';

/** The desk looked at; null follows the seat, and without a seat the chief's. */
export const chosenDesk = signal<Desk | null>(null);
/** The item looked at; null follows the dialogue. */
export const chosenItem = signal<ItemId | null>(null);
/** The step looked at, of which handover; else the dialogue is followed. */
const chosenStep = signal<{ readonly handover: HandoverId; readonly step: HandoverStep } | null>(null);

export function chooseDesk(desk: Desk): void {
  chosenDesk.value = desk;
  chosenItem.value = null;
  chosenStep.value = null;
}

/** The desk that the handover screen and the sheet are about. */
export function shownDesk(view: FloorView): DeskView | null {
  const wanted = chosenDesk.value ?? deskOfPerson(view, seat.value)?.desk ?? 'CCO';
  return view.desks.find(({ desk }) => desk === wanted) ?? view.desks[0] ?? null;
}

/** The item looked at: the one chosen while it is of this handover, else the one that is told now, else the first. */
export function shownItem(handover: HandoverView): ItemId | null {
  const chosen = handover.items.find(({ item }) => item === chosenItem.value);
  return (chosen ?? currentEntry(handover) ?? handover.items[0])?.item ?? null;
}

export function shownStep(handover: HandoverView): HandoverStep {
  const chosen = chosenStep.value;
  return chosen?.handover === handover.id ? chosen.step : handoverStep(handover);
}

/** Look at a step; the one under way is followed from then on. */
export function chooseStep(handover: HandoverView, step: HandoverStep): void {
  chosenItem.value = null;
  chosenStep.value = step === handoverStep(handover) ? null : { handover: handover.id, step };
}

/** Look at an item, in the step in which it is told. */
export function chooseItem(handover: HandoverView, item: ItemId): void {
  chooseStep(handover, 'brief');
  chosenItem.value = item;
}
