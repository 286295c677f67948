import { useEffect, useState } from 'preact/hooks';
import type { ConjunctionsAnswer } from '../../../core/protocol/events.ts';
import type { WantedScreening } from '../../view-state.ts';
import { actions } from '../actions.ts';

/** How often a screening that runs is asked about, and one that waits after a refusal. */
const ASK_EVERY_MS = 600;

export interface ScreeningAsked {
  /** What the server says of it; null before it has said anything. */
  readonly answer: ConjunctionsAnswer | 'failed' | 'cancelled' | null;
  /** Why it goes on although it was to be given up. */
  readonly refusal: string | null;
  readonly cancel: () => void;
  readonly again: () => void;
}

/** A screening, asked about until it is done or given up. */
export function useConjunctions(wanted: WantedScreening): ScreeningAsked {
  const [answer, setAnswer] = useState<ScreeningAsked['answer']>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const got = await actions().conjunctions(wanted, controller.signal);
      if (controller.signal.aborted) return;
      setAnswer((before) => (before === 'cancelled' ? before : (got ?? 'failed')));
      if (got && got.status !== 'done') timer = setTimeout(() => void ask(), ASK_EVERY_MS);
    };
    setAnswer(null);
    if (round !== GIVEN_UP) void ask();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [wanted, round]);
  return {
    answer: round === GIVEN_UP ? 'cancelled' : answer,
    refusal,
    cancel: () => {
      setRound(GIVEN_UP);
      void actions()
        .cancelConjunctions(wanted)
        .then((problem) => {
          // It is done already, or somebody else needs it: go on looking.
          if (!problem) return;
          setRefusal(problem.title === NEEDED ? problem.detail : null);
          setRound((before) => (before === GIVEN_UP ? 0 : before));
        });
    },
    again: () => {
      setRefusal(null);
      setRound((before) => Math.max(0, before) + 1);
    },
  };
}

const GIVEN_UP = -1;
/** What the server calls it when the floor waits for a screening (server/transport/conjunctions.ts). */
const NEEDED = 'Needed';
