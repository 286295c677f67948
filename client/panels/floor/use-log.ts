import { useEffect, useRef, useState } from 'preact/hooks';
import type { FloorView, LogEntryView } from '../../../core/operations/view.ts';
import { reviewAt } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { isFiltering, logAddress, type LogFilter, mergeEntries } from './log-words.ts';

/** GET /api/log answers this. */
interface LogAnswer {
  readonly entries: readonly LogEntryView[];
  readonly withheld: number;
}

interface Fetched {
  readonly key: string;
  readonly entries: readonly LogEntryView[];
  readonly isAtEnd: boolean;
  readonly state: 'nothing' | 'asking' | 'answered' | 'failed';
  /** Of the last answer: entries it did not show this viewer. */
  readonly withheld: number;
}

export interface LogList {
  readonly entries: readonly LogEntryView[];
  /** The entries are what a filter found, not the floor's own list. */
  readonly isFound: boolean;
  readonly state: Fetched['state'];
  readonly isAtEnd: boolean;
  readonly withheld: number;
  readonly loadOlder: () => void;
}

const TYPING_PAUSE_MS = 250;
/** As many as one question to GET /api/log asks for. */
const PAGE = 100;

/** The floor's entries with older ones behind them; or, while a filter is set, what the server finds. */
export function useLog(view: FloorView, filter: LogFilter): LogList {
  const isFound = isFiltering(filter);
  // Nothing that was written after the instant looked back to.
  const until = reviewAt.value === null ? null : view.seq + 1;
  const key = JSON.stringify([view.exercise.id, view.viewer, until, filter]);
  const nothing: Fetched = { key, entries: [], isAtEnd: false, state: 'nothing', withheld: 0 };
  const [fetched, setFetched] = useState(nothing);
  const current = fetched.key === key ? fetched : nothing;
  const latest = useRef(key);
  latest.current = key;

  const ask = async (before: number | null): Promise<void> => {
    const known = (old: Fetched): Fetched => (old.key === key ? old : nothing);
    setFetched((old) => ({ ...known(old), state: 'asking' }));
    const answer = await actions().get<LogAnswer>(logAddress(filter, before));
    if (latest.current !== key) return;
    setFetched((old) => {
      if (answer === null) return { ...known(old), state: 'failed' };
      const isLast = answer.entries.length < (isFound ? PAGE : 1);
      return {
        key,
        entries: mergeEntries(known(old).entries, answer.entries),
        isAtEnd: known(old).isAtEnd || isLast,
        state: 'answered',
        withheld: answer.withheld,
      };
    });
  };
  useEffect(() => {
    if (!isFound) return;
    const timer = setTimeout(() => void ask(until), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [key, isFound, view.seq]);

  const lowest = view.log.at(-1)?.seq ?? 0;
  const entries = isFound
    ? current.entries
    : [...view.log, ...current.entries.filter(({ seq }) => seq < lowest)];
  return {
    entries,
    isFound,
    state: current.state,
    isAtEnd: current.isAtEnd,
    withheld: isFound ? current.withheld : view.withheld.log,
    loadOlder: () => void ask(entries.at(-1)?.seq ?? until),
  };
}
