import type { JSX } from 'preact';
import type { FloorView, HandoverView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { seat, simulationTime } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { formatInstant, formatZulu } from '../format.ts';
import { Icon } from '../glyphs.tsx';
import { WithReason } from '../with-reason.tsx';
import { openGates, pauseKind } from './gates.ts';
import { SayButton } from './say-button.tsx';

const REVIEW_MS = 300_000;

/** The lines that are said; with "I relieve you" responsibility passes. Focus and Enter; no key does it. */
export function SpokenLines({ view, handover }: { view: FloorView; handover: HandoverView }): JSX.Element {
  const { outgoing, incoming, id } = handover;
  const isActive = view.mode === 'active' && handover.acceptedAt === null;
  const isIncoming = isActive && seat.value === handover.to;
  const isOutgoing = isActive && seat.value === handover.from;
  const paused = handover.pause ? text.handover.paused[pauseKind(handover)] : null;
  const open = openGates(handover.gates);
  const early = open.filter(({ id: gate }) => !['ready', 'signed', 'desks', 'critical-phase'].includes(gate));
  const waitsFor = (gates: typeof open): string | null =>
    paused ??
    (gates.length > 0
      ? text.handover.waitsForGates(gates.map((gate) => text.handover.gateNames[gate.id]))
      : null);
  const isUnready = handover.readyAt === null;
  return (
    <section class="panel spoken" aria-label={text.handover.lines}>
      <Line
        who={text.handover.saysReady(incoming.name)}
        words={text.handover.readyToRelieve}
        saidAt={handover.readyAt}
        canSay={isIncoming}
        blocked={waitsFor(early)}
        waiting={text.handover.waitsFor(incoming.attendedBy)}
        ask={() => actions().floor({ type: 'say-ready', handover: id })}
      />
      <Icon name="chevron" />
      <Line
        who={text.handover.saysAndSigns(outgoing.name)}
        words={text.handover.readyToBeRelieved}
        saidAt={handover.signedOutAt}
        canSay={isOutgoing}
        blocked={isUnready ? text.handover.readyFirst : waitsFor(early)}
        waiting={text.handover.waitsFor(outgoing.attendedBy)}
        ask={() => actions().floor({ type: 'sign-out', handover: id })}
      />
      <Icon name="chevron" />
      <Line
        who={text.handover.saysAndPasses(incoming.name)}
        words={text.handover.iRelieveYou}
        saidAt={handover.acceptedAt}
        canSay={isIncoming}
        blocked={waitsFor(open)}
        waiting={text.handover.waitsFor(incoming.attendedBy)}
        ask={() => actions().floor({ type: 'relieve', handover: id })}
        isTransfer
      />
      <Icon name="chevron" />
      <Line
        who={text.handover.saysAndStays(outgoing.name)}
        words={text.handover.iStandRelieved}
        saidAt={handover.reviewedAt}
        canSay={view.mode === 'active' && handover.acceptedAt !== null && seat.value === handover.from}
        blocked={handover.acceptedAt === null ? text.handover.notPassed : null}
        note={reviewNote(handover)}
        waiting={text.handover.waitsFor(outgoing.attendedBy)}
        ask={() => actions().floor({ type: 'finish-review', handover: id })}
      />
      <div class="spoken-side">
        {isActive && (isIncoming || isOutgoing) && <Pauses handover={handover} isIncoming={isIncoming} />}
        <p class="quiet spoken-note">
          {handover.acceptedAt === null
            ? text.handover.actByThemselves
            : text.handover.passedAt(formatInstant(handover.acceptedAt))}
        </p>
      </div>
    </section>
  );
}

/** How much longer the outgoing person stays for it to count as a review. */
function reviewNote({ acceptedAt }: HandoverView): string | null {
  const left = acceptedAt === null ? 0 : acceptedAt + REVIEW_MS - simulationTime.value;
  return left > 0 ? text.handover.reviewLeft(Math.ceil(left / 60_000)) : null;
}

function Pauses({ handover, isIncoming }: { handover: HandoverView; isIncoming: boolean }): JSX.Element {
  const { id } = handover;
  if (handover.pause) {
    return (
      <AskButton ask={() => actions().floor({ type: 'resume-handover', handover: id })}>
        {text.handover.resume}
      </AskButton>
    );
  }
  return (
    <div class="row pauses">
      <WithReason
        words={text.handover.suspend}
        ask={(reason) => actions().floor({ type: 'suspend-handover', handover: id, reason })}
      />
      <WithReason
        words={text.handover.defer}
        ask={(reason) => actions().floor({ type: 'defer-handover', handover: id, reason })}
      />
      {isIncoming && (
        <WithReason
          words={text.handover.refuse}
          ask={(reason) => actions().floor({ type: 'refuse-handover', handover: id, reason })}
        />
      )}
    </div>
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
  readonly note?: string | null;
  readonly isTransfer?: boolean;
}

function Line(line: LineProps): JSX.Element {
  const { who, words, saidAt, canSay, blocked, waiting, ask, note, isTransfer } = line;
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
        <SayButton words={words} ask={ask} blocked={blocked} done={text.handover.said(words)} />
      ) : (
        <>
          <p class="words">{words}</p>
          <p class="small quiet">{blocked ?? waiting}</p>
        </>
      )}
      {note && <p class="small quiet">{note}</p>}
    </div>
  );
}
