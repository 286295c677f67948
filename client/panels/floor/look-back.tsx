import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { FloorView } from '../../../core/operations/view.ts';
import { formatIsoUtc } from '../../../core/time/calendar.ts';
import { MS_PER_MINUTE, type UtcMs } from '../../../core/units.ts';
import { text } from '../../text.ts';
import { floor, reviewAt, reviewFloor } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { formatInstant } from '../format.ts';

const STEPS_MIN = [-60, -10, 10, 60] as const;

/** Look at the floor as it was at an instant; everybody else's clock stays as it is. */
export function lookBackTo(at: UtcMs | null): void {
  const start = floor.value?.exercise.start ?? at;
  const mark = floor.value?.mark ?? at;
  reviewFloor.value = null;
  reviewAt.value = at === null ? null : Math.min(Math.max(at, start ?? at), mark ?? at);
}

/** Over every work screen while it shows the past: it cannot be taken for now. */
export function LookBackBar(): JSX.Element | null {
  const at = reviewAt.value;
  useEffect(() => {
    if (at === null) return;
    let isOver = false;
    void actions()
      .get<FloorView>(`/api/floor?at=${formatIsoUtc(at)}`)
      .then((view) => {
        if (!isOver) reviewFloor.value = view;
      });
    return () => {
      isOver = true;
    };
  }, [at]);
  if (at === null) return null;
  return (
    <section class="look-back" role="status" aria-label={text.lookBack.title}>
      <b>{text.lookBack.title}</b> <span>{text.lookBack.asOf(formatInstant(at))}</span>
      {reviewFloor.value === null && <span class="quiet">{text.lookBack.loading}</span>}
      <span class="grow" />
      {STEPS_MIN.map((minutes) => (
        <button
          key={minutes}
          type="button"
          class="button small-button"
          onClick={() => lookBackTo(at + minutes * MS_PER_MINUTE)}
        >
          {text.lookBack.step(minutes)}
        </button>
      ))}
      <button type="button" class="button primary small-button" onClick={() => lookBackTo(null)}>
        {text.lookBack.back}
      </button>
    </section>
  );
}
