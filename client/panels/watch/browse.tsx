import type { JSX } from 'preact';
import { text } from '../../text.ts';
import { catalog, catalogInfo, sheet } from '../../view-state.ts';
import { formatCount } from '../format.ts';
import { Icon } from '../glyphs.tsx';
import { AgeFilter } from './age-filter.tsx';
import { NotDrawnList } from './not-drawn.tsx';
import { Search } from './search.tsx';
import { Sources } from './sources.tsx';
import { TypeFilter } from './type-filter.tsx';

/** The left rail: find, filter, load. On a narrow screen it is the sheet. */
export function Browse(): JSX.Element {
  const isLoading = catalog.value === null;
  return (
    <aside
      class={sheet.value === 'browse' ? 'rail browse open' : 'rail browse'}
      aria-label={text.browse.label}
    >
      <div class="sheet-head">
        <h2>{text.browse.title}</h2>
        <button
          type="button"
          class="icon-button quiet-button"
          aria-label={text.close}
          onClick={() => (sheet.value = 'closed')}
        >
          <Icon name="close" />
        </button>
      </div>
      <Search />
      <div class="scroll">
        {isLoading && (
          <p class="loading rail-section" role="status">
            {text.browse.loading(formatCount(catalogInfo.value?.objects ?? 0))}
          </p>
        )}
        <TypeFilter />
        <AgeFilter />
        <Sources />
        <NotDrawnList />
      </div>
    </aside>
  );
}
