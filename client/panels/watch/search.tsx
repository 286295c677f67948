import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { searchCatalog } from '../../link/catalog.ts';
import { text } from '../../text.ts';
import { catalog, query } from '../../view-state.ts';
import { keepInSight } from '../focus.ts';
import { formatCount, formatNumber } from '../format.ts';
import { Icon, TypeGlyph } from '../glyphs.tsx';
import { nameOf, typeOf } from '../object-facts.ts';
import { choose } from '../selection.ts';

const SHOWN = 40;

/** Search by name, number or designator: a combobox whose list is chosen from by arrows and Enter, or by pointer. */
export function Search(): JSX.Element {
  const columns = catalog.value;
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const { indices, total } = columns ? searchCatalog(columns, query.value, SHOWN) : { indices: [], total: 0 };
  const isListed = isOpen && query.value.trim() !== '' && columns !== null;

  const pick = (index: number | undefined): void => {
    if (!columns || index === undefined) return;
    choose(columns.catalogNumbers[index]!, { fly: true });
    setOpen(false);
    // Keys go on to the globe: T tracks what was just found.
    document.getElementById('globe')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive(Math.max(0, Math.min(indices.length - 1, isListed ? active + step : 0)));
    } else if (event.key === 'Enter') {
      pick(indices[active]);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      if (isListed) setOpen(false);
      else if (query.value !== '') query.value = '';
      else document.getElementById('search')?.blur();
    }
  };
  return (
    <div class="search">
      <Icon name="search" />
      <input
        id="search"
        type="search"
        role="combobox"
        list={undefined}
        autocomplete="off"
        spellcheck={false}
        placeholder={text.search.placeholder}
        aria-label={text.search.label}
        aria-keyshortcuts="/"
        aria-expanded={isListed}
        aria-controls="search-results"
        aria-autocomplete="list"
        aria-activedescendant={isListed && indices.length > 0 ? `result-${active}` : undefined}
        value={query.value}
        onInput={(event) => {
          query.value = event.currentTarget.value;
          setActive(0);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      <kbd aria-hidden="true">/</kbd>
      <div id="search-results" class="search-results" hidden={!isListed}>
        {indices.length === 0 && <p class="empty">{text.search.none(query.value.trim())}</p>}
        <ul role="listbox" aria-label={text.search.results} hidden={indices.length === 0}>
          {isListed &&
            indices.map((index, place) => (
              <li
                key={index}
                id={`result-${place}`}
                role="option"
                aria-selected={place === active}
                ref={place === active ? keepInSight : null}
                onPointerDown={(event) => {
                  event.preventDefault();
                  pick(index);
                }}
              >
                <TypeGlyph type={typeOf(columns, index)} />
                <span class="grow clip">{nameOf(columns, index)}</span>
                <span class="quiet number">{formatNumber(columns.catalogNumbers[index]!)}</span>
              </li>
            ))}
        </ul>
        {total > 0 && (
          <p class="search-total quiet" role="status">
            {text.search.total(formatCount(Math.min(SHOWN, total)), formatCount(total))}
          </p>
        )}
      </div>
    </div>
  );
}
