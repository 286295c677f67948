const KEY = 'watchfloor.session';

/**
 * The token by which the server knows this tab again, so that a reload keeps its seat.
 *
 * It lives in sessionStorage: another tab is another person. Where storage is refused the token lives as long as the page.
 */
export function sessionToken(storage: Pick<Storage, 'getItem' | 'setItem'> | null): string {
  const kept = storage?.getItem(KEY);
  if (kept) return kept;
  const token = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  storage?.setItem(KEY, token);
  return token;
}

/** sessionStorage, or null where the browser forbids it. */
export function pageStorage(): Storage | null {
  try {
    return globalThis.sessionStorage;
  } catch {
    return null;
  }
}
