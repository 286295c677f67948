import type { JSX } from 'preact';
import { statusName } from '../../../core/propagation/status.ts';
import { text } from '../../text.ts';
import { catalog, hasPicture, notDrawn } from '../../view-state.ts';
import { formatCount, formatNumber } from '../format.ts';
import { StatusMark } from '../glyphs.tsx';
import { nameOf } from '../object-facts.ts';
import { choose } from '../selection.ts';

const SHOWN = 200;

/** Objects whose position could not be computed, or left the sane range: never drawn, never dropped in silence. */
export function NotDrawnList(): JSX.Element | null {
  const columns = catalog.value;
  const missing = notDrawn.value;
  if (!columns || !hasPicture.value) return null;
  return (
    <section class="rail-section not-drawn">
      <details open={missing.length > 0 && missing.length <= 3}>
        <summary>
          <h2>{text.notDrawn.title}</h2>
          <StatusMark status={missing.length > 0 ? 'caution' : 'normal'} />
          <b>{formatCount(missing.length)}</b>
        </summary>
        {missing.length === 0 && <p class="empty">{text.notDrawn.none}</p>}
        <ul>
          {missing.slice(0, SHOWN).map(({ catalogNumber, status }) => {
            const index = columns.indexOf.get(catalogNumber);
            return (
              <li key={catalogNumber}>
                <button
                  type="button"
                  class="list-button"
                  onClick={() => choose(catalogNumber, { fly: false })}
                >
                  <span class="clip">
                    <b>{index === undefined ? '' : nameOf(columns, index)}</b>{' '}
                    <span class="quiet">{formatNumber(catalogNumber)}</span>
                  </span>
                  <span class="quiet">{text.status[statusName(status)]}</span>
                </button>
              </li>
            );
          })}
        </ul>
        {missing.length > SHOWN && (
          <p class="quiet">{text.notDrawn.more(formatCount(missing.length - SHOWN))}</p>
        )}
      </details>
    </section>
  );
}
