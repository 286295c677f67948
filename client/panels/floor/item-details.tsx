import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ItemHistory } from '../../../core/protocol/events.ts';
import type { FloorView, ItemView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { screen, seat, selected } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { answersFor } from '../desk-of-seat.ts';
import { formatZulu } from '../format.ts';
import { WithReason } from '../with-reason.tsx';
import { Facts } from './facts.tsx';
import { ResolveItem } from './resolve-item.tsx';

/** Everything of an item this viewer may see, and what he may do about it. */
export function ItemDetails({ item, view }: { item: ItemView; view: FloorView }): JSX.Element {
  const canAct = view.mode === 'active' && answersFor(view, seat.value, item.desk);
  return (
    <div class="item-details">
      <p class="quiet">
        {text.floor.marking}: {item.marking}
        {item.withheld > 0 && <b> · {text.floor.withheldFacts(item.withheld)}</b>}
        {item.escalation !== 'floor' && <b> · {text.floor.escalation(item.escalation)}</b>}
      </p>
      <Facts item={item} />
      {item.contingency !== '' && <p>{item.contingency}</p>}
      <p class="row">
        {item.objects.slice(0, 4).map((object) => (
          <button
            key={object}
            type="button"
            class="button small-button"
            onClick={() => {
              selected.value = object;
              screen.value = 'watch';
              location.hash = 'watch';
            }}
          >
            {text.floor.onGlobe(object)}
          </button>
        ))}
      </p>
      {canAct && item.state !== 'new' && (
        <div class="row">
          {item.state !== 'in-work' && (
            <AskButton
              class="small-button"
              label={`${text.floor.start}: ${item.summary}`}
              ask={() => actions().floor({ type: 'start-item', item: item.id })}
              done={text.floor.started(item.summary)}
            >
              {text.floor.start}
            </AskButton>
          )}
          <WithReason
            words={text.floor.wait}
            label={text.floor.waitLabel}
            ask={(minutes) => actions().floor({ type: 'wait-item', item: item.id, minutes: Number(minutes) })}
          />
          {item.escalation !== 'component-commander' && (
            <AskButton
              class="small-button"
              label={`${text.floor.escalate}: ${item.summary}`}
              ask={() => actions().floor({ type: 'escalate-item', item: item.id })}
              done={text.floor.escalated(item.summary)}
            >
              {text.floor.escalate}
            </AskButton>
          )}
          <ResolveItem item={item} />
        </div>
      )}
      <History id={item.id} />
    </div>
  );
}

/** Who knew what of it when, from the journal; read when it is opened. */
function History({ id }: { id: string }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const [history, setHistory] = useState<ItemHistory | null | undefined>();
  useEffect(() => {
    if (!isOpen) return;
    void actions()
      .get<ItemHistory>(`/api/items/${encodeURIComponent(id)}/history`)
      .then(setHistory);
  }, [isOpen, id]);
  return (
    <details class="history" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.floor.history}</summary>
      {isOpen && history === undefined && <p class="quiet">{text.floor.historyLoading}</p>}
      {history === null && <p class="quiet">{text.floor.historyNone}</p>}
      {history && (
        <>
          <ol class="history-steps">
            {history.steps.map((step) => (
              <li key={`${step.seq}-${step.text}`}>
                <b>{formatZulu(step.at)}</b> {step.text} <span class="quiet">{step.by}</span>
              </li>
            ))}
          </ol>
          <ol class="history-steps">
            {history.knowledge.map((row, i) => (
              <li key={`${row.at}-${i}`}>
                <b>{formatZulu(row.at)}</b> {text.floor.knew(row.who, row.person)}:{' '}
                {row.known.map(({ label }) => label).join(', ') || text.floor.nothing}
                {row.lost.length > 0 && (
                  <b class="differs">
                    {' '}
                    · {text.floor.lost}: {row.lost.map(({ label }) => label).join(', ')}
                  </b>
                )}
                {row.withheld > 0 && <span class="quiet"> · {text.floor.withheldFacts(row.withheld)}</span>}
              </li>
            ))}
          </ol>
        </>
      )}
    </details>
  );
}
