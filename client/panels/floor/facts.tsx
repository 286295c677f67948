import type { JSX } from 'preact';
import type { ItemView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';

/** What is known of an item, each with the instant it holds for and for whom. */
export function Facts({ item }: { item: Pick<ItemView, 'facts'> }): JSX.Element | null {
  if (item.facts.length === 0) return null;
  return (
    <dl class="facts">
      {item.facts.map((fact) => (
        <div key={fact.id}>
          <dt>{fact.label}</dt>
          <dd>
            <b>{fact.value}</b> <span class="quiet">{text.floor.asOf(fact.asOf)}</span>
            {fact.isCritical && <span class="tag">{text.floor.critical}</span>}
            {!fact.release.includes('*') && <span class="quiet small"> {fact.release.join(', ')}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
