import type { JSX } from 'preact';
import type { PersonView } from '../../core/operations/view.ts';
import { text } from '../text.ts';
import { initials } from './format.ts';

export function Nation({ code }: { code: string }): JSX.Element {
  return <span class="nation">{code}</span>;
}

/** Rank, name, nation. */
export function PersonName({ person }: { person: PersonView }): JSX.Element {
  return (
    <span class="person">
      <b class="clip">
        {person.rank} {person.name}
      </b>{' '}
      <Nation code={person.nation} />
    </span>
  );
}

/** Whether somebody sits in for a person, or the person is simulated. */
export function Attendance({ person }: { person: PersonView }): JSX.Element {
  const { attendedBy } = person;
  return (
    <span class={attendedBy === null ? 'attendance simulated' : 'attendance'}>
      <i aria-hidden="true" />
      <span class="clip">{attendedBy === null ? text.floor.simulated : text.floor.seated(attendedBy)}</span>
    </span>
  );
}

export function Disc({ person, side }: { person: PersonView | null; side: string }): JSX.Element {
  return (
    <span class={`disc ${side} ${person?.attendedBy ? '' : 'simulated'}`} aria-hidden="true">
      {person ? initials(person.name) : '–'}
    </span>
  );
}
