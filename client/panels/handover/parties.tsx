import type { JSX } from 'preact';
import type { Desk } from '../../../core/operations/types.ts';
import type { DeskView, FloorView, HandoverView, PersonView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { dialog, seat } from '../../view-state.ts';
import { handoverSides } from '../desk-of-seat.ts';
import { formatDate, formatZulu, formatZuluMinutes } from '../format.ts';
import { Icon } from '../glyphs.tsx';
import { Attendance, Disc, PersonName } from '../person.tsx';
import { handoverStep, turnOf } from './gates.ts';

/** Outgoing and incoming, facing each other; who holds the desk says so in gold, and whose turn it is stands between. */
export function Parties({ view, desk }: { view: FloorView; desk: DeskView }): JSX.Element {
  const { handover } = desk;
  const { outgoing, incoming } = handoverSides(desk);
  const hasPassed = handover !== null && handover.acceptedAt !== null;
  const turn = handover && turnOf(handover);
  const canSit = view.mode === 'active' && !hasPassed;
  return (
    <div class="parties">
      <Party
        desk={desk.desk}
        person={outgoing}
        side="outgoing"
        isTurn={turn === 'outgoing'}
        title={hasPassed ? text.handover.relieved : text.handover.outgoing(desk.desk)}
        note={hasPassed ? text.handover.staysForReview : text.handover.since(formatZuluMinutes(desk.since))}
        canSit={canSit}
      />
      <div class={`turn ${turn ?? ''}`}>
        <Icon name="arrow" />
        {turn && handover && (
          <b>{text.handover.turnOf(turn === 'outgoing' ? handover.outgoing.name : handover.incoming.name)}</b>
        )}
        <span>{turnWords(handover)}</span>
        {handover?.isHeldOver && !hasPassed && <b class="held-over">{text.handover.heldOver}</b>}
        {handover && handover.interruptions > 0 && (
          <span class="quiet">{text.handover.interruptions(handover.interruptions)}</span>
        )}
      </div>
      <Party
        desk={desk.desk}
        person={incoming}
        side="incoming"
        isTurn={turn === 'incoming'}
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

function turnWords(handover: HandoverView | null): string {
  if (!handover) return text.handover.turn.none;
  const isPaused = handover.pause !== null && handover.acceptedAt === null;
  return isPaused ? text.handover.turnPaused : text.handover.turn[handoverStep(handover)];
}

interface PartyProps {
  readonly desk: Desk;
  readonly person: PersonView | null;
  readonly side: 'outgoing' | 'incoming';
  readonly isTurn: boolean;
  readonly title: string;
  readonly note: string;
  readonly canSit: boolean;
}

function Party({ desk, person, side, isTurn, title, note, canSit }: PartyProps): JSX.Element {
  const isYours = person !== null && person.id === seat.value;
  return (
    <div class={`party ${side}${isTurn ? ' has-turn' : ''}`}>
      <Disc person={person} side={side} />
      <div class="party-text">
        <p class="label">{title}</p>
        <p class="lead">{person ? <PersonName person={person} /> : text.handover.gone}</p>
        <p class="quiet">
          {[note, ...(person ? [qualified(person, desk), ...fatigue(person)] : [])].join(' · ')}
        </p>
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

/** "CCO certified to 2027-03-14", or what is in the way of it. */
function qualified({ qualifications }: PersonView, desk: Desk): string {
  const held = qualifications.find((qualification) => qualification.desk === desk);
  if (held?.state !== 'certified') return text.handover.notCertified(desk, held?.state ?? null);
  return text.handover.certified(desk, held.expires === null ? null : formatDate(held.expires));
}

function fatigue({ kss }: PersonView): readonly string[] {
  return kss === null ? [] : [text.handover.kss(kss.toFixed(1))];
}
