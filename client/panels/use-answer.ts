import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

export interface Asked<T> {
  /** The last answer that came; null before the first. */
  readonly answer: T | null;
  /** The last question got none: what is shown may be old. */
  readonly hasFailed: boolean;
  readonly refresh: () => void;
}

/**
 * Ask the server something, and again each so often while the page is in view.
 *
 * @param key what is asked; another key begins anew
 * @param everyMs null: only once and on demand
 */
export function useAnswer<T>(
  key: string,
  ask: (key: string) => Promise<T | null>,
  everyMs: number | null = null,
): Asked<T> {
  const [state, setState] = useState<{ key: string; answer: T | null; hasFailed: boolean }>({
    key,
    answer: null,
    hasFailed: false,
  });
  const asking = useRef(ask);
  asking.current = ask;
  const current = useRef(key);
  current.current = key;
  const refresh = useCallback(async (): Promise<void> => {
    const got = await asking.current(key);
    if (current.current !== key) return;
    setState((before) => {
      const answer = got ?? (before.key === key ? before.answer : null);
      return { key, answer, hasFailed: got === null };
    });
  }, [key]);
  useEffect(() => {
    void refresh();
    if (everyMs === null) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [refresh, everyMs]);
  const isCurrent = state.key === key;
  return {
    answer: isCurrent ? state.answer : null,
    hasFailed: isCurrent && state.hasFailed,
    refresh: () => void refresh(),
  };
}
