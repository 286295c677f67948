import type { JSX } from 'preact';
import { text } from '../../text.ts';
import { floor, simulationTime } from '../../view-state.ts';
import { dueAt, isLate, orderItems } from '../floor/work-order.ts';
import { formatDuration } from '../format.ts';
import { SeverityMark } from '../glyphs.tsx';

const SHOWN = 8;

/** What waits on the floor, for whoever only has the globe in front of them. */
export function OpenOnFloor(): JSX.Element | null {
  const view = floor.value;
  const time = simulationTime.value;
  if (!view || (view.mode !== 'active' && view.mode !== 'review')) return null;
  const items = orderItems(view.items, time).slice(0, SHOWN);
  return (
    <section class="open-on-floor" aria-labelledby="open-title">
      <div class="row">
        <h3 id="open-title" class="label grow">
          {text.object.openTitle}
        </h3>
        <a href="#floor">{text.object.toFloor}</a>
      </div>
      {items.length === 0 && <p class="empty">{text.floor.queueEmpty.all}</p>}
      <ul>
        {items.map((item) => {
          const late = isLate(item, time);
          return (
            <li key={item.id} class={late ? 'row late' : 'row'}>
              <SeverityMark severity={item.severity} isLate={late} />
              <span class="grow">
                <span class="clip">{item.summary}</span>
                <span class="quiet small">
                  {item.desk} · {text.floor.due(item.state, late)}
                </span>
              </span>
              <b>{`${late ? '+' : ''}${formatDuration(dueAt(item) - time)}`}</b>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
