import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { DESKS } from '../../../core/operations/types.ts';
import type { PersonView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { actions } from '../actions.ts';
import { formatDate, formatZuluMinutes } from '../format.ts';
import { Nation } from '../person.tsx';

/** Everybody of the roster and what he is qualified for. */
export function Crew(): JSX.Element {
  const [people, setPeople] = useState<readonly PersonView[] | null>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    void actions()
      .get<{ people: readonly PersonView[] }>('/api/people')
      .then((answer) => setPeople(answer?.people ?? []));
  }, [isOpen]);
  return (
    <details class="panel crew" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary class="panel-head">
        <b>{text.floor.crew}</b> <span class="quiet">{text.floor.crewNote}</span>
      </summary>
      {isOpen && people === null && <p class="quiet padded">{text.floor.crewLoading}</p>}
      {people && (
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
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <tr key={person.id}>
                  <th scope="row">
                    {person.crew ?? '–'} · {person.rank} {person.name} <Nation code={person.nation} />
                    {person.absence && <b class="differs"> {text.floor.absent}</b>}
                    {person.restedAt !== null && (
                      <span class="quiet small">
                        {' '}
                        {text.floor.rested(formatZuluMinutes(person.restedAt))}
                      </span>
                    )}
                  </th>
                  {DESKS.map((desk) => (
                    <Qualified key={desk} person={person} desk={desk} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

function Qualified({ person, desk }: { person: PersonView; desk: string }): JSX.Element {
  const held = person.qualifications.find((qualification) => qualification.desk === desk);
  if (!held) return <td />;
  const words = text.floor.qualification[held.state];
  const until = held.expires === null ? '' : `, ${text.floor.validTo(formatDate(held.expires))}`;
  return (
    <td class={`qualified ${held.state}`} title={`${words}${until}, ${held.certifiedBy ?? ''}`}>
      <span aria-hidden="true">{words.slice(0, 1)}</span>
      <span class="hidden-text">
        {words.slice(2)}
        {until}
      </span>
    </td>
  );
}
