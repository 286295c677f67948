import type { JSX } from 'preact';
import { MARKING } from '../../core/operations/view.ts';
import { text } from '../text.ts';
import { floor } from '../view-state.ts';

/** The line that no page is without. */
export function Marking(): JSX.Element {
  const view = floor.value;
  return (
    <p class="marking">
      <b>{view?.marking ?? MARKING}</b>
      {view && <span> · {text.marking(view.exercise.id, view.exercise.seed)}</span>}
    </p>
  );
}
