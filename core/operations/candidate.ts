import type { UtcMs } from '../units.ts';
import type { FloorFact, PendingEvent } from './events.ts';
import type { FloorState } from './state.ts';
import type { PersonId } from './types.ts';

/** Something that may happen next: when, and what, made only if it is the first. */
export interface Candidate {
  readonly at: UtcMs;
  readonly make: () => PendingEvent;
}

export function system(at: UtcMs, fact: FloorFact): PendingEvent {
  return { at, actor: 'system', fact };
}

export function isSimulated(state: FloorState, person: PersonId): boolean {
  return state.seats[person] === undefined;
}
