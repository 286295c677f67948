import type { JSX } from 'preact';
import { text } from '../text.ts';
import { actions } from './actions.ts';
import { AskButton } from './ask-button.tsx';

/** Take back the last change of what is loaded, for everybody. */
export function UndoButton(): JSX.Element {
  return (
    <AskButton ask={undo} done={text.change.undone} class="small-button">
      {text.change.undo}
    </AskButton>
  );
}

async function undo(): Promise<{ ok: true } | { ok: false; rule: string; reason: string }> {
  const problem = await actions().undoChange();
  return problem === null ? { ok: true } : { ok: false, rule: problem.title, reason: problem.detail };
}
