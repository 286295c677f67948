import { CREWS, DESKS, type CrewLetter } from '../../../core/operations/types.ts';
import type { PersonView } from '../../../core/operations/view.ts';
import type { UtcMs } from '../../../core/units.ts';

export interface CrewGroup {
  /** Null: reserves and the Director. */
  readonly crew: CrewLetter | null;
  readonly people: readonly PersonView[];
}

/** Everybody by crew, and within one in the order of the desks. Empty crews are left out. */
export function groupByCrew(people: readonly PersonView[]): readonly CrewGroup[] {
  return [...CREWS, null]
    .map((crew) => ({
      crew,
      people: people.filter((person) => person.crew === crew).toSorted(byDesk),
    }))
    .filter((group) => group.people.length > 0);
}

function byDesk(a: PersonView, b: PersonView): number {
  return placeOf(a) - placeOf(b) || (a.name < b.name ? -1 : 1);
}

function placeOf({ desk }: PersonView): number {
  return desk === null ? DESKS.length : DESKS.indexOf(desk);
}

export type Rest =
  | { readonly kind: 'on-duty'; readonly since: UtcMs }
  | { readonly kind: 'resting'; readonly until: UtcMs }
  | { readonly kind: 'rested'; readonly since: UtcMs }
  | { readonly kind: 'fresh' };

/** Whether somebody is on duty, still rests, has rested, or has not stood a shift yet. */
export function restOf(
  { onDutySince, restedAt }: Pick<PersonView, 'onDutySince' | 'restedAt'>,
  at: UtcMs,
): Rest {
  if (onDutySince !== null) return { kind: 'on-duty', since: onDutySince };
  if (restedAt === null) return { kind: 'fresh' };
  return restedAt > at ? { kind: 'resting', until: restedAt } : { kind: 'rested', since: restedAt };
}
