import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Desk, DESKS, type PersonId } from '../../../core/operations/types.ts';
import type { FloorView, PersonView } from '../../../core/operations/view.ts';
import type { UtcMs } from '../../../core/units.ts';
import { text } from '../../text.ts';
import { reviewAt } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { formatInstant } from '../format.ts';
import { StatusMark } from '../glyphs.tsx';
import { Nation } from '../person.tsx';
import { useAnswer } from '../use-answer.ts';
import { groupByCrew, restOf } from './crew-groups.ts';
import { absenceWords, restWords, standingWords } from './person-words.ts';
import { type Standing, STANDING_STATUS, type StandingKind, standingOf } from './standing.ts';

/** GET /api/people answers this. */
interface PeopleAnswer {
  readonly people: readonly PersonView[];
  readonly at: UtcMs;
}

const AGAIN_MS = 30_000;
const LEGEND: readonly StandingKind[] = [
  'certified',
  'instruction',
  'restricted',
  'lapsed',
  'expired',
  'decertified',
  'iqt',
  'mqt',
  'eval',
];

/** Everybody of the roster and what he is qualified for. */
export function Crew({ view }: { view: FloorView }): JSX.Element {
  const { answer, hasFailed } = useAnswer(
    '/api/people',
    (address) => actions().get<PeopleAnswer>(address),
    AGAIN_MS,
  );
  return (
    <section class="panel crew" aria-labelledby="crew-title">
      <div class="panel-head">
        <h3 id="crew-title">{text.floor.crew}</h3>
        <span class="quiet grow">{text.floor.crewNote}</span>
        {answer && <span class="quiet">{text.floor.asOfTime(formatInstant(answer.at))}</span>}
      </div>
      {reviewAt.value !== null && <p class="read-only">{text.floor.crewNow}</p>}
      {hasFailed && <p class="refusal padded">{text.floor.crewFailed}</p>}
      {answer === null && !hasFailed && <p class="quiet padded">{text.floor.crewLoading}</p>}
      {answer?.people.length === 0 && <p class="empty padded">{text.floor.crewEmpty}</p>}
      {answer && answer.people.length > 0 && <Matrix answer={answer} view={view} />}
    </section>
  );
}

function Matrix({ answer, view }: { answer: PeopleAnswer; view: FloorView }): JSX.Element {
  const [chosen, setChosen] = useState<{ person: PersonId; desk: Desk } | null>(null);
  const trainees = new Map(view.desks.map(({ desk, trainee }) => [desk, trainee?.id ?? null]));
  const names = new Map(answer.people.map(({ id, rank, name }) => [id, `${rank} ${name}`]));
  const nameOf = (id: PersonId): string => names.get(id) ?? id;
  const standing = (person: PersonView, desk: Desk): Standing =>
    standingOf(person, desk, { at: answer.at, trainee: trainees.get(desk) ?? null });
  const wordsOf = (person: PersonView, desk: Desk): string => standingWords(standing(person, desk), nameOf);
  const person = answer.people.find(({ id }) => id === chosen?.person);
  return (
    <>
      <Legend />
      <p class="cell-words" role="status">
        {chosen && person ? (
          <>
            <b>
              {nameOf(person.id)}, {chosen.desk}:
            </b>{' '}
            {wordsOf(person, chosen.desk)}
          </>
        ) : (
          <span class="quiet">{text.floor.pressForDetails}</span>
        )}
      </p>
      <div class="matrix" tabIndex={0} role="region" aria-label={text.floor.crewCaption}>
        <table>
          <caption class="hidden-text">{text.floor.crewCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{text.floor.person}</th>
              {DESKS.map((desk) => (
                <th key={desk} scope="col">
                  {desk}
                </th>
              ))}
              <th scope="col">{text.floor.restColumn}</th>
            </tr>
          </thead>
          {groupByCrew(answer.people).map(({ crew, people }) => (
            <tbody key={crew ?? '-'}>
              <tr class="crew-row">
                <th scope="rowgroup" colSpan={DESKS.length + 2}>
                  {text.floor.crewGroup(crew)}{' '}
                  <span class="quiet">{text.floor.crewCount(people.length)}</span>
                </th>
              </tr>
              {people.map((who) => (
                <tr key={who.id}>
                  <th scope="row">
                    {who.rank} {who.name} <Nation code={who.nation} />{' '}
                    <span class="quiet">
                      {[who.desk, text.floor.kinds[who.kind]].filter(Boolean).join(', ')}
                    </span>
                  </th>
                  {DESKS.map((desk) => (
                    <Cell
                      key={desk}
                      standing={standing(who, desk)}
                      words={`${nameOf(who.id)}, ${desk}: ${wordsOf(who, desk)}`}
                      isHome={who.desk === desk}
                      isChosen={chosen?.person === who.id && chosen.desk === desk}
                      choose={() => setChosen({ person: who.id, desk })}
                    />
                  ))}
                  <RestCell person={who} at={answer.at} />
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </>
  );
}

function Legend(): JSX.Element {
  return (
    <ul class="legend">
      {LEGEND.map((kind) => (
        <li key={kind} class={`standing ${kind}`}>
          <Mark kind={kind} /> <span class="quiet">{text.floor.standings[kind]}</span>
        </li>
      ))}
    </ul>
  );
}

/** Training has a letter alone: nothing is earned yet. */
const UNSHAPED: readonly StandingKind[] = ['none', 'iqt', 'mqt', 'eval'];

/** A shape and a letter: neither colour nor shape is needed to tell two apart. */
function Mark({ kind }: { kind: StandingKind }): JSX.Element {
  return (
    <span class="standing-mark" aria-hidden="true">
      {!UNSHAPED.includes(kind) && <StatusMark status={STANDING_STATUS[kind]} />}
      <b>{text.floor.letters[kind]}</b>
    </span>
  );
}

interface CellProps {
  readonly standing: Standing;
  readonly words: string;
  readonly isHome: boolean;
  readonly isChosen: boolean;
  readonly choose: () => void;
}

function Cell({ standing, words, isHome, isChosen, choose }: CellProps): JSX.Element {
  const home = isHome ? ' home' : '';
  if (standing.kind === 'none') {
    return (
      <td class={`standing none${home}`}>
        <span class="hidden-text">{text.floor.standings.none}</span>
      </td>
    );
  }
  return (
    <td class={`standing ${standing.kind}${home}`}>
      <button type="button" title={words} aria-label={words} aria-pressed={isChosen} onClick={choose}>
        <Mark kind={standing.kind} />
      </button>
    </td>
  );
}

function RestCell({ person, at }: { person: PersonView; at: UtcMs }): JSX.Element {
  return (
    <td class="rest">
      {person.absence ? (
        <>
          <StatusMark status="serious" /> {absenceWords(person.absence, at)}
        </>
      ) : (
        <span class="quiet">{restWords(restOf(person, at), at)}</span>
      )}
    </td>
  );
}
