import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ItemId } from '../../../core/operations/types.ts';
import type { ItemHistory } from '../../../core/protocol/events.ts';
import { text } from '../../text.ts';
import { reviewAt } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { formatDate, formatZulu } from '../format.ts';
import { StatusMark } from '../glyphs.tsx';
import { useAnswer } from '../use-answer.ts';
import { type TimelineRow, timelineOf } from './timeline.ts';

const AGAIN_MS = 15_000;

/** Who knew what of an item when, from the journal; read when it is opened. */
export function History({ id }: { id: ItemId }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="history" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.floor.history}</summary>
      {isOpen && <Timeline id={id} />}
    </details>
  );
}

function Timeline({ id }: { id: ItemId }): JSX.Element {
  const { answer, hasFailed } = useAnswer(
    `/api/items/${encodeURIComponent(id)}/history`,
    (address) => actions().get<ItemHistory>(address),
    AGAIN_MS,
  );
  if (answer === null) {
    return <p class="quiet">{hasFailed ? text.floor.historyNone : text.floor.historyLoading}</p>;
  }
  const rows = timelineOf(answer, reviewAt.value);
  return (
    <>
      {hasFailed && <p class="refusal">{text.floor.historyFailed}</p>}
      {rows.length === 0 && <p class="quiet">{text.floor.historyNone}</p>}
      <ol class="timeline">
        {rows.map((row, i) => (
          <li key={`${row.at}-${i}`} class={row.kind === 'step' ? undefined : 'knew'}>
            <span class="timeline-time" title={formatDate(row.at)}>
              {formatZulu(row.at)}
            </span>
            <Row row={row} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Row({ row }: { row: TimelineRow }): JSX.Element {
  if (row.kind === 'step') {
    return (
      <span>
        {row.text} <span class="quiet">{row.by}</span>
      </span>
    );
  }
  return (
    <span>
      <b>{text.floor.historyKnows[row.who](row.person)}</b>
      <span class="known">
        <StatusMark status="normal" /> {text.floor.knewLabel}:{' '}
        {row.known.map(({ label, value }) => `${label} ${value}`).join(' · ') || text.floor.nothing}
      </span>
      {row.lost.length > 0 && (
        <span class="lost-note">
          <StatusMark status="serious" /> {text.floor.lostLabel}:{' '}
          {row.lost.map(({ label }) => label).join(' · ')}
        </span>
      )}
      {row.withheld > 0 && <span class="quiet">{text.floor.withheldFacts(row.withheld)}</span>}
    </span>
  );
}
