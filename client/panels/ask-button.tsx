import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer } from '../../core/protocol/events.ts';
import { text } from '../text.ts';
import { announcement } from '../view-state.ts';

interface AskButtonProps {
  readonly ask: () => Promise<Answer>;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly label?: string;
  /** Why it cannot be asked now: the button stays, dashed, and says so. */
  readonly blocked?: string | null;
  /** Said when the server agreed. */
  readonly done?: string;
  readonly shortcut?: string;
}

/** A button that asks the server, waits for the answer, and shows a refusal with its rule beside itself. */
export function AskButton({
  ask,
  children,
  label,
  blocked,
  done,
  shortcut,
  ...rest
}: AskButtonProps): JSX.Element {
  const [isAsking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const press = async (): Promise<void> => {
    if (isAsking || blocked) return;
    setAsking(true);
    setRefusal(null);
    const answer = await ask();
    setAsking(false);
    if (answer.ok) {
      if (done) announcement.value = done;
    } else {
      setRefusal(text.refused(answer.rule, answer.reason));
    }
  };
  return (
    <span class="ask">
      <button
        type="button"
        class={`button ${rest.class ?? ''}`}
        aria-label={label}
        aria-disabled={blocked || isAsking ? 'true' : undefined}
        aria-keyshortcuts={shortcut}
        title={blocked ?? undefined}
        onClick={() => void press()}
      >
        {children}
      </button>
      {blocked && <span class="hidden-text">{blocked}</span>}
      <span class="refusal" role="alert">
        {refusal}
      </span>
    </span>
  );
}
