import type { JSX } from 'preact';
import type { Handover, HandoverItem } from '../../../core/operations/types.ts';
import type { DeskView, FloorView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { seat, simulationTime } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { formatZulu } from '../format.ts';
import { Icon, SeverityMark } from '../glyphs.tsx';
import { Facts } from '../floor/work-queue.tsx';
import { isLate } from '../floor/work-order.ts';

interface BriefProps {
  readonly view: FloorView;
  readonly desk: DeskView;
  readonly handover: Handover;
}

/** The open items, one by one: told on the left, acknowledged on the right. There is no button for all of them. */
export function BriefItems({ view, desk, handover }: BriefProps): JSX.Element {
  const isPreview = handover.previewedAt === null;
  return (
    <div class="brief">
      {isPreview && <Preview view={view} desk={desk} handover={handover} />}
      {handover.items.length === 0 ? (
        <p class="empty">{text.handover.nothingOpen}</p>
      ) : (
        <>
          <div class="brief-head" aria-hidden="true">
            <span>{text.handover.tells}</span>
            <span>{text.handover.acknowledges}</span>
          </div>
          <ol class="brief-items">
            {handover.items.map((entry, place) => (
              <BriefItem key={entry.item} view={view} handover={handover} entry={entry} place={place} />
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

function Preview({ view, handover }: BriefProps): JSX.Element {
  const isIncoming = seat.value === handover.to && view.mode === 'active';
  return (
    <div class="preview">
      <p>
        <b>{text.handover.previewTitle}</b> <span class="quiet">{text.handover.previewHow}</span>
      </p>
      {isIncoming && (
        <AskButton
          class="primary"
          ask={() => actions().floor({ type: 'preview-handover', handover: handover.id })}
          done={text.handover.previewDone}
        >
          {text.handover.previewButton}
        </AskButton>
      )}
    </div>
  );
}

interface BriefItemProps {
  readonly view: FloorView;
  readonly handover: Handover;
  readonly entry: HandoverItem;
  readonly place: number;
}

function BriefItem({ view, handover, entry, place }: BriefItemProps): JSX.Element {
  const item = view.items.find(({ id }) => id === entry.item);
  const summary = item?.summary ?? text.handover.closedItem(entry.item);
  return (
    <li class={entry.acknowledgedAt === null ? 'brief-item' : 'brief-item told'}>
      <div class="brief-what">
        {item && <SeverityMark severity={item.severity} isLate={isLate(item, simulationTime.value)} />}
        <span class="grow">
          <span class="hidden-text">{place + 1}. </span>
          <b>{summary}</b>
          {item?.state === 'new' && <span class="tag">{text.handover.deskHasNotAcknowledged}</span>}
        </span>
      </div>
      {item && item.facts.length > 0 && <Facts item={item} />}
      <div class="brief-two">
        <Told {...{ view, handover, entry, summary }} />
        <Heard {...{ view, handover, entry, summary }} />
      </div>
    </li>
  );
}

interface SideProps {
  readonly view: FloorView;
  readonly handover: Handover;
  readonly entry: HandoverItem;
  readonly summary: string;
}

function Told({ view, handover, entry, summary }: SideProps): JSX.Element {
  if (entry.briefedAt !== null) return <Done words={text.handover.toldAt(formatZulu(entry.briefedAt))} />;
  const canBrief = seat.value === handover.from && view.mode === 'active' && handover.acceptedAt === null;
  if (!canBrief) return <span class="quiet">{text.handover.notTold}</span>;
  return (
    <AskButton
      class="small-button"
      label={`${text.handover.brief}: ${summary}`}
      blocked={handover.previewedAt === null ? text.handover.previewFirst : null}
      ask={() => actions().floor({ type: 'brief-item', handover: handover.id, item: entry.item })}
      done={text.handover.briefDone(summary)}
    >
      {text.handover.brief}
    </AskButton>
  );
}

function Heard({ view, handover, entry, summary }: SideProps): JSX.Element {
  if (entry.acknowledgedAt !== null) {
    return <Done words={text.handover.acknowledgedAt(formatZulu(entry.acknowledgedAt))} />;
  }
  const canAcknowledge = seat.value === handover.to && view.mode === 'active' && handover.acceptedAt === null;
  if (!canAcknowledge) return <span class="quiet">{text.handover.notAcknowledged}</span>;
  return (
    <AskButton
      class="small-button"
      label={`${text.floor.acknowledge}: ${summary}`}
      blocked={entry.briefedAt === null ? text.handover.briefFirst : null}
      ask={() =>
        actions().floor({ type: 'acknowledge-handover-item', handover: handover.id, item: entry.item })
      }
      done={text.floor.acknowledged(summary)}
    >
      {text.floor.acknowledge}
    </AskButton>
  );
}

function Done({ words }: { words: string }): JSX.Element {
  return (
    <span class="done">
      <Icon name="check" /> {words}
    </span>
  );
}
