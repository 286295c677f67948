import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { FloorView, ItemView } from '../../../core/operations/view.ts';
import type { UtcMs } from '../../../core/units.ts';
import { text } from '../../text.ts';
import { seat, shownTime } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { deskOfPerson } from '../desk-of-seat.ts';
import { formatDuration } from '../format.ts';
import { SeverityMark } from '../glyphs.tsx';
import { chosenItem } from './chosen.ts';
import { ItemDetails } from './item-details.tsx';
import { RaiseItem } from './raise-item.tsx';
import { whyNotOn, whyReadOnly } from './read-only.ts';
import {
  dueAt,
  isInCriticalPhase,
  isLate,
  ITEM_FILTERS,
  type ItemFilter,
  itemLists,
  orderItems,
} from './work-order.ts';

const filter = signal<ItemFilter>('all');

/** What waits: late first, then by severity, then by what is due sooner. */
export function WorkQueue({ view, isNarrow }: { view: FloorView; isNarrow: boolean }): JSX.Element {
  const time = shownTime.value;
  const lists = itemLists(view, deskOfPerson(view, seat.value)?.desk ?? null);
  const items = orderItems(lists[filter.value], time);
  const readOnly = whyReadOnly(view);
  const { withheld } = view;
  const columns = text.floor.columns;
  return (
    <section class="panel queue" aria-labelledby="queue-title">
      <div class="panel-head">
        <h3 id="queue-title">{text.floor.queue}</h3>
        <span class="count">{view.items.length}</span>
        <span class="grow" />
        <span class="segmented" role="group" aria-label={text.floor.queueFilter}>
          {ITEM_FILTERS.map((name) => (
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
      {readOnly === null ? <RaiseItem view={view} /> : <p class="read-only">{readOnly}</p>}
      {items.length > 0 && (
        <div class="item-columns" aria-hidden="true">
          <span>{columns.item}</span>
          <span>{columns.desk}</span>
          <span>{columns.state}</span>
          <span>{columns.due}</span>
        </div>
      )}
      {items.length === 0 && (
        <p class="empty">
          {text.floor.queueEmpty[filter.value]}{' '}
          {filter.value !== 'all' && view.items.length > 0 && (
            <button type="button" class="link" onClick={() => (filter.value = 'all')}>
              {text.floor.showAll}
            </button>
          )}
        </p>
      )}
      <ul class="items" aria-labelledby="queue-title" aria-describedby="queue-keys">
        {items.map((item) => (
          <ItemRow key={item.id} item={item} view={view} time={time} isNarrow={isNarrow} />
        ))}
      </ul>
      {(withheld.items > 0 || withheld.facts > 0) && (
        <p class="withheld-hatch">
          {withheld.items > 0 && text.floor.withheldItems(withheld.items)}{' '}
          {withheld.facts > 0 && text.floor.withheldFactsAll(withheld.facts)}
        </p>
      )}
      <p id="queue-keys" class="hidden-text">
        {text.floor.queueKeys}
      </p>
    </section>
  );
}

interface ItemRowProps {
  readonly item: ItemView;
  readonly view: FloorView;
  readonly time: UtcMs;
  readonly isNarrow: boolean;
}

function ItemRow({ item, view, time, isNarrow }: ItemRowProps): JSX.Element {
  const late = isLate(item, time);
  const canAct = whyNotOn(item, view) === null;
  const isChosen = chosenItem.value === item.id;
  const kinds = [
    'item',
    late ? 'late' : '',
    canAct ? 'actionable' : '',
    isChosen ? 'chosen' : '',
    item.isSummaryWithheld ? 'stub' : '',
  ];
  return (
    <li class={kinds.filter(Boolean).join(' ')}>
      <SeverityMark severity={item.severity} isLate={late} />
      <div class="item-text">
        <button
          type="button"
          class="item-open"
          data-item={item.id}
          aria-expanded={isChosen}
          aria-controls={isChosen ? 'item-details' : undefined}
          onClick={() => (chosenItem.value = isChosen ? null : item.id)}
        >
          {item.isSummaryWithheld ? text.floor.withheldItem : item.summary}
        </button>
        <span class="quiet">
          <span class={`source ${item.source}`}>{text.floor.sources[item.source]}</span>
          {!item.isSummaryWithheld && ` ${text.floor.itemType(item.type)}`}
          {firstFact(item)}
          {item.withheld > 0 && <b class="withheld-count"> {text.floor.withheldStub(item.withheld)}</b>}
        </span>
      </div>
      <span class="item-desk">
        <span class="desk-tag">{item.desk}</span>
      </span>
      <span class={`item-state ${item.state}`}>{text.floor.states[item.state]}</span>
      <span class="item-due">
        <b>{`${late ? '+' : ''}${formatDuration(dueAt(item) - time)}`}</b>
        <span class="quiet">
          {isInCriticalPhase(item, time) ? text.floor.criticalPhase : text.floor.due(item.state, late)}
        </span>
      </span>
      {canAct && item.state === 'new' && (
        <span class="item-buttons">
          <AskButton
            class="small-button acknowledge"
            ask={() => actions().floor({ type: 'acknowledge-item', item: item.id })}
            label={`${text.floor.acknowledge}: ${item.summary}`}
            done={text.floor.acknowledged(item.summary)}
            shortcut="A"
          >
            {text.floor.acknowledge}
          </AskButton>
        </span>
      )}
      {isChosen && isNarrow && <ItemDetails item={item} view={view} />}
    </li>
  );
}

/** The first critical fact says more than a kind does. */
function firstFact({ facts }: ItemView): string {
  const fact = facts.find(({ isCritical }) => isCritical);
  return fact ? ` · ${fact.label} ${fact.value}` : '';
}
