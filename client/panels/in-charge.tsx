import type { JSX } from 'preact';
import { text } from '../text.ts';
import { floor, isLookingBack, shownFloor, simulationTime } from '../view-state.ts';
import { actions } from './actions.ts';
import { AskButton } from './ask-button.tsx';
import { formatDate, formatZulu, formatZuluMinutes } from './format.ts';
import { StatusMark } from './glyphs.tsx';
import { PersonName } from './person.tsx';

/**
 * Who is in charge: from the chief's tenure as the server says it, never from a guess of this page. Over a page that shows the
 * past it is who was in charge then, and says so.
 */
export function InCharge(): JSX.Element {
  const isPast = isLookingBack.value;
  const view = isPast ? shownFloor.value : floor.value;
  if (!view) {
    return (
      <section class="in-charge waiting" aria-label={text.inCharge.label}>
        <span class="quiet">{text.inCharge.waiting}</span>
      </section>
    );
  }
  if (view.mode !== 'active' && view.mode !== 'review') {
    return (
      <section class="in-charge uncovered" aria-label={text.inCharge.label}>
        <StatusMark status="off" />
        <span>{text.inCharge.uncovered[view.mode]}</span>
        <AskButton ask={() => actions().startExercise({ kind: 'here' })} done={text.inCharge.started}>
          {text.inCharge.start}
        </AskButton>
      </section>
    );
  }
  const chief = view.desks[0];
  if (!chief) return <section class="in-charge" aria-label={text.inCharge.label} />;
  const isReview = isPast || view.mode === 'review';
  const time = isPast ? view.at : simulationTime.value;
  const kinds = ['in-charge', isReview ? 'review' : '', view.isDegraded ? 'degraded' : ''];
  const isSameDay = Math.abs(time - chief.since) < 43_200_000;
  return (
    <section class={kinds.filter(Boolean).join(' ')} aria-label={text.inCharge.label}>
      <StatusMark status={view.isDegraded ? 'serious' : isReview ? 'standby' : 'normal'} />
      <span class="in-charge-label">
        {isReview ? text.lookBack.inChargeThen : text.inCharge.title}
        {view.isDegraded && <b class="degraded-words"> {text.floor.degraded}</b>}
      </span>
      <PersonName person={chief.holder} />
      <span class="quiet">
        {isReview
          ? text.inCharge.asOf(Number.isNaN(time) ? '–' : formatZulu(time))
          : text.inCharge.since(
              isSameDay
                ? formatZuluMinutes(chief.since)
                : `${formatDate(chief.since)} ${formatZuluMinutes(chief.since)}`,
            )}
      </span>
    </section>
  );
}
