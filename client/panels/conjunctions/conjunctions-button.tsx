import type { JSX } from 'preact';
import { dialog, wantedScreening } from '../../view-state.ts';
import { conjunctionWords } from '../../words/conjunctions.ts';

/** Opens what comes near in the next hours: everything, or what one object meets in a week. */
export function ConjunctionsButton({ object = null }: { object?: number | null }): JSX.Element {
  return (
    <button
      type="button"
      class="button"
      aria-haspopup="dialog"
      onClick={() => {
        if (object !== wantedScreening.value.object)
          wantedScreening.value = { hours: object === null ? 8 : 168, thresholdKm: 5, object };
        dialog.value = { kind: 'conjunctions' };
      }}
    >
      {object === null ? conjunctionWords.button : conjunctionWords.buttonOfOne}
    </button>
  );
}
