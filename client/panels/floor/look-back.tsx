import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { FloorView } from '../../../core/operations/view.ts';
import { formatIsoUtc } from '../../../core/time/calendar.ts';
import { MS_PER_MINUTE, type UtcMs } from '../../../core/units.ts';
import { text } from '../../text.ts';
import { announcement, floor, reviewAt, reviewFloor } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { formatDate, formatZulu } from '../format.ts';
import { type Covered, heldInside, typedInstant } from './review.ts';

const STEPS_MIN = [-60, -10, 10, 60] as const;

/** Look at the floor as it was at an instant; everybody else's clock stays as it is. Null: back to now. */
export function lookBackTo(at: UtcMs | null): void {
  const covered = coveredNow();
  if (at === null || covered === null) {
    reviewAt.value = null;
    reviewFloor.value = null;
    announcement.value = text.lookBack.back;
    return;
  }
  // The server answers with whole milliseconds.
  reviewAt.value = Math.floor(heldInside(at, covered));
}

/** What the exercise of now covers; null while there is none. */
function coveredNow(): Covered | null {
  const view = floor.value;
  return view && { start: view.exercise.start, mark: view.mark };
}

/** The way into the past, on the floor's own page. */
export function LookBackButton(): JSX.Element | null {
  const covered = coveredNow();
  if (reviewAt.value !== null || covered === null) return null;
  return (
    <button
      type="button"
      class="button small-button"
      title={text.lookBack.lookBackWhy}
      onClick={() => lookBackTo(covered.mark - 10 * MS_PER_MINUTE)}
    >
      {text.lookBack.lookBack}
    </button>
  );
}

/** Over every work screen while it shows the past: it cannot be taken for now. */
export function LookBackBar(): JSX.Element | null {
  const at = reviewAt.value;
  const view = floor.value;
  const [hasFailed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    setFailed(false);
    if (at === null) return;
    let isOver = false;
    void actions()
      .get<FloorView>(`/api/floor?${new URLSearchParams({ at: formatIsoUtc(at) })}`)
      .then((past) => {
        if (isOver) return;
        setFailed(past === null);
        reviewFloor.value = past;
        if (past) announcement.value = `${text.lookBack.title} ${text.lookBack.asOf(formatZulu(past.at))}`;
      });
    return () => {
      isOver = true;
    };
    // Who looks decides what is shown of it.
  }, [at, tries, view?.viewer, view?.exercise.id]);
  if (at === null) return null;
  const shown = reviewFloor.value;
  return (
    <section class="look-back" aria-label={text.lookBack.title}>
      <b class="look-back-title">{text.lookBack.title}</b>
      {shown && (
        <b class="look-back-at">
          {text.lookBack.asOf(formatZulu(shown.at))} <span class="plain">{formatDate(shown.at)}</span>
        </b>
      )}
      <span class={hasFailed ? 'look-back-words refusal' : 'look-back-words'}>
        {hasFailed
          ? text.lookBack.failed(formatZulu(at))
          : shown?.at === at
            ? text.lookBack.readOnly
            : text.lookBack.loading(formatZulu(at))}
      </span>
      {hasFailed && (
        <button type="button" class="button small-button" onClick={() => setTries(tries + 1)}>
          {text.lookBack.retry}
        </button>
      )}
      <Steps at={at} />
      <InstantField />
      <button type="button" class="button primary small-button" onClick={() => lookBackTo(null)}>
        {text.lookBack.back}
      </button>
    </section>
  );
}

function Steps({ at }: { at: UtcMs }): JSX.Element {
  const covered = coveredNow();
  return (
    <span class="row" role="group" aria-label={text.lookBack.steps}>
      {STEPS_MIN.map((minutes) => {
        const why = covered && whyNotStep(minutes, at, covered);
        return (
          <button
            key={minutes}
            type="button"
            class="button small-button"
            aria-disabled={why === null ? undefined : 'true'}
            title={why ?? undefined}
            onClick={() => why === null && lookBackTo(at + minutes * MS_PER_MINUTE)}
          >
            {text.lookBack.step(minutes)}
            {why !== null && <span class="hidden-text"> {why}</span>}
          </button>
        );
      })}
    </span>
  );
}

function whyNotStep(minutes: number, at: UtcMs, { start, mark }: Covered): string | null {
  if (minutes < 0 && at <= start) return text.lookBack.atStart;
  return minutes > 0 && at >= Math.floor(mark) ? text.lookBack.atMark : null;
}

/** Straight to an instant. */
function InstantField(): JSX.Element {
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const go = (): void => {
    const covered = coveredNow();
    const at = covered && typedInstant(typed, covered.mark);
    setWrong(at === null);
    if (at === null) return;
    setTyped('');
    lookBackTo(at);
  };
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <input
        type="text"
        size={8}
        autocomplete="off"
        maxLength={32}
        aria-label={text.lookBack.field}
        aria-invalid={isWrong}
        placeholder={text.lookBack.placeholder}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <button type="submit" class="button small-button">
        {text.lookBack.go}
      </button>
      {isWrong && (
        <span class="refusal" role="alert">
          {text.lookBack.wrong}
        </span>
      )}
    </form>
  );
}
