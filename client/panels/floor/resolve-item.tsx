import type { ItemView } from '../../../core/operations/view.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { text } from '../../text.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { focusOnce } from '../focus.ts';

/** Close an item, with the outcome in words. */
export function ResolveItem({ item, blocked }: { item: ItemView; blocked: string | null }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const [outcome, setOutcome] = useState('');
  if (!isOpen || blocked !== null) {
    return (
      <button
        type="button"
        class="button small-button"
        aria-label={`${text.floor.resolve}: ${item.summary}`}
        aria-disabled={blocked === null ? undefined : 'true'}
        title={blocked ?? undefined}
        onClick={() => blocked === null && setOpen(true)}
      >
        {text.floor.resolve}
      </button>
    );
  }
  const ready = outcome.trim() !== '';
  return (
    <form class="resolve" onSubmit={(event) => event.preventDefault()}>
      <input
        type="text"
        maxLength={280}
        aria-label={text.floor.outcome(item.summary)}
        placeholder={text.floor.outcomeShort}
        value={outcome}
        ref={focusOnce}
        onInput={(event) => setOutcome(event.currentTarget.value)}
      />
      <AskButton
        class="small-button"
        blocked={ready ? null : text.floor.outcomeMissing}
        ask={() => actions().floor({ type: 'resolve-item', item: item.id, outcome: outcome.trim() })}
        done={text.floor.resolved(item.summary)}
      >
        {text.floor.resolveNow}
      </AskButton>
      <button type="button" class="button small-button" onClick={() => setOpen(false)}>
        {text.cancel}
      </button>
    </form>
  );
}
