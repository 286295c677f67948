import type { JSX } from 'preact';
import type { DeskView, FloorView } from '../../../core/operations/view.ts';
import { MS_PER_MINUTE } from '../../../core/units.ts';
import { text } from '../../text.ts';
import { simulationTime } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { SeverityMark } from '../glyphs.tsx';
import { isLate, orderItems } from '../floor/work-order.ts';
import { formatDuration, formatZuluMinutes } from '../format.ts';

/** Outside the overlap: when the handover opens, what it will be about, and the way there. */
export function NoHandover({ view, desk }: { view: FloorView; desk: DeskView }): JSX.Element {
  const opensAt = view.shift.end - view.exercise.overlapMin * MS_PER_MINUTE;
  const wait = opensAt - simulationTime.value;
  const canJump = view.mode === 'active' && wait > 0;
  return (
    <div class="no-handover">
      <h3>
        {wait > 0
          ? text.handover.opens(formatZuluMinutes(opensAt), view.exercise.overlapMin)
          : text.handover.notOpen(desk.desk)}
      </h3>
      {wait > 0 && <p class="countdown-big">{formatDuration(wait)}</p>}
      <p class="quiet">
        {text.handover.willCarry(desk.desk === 'CCO' ? view.items.length : desk.openItems, desk.desk)}{' '}
        {text.handover.actByThemselves}
        {desk.lastScore !== null && ` ${text.handover.lastScore(desk.lastScore.toFixed(0))}`}
      </p>
      <DeskItems view={view} desk={desk} />
      {canJump && (
        <AskButton
          class="primary"
          ask={() => actions().clock({ type: 'jump', time: opensAt })}
          done={text.handover.jumped(formatZuluMinutes(opensAt))}
        >
          {text.handover.goToOverlap(formatZuluMinutes(opensAt))}
        </AskButton>
      )}
      {view.mode === 'review' && <p class="quiet">{text.floor.readOnly}</p>}
    </div>
  );
}

/** What the desk would hand over if it were now. */
function DeskItems({ view, desk }: { view: FloorView; desk: DeskView }): JSX.Element | null {
  const time = simulationTime.value;
  const items = orderItems(
    view.items.filter((item) => desk.desk === 'CCO' || item.desk === desk.desk),
    time,
  );
  if (items.length === 0) return null;
  return (
    <ul class="short-items" aria-label={text.handover.carried}>
      {items.map((item) => (
        <li key={item.id} class="row">
          <SeverityMark severity={item.severity} isLate={isLate(item, time)} />
          <span class="grow clip">{item.summary}</span>
          <span class="quiet">{text.floor.states[item.state]}</span>
        </li>
      ))}
    </ul>
  );
}
