import type { JSX } from 'preact';
import type { ItemView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { shownTime } from '../../view-state.ts';
import { StatusMark } from '../glyphs.tsx';
import { nearInstant } from './person-words.ts';

/** What is known of an item: each value with the instant it holds for, for whom it is, and whether the desk has lost it. */
export function Facts({
  item,
}: {
  item: Pick<ItemView, 'facts' | 'unknownToDesk' | 'withheld'>;
}): JSX.Element {
  const lost = new Set(item.unknownToDesk);
  return (
    <section class="item-part">
      <h4 class="label">{text.floor.factsTitle}</h4>
      {item.facts.length === 0 && item.withheld === 0 && <p class="quiet">{text.floor.noFacts}</p>}
      {item.facts.length > 0 && (
        <dl class="facts">
          {item.facts.map((fact) => (
            <div key={fact.id} class={lost.has(fact.id) ? 'lost' : undefined}>
              <dt>
                {fact.label} {fact.isCritical && <span class="tag">{text.floor.critical}</span>}
              </dt>
              <dd>
                <b>{fact.value}</b>{' '}
                <span class="quiet small">
                  {text.floor.asOfTime(nearInstant(fact.asOf, shownTime.value))} ·{' '}
                  {fact.release.includes('*') ? text.floor.toAll : fact.release.join(', ')}
                </span>
              </dd>
              {lost.has(fact.id) && (
                <dd class="lost-note small">
                  <StatusMark status="serious" /> {text.floor.lostFact}
                </dd>
              )}
            </div>
          ))}
        </dl>
      )}
      {item.withheld > 0 && <p class="withheld-hatch">{text.floor.withheldFacts(item.withheld)}</p>}
    </section>
  );
}
