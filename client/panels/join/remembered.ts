import type { Identity } from '../../../core/protocol/events.ts';
import { nationOf } from './nations.ts';

const KEY = 'watchfloor.identity';

/** Who sat here last, to be said again to the server; null when nobody did, or it cannot be read. */
export function rememberedIdentity(
  storage: Pick<Storage, 'getItem'> | null = localStorageOrNull(),
): Identity | null {
  try {
    return identityIn(JSON.parse(storage?.getItem(KEY) ?? 'null'));
  } catch {
    return null;
  }
}

function identityIn(kept: unknown): Identity | null {
  if (typeof kept !== 'object' || kept === null || !('name' in kept) || !('nation' in kept)) return null;
  const { name } = kept;
  const nation = typeof kept.nation === 'string' ? nationOf(kept.nation) : null;
  if (typeof name !== 'string' || name.trim() === '' || nation === null) return null;
  return { name, nation, isTrainer: 'isTrainer' in kept && kept.isTrainer === true };
}

export function rememberIdentity(
  identity: Identity | null,
  storage: Pick<Storage, 'setItem' | 'removeItem'> | null = localStorageOrNull(),
): void {
  try {
    if (identity === null) storage?.removeItem(KEY);
    else storage?.setItem(KEY, JSON.stringify(identity));
  } catch {
    // Without storage the page asks again at the next visit.
  }
}

/** localStorage, or null where the browser forbids it. */
function localStorageOrNull(): Storage | null {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}
