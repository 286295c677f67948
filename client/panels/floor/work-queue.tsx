import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { FloorView, ItemView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { seat, simulationTime } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { deskOfPerson, answersFor } from '../desk-of-seat.ts';
import { formatDuration } from '../format.ts';
import { SeverityMark } from '../glyphs.tsx';
import { RaiseItem } from './raise-item.tsx';
import { ItemDetails } from './item-details.tsx';
import { dueAt, isLate, orderItems } from './work-order.ts';

type Filter = 'all' | 'mine' | 'shift';
const FILTERS: readonly Filter[] = ['all', 'mine', 'shift'];
const filter = signal<Filter>('all');

/** What waits: late first, then by severity, then by what is due sooner. */
export function WorkQueue({ view }: { view: FloorView }): JSX.Element {
  const time = simulationTime.value;
  const mine = deskOfPerson(view, seat.value)?.desk ?? null;
  const lists: Readonly<Record<Filter, readonly ItemView[]>> = {
    all: view.items,
    mine: view.items.filter((item) => item.desk === mine),
    shift: view.items.filter((item) => dueAt(item) < view.shift.end),
  };
  const items = orderItems(lists[filter.value], time);
  return (
    <section class="panel queue" aria-labelledby="queue-title">
      <div class="panel-head">
        <h3 id="queue-title">{text.floor.queue}</h3>
        <span class="count">{view.items.length}</span>
        <span class="grow" />
        <span class="segmented" role="group" aria-label={text.floor.queueFilter}>
          {FILTERS.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={filter.value === name}
              onClick={() => (filter.value = name)}
            >
              {text.floor.filters[name]} {name !== 'all' && lists[name].length}
            </button>
          ))}
        </span>
      </div>
      <RaiseItem view={view} />
      {(view.withheld.items > 0 || view.withheld.facts > 0) && (
        <p class="withheld-note">{text.floor.withheldItems(view.withheld.items, view.withheld.facts)}</p>
      )}
      {items.length === 0 && <p class="empty">{text.floor.queueEmpty[filter.value]}</p>}
      <ul class="items" tabIndex={0} aria-labelledby="queue-title">
        {items.map((item) => (
          <ItemRow key={item.id} item={item} view={view} time={time} />
        ))}
      </ul>
    </section>
  );
}

function ItemRow({ item, view, time }: { item: ItemView; view: FloorView; time: number }): JSX.Element {
  const late = isLate(item, time);
  const canAct = view.mode === 'active' && answersFor(view, seat.value, item.desk);
  const left = dueAt(item) - time;
  return (
    <li class={`item ${late ? 'late' : ''} ${canAct ? 'actionable' : ''}`} tabIndex={-1} data-item={item.id}>
      <SeverityMark severity={item.severity} isLate={late} />
      <div class="item-text">
        <b>{item.summary}</b>
        <span class="quiet">
          <span class="desk-tag">{item.desk}</span> {text.floor.states[item.state]} ·{' '}
          {text.floor.itemType(item.type)}· {text.floor.sources[item.source]}
        </span>
      </div>
      <span class="item-due">
        <b>{`${late ? '+' : ''}${formatDuration(left)}`}</b>
        <span class="quiet">{text.floor.due(item.state, late)}</span>
      </span>
      <div class="item-buttons">
        {canAct && (
          <>
            {item.state === 'new' && (
              <AskButton
                class="small-button acknowledge"
                ask={() => actions().floor({ type: 'acknowledge-item', item: item.id })}
                label={`${text.floor.acknowledge}: ${item.summary}`}
                done={text.floor.acknowledged(item.summary)}
                shortcut="A"
              >
                {text.floor.acknowledge}
              </AskButton>
            )}
          </>
        )}
        <details class="item-facts">
          <summary>
            {text.floor.facts(item.facts.length)}
            {item.withheld > 0 && ` · ${text.floor.withheldFacts(item.withheld)}`}
          </summary>
          <ItemDetails item={item} view={view} />
        </details>
      </div>
    </li>
  );
}
