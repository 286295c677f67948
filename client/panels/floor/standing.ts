import type { Desk, PersonId, Qualification } from '../../../core/operations/types.ts';
import type { PersonView } from '../../../core/operations/view.ts';
import type { UtcMs } from '../../../core/units.ts';
import type { Status } from '../glyphs.tsx';

export type StandingKind =
  | 'certified'
  | 'expired'
  | 'instruction'
  | 'restricted'
  | 'lapsed'
  | 'decertified'
  | 'iqt'
  | 'mqt'
  | 'eval'
  | 'none';

/** How somebody stands at a desk: what the matrix, the desk board and the list of reliefs show alike. */
export interface Standing {
  readonly kind: StandingKind;
  readonly status: Status;
  readonly held: Qualification | null;
}

export const STANDING_STATUS: Readonly<Record<StandingKind, Status>> = {
  certified: 'normal',
  expired: 'serious',
  instruction: 'standby',
  restricted: 'serious',
  lapsed: 'serious',
  decertified: 'off',
  iqt: 'standby',
  mqt: 'standby',
  eval: 'standby',
  none: 'off',
};

interface StandingOptions {
  readonly at: UtcMs;
  /** Who sits at this desk under instruction; null when nobody does. */
  readonly trainee: PersonId | null;
}

export function standingOf(
  person: Pick<PersonView, 'id' | 'qualifications'>,
  desk: Desk,
  { at, trainee }: StandingOptions,
): Standing {
  const held = person.qualifications.find((qualification) => qualification.desk === desk) ?? null;
  const kind = kindOf(held, { at, isTrainee: trainee === person.id });
  return { kind, status: STANDING_STATUS[kind], held };
}

function kindOf(
  held: Qualification | null,
  { at, isTrainee }: { at: UtcMs; isTrainee: boolean },
): StandingKind {
  if (held?.state === 'certified') {
    return held.expires !== null && held.expires <= at ? 'expired' : 'certified';
  }
  if (isTrainee) return 'instruction';
  return held?.state ?? 'none';
}

/** Only who is certified now may take a desk over alone. */
export function mayHold(standing: Standing): boolean {
  return standing.kind === 'certified';
}
