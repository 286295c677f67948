import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer, RoomAnswer, RoomInfo } from '../../../core/protocol/events.ts';
import { LIVE_ROOM } from '../../../core/protocol/events.ts';
import { text } from '../../text.ts';
import { dialog, identity, room, rooms, serverWall } from '../../view-state.ts';
import { roomWords } from '../../words/rooms.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { Popup } from '../popup.tsx';
import { addressOfRoom } from './room-link.ts';
import { clockOfRoom, nameOfRoom } from './room-words.ts';

/** The rooms there are: go to one, make one, and look after one's own. */
export function RoomsDialog(): JSX.Element {
  return (
    <Popup title={roomWords.title}>
      <p class="quiet">{roomWords.why}</p>
      <ul class="rooms-list">
        {rooms.value.map((each) => (
          <RoomLine key={each.id} each={each} isHere={each.id === room.value?.id} />
        ))}
      </ul>
      <NewRoom />
    </Popup>
  );
}

function RoomLine({ each, isHere }: { each: RoomInfo; isHere: boolean }): JSX.Element {
  const name = nameOfRoom(each);
  const mayChange = each.id !== LIVE_ROOM && (each.isYours || (isHere && identity.value?.isTrainer === true));
  const notes = [
    clockOfRoom(each, serverWall.value),
    roomWords.watchers(each.watchers),
    ...(each.isYours ? [roomWords.yours] : []),
    ...(each.id === LIVE_ROOM ? [] : [each.isOpen ? roomWords.isOpen : roomWords.isPrivate]),
  ];
  return (
    <li class={isHere ? 'here' : ''}>
      <div class="row">
        <b class="clip grow">{name}</b>
        {isHere ? (
          <span class="quiet">{roomWords.here}</span>
        ) : (
          <AskButton
            label={roomWords.enterNamed(name)}
            done={roomWords.entered(name)}
            ask={async () => closeWhenOk(await actions().enterRoom(each.id))}
          >
            {roomWords.enter}
          </AskButton>
        )}
      </div>
      <p class="quiet small">{notes.filter(Boolean).join(' · ')}</p>
      {(isHere || each.isYours) && each.id !== LIVE_ROOM && <RoomLink id={each.id} />}
      {mayChange && <ManageRoom each={each} />}
    </li>
  );
}

/** Where the clipboard is refused the link is there to be copied by hand. */
function RoomLink({ id }: { id: string }): JSX.Element {
  const [isShown, setShown] = useState(false);
  const address = addressOfRoom(id, location);
  const copy = async (): Promise<Answer> => {
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      setShown(true);
    }
    return { ok: true };
  };
  return (
    <div class="row wrap">
      <AskButton ask={copy} done={roomWords.linkCopied}>
        {roomWords.link}
      </AskButton>
      {isShown && (
        <label class="grow">
          {roomWords.linkIs} <input type="text" readOnly value={address} />
        </label>
      )}
    </div>
  );
}

function ManageRoom({ each }: { each: RoomInfo }): JSX.Element {
  const [name, setName] = useState(each.name);
  return (
    <details>
      <summary>{roomWords.manage(each.name)}</summary>
      <div class="row wrap">
        <label class="field">
          <span>{roomWords.name}</span>
          <input
            type="text"
            maxLength={60}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <AskButton
          blocked={name.trim() === '' ? roomWords.nameMissing : null}
          done={roomWords.renamed}
          ask={() => actions().changeRoom(each.id, { name: name.trim() })}
        >
          {roomWords.rename}
        </AskButton>
        <AskButton
          done={each.isOpen ? roomWords.hidden : roomWords.opened}
          ask={() => actions().changeRoom(each.id, { isOpen: !each.isOpen })}
        >
          {each.isOpen ? roomWords.hide : roomWords.open}
        </AskButton>
        <AskButton
          label={roomWords.closeLabel(each.name)}
          done={roomWords.closed}
          ask={() => actions().closeRoom(each.id)}
        >
          {roomWords.close}
        </AskButton>
      </div>
    </details>
  );
}

function NewRoom(): JSX.Element {
  const [name, setName] = useState(() => roomWords.own(identity.peek()?.name ?? null));
  const [isOpen, setOpen] = useState(true);
  return (
    <form
      class="new-room"
      onSubmit={(event) => {
        event.preventDefault();
        event.currentTarget.querySelector<HTMLButtonElement>('.make')?.click();
      }}
    >
      <h3>{roomWords.new}</h3>
      <label class="field">
        <span>{roomWords.name}</span>
        <input
          type="text"
          maxLength={60}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label class="check">
        <input type="checkbox" checked={isOpen} onChange={(event) => setOpen(event.currentTarget.checked)} />{' '}
        {roomWords.openToAll}
      </label>
      <div class="row buttons">
        <AskButton
          class="primary make"
          blocked={name.trim() === '' ? roomWords.nameMissing : null}
          done={roomWords.forked}
          ask={async () => closeWhenOk(await actions().forkRoom(name.trim(), isOpen))}
        >
          {roomWords.make}
        </AskButton>
        <button type="button" class="button" onClick={() => (dialog.value = null)}>
          {text.cancel}
        </button>
      </div>
    </form>
  );
}

function closeWhenOk(answer: RoomAnswer): RoomAnswer {
  if (answer.ok) dialog.value = null;
  return answer;
}
