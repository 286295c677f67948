import type { JSX } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { DESKS } from '../../../core/operations/types.ts';
import type { FloorView, PersonView } from '../../../core/operations/view.ts';
import type { Answer } from '../../../core/protocol/events.ts';
import { SHIFT_PATTERNS } from '../../../core/operations/shift.ts';
import { text } from '../../text.ts';
import { simulationTime } from '../../view-state.ts';
import { AskButton } from '../ask-button.tsx';
import type { Field, FieldName, Problems, Values } from './form-check.ts';
import { fill, type Form, initialValues } from './forms.ts';

const words = text.trainer;
type Option = readonly [value: string, words: string];

/** What the choices of a form are made from. */
export interface Choosable {
  readonly view: FloorView | null;
  readonly people: readonly PersonView[];
}

interface TrainerFormProps<T> extends Choosable {
  readonly form: Form<T>;
  readonly ask: (value: T) => Promise<Answer>;
  readonly button: string;
  readonly done: string;
  readonly blocked?: string | null;
}

/** A form that says beside each field what is wrong with it, and asks the server only when nothing is. */
export function TrainerForm<T>({
  form,
  ask,
  button,
  done,
  blocked,
  ...choosable
}: TrainerFormProps<T>): JSX.Element {
  const id = useId();
  const element = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Values>(() => initialValues(form));
  const [left, setLeft] = useState<ReadonlySet<FieldName>>(new Set());
  const [isTried, setTried] = useState(false);
  const filled = fill(form, values, 0);
  const problems: Problems = filled.ok ? {} : filled.problems;
  const shown = (name: FieldName): string | null =>
    isTried || left.has(name) ? (problems[name] ?? null) : null;
  const send = async (): Promise<Answer> => {
    const made = fill(form, values, Math.floor(simulationTime.value));
    setTried(true);
    if (!made.ok) {
      const first = form.fields.find(({ name }) => made.problems[name] !== undefined);
      element.current?.querySelector<HTMLElement>(`[name="${first?.name}"]`)?.focus();
      return { ok: false, rule: 'form', reason: words.notReady(Object.keys(made.problems).length) };
    }
    const answer = await ask(made.value);
    if (answer.ok) {
      setValues(initialValues(form));
      setLeft(new Set());
      setTried(false);
    }
    return answer;
  };
  return (
    <form
      class="trainer-form"
      ref={element}
      onSubmit={(event) => {
        event.preventDefault();
        event.currentTarget.querySelector<HTMLButtonElement>('.ask button')?.click();
      }}
    >
      {form.fields.map((field) => (
        <FormField
          key={field.name}
          id={`${id}-${field.name}`}
          field={field}
          value={values[field.name] ?? ''}
          problem={shown(field.name)}
          options={optionsOf(field, choosable)}
          onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
          onLeave={() => setLeft((before) => new Set([...before, field.name]))}
        />
      ))}
      <AskButton class="primary" ask={send} done={done} blocked={blocked ?? null}>
        {button}
      </AskButton>
    </form>
  );
}

interface FormFieldProps {
  readonly id: string;
  readonly field: Field;
  readonly value: string;
  readonly problem: string | null;
  readonly options: readonly Option[] | null;
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
}

function FormField({ id, field, value, problem, options, onChange, onLeave }: FormFieldProps): JSX.Element {
  const shared = {
    id,
    name: field.name,
    value,
    'aria-invalid': problem !== null,
    'aria-describedby': `${id}-hint ${id}-problem`,
    onBlur: onLeave,
  };
  return (
    <div class={problem === null ? 'field' : 'field wrong'}>
      <label for={id}>
        {words.fields[field.name]} {field.isOptional && <span class="quiet">{words.optional}</span>}
      </label>
      {options ? (
        <select {...shared} onChange={(event) => onChange(event.currentTarget.value)}>
          {options.map(([option, label]) => (
            <option key={option} value={option}>
              {label}
            </option>
          ))}
        </select>
      ) : field.kind === 'facts' ? (
        <textarea {...shared} rows={3} onInput={(event) => onChange(event.currentTarget.value)} />
      ) : (
        <input
          {...shared}
          type="text"
          inputMode={field.kind === 'number' ? 'decimal' : 'text'}
          maxLength={field.most !== undefined && field.kind === 'text' ? field.most : 400}
          autocomplete="off"
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
      <span class="quiet small" id={`${id}-hint`}>
        {field.hint}
      </span>
      <span class="refusal" id={`${id}-problem`} role={problem === null ? undefined : 'alert'}>
        {problem}
      </span>
    </div>
  );
}

/** What a field lets choose from; null where it is typed. Nothing is chosen beforehand but settings. */
function optionsOf(field: Field, { view, people }: Choosable): readonly Option[] | null {
  const list = listOf(field, { view, people });
  if (list === null) return null;
  if (field.initial !== undefined) return list;
  const none = field.name === 'trainee' ? words.nobody : field.isOptional ? words.notSaid : words.choose;
  return [['', none], ...list];
}

function listOf(field: Field, { view, people }: Choosable): readonly Option[] | null {
  switch (field.kind) {
    case 'choice':
      return (field.choices ?? []).map((choice): Option => [choice, choiceWords(field.name, choice)]);
    case 'desk':
      return DESKS.map((desk): Option => [desk, desk]);
    case 'person':
      return people.map(({ id, rank, name, nation }): Option => [id, `${id}: ${rank} ${name} (${nation})`]);
    case 'item':
      return (view?.items ?? []).map(({ id, desk, summary }): Option => [id, `${desk}: ${summary}`]);
    case 'partner':
      return (view?.partners ?? []).map(({ id, name }): Option => [id, `${id}, ${name}`]);
    case 'text':
    case 'long':
    case 'number':
    case 'instant':
    case 'nations':
    case 'numbers':
    case 'facts':
    case 'trigraph':
      return null;
  }
}

function choiceWords(name: FieldName, choice: string): string {
  const known: Readonly<Partial<Record<FieldName, Readonly<Record<string, string>>>>> = {
    severity: words.severities,
    state: words.qualifications,
    handover: words.handoverModes,
    isUp: words.choices,
    isOn: words.choices,
    procedure: words.choices,
    pattern: Object.fromEntries(SHIFT_PATTERNS.map(({ id, title }) => [id, title])),
  };
  return (name === 'type' ? text.floor.itemType(choice) : known[name]?.[choice]) ?? choice;
}
