import type { Desk, PersonId } from '../../core/operations/types.ts';
import type { DeskView, FloorView, PersonView } from '../../core/operations/view.ts';

/** The desk a person sits at, holds, relieves or has just handed over; null when the floor has no such person now. */
export function deskOfPerson(floor: FloorView, person: PersonId | null): DeskView | null {
  if (person === null) return null;
  const own = floor.desks.find(({ holder, combinedWith }) => holder.id === person && combinedWith === null);
  return (
    own ??
    floor.desks.find(({ holder, relief, handover }) =>
      [holder.id, relief?.id, handover?.from, handover?.to].includes(person),
    ) ??
    null
  );
}

/** The person at the desk that is in this seat; null when the seat is elsewhere. */
export function personInSeat(floor: FloorView, person: PersonId | null): PersonView | null {
  const desk = deskOfPerson(floor, person);
  if (!desk) return null;
  return [desk.holder, desk.relief].find((who) => who?.id === person) ?? null;
}

/** True when the seat may act on a desk's items: it holds the desk, or it is the chief. */
export function answersFor(floor: FloorView, person: PersonId | null, desk: Desk): boolean {
  if (person === null) return false;
  return floor.desks.some((view) => (view.desk === desk || view.desk === 'CCO') && view.holder.id === person);
}

export interface HandoverSides {
  readonly outgoing: PersonView | null;
  readonly incoming: PersonView | null;
}

/** Who faces whom: the holder goes out and the relief comes in; in a handover its own two people. */
export function handoverSides({ handover, holder, relief }: DeskView): HandoverSides {
  return handover
    ? { outgoing: handover.outgoing, incoming: handover.incoming }
    : { outgoing: holder, incoming: relief };
}
