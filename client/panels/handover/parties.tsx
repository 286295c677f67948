import type { JSX } from 'preact';
import type { DeskView, FloorView, PersonView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { dialog, seat } from '../../view-state.ts';
import { handoverSides } from '../desk-of-seat.ts';
import { formatZulu, formatZuluMinutes } from '../format.ts';
import { Icon } from '../glyphs.tsx';
import { Attendance, Disc, PersonName } from '../person.tsx';
import { handoverStep } from './gates.ts';

/** Outgoing and incoming, facing each other; who holds the desk says so in gold. */
export function Parties({ view, desk }: { view: FloorView; desk: DeskView }): JSX.Element {
  const { handover } = desk;
  const { outgoing, incoming } = handoverSides(desk);
  const hasPassed = handover !== null && handover.acceptedAt !== null;
  const turn = handover ? text.handover.turn[handoverStep(handover)] : text.handover.turn.none;
  const canSit = view.mode === 'active' && !hasPassed;
  return (
    <div class="parties">
      <Party
        person={outgoing}
        side="outgoing"
        title={hasPassed ? text.handover.relieved : text.handover.outgoing(desk.desk)}
        note={hasPassed ? text.handover.staysForReview : text.handover.since(formatZuluMinutes(desk.since))}
        canSit={canSit}
      />
      <div class="turn">
        <Icon name="arrow" />
        <span>{turn}</span>
        {handover?.isHeldOver && !hasPassed && <b class="held-over">{text.handover.heldOver}</b>}
      </div>
      <Party
        person={incoming}
        side="incoming"
        title={hasPassed ? text.handover.inCharge(desk.desk) : text.handover.incoming}
        note={
          hasPassed && handover.acceptedAt !== null
            ? text.handover.since(formatZulu(handover.acceptedAt))
            : text.handover.relievesAt(formatZuluMinutes(handover?.boundary ?? view.shift.end))
        }
        canSit={canSit}
      />
    </div>
  );
}

interface PartyProps {
  readonly person: PersonView | null;
  readonly side: 'outgoing' | 'incoming';
  readonly title: string;
  readonly note: string;
  readonly canSit: boolean;
}

function Party({ person, side, title, note, canSit }: PartyProps): JSX.Element {
  const isYours = person !== null && person.id === seat.value;
  return (
    <div class={`party ${side}`}>
      <Disc person={person} side={side} />
      <div class="party-text">
        <p class="label">{title}</p>
        <p class="lead">{person ? <PersonName person={person} /> : text.handover.gone}</p>
        <p class="quiet">{note}</p>
        {person && (
          <p class="row">
            <Attendance person={person} />
            {isYours && <b class="your-seat">{text.floor.yourSeat}</b>}
            {canSit && !isYours && person.attendedBy === null && (
              <button
                type="button"
                class="button small-button"
                aria-label={`${text.floor.sit}: ${person.rank} ${person.name}`}
                onClick={() => (dialog.value = { kind: 'seat', person: person.id })}
              >
                {text.floor.sit}
              </button>
            )}
          </p>
        )}
      </div>
    </div>
  );
}
