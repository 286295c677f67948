import type { JSX } from 'preact';
import type { FloorView, HandoverView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { simulationTime } from '../../view-state.ts';
import { isLate } from '../floor/work-order.ts';
import { formatZuluMinutes } from '../format.ts';
import { Icon, SeverityMark, StatusMark } from '../glyphs.tsx';
import { chooseItem, shownItem, shownStep } from './chosen.ts';

interface ListProps {
  readonly view: FloorView;
  readonly handover: HandoverView;
}

/** The items of a handover in the order in which they are told, and which of them is looked at. */
export function ItemList({ view, handover }: ListProps): JSX.Element {
  const done = handover.items.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length;
  const shown = shownStep(handover) === 'brief' ? shownItem(handover) : null;
  return (
    <section class="panel handover-items" aria-labelledby="handover-items-title">
      <div class="panel-head">
        <h3 id="handover-items-title">{text.handover.itemsTitle}</h3>
        <span class="count">{handover.items.length}</span>
        <span class="grow" />
        <span class="quiet">{text.handover.itemsDone(done)}</span>
      </div>
      {handover.items.length === 0 && <p class="empty">{text.handover.nothingOpen}</p>}
      <ol>
        {handover.items.map((entry) => {
          const item = view.items.find(({ id }) => id === entry.item);
          return (
            <li key={entry.item}>
              <button
                type="button"
                class="list-button in-row"
                aria-current={entry.item === shown ? 'true' : undefined}
                onClick={() => chooseItem(handover, entry.item)}
              >
                {item && (
                  <SeverityMark severity={item.severity} isLate={isLate(item, simulationTime.value)} />
                )}
                <span class="grow">
                  <span class="item-name">{item?.summary ?? text.handover.closedItem(entry.item)}</span>
                  <span class="quiet small">
                    {entry.acknowledgedAt === null
                      ? item && text.floor.facts(item.facts.length)
                      : text.handover.acknowledgedAt(formatZuluMinutes(entry.acknowledgedAt))}
                    {item && item.withheld > 0 && ` · ${text.handover.withheldShort(item.withheld)}`}
                  </span>
                </span>
                {entry.acknowledgedAt !== null && <Icon name="check" />}
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** Every status line and whether it has been seen: the preview in a nutshell. */
export function StatusSummary({ handover }: { handover: HandoverView }): JSX.Element {
  const { checklist } = handover;
  const seen = checklist.filter(
    ({ reviewedAt, waivedBecause }) => reviewedAt !== null || waivedBecause !== null,
  );
  return (
    <section class="panel status-summary" aria-labelledby="status-summary-title">
      <div class="panel-head">
        <h3 id="status-summary-title" class="grow">
          {text.handover.statusLines}
        </h3>
        <span class="quiet">{text.handover.linesSeen(seen.length, checklist.length)}</span>
      </div>
      <ul>
        {checklist.map((line) => (
          <li key={line.id} class={line.isAttentionWanted ? 'attention' : ''}>
            {line.isAttentionWanted ? (
              <StatusMark status="caution" />
            ) : line.reviewedAt === null ? (
              <StatusMark status="off" />
            ) : (
              <Icon name="check" />
            )}
            <span>
              {line.title}
              <span class="hidden-text">
                {': '}
                {line.status} {line.isAttentionWanted && text.handover.attention}{' '}
                {line.waivedBecause === null
                  ? text.handover.lineState(line.reviewedAt !== null)
                  : text.handover.waived(line.waivedBecause)}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
