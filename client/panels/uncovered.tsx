import type { JSX } from 'preact';
import type { FloorMode } from '../../core/operations/view.ts';
import { text } from '../text.ts';
import { floor, identity } from '../view-state.ts';
import { actions } from './actions.ts';
import { AskButton } from './ask-button.tsx';
import { formatInstant } from './format.ts';

/** No exercise covers the clock's time: nobody is shown in charge of it, and both ways out are offered. */
export function Uncovered({ mode }: { mode: Exclude<FloorMode, 'active' | 'review'> }): JSX.Element {
  const view = floor.value;
  const mark = view?.mark ?? null;
  const isOver = mode === 'ended';
  return (
    <section class="panel uncovered-panel">
      <h3>{text.inCharge.uncovered[mode]}</h3>
      {mark !== null && (
        <p class="quiet">
          {isOver ? text.uncovered.ended(formatInstant(mark)) : text.uncovered.mark(formatInstant(mark))}
        </p>
      )}
      <div class="row">
        {mark !== null && !isOver && (
          <AskButton ask={() => actions().clock({ type: 'jump', time: mark })}>
            {text.uncovered.toMark}
          </AskButton>
        )}
        <AskButton ask={() => actions().startExercise({ kind: 'here' })} done={text.inCharge.started}>
          {text.inCharge.start}
        </AskButton>
        {isOver && identity.value?.isTrainer && (
          <a class="button" href="#trainer">
            {text.uncovered.toGrade}
          </a>
        )}
      </div>
    </section>
  );
}
