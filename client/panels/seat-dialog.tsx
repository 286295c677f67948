import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer } from '../../core/protocol/events.ts';
import { text } from '../text.ts';
import { dialog, floor, identity } from '../view-state.ts';
import { actions } from './actions.ts';
import { AskButton } from './ask-button.tsx';
import { PersonName } from './person.tsx';
import { Popup } from './popup.tsx';

const NAME_KEY = 'watchfloor.name';

/** Sit in for a person: asks the name of whoever sits down, once. */
export function SeatDialog({ person }: { person: string }): JSX.Element {
  const [name, setName] = useState(() => identity.value?.name ?? localStorage.getItem(NAME_KEY) ?? '');
  const desk = floor.value?.desks.find(({ holder, relief, handover }) =>
    [holder.id, relief?.id, handover?.to].includes(person),
  );
  const who =
    desk && [desk.holder, desk.relief, desk.handover?.incoming].find((candidate) => candidate?.id === person);
  const sit = async (): Promise<Answer> => {
    const answer = await actions().takeSeat(person, name.trim());
    if (answer.ok) {
      localStorage.setItem(NAME_KEY, name.trim());
      dialog.value = null;
    }
    return answer;
  };
  return (
    <Popup title={text.seat.title(desk?.desk ?? person)}>
      <p>
        {who && <PersonName person={who} />}
        {desk && <span class="quiet"> · {desk.title}</span>}
      </p>
      <p class="quiet">{desk?.holder.id === person ? text.seat.asHolder : text.seat.asRelief}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          event.currentTarget.querySelector<HTMLButtonElement>('.sit')?.click();
        }}
      >
        <label class="field">
          <span>{text.seat.name}</span>
          <input
            type="text"
            maxLength={40}
            autocomplete="nickname"
            value={name}
            autofocus
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <div class="row buttons">
          <AskButton
            class="primary sit"
            ask={sit}
            blocked={name.trim() === '' ? text.seat.nameMissing : null}
            done={text.seat.done(desk?.desk ?? person)}
          >
            {text.seat.sit}
          </AskButton>
          <button type="button" class="button" onClick={() => (dialog.value = null)}>
            {text.cancel}
          </button>
        </div>
      </form>
    </Popup>
  );
}
