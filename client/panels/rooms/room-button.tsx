import type { JSX } from 'preact';
import { LIVE_ROOM } from '../../../core/protocol/events.ts';
import { dialog, identity, room } from '../../view-state.ts';
import { roomWords } from '../../words/rooms.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { nameOfRoom } from './room-words.ts';

/** Which room this page is in; one click to a room of one's own, one click back. */
export function RoomButton(props: { class?: string }): JSX.Element | null {
  const here = room.value;
  if (!here) return null;
  const isLive = here.id === LIVE_ROOM;
  const name = nameOfRoom(here);
  return (
    <div class={`room-control ${isLive ? '' : 'elsewhere'} ${props.class ?? ''}`}>
      <button
        type="button"
        class="button room-name"
        aria-haspopup="dialog"
        aria-label={roomWords.button(name)}
        onClick={() => (dialog.value = { kind: 'rooms' })}
      >
        <span class="clip">{name}</span>
      </button>
      {isLive ? (
        <AskButton
          label={roomWords.forkLabel}
          done={roomWords.forked}
          ask={() => actions().forkRoom(roomWords.own(identity.value?.name ?? null), false)}
        >
          {roomWords.fork}
        </AskButton>
      ) : (
        <AskButton
          class="primary"
          label={roomWords.backLabel}
          done={roomWords.isBack}
          ask={() => actions().enterRoom(LIVE_ROOM)}
        >
          {roomWords.back}
        </AskButton>
      )}
    </div>
  );
}
