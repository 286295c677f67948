import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PersonView } from '../../../core/operations/view.ts';
import type { ExerciseInfo } from '../../../core/protocol/events.ts';
import { text } from '../../text.ts';
import { dialog, floor, identity } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { useAnswer } from '../use-answer.ts';
import { ChangeExercise } from './change-exercise.tsx';
import { ExerciseList, PlainExercise, Scenarios } from './exercises.tsx';
import { Grade } from './grade.tsx';

const words = text.trainer;
const REFRESH_MS = 10_000;

/** What only a trainer does: choose or make an exercise, change it while it runs, end it, and see the grade. */
export function TrainerScreen(): JSX.Element {
  return (
    <main class="work-screen trainer" id="trainer">
      <h2 class="hidden-text">{words.title}</h2>
      {identity.value?.isTrainer ? (
        <TrainerPanels />
      ) : (
        <section class="panel padded">
          <h3>{words.only}</h3>
          <p class="quiet">{words.onlyHow}</p>
          <button type="button" class="button" onClick={() => (dialog.value = { kind: 'join' })}>
            {words.join}
          </button>
        </section>
      )}
    </main>
  );
}

function TrainerPanels(): JSX.Element {
  const view = floor.value;
  // Another exercise has other people and is another line of the list.
  const followed = view?.exercise.id ?? '';
  const people = useAnswer(`/api/people#${followed}`, () =>
    actions().get<{ people: readonly PersonView[] }>('/api/people'),
  );
  const exercises = useAnswer(
    `/api/exercises#${followed}`,
    () => actions().get<readonly ExerciseInfo[]>('/api/exercises'),
    REFRESH_MS,
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const graded = chosen ?? followed;
  const name = exercises.answer?.find(({ id }) => id === graded)?.name ?? view?.exercise.name ?? graded;
  const choosable = { view, people: people.answer?.people ?? [] };
  return (
    <>
      <div class="trainer-column">
        <Scenarios />
        <PlainExercise {...choosable} />
      </div>
      <div class="trainer-column">
        <ChangeExercise {...choosable} />
        <p class="panel padded quiet">{words.seesAll}</p>
      </div>
      <div class="trainer-column">
        {graded !== '' && <Grade key={graded} exercise={graded} name={`${name}, ${graded}`} />}
        <ExerciseList
          exercises={exercises.answer}
          hasFailed={exercises.hasFailed}
          graded={graded}
          onGrade={({ id }) => setChosen(id)}
        />
      </div>
    </>
  );
}
