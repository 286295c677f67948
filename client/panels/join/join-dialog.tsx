import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer } from '../../../core/protocol/events.ts';
import { text } from '../../text.ts';
import { dialog, floor, identity } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { Popup } from '../popup.tsx';
import { nationChoices, nationOf, nationOfViewer } from './nations.ts';

const OTHER = 'other';

/** Who are you? A name and a nation; the floor shows what is released to that nation. Nobody checks it. */
export function JoinDialog(): JSX.Element {
  const known = identity.value;
  const choices = nationChoices(floor.value?.partners ?? []);
  const isListed = choices.some(({ code }) => code === known?.nation);
  const [name, setName] = useState(known?.name ?? '');
  const [nation, setNation] = useState(known ? (isListed ? known.nation : OTHER) : '');
  const [typed, setTyped] = useState(known && !isListed ? known.nation : '');
  const [isTrainer, setTrainer] = useState(known?.isTrainer ?? false);
  const [isTried, setTried] = useState(false);
  const code = nation === OTHER ? nationOf(typed) : nationOf(nation);
  const nameProblem = name.trim() === '' ? text.join.nameMissing : null;
  const nationProblem =
    code !== null ? null : nation === OTHER ? text.join.nationWrong : text.join.nationMissing;
  const join = async (): Promise<Answer> => {
    setTried(true);
    if (nameProblem !== null || code === null) {
      return { ok: false, rule: 'form', reason: text.join.notReady };
    }
    return closeWhenOk(await actions().identify({ name: name.trim(), nation: code, isTrainer }));
  };
  return (
    <Popup title={text.join.title}>
      <p class="quiet">{text.join.why}</p>
      <WithheldNote />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          event.currentTarget.querySelector<HTMLButtonElement>('.join')?.click();
        }}
      >
        <div class="field">
          <label for="join-name">{text.join.name}</label>
          <input
            id="join-name"
            type="text"
            maxLength={60}
            autocomplete="nickname"
            aria-invalid={isTried && nameProblem !== null}
            aria-describedby="join-name-problem"
            value={name}
            autofocus
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <span class="refusal" id="join-name-problem">
            {isTried && nameProblem}
          </span>
        </div>
        <div class="field">
          <label for="join-nation">{text.join.nation}</label>
          <select
            id="join-nation"
            aria-invalid={isTried && nationProblem !== null && nation !== OTHER}
            aria-describedby="join-nation-problem"
            value={nation}
            onChange={(event) => setNation(event.currentTarget.value)}
          >
            <option value="">{text.join.choose}</option>
            {choices.map((choice) => (
              <option key={choice.code} value={choice.code}>
                {text.join.choice(choice.code, choice.partner)}
              </option>
            ))}
            <option value={OTHER}>{text.join.other}</option>
          </select>
          <span class="refusal" id="join-nation-problem">
            {isTried && nation !== OTHER && nationProblem}
          </span>
        </div>
        {nation === OTHER && (
          <div class="field">
            <label for="join-trigraph">{text.join.trigraph}</label>
            <input
              id="join-trigraph"
              type="text"
              maxLength={3}
              autocomplete="off"
              autocapitalize="characters"
              aria-invalid={isTried && nationProblem !== null}
              aria-describedby="join-trigraph-problem"
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value.toUpperCase())}
            />
            <span class="refusal" id="join-trigraph-problem">
              {isTried && nationProblem}
            </span>
          </div>
        )}
        <label class="check">
          <input
            type="checkbox"
            checked={isTrainer}
            onInput={(event) => setTrainer(event.currentTarget.checked)}
          />
          <span>{text.join.trainer}</span>
        </label>
        <div class="row buttons">
          <AskButton class="primary join" ask={join} done={text.join.done}>
            {text.join.join}
          </AskButton>
          {known && (
            <AskButton ask={leave} done={text.join.left}>
              {text.join.leave}
            </AskButton>
          )}
          <button type="button" class="button" onClick={() => (dialog.value = null)}>
            {text.cancel}
          </button>
        </div>
      </form>
    </Popup>
  );
}

/** What is held back from this viewer now. */
function WithheldNote(): JSX.Element | null {
  const view = floor.value;
  if (!view || view.viewer === 'trainer') return null;
  return <p class="join-note">{text.join.withheld(nationOfViewer(view.viewer), view.withheld)}</p>;
}

async function leave(): Promise<Answer> {
  return closeWhenOk(await actions().identify(null));
}

function closeWhenOk(answer: Answer): Answer {
  if (answer.ok) dialog.value = null;
  return answer;
}
