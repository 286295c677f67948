import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ExerciseInfo, ScenarioInfo } from '../../../core/protocol/events.ts';
import { text } from '../../text.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { formatCount, formatInstant } from '../format.ts';
import { StatusMark } from '../glyphs.tsx';
import { useAnswer } from '../use-answer.ts';
import { PLAIN_FORM } from './forms.ts';
import { type Choosable, TrainerForm } from './trainer-form.tsx';

const words = text.trainer;

/** The scenarios the server ships, each to be started by itself. */
export function Scenarios(): JSX.Element {
  const { answer, hasFailed } = useAnswer('/api/scenarios', (address) =>
    actions().get<readonly ScenarioInfo[]>(address),
  );
  return (
    <section class="panel padded" aria-labelledby="scenarios-title">
      <h3 id="scenarios-title">{words.scenarios}</h3>
      <p class="quiet">{words.scenariosNote}</p>
      {hasFailed && <p class="refusal">{words.unanswered}</p>}
      {answer === null && !hasFailed && <p class="loading">{words.loading}</p>}
      {answer?.length === 0 && <p class="empty">{words.noScenarios}</p>}
      <ul class="scenario-list">
        {(answer ?? []).map((scenario) => (
          <Scenario key={scenario.id} scenario={scenario} />
        ))}
      </ul>
    </section>
  );
}

function Scenario({ scenario }: { scenario: ScenarioInfo }): JSX.Element {
  const { id, name, summary, start, durationH, scripted } = scenario;
  const [seed, setSeed] = useState('');
  const wanted = seed.trim();
  return (
    <li>
      <p>
        <b>{name}</b> <span class="quiet">{words.scenarioSpan(formatInstant(start), durationH)}</span>
      </p>
      <p>{summary}</p>
      {scripted !== '' && <p class="quiet">{words.scripted(scripted)}</p>}
      <div class="row scenario-start">
        <input
          type="text"
          maxLength={64}
          autocomplete="off"
          aria-label={words.seedOf(name)}
          placeholder={words.seedShort}
          value={seed}
          onInput={(event) => setSeed(event.currentTarget.value)}
        />
        <AskButton
          label={words.startNamed(name)}
          ask={() =>
            actions().startExercise({
              kind: 'scenario',
              scenario: id,
              ...(wanted === '' ? {} : { seed: wanted }),
            })
          }
          done={words.startedNamed(name)}
        >
          {words.start}
        </AskButton>
      </div>
    </li>
  );
}

/** An exercise with settings of one's own, from the clock's time on. */
export function PlainExercise(choosable: Choosable): JSX.Element {
  return (
    <section class="panel padded" aria-labelledby="plain-title">
      <h3 id="plain-title">{words.plain}</h3>
      <p class="quiet">{words.plainNote}</p>
      <TrainerForm
        form={PLAIN_FORM}
        {...choosable}
        ask={(request) => actions().startExercise(request)}
        button={words.start}
        done={words.started}
      />
    </section>
  );
}

interface ExerciseListProps {
  readonly exercises: readonly ExerciseInfo[] | null;
  readonly hasFailed: boolean;
  readonly graded: string | null;
  readonly onGrade: (exercise: ExerciseInfo) => void;
}

/** Every exercise of the store, newest first; each readable one can be graded. */
export function ExerciseList({ exercises, hasFailed, graded, onGrade }: ExerciseListProps): JSX.Element {
  return (
    <section class="panel padded" aria-labelledby="store-title">
      <h3 id="store-title">{words.exercises}</h3>
      {hasFailed && <p class="refusal">{words.unanswered}</p>}
      {exercises === null && !hasFailed && <p class="loading">{words.loading}</p>}
      {exercises?.length === 0 && <p class="empty">{words.noExercises}</p>}
      <ul class="exercise-list">
        {(exercises ?? []).map((exercise) => (
          <li key={exercise.id}>
            <StatusMark status={exercise.isFollowed ? 'normal' : 'off'} />
            <span class="grow">
              <b>{exercise.name}</b> {exercise.isFollowed && <span class="tag">{words.followed}</span>}
              <span class="quiet">
                {[
                  exercise.id,
                  ...(exercise.seed === '' ? [] : [`${words.fields.seed} ${exercise.seed}`]),
                  words.from(formatInstant(exercise.start)),
                  words.mark(formatInstant(exercise.mark)),
                  words.eventCount(formatCount(exercise.events)),
                  ...(exercise.isReadable ? [] : [words.earlier]),
                ].join(' · ')}
              </span>
            </span>
            {exercise.isReadable && (
              <button
                type="button"
                class="button small-button"
                aria-label={words.grading.of(`${exercise.name}, ${exercise.id}`)}
                aria-pressed={exercise.id === graded}
                onClick={() => onGrade(exercise)}
              >
                {words.grading.title}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
