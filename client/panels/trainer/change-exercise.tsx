import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { text } from '../../text.ts';
import { actions } from '../actions.ts';
import { type FormGroup, TRAINER_FORMS } from './forms.ts';
import { type Choosable, TrainerForm } from './trainer-form.tsx';

const words = text.trainer;
const GROUPS: readonly FormGroup[] = ['inject', 'staff', 'end'];

/** Everything a trainer changes while the exercise runs: one choice of what happens, and its form. */
export function ChangeExercise({ view, people }: Choosable): JSX.Element {
  const [id, setId] = useState('');
  const form = TRAINER_FORMS.find((candidate) => candidate.id === id);
  const isActive = view?.mode === 'active';
  return (
    <section class="panel padded change-exercise" aria-labelledby="change-title">
      <h3 id="change-title">{words.changeTitle}</h3>
      <p class="quiet">{words.changeNote}</p>
      <label class="field">
        <span>{words.whatHappens}</span>
        <select value={id} onChange={(event) => setId(event.currentTarget.value)}>
          <option value="">{words.choose}</option>
          {GROUPS.map((group) => (
            <optgroup key={group} label={words.groups[group]}>
              {TRAINER_FORMS.filter((candidate) => candidate.group === group).map((candidate) => (
                <option key={candidate.id} value={candidate.id}>
                  {words.forms[candidate.id]}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      {form && (
        <TrainerForm
          key={form.id}
          form={form}
          view={view}
          people={people}
          ask={(command) => actions().train(command)}
          button={words.send}
          done={words.sentNamed(words.forms[form.id])}
          blocked={isActive ? null : words.notActive}
        />
      )}
      {!isActive && <p class="quiet">{words.notActive}</p>}
    </section>
  );
}
