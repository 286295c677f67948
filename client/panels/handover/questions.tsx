import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer } from '../../../core/protocol/events.ts';
import type { FloorView, HandoverView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { seat } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { formatZulu } from '../format.ts';
import { StatusMark } from '../glyphs.tsx';
import { WithReason } from '../with-reason.tsx';

/** What the incoming person asks; an open question stands in the way of acceptance. */
export function Questions({ view, handover }: { view: FloorView; handover: HandoverView }): JSX.Element {
  const [draft, setDraft] = useState('');
  const isActive = view.mode === 'active' && handover.acceptedAt === null;
  const ask = async (): Promise<Answer> => {
    const answer = await actions().floor({ type: 'ask-question', handover: handover.id, text: draft.trim() });
    if (answer.ok) setDraft('');
    return answer;
  };
  return (
    <section class="questions" aria-label={text.handover.questions}>
      <ul>
        {handover.questions.map((question) => (
          <li key={question.id} class={question.answeredAt === null ? 'question open' : 'question'}>
            <StatusMark status={question.answeredAt === null ? 'caution' : 'normal'} />
            <span class="grow">
              <b>{question.text}</b>{' '}
              <span class="quiet">
                {formatZulu(question.askedAt)} {question.answer ?? text.handover.openQuestion}
              </span>
            </span>
            {isActive && question.answeredAt === null && seat.value === handover.from && (
              <WithReason
                words={text.handover.answer}
                label={text.handover.answerLabel}
                ask={(answer) =>
                  actions().floor({
                    type: 'answer-question',
                    handover: handover.id,
                    question: question.id,
                    answer,
                  })
                }
              />
            )}
          </li>
        ))}
      </ul>
      {isActive && seat.value === handover.to && (
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault();
            event.currentTarget.querySelector('button')?.click();
          }}
        >
          <input
            type="text"
            class="grow"
            maxLength={400}
            aria-label={text.handover.askLabel}
            placeholder={text.handover.askLabel}
            value={draft}
            onInput={(event) => setDraft(event.currentTarget.value)}
          />
          <AskButton
            class="small-button"
            ask={ask}
            blocked={draft.trim() === '' ? text.handover.askMissing : null}
          >
            {text.handover.ask}
          </AskButton>
        </form>
      )}
    </section>
  );
}
