import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { FloorView, ItemView } from '../../../core/operations/view.ts';
import type { Answer } from '../../../core/protocol/events.ts';
import { text } from '../../text.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { focusOnce } from '../focus.ts';
import { whyNotOn } from './read-only.ts';
import { ResolveItem } from './resolve-item.tsx';

/** A week, as the floor has it. */
const MAX_WAIT_MIN = 10_080;

/** What can be done about an item. What cannot be done now stays, dashed, and the line below says why. */
export function ItemActions({ item, view }: { item: ItemView; view: FloorView }): JSX.Element {
  const [isWaitOpen, setWaitOpen] = useState(false);
  const blocked = whyNotOn(item, view);
  const blockedAfter = blocked ?? (item.state === 'new' ? text.floor.acknowledgeFirst : null);
  const escalateTo = text.floor.escalateTo[item.escalation];
  return (
    <div class="item-actions">
      <div class="row wrap">
        {item.state === 'new' && (
          <AskButton
            class="primary small-button acknowledge"
            blocked={blocked}
            ask={() => actions().floor({ type: 'acknowledge-item', item: item.id })}
            label={`${text.floor.acknowledge}: ${item.summary}`}
            done={text.floor.acknowledged(item.summary)}
            shortcut="A"
          >
            {text.floor.acknowledge}
          </AskButton>
        )}
        {item.state !== 'in-work' && (
          <AskButton
            class="small-button"
            blocked={blockedAfter}
            label={`${text.floor.start}: ${item.summary}`}
            ask={() => actions().floor({ type: 'start-item', item: item.id })}
            done={text.floor.started(item.summary)}
          >
            {text.floor.start}
          </AskButton>
        )}
        <OpenButton
          words={text.floor.wait}
          summary={item.summary}
          blocked={blockedAfter}
          isOpen={isWaitOpen}
          open={() => setWaitOpen(!isWaitOpen)}
        />
        {escalateTo !== null && (
          <AskButton
            class="small-button"
            blocked={blocked}
            label={`${escalateTo}: ${item.summary}`}
            ask={() => actions().floor({ type: 'escalate-item', item: item.id })}
            done={text.floor.escalated(item.summary)}
          >
            {escalateTo}
          </AskButton>
        )}
        <ResolveItem item={item} blocked={blockedAfter} />
      </div>
      {isWaitOpen && blockedAfter === null && <WaitForm item={item} close={() => setWaitOpen(false)} />}
      {blockedAfter !== null && <p class="quiet small">{blockedAfter}</p>}
    </div>
  );
}

interface OpenButtonProps {
  readonly words: string;
  readonly summary: string;
  readonly blocked: string | null;
  readonly isOpen: boolean;
  readonly open: () => void;
}

function OpenButton({ words, summary, blocked, isOpen, open }: OpenButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class="button small-button"
      aria-label={`${words}: ${summary}`}
      aria-disabled={blocked === null ? undefined : 'true'}
      aria-expanded={isOpen && blocked === null}
      title={blocked ?? undefined}
      onClick={() => blocked === null && open()}
    >
      {words}…
    </button>
  );
}

function WaitForm({ item, close }: { item: ItemView; close: () => void }): JSX.Element {
  const [typed, setTyped] = useState('');
  const minutes = Number(typed);
  const isGood = /^\d+$/.test(typed.trim()) && minutes >= 1 && minutes <= MAX_WAIT_MIN;
  const wait = async (): Promise<Answer> => {
    const answer = await actions().floor({ type: 'wait-item', item: item.id, minutes });
    if (answer.ok) close();
    return answer;
  };
  return (
    <form
      class="resolve"
      onSubmit={(event) => {
        event.preventDefault();
        event.currentTarget.querySelector('button')?.click();
      }}
    >
      <input
        type="text"
        inputMode="numeric"
        maxLength={5}
        aria-label={text.floor.waitLabel}
        placeholder={text.floor.waitLabel}
        value={typed}
        ref={focusOnce}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <AskButton
        class="small-button"
        ask={wait}
        blocked={isGood ? null : text.floor.waitWrong}
        done={text.floor.waits(item.summary)}
      >
        {text.floor.wait}
      </AskButton>
      <button type="button" class="button small-button" onClick={close}>
        {text.cancel}
      </button>
      {typed.trim() !== '' && !isGood && <p class="quiet small">{text.floor.waitWrong}</p>}
    </form>
  );
}
