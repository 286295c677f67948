import type { JSX } from 'preact';
import type { FloorView, ItemView } from '../../../core/operations/view.ts';
import type { UtcMs } from '../../../core/units.ts';
import { text } from '../../text.ts';
import { shownTime } from '../../view-state.ts';
import { Icon, SeverityMark, StatusMark } from '../glyphs.tsx';
import { PersonName } from '../person.tsx';
import { CasePart } from '../conjunctions/case-part.tsx';
import { chosenItem, showOnGlobe } from './chosen.ts';
import { Facts } from './facts.tsx';
import { ItemActions } from './item-actions.tsx';
import { History } from './item-history.tsx';
import { nearInstant } from './person-words.ts';
import { isInCriticalPhase, isLate } from './work-order.ts';

/** The chosen item beside the queue. */
export function ItemPanel({ item, view }: { item: ItemView; view: FloorView }): JSX.Element {
  return (
    <section class="panel item-panel" aria-labelledby="item-title">
      <div class="panel-head">
        <SeverityMark severity={item.severity} isLate={isLate(item, shownTime.value)} />
        <h3 id="item-title" class="grow">
          {item.isSummaryWithheld ? text.floor.withheldItem : item.summary}
        </h3>
        <button
          type="button"
          class="icon-button quiet-button"
          aria-label={text.floor.closeDetail}
          onClick={() => closeItem(item)}
        >
          <Icon name="close" />
        </button>
      </div>
      <ItemDetails item={item} view={view} />
    </section>
  );
}

/** Close the details and give the focus back to the row. */
function closeItem({ id }: ItemView): void {
  chosenItem.value = null;
  document.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`)?.focus();
}

/** Everything of an item this viewer may see, and what he may do about it. */
export function ItemDetails({ item, view }: { item: ItemView; view: FloorView }): JSX.Element {
  const holder = view.desks.find(({ holder: person }) => person.id === item.responsible)?.holder ?? null;
  const escalation = text.floor.escalation[item.escalation];
  return (
    <div class="item-details" id="item-details">
      <p class="item-marking">
        <span class="hidden-text">{text.floor.marking}: </span>
        {item.marking}
      </p>
      <p class="row wrap">
        <span class="desk-tag">{item.desk}</span>
        {holder && (
          <>
            <span class="hidden-text">{text.floor.responsible}: </span>
            <PersonName person={holder} />
          </>
        )}
        <span class="quiet">
          {text.floor.itemType(item.type)} · {text.floor.states[item.state]} ·{' '}
          {text.floor.created(nearInstant(item.createdAt, shownTime.value))}
        </span>
        {escalation !== null && (
          <span>
            <StatusMark status="serious" /> {escalation}
          </span>
        )}
      </p>
      <ItemActions key={item.id} item={item} view={view} />
      <Deadlines item={item} time={shownTime.value} />
      {item.conjunction && <CasePart item={item} known={item.conjunction} view={view} />}
      <Facts item={item} />
      {!item.isSummaryWithheld && <Plan item={item} />}
      {item.objects.length > 0 && (
        <p class="row wrap">
          {item.objects.map((object) => (
            <button
              key={object}
              type="button"
              class="button small-button"
              onClick={() => showOnGlobe(object)}
            >
              {text.floor.onGlobe(object)}
            </button>
          ))}
        </p>
      )}
      <History key={`history-${item.id}`} id={item.id} />
    </div>
  );
}

function Deadlines({ item, time }: { item: ItemView; time: UtcMs }): JSX.Element {
  const names = text.floor.deadlineNames;
  return (
    <dl class="deadlines">
      <div>
        <dt>{names.acknowledge}</dt>
        <dd>
          {nearInstant(item.acknowledgeBy, time)}
          {item.missed.acknowledge && <Missed />}
          {item.acknowledgedAt !== null && (
            <span class="quiet small">
              {' '}
              {text.floor.acknowledgedAt(nearInstant(item.acknowledgedAt, time))}
            </span>
          )}
        </dd>
      </div>
      {item.nextActionAt !== null && (
        <div>
          <dt>{names.next}</dt>
          <dd>{nearInstant(item.nextActionAt, time)}</dd>
        </div>
      )}
      <div>
        <dt>{names.resolve}</dt>
        <dd>
          {nearInstant(item.resolveBy, time)}
          {item.missed.resolve && <Missed />}
        </dd>
      </div>
      {item.criticalAt !== null && (
        <div>
          <dt>{names.critical}</dt>
          <dd>
            {nearInstant(item.criticalAt, time)}
            {isInCriticalPhase(item, time) && (
              <b>
                {' '}
                <StatusMark status="caution" /> {text.floor.criticalPhase}
              </b>
            )}
          </dd>
        </div>
      )}
    </dl>
  );
}

function Missed(): JSX.Element {
  return (
    <b class="missed">
      {' '}
      <StatusMark status="critical" /> {text.floor.missedWord}
    </b>
  );
}

/** What is done next, by whom and when, and what if it does not come so. */
function Plan({ item }: { item: ItemView }): JSX.Element {
  return (
    <div class="item-plan">
      <section class="item-part">
        <h4 class="label">{text.floor.nextActions}</h4>
        {item.actions.length === 0 && <p class="quiet">{text.floor.noneRecorded}</p>}
        <ul>
          {item.actions.map((action) => (
            <li key={`${action.what}-${action.due}`}>
              {action.what} <span class="desk-tag">{action.who}</span>{' '}
              <span class="quiet small">
                {text.floor.dueAtTime(nearInstant(action.due, shownTime.value))}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section class="item-part">
        <h4 class="label">{text.floor.contingency}</h4>
        <p class={item.contingency === '' ? 'quiet' : undefined}>
          {item.contingency === '' ? text.floor.noneRecorded : item.contingency}
        </p>
      </section>
    </div>
  );
}
