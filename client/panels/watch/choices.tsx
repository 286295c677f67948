import type { JSX } from 'preact';
import { text } from '../../text.ts';
import { catalog, choices } from '../../view-state.ts';
import { formatNumber } from '../format.ts';
import { Icon, TypeGlyph } from '../glyphs.tsx';
import { nameOf, typeOf } from '../object-facts.ts';
import { choose } from '../selection.ts';

/** The objects under one click, nearest first. */
export function Choices(): JSX.Element | null {
  const columns = catalog.value;
  const numbers = choices.value;
  if (!columns || numbers.length < 2) return null;
  return (
    <section class="choices" aria-labelledby="choices-title">
      <div class="row">
        <h2 id="choices-title" class="grow">
          {text.choices.title(numbers.length)}
        </h2>
        <button
          type="button"
          class="icon-button quiet-button"
          aria-label={text.close}
          onClick={() => (choices.value = [])}
        >
          <Icon name="close" />
        </button>
      </div>
      <ul>
        {numbers.map((number) => {
          const index = columns.indexOf.get(number);
          return index === undefined ? null : (
            <li key={number}>
              <button type="button" class="list-button in-row" onClick={() => choose(number, { fly: false })}>
                <TypeGlyph type={typeOf(columns, index)} />
                <b class="grow clip">{nameOf(columns, index)}</b>
                <span class="quiet">{formatNumber(number)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
