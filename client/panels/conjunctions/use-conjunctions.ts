import { useEffect, useState } from 'preact/hooks';
import type { ConjunctionsAnswer } from '../../../core/protocol/events.ts';
import { actions } from '../actions.ts';

/** How often a screening that runs is asked about, and one that waits after a refusal. */
const ASK_EVERY_MS = 600;

/** What the server says of a screening, asked again until it is done; 'failed' where it says nothing. */
export function useConjunctions(hours: number, thresholdKm: number): ConjunctionsAnswer | 'failed' | null {
  const [answer, setAnswer] = useState<ConjunctionsAnswer | 'failed' | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const got = await actions().conjunctions({ hours, thresholdKm }, controller.signal);
      if (controller.signal.aborted) return;
      setAnswer(got ?? 'failed');
      if (got && got.status !== 'done') timer = setTimeout(() => void ask(), ASK_EVERY_MS);
    };
    setAnswer(null);
    void ask();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [hours, thresholdKm]);
  return answer;
}
