import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { DESKS, type Desk, type Severity } from '../../../core/operations/types.ts';
import type { FloorView } from '../../../core/operations/view.ts';
import type { Answer } from '../../../core/protocol/events.ts';
import { text } from '../../text.ts';
import { seat } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { whyReadOnly } from './read-only.ts';

const SEVERITIES: readonly Severity[] = [1, 2, 3];

/** Put something on the floor that the simulation did not. */
export function RaiseItem({ view }: { view: FloorView }): JSX.Element {
  const [summary, setSummary] = useState('');
  const [severity, setSeverity] = useState<Severity>(2);
  const [desk, setDesk] = useState<Desk>('SDO');
  const blocked =
    whyReadOnly(view) ??
    (seat.value === null ? text.floor.needsSeat : summary.trim() === '' ? text.floor.summaryMissing : null);
  const raise = async (): Promise<Answer> => {
    const answer = await actions().floor({ type: 'raise-item', summary: summary.trim(), severity, desk });
    if (answer.ok) setSummary('');
    return answer;
  };
  return (
    <details class="raise">
      <summary>{text.floor.raiseTitle}</summary>
      <form class="raise-form" onSubmit={(event) => event.preventDefault()}>
        <label class="field grow">
          <span>{text.floor.raiseSummary}</span>
          <input
            type="text"
            maxLength={200}
            value={summary}
            onInput={(event) => setSummary(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>{text.floor.raiseSeverity}</span>
          <select
            value={String(severity)}
            onChange={(event) => setSeverity(SEVERITIES[Number(event.currentTarget.value) - 1] ?? 2)}
          >
            {SEVERITIES.map((level) => (
              <option key={level} value={String(level)}>
                {text.floor.severityOption(level)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{text.floor.raiseDesk}</span>
          <select
            value={desk}
            onChange={(event) => setDesk(DESKS.find((name) => name === event.currentTarget.value) ?? 'SDO')}
          >
            {DESKS.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <AskButton ask={raise} blocked={blocked} done={text.floor.raised}>
          {text.floor.raise}
        </AskButton>
        {seat.value === null && <p class="quiet wide">{text.floor.needsSeat}</p>}
      </form>
    </details>
  );
}
