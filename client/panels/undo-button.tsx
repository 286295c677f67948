import type { JSX } from 'preact';
import type { Answer } from '../../core/protocol/events.ts';
import { text } from '../text.ts';
import { actions } from './actions.ts';
import { AskButton } from './ask-button.tsx';

/** Take back a change of what is loaded, for everybody; one that is not the last any more is refused. */
export function UndoButton({ change }: { change: number }): JSX.Element {
  return (
    <AskButton ask={() => undo(change)} done={text.change.undone} class="small-button">
      {text.change.undo}
    </AskButton>
  );
}

async function undo(change: number): Promise<Answer> {
  const problem = await actions().undoChange(change);
  return problem === null ? { ok: true } : { ok: false, rule: problem.title, reason: problem.detail };
}
