import type { JSX } from 'preact';
import type { GradeAnswer } from '../../../core/protocol/events.ts';
import { text } from '../../text.ts';
import { actions } from '../actions.ts';
import { StatusMark, type Status } from '../glyphs.tsx';
import { useAnswer } from '../use-answer.ts';

const words = text.trainer.grading;
const REFRESH_MS = 10_000;
type State = GradeAnswer['expectations'][number]['state'];
const MARKS: Readonly<Record<State, Status>> = { passed: 'normal', failed: 'serious', open: 'off' };

/** What was expected of an exercise, and how it went so far; asked for again each ten seconds while in view. */
export function Grade({ exercise, name }: { exercise: string; name: string }): JSX.Element {
  const { answer, hasFailed, refresh } = useAnswer(
    `/api/exercises/${encodeURIComponent(exercise)}/grade`,
    (address) => actions().get<GradeAnswer>(address),
    REFRESH_MS,
  );
  return (
    <section class="panel padded grade" aria-labelledby="grade-title">
      <div class="row">
        <h3 id="grade-title" class="grow">
          {words.title}
        </h3>
        <button type="button" class="button small-button" onClick={refresh}>
          {text.trainer.refresh}
        </button>
      </div>
      <p class="quiet">
        {words.showing(name)}. {words.note} {words.refreshes}
      </p>
      {hasFailed && <p class="refusal">{answer ? text.trainer.unanswered : words.none}</p>}
      {answer === null && !hasFailed && <p class="loading">{text.trainer.loading}</p>}
      {answer && <Answered grade={answer} />}
    </section>
  );
}

function Answered({ grade }: { grade: GradeAnswer }): JSX.Element {
  const overall = overallState(grade);
  return (
    <>
      <p class="small quiet">{grade.marking}</p>
      <p class="grade-overall">
        <StatusMark status={MARKS[overall]} />
        <b>{overall === 'passed' && !grade.isOver ? words.passedSoFar : words.overall[overall]}</b>
        <span class="quiet">{grade.isOver ? words.over : words.running}</span>
      </p>
      <ul>
        {grade.expectations.map((expectation) => (
          <li key={expectation.text}>
            <StatusMark status={MARKS[expectation.state]} />
            <span>
              {expectation.text}
              <span class="quiet">
                {words.states[expectation.state]}
                {expectation.detail !== '' && `, ${expectation.detail}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <dl class="grade-figures">
        {figuresOf(grade).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** One failure fails it; without one it is open until everything has passed. */
export function overallState({
  isPassed,
  expectations,
}: Pick<GradeAnswer, 'isPassed' | 'expectations'>): State {
  if (expectations.some(({ state }) => state === 'failed')) return 'failed';
  return isPassed ? 'passed' : 'open';
}

function figuresOf(grade: GradeAnswer): readonly (readonly [label: string, value: string])[] {
  const { figures } = words;
  return [
    [figures.handovers, String(grade.handovers)],
    [figures.score, grade.scoreMean === null ? words.noScore : grade.scoreMean.toFixed(1)],
    [figures.facts, percent(grade.factsLostFraction)],
    [figures.acknowledgements, percent(grade.acknowledgementsMissedFraction)],
    [figures.late, percent(grade.lateFraction)],
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
