import { DIRECTOR } from '../../../core/operations/types.ts';
import type { DeskView } from '../../../core/operations/view.ts';

export interface DeskCounts {
  /** With somebody of their own or a combining desk; not those that fell to the Director. */
  readonly held: number;
  readonly seated: number;
  readonly simulated: number;
  readonly combined: number;
}

/** Each desk counts once: combined, seated or simulated. */
export function countDesks(desks: readonly DeskView[]): DeskCounts {
  const own = desks.filter((desk) => desk.combinedWith === null);
  const seated = own.filter(({ holder }) => holder.attendedBy !== null).length;
  return {
    held: desks.filter(({ holder }) => holder.id !== DIRECTOR).length,
    seated,
    simulated: own.length - seated,
    combined: desks.length - own.length,
  };
}
