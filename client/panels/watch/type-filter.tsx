import type { JSX } from 'preact';
import { AGE_CLASSES } from '../../../core/elements/age.ts';
import { OBJECT_TYPES } from '../../../core/elements/object-type.ts';
import { text } from '../../text.ts';
import {
  catalog,
  catalogInfo,
  guessedTypes,
  shownAges,
  shownTypes,
  typeCounts,
  visibleMask,
} from '../../view-state.ts';
import { formatCount } from '../format.ts';
import { TypeGlyph } from '../glyphs.tsx';

/** Which kinds of object are drawn and listed. */
export function TypeFilter(): JSX.Element {
  const counts = typeCounts.value;
  const shown = shownTypes.value;
  const total = catalog.value?.count ?? 0;
  const withheld = catalogInfo.value?.withheld ?? 0;
  const visible = visibleMask.value.reduce((sum, mask) => sum + (mask > 0 ? 1 : 0), 0);
  const toggle = (code: number): void => {
    shownTypes.value = shown.map((isShown, other) => (other === code ? !isShown : isShown));
  };
  return (
    <fieldset class="rail-section types">
      <legend>
        {text.types.title}{' '}
        {guessedTypes.value > 0 && (
          <span class="quiet plain">{text.types.guessed(formatCount(guessedTypes.value))}</span>
        )}
      </legend>
      {OBJECT_TYPES.map((type, code) => (
        <label key={type} class={shown[code] ? 'type-row' : 'type-row off'}>
          <input type="checkbox" checked={shown[code] ?? false} onChange={() => toggle(code)} />
          <TypeGlyph type={type} />
          <span class="grow">{text.types[type]}</span>
          <b>{formatCount(counts[code] ?? 0)}</b>
        </label>
      ))}
      <p class="row quiet shown-count">
        <span class="grow">{text.types.shown(formatCount(visible), formatCount(total))}</span>
        {visible < total && (
          <button type="button" class="link" onClick={showAll}>
            {text.types.reset}
          </button>
        )}
      </p>
      {withheld > 0 && <p class="quiet">{text.types.withheld(formatCount(withheld))}</p>}
    </fieldset>
  );
}

function showAll(): void {
  shownTypes.value = OBJECT_TYPES.map(() => true);
  shownAges.value = AGE_CLASSES.map(() => true);
}
