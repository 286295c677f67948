import type { JSX } from 'preact';
import type { HandoverView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { formatZulu } from '../format.ts';
import { StatusMark } from '../glyphs.tsx';
import { pauseKind } from './gates.ts';

/** Why a handover stands still, and until when; the outgoing person stays in charge. */
export function PauseNote({ handover }: { handover: HandoverView }): JSX.Element | null {
  const { pause } = handover;
  if (!pause || handover.acceptedAt !== null) return null;
  return (
    <p class="pause-note" role="status">
      <StatusMark status="caution" />
      <span>
        <b>{text.handover.pauseTitle[pauseKind(handover)]}</b> {pause.reason}{' '}
        <span class="quiet">
          {text.handover.pausedSince(formatZulu(pause.since))}
          {pause.until !== null && ` ${text.handover.until(formatZulu(pause.until))}`}{' '}
          {text.handover.staysInCharge(handover.outgoing.name, handover.desk)}
        </span>
      </span>
    </p>
  );
}
