import type { JSX } from 'preact';
import type { FloorView, HandoverView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { simulationTime } from '../../view-state.ts';
import { isLate } from '../floor/work-order.ts';
import { formatDuration, formatInstant, formatZulu } from '../format.ts';
import { SeverityMark, StatusMark } from '../glyphs.tsx';
import { openGates } from './gates.ts';

const REVIEW_MS = 300_000;

interface StepProps {
  readonly view: FloorView;
  readonly handover: HandoverView;
}

/** Before the lines are said: what is still in the way, and what was taken over of each item. */
export function Assume({ view, handover }: StepProps): JSX.Element {
  const left = openGates(handover.gates).filter(({ id }) => id !== 'ready' && id !== 'signed');
  return (
    <div class="assume-step">
      <p class="step-note">
        {handover.acceptedAt !== null
          ? text.handover.passedAt(formatInstant(handover.acceptedAt))
          : left.length === 0
            ? text.handover.assumeReady
            : text.handover.assumeWaits}
      </p>
      {handover.acceptedAt === null && left.length > 0 && (
        <ul class="still-open">
          {left.map((gate) => (
            <li key={gate.id}>
              <StatusMark status={gate.state === 'blocking' ? 'serious' : 'caution'} />
              <span>
                <b>{text.handover.gateNames[gate.id]}</b> <span class="quiet">{gate.detail}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <TakenOver view={view} handover={handover} />
    </div>
  );
}

/** After the transfer: the outgoing person stays for questions, five minutes or more. */
export function Review({ view, handover }: StepProps): JSX.Element {
  const { acceptedAt, reviewedAt, outgoing } = handover;
  const left = acceptedAt === null ? REVIEW_MS : acceptedAt + REVIEW_MS - simulationTime.value;
  return (
    <div class="assume-step">
      <p class="step-note">
        {acceptedAt === null
          ? text.handover.reviewLater(outgoing.name)
          : `${text.handover.passedAt(formatInstant(acceptedAt))} ${
              reviewedAt === null
                ? text.handover.reviewNow(outgoing.name)
                : text.handover.reviewOver(outgoing.name, formatZulu(reviewedAt))
            }`}
      </p>
      {acceptedAt !== null && reviewedAt === null && (
        <p class="countdown-big">
          {left > 0 ? text.handover.reviewCountdown(formatDuration(left)) : text.handover.reviewCounts}
        </p>
      )}
      <TakenOver view={view} handover={handover} />
    </div>
  );
}

/** Each item with the incoming person's own words for it. */
function TakenOver({ view, handover }: StepProps): JSX.Element {
  return (
    <section aria-labelledby="taken-title">
      <h4 id="taken-title">{text.handover.takenOver}</h4>
      {handover.items.length === 0 && <p class="quiet">{text.handover.nothingOpen}</p>}
      <ul class="preview-items">
        {handover.items.map((entry) => {
          const item = view.items.find(({ id }) => id === entry.item);
          return (
            <li key={entry.item}>
              {item ? (
                <SeverityMark severity={item.severity} isLate={isLate(item, simulationTime.value)} />
              ) : (
                <StatusMark status="off" />
              )}
              <span class="grow">
                {item?.summary ?? text.handover.closedItem(entry.item)}
                <span class="quiet">
                  {entry.acknowledgedAt === null
                    ? text.handover.notAcknowledged
                    : text.handover.acknowledgedAt(formatZulu(entry.acknowledgedAt))}
                  {entry.readBackMatch !== null && ` · ${text.handover.readShare(entry.readBackMatch)}`}
                  {entry.synthesis !== '' && ` · “${entry.synthesis}”`}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
