import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Answer } from '../../../core/protocol/events.ts';
import { text } from '../../text.ts';
import { announcement } from '../../view-state.ts';
import { AskButton } from '../ask-button.tsx';

/** The second press must come within this, or the first does not count any more. */
const ARMED_MS = 8000;

interface SayButtonProps {
  readonly words: string;
  readonly ask: () => Promise<Answer>;
  readonly blocked: string | null;
  readonly done: string;
}

/** A line is said with two presses: the first makes it ready, the second says it. No single key does it. */
export function SayButton({ words, ask, blocked, done }: SayButtonProps): JSX.Element {
  const [isArmed, setArmed] = useState(false);
  useEffect(() => {
    if (!isArmed) return;
    const timer = setTimeout(() => setArmed(false), ARMED_MS);
    return () => clearTimeout(timer);
  }, [isArmed]);
  useEffect(() => {
    if (blocked !== null) setArmed(false);
  }, [blocked]);
  const press = async (): Promise<Answer> => {
    if (!isArmed) {
      setArmed(true);
      announcement.value = text.handover.armed;
      return { ok: true };
    }
    setArmed(false);
    const answer = await ask();
    if (answer.ok) announcement.value = done;
    return answer;
  };
  return (
    <>
      <AskButton
        ask={press}
        blocked={blocked}
        class={`say ${blocked === null ? 'primary' : ''} ${isArmed ? 'armed' : ''}`}
      >
        {words}
      </AskButton>
      <p class="small quiet">{blocked ?? (isArmed ? text.handover.armed : text.handover.sayTwice)}</p>
    </>
  );
}
