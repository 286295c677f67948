import type { JSX } from 'preact';
import { dialog } from '../../view-state.ts';
import { conjunctionWords } from '../../words/conjunctions.ts';

/** Opens what comes near in the next hours. */
export function ConjunctionsButton(): JSX.Element {
  return (
    <button
      type="button"
      class="button"
      aria-haspopup="dialog"
      onClick={() => (dialog.value = { kind: 'conjunctions' })}
    >
      {conjunctionWords.button}
    </button>
  );
}
