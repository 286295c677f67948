import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer } from '../../core/protocol/events.ts';
import { text } from '../text.ts';
import { AskButton } from './ask-button.tsx';
import { focusOnce } from './focus.ts';

interface WithReasonProps {
  readonly words: string;
  readonly ask: (reason: string) => Promise<Answer>;
  /** What is wanted; a reason unless said otherwise. */
  readonly label?: string;
  readonly class?: string;
}

/** A button that first asks why, in words, and then the server. */
export function WithReason({ words, ask, label = text.reason.label, ...rest }: WithReasonProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  if (!isOpen) {
    return (
      <button type="button" class={`button small-button ${rest.class ?? ''}`} onClick={() => setOpen(true)}>
        {words}…
      </button>
    );
  }
  const send = async (): Promise<Answer> => {
    const answer = await ask(reason.trim());
    if (answer.ok) {
      setOpen(false);
      setReason('');
    }
    return answer;
  };
  return (
    <form
      class="with-reason"
      onSubmit={(event) => {
        event.preventDefault();
        event.currentTarget.querySelector('button')?.click();
      }}
    >
      <input
        type="text"
        maxLength={400}
        aria-label={`${words}: ${label}`}
        placeholder={label}
        value={reason}
        ref={focusOnce}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <AskButton class="small-button" ask={send} blocked={reason.trim() === '' ? text.reason.missing : null}>
        {words}
      </AskButton>
      <button type="button" class="button small-button" onClick={() => setOpen(false)}>
        {text.cancel}
      </button>
    </form>
  );
}
