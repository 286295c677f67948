import type { JSX } from 'preact';
import type { Handover } from '../../../core/operations/types.ts';
import type { DeskView, FloorView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { seat } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { handoverSides } from '../desk-of-seat.ts';
import { formatInstant, formatZulu } from '../format.ts';
import { Icon } from '../glyphs.tsx';
import { acceptanceGates } from './gates.ts';

interface SpokenProps {
  readonly view: FloorView;
  readonly desk: DeskView;
  readonly handover: Handover;
}

/** The lines that are said: both sign, and with the second responsibility passes. Focus and Enter; no key does it. */
export function SpokenLines({ view, desk, handover }: SpokenProps): JSX.Element {
  const { outgoing, incoming } = handoverSides(desk);
  const isActive = view.mode === 'active' && handover.acceptedAt === null;
  const untold = handover.items.filter(({ briefedAt }) => briefedAt === null).length;
  const blocking = acceptanceGates(view, desk, handover).filter(({ isMet }) => !isMet);
  return (
    <section class="panel spoken" aria-label={text.handover.lines}>
      <Line
        who={text.handover.says(outgoing?.name ?? text.handover.outgoingShort)}
        words={text.handover.readyToBeRelieved}
        saidAt={handover.signedOutAt}
        canSay={isActive && seat.value === handover.from}
        blocked={untold > 0 ? text.handover.untold(untold) : null}
        waiting={
          untold > 0 ? text.handover.untold(untold) : text.handover.waitsFor(outgoing?.attendedBy ?? null)
        }
        ask={() => actions().floor({ type: 'sign-out', handover: handover.id })}
      />
      <Icon name="chevron" />
      <Line
        who={text.handover.saysAndPasses(incoming?.name ?? text.handover.incomingShort)}
        words={text.handover.iRelieveYou}
        saidAt={handover.acceptedAt}
        canSay={isActive && seat.value === handover.to}
        blocked={blocking.length > 0 ? text.handover.blockedBy(blocking.map(({ title }) => title)) : null}
        waiting={
          blocking.length > 0
            ? text.handover.blockedBy(blocking.map(({ title }) => title))
            : text.handover.waitsFor(incoming?.attendedBy ?? null)
        }
        ask={() => actions().floor({ type: 'relieve', handover: handover.id })}
        isTransfer
      />
      <p class="quiet spoken-note">
        {handover.acceptedAt === null
          ? text.handover.actByThemselves
          : text.handover.passedAt(formatInstant(handover.acceptedAt))}
      </p>
    </section>
  );
}

interface LineProps {
  readonly who: string;
  readonly words: string;
  readonly saidAt: number | null;
  readonly canSay: boolean;
  readonly blocked: string | null;
  readonly waiting: string;
  readonly ask: Parameters<typeof AskButton>[0]['ask'];
  readonly isTransfer?: boolean;
}

function Line({ who, words, saidAt, canSay, blocked, waiting, ask, isTransfer }: LineProps): JSX.Element {
  const kind = isTransfer ? 'line transfer' : 'line';
  if (saidAt !== null) {
    return (
      <div class={`${kind} said`}>
        <p class="small quiet">{who}</p>
        <p class="words">{words}</p>
        <p class="done">
          <Icon name="check" /> {text.handover.saidAt(formatZulu(saidAt))}
        </p>
      </div>
    );
  }
  return (
    <div class={canSay && blocked === null ? `${kind} ready` : kind}>
      <p class="small quiet">{who}</p>
      {canSay ? (
        <AskButton ask={ask} blocked={blocked} class={blocked === null ? 'primary say' : 'say'}>
          {words}
        </AskButton>
      ) : (
        <p class="words">{words}</p>
      )}
      <p class="small quiet">{canSay && blocked === null ? text.handover.sayIt : (blocked ?? waiting)}</p>
    </div>
  );
}
