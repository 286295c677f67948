import type { Identity } from '../../core/protocol/events.ts';
import { Presence } from './presence.ts';

/** Who each session says to be, in whatever room. */
export type Identities = Presence<Identity>;

export function createIdentities(): Identities {
  return new Presence<Identity>(() => undefined);
}
