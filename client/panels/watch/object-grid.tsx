import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { AGE_CLASSES, type AgeClass } from '../../../core/elements/age.ts';
import { searchCatalog, type Catalog } from '../../link/catalog.ts';
import { statusName } from '../../../core/propagation/status.ts';
import { text } from '../../text.ts';
import {
  ages,
  catalog,
  isTableShown,
  query,
  selected,
  simulationTime,
  visibleMask,
} from '../../view-state.ts';
import { actions } from '../actions.ts';
import { ConjunctionsButton } from '../conjunctions/conjunctions-button.tsx';
import {
  formatCount,
  formatKilometers,
  formatLatitude,
  formatLongitude,
  formatNumber,
  formatSpan,
} from '../format.ts';
import { TypeGlyph } from '../glyphs.tsx';
import { nameOf, typeOf } from '../object-facts.ts';
import { choose } from '../selection.ts';
import { moveRow, windowOf } from './grid-rows.ts';

const ROW_PX = 32;

/** Every object as a row: the same sky for those who do not, or cannot, look at the globe. */
export function ObjectGrid({ canClose }: { canClose: boolean }): JSX.Element {
  const columns = catalog.value;
  const mask = visibleMask.value;
  const rows = useMemo(() => listRows(columns, mask, query.value), [columns, mask, query.value]);
  return (
    <section class="object-grid" aria-labelledby="grid-title">
      <div class="row grid-head">
        <h2 id="grid-title" class="grow">
          {text.table.title}{' '}
          <span class="quiet plain">{text.table.rows(formatCount(rows.length), query.value.trim())}</span>
        </h2>
        <ConjunctionsButton />
        {canClose && (
          <button
            type="button"
            class="button"
            aria-keyshortcuts="V"
            onClick={() => (isTableShown.value = false)}
          >
            {text.table.close} <kbd aria-hidden="true">V</kbd>
          </button>
        )}
      </div>
      {!columns && <p class="empty loading">{text.browse.loading('')}</p>}
      {columns && rows.length === 0 && <p class="empty">{text.table.empty}</p>}
      {columns && rows.length > 0 && <Rows catalog={columns} rows={rows} />}
    </section>
  );
}

function listRows(columns: Catalog | null, mask: Uint8Array, search: string): readonly number[] {
  if (!columns) return [];
  const all = search.trim() === '' ? null : searchCatalog(columns, search, columns.count).indices;
  const rows: number[] = [];
  if (all) {
    for (const index of all) if (mask[index]) rows.push(index);
  } else {
    for (let index = 0; index < columns.count; index++) if (mask[index]) rows.push(index);
  }
  return rows;
}

function Rows({ catalog: columns, rows }: { catalog: Catalog; rows: readonly number[] }): JSX.Element {
  const viewport = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [active, setActive] = useState(0);
  const row = Math.min(active, rows.length - 1);
  const height = viewport.current?.clientHeight ?? 600;
  const { first, last } = windowOf({ rows: rows.length, rowPx: ROW_PX, scrollTop, height });
  const page = Math.max(1, Math.floor(height / ROW_PX) - 2);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      choose(columns.catalogNumbers[rows[row]!]!, { fly: true });
      return;
    }
    const next = moveRow(event.key, row, { rows: rows.length, page });
    if (next === null) return;
    event.preventDefault();
    setActive(next);
    keepVisible(viewport.current, next);
  };
  const shown = rows.slice(first, last);
  return (
    <div
      ref={viewport}
      class="grid-viewport"
      role="grid"
      tabIndex={0}
      aria-label={text.table.title}
      aria-rowcount={rows.length + 1}
      aria-colcount={7}
      aria-activedescendant={row >= first && row < last ? `grid-row-${row}` : undefined}
      onKeyDown={onKeyDown}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
    >
      <div class="grid-row grid-header" role="row" aria-rowindex={1}>
        {text.table.columns.map((title) => (
          <span key={title} role="columnheader">
            {title}
          </span>
        ))}
      </div>
      <div role="presentation" style={{ height: `${first * ROW_PX}px` }} />
      {shown.map((index, place) => (
        <GridRow
          key={index}
          catalog={columns}
          index={index}
          row={first + place}
          isActive={first + place === row}
          onChoose={() => {
            setActive(first + place);
            choose(columns.catalogNumbers[index]!, { fly: true });
          }}
        />
      ))}
      <div role="presentation" style={{ height: `${(rows.length - last) * ROW_PX}px` }} />
    </div>
  );
}

function keepVisible(viewport: HTMLElement | null, row: number): void {
  if (!viewport) return;
  const top = row * ROW_PX;
  const room = viewport.clientHeight - 2 * ROW_PX;
  if (top < viewport.scrollTop) viewport.scrollTop = top;
  else if (top > viewport.scrollTop + room) viewport.scrollTop = top - room;
}

interface GridRowProps {
  readonly catalog: Catalog;
  readonly index: number;
  readonly row: number;
  readonly isActive: boolean;
  readonly onChoose: () => void;
}

function GridRow({ catalog: columns, index, row, isActive, onChoose }: GridRowProps): JSX.Element {
  const number = columns.catalogNumbers[index]!;
  const type = typeOf(columns, index);
  const age = simulationTime.value - columns.epochs[index]!;
  const state = actions().stateOf(number);
  const status = actions().statusOf(number);
  return (
    <div
      id={`grid-row-${row}`}
      class={isActive ? 'grid-row active' : 'grid-row'}
      role="row"
      aria-rowindex={row + 2}
      aria-selected={selected.value === number}
      onClick={onChoose}
    >
      <span role="gridcell" class="name">
        <TypeGlyph type={type} /> <span class="clip">{nameOf(columns, index)}</span>
        <span class="hidden-text">, {text.types[type]}</span>
      </span>
      <span role="gridcell">{formatNumber(number)}</span>
      <span role="gridcell">{columns.designators[index] || '–'}</span>
      <span role="gridcell">{Number.isNaN(age) ? '–' : formatSpan(age)}</span>
      <span role="gridcell">{state ? `${formatKilometers(state.altitudeKm)} km` : '–'}</span>
      <span role="gridcell">
        {state ? `${formatLatitude(state.latitude)} ${formatLongitude(state.longitude)}` : '–'}
      </span>
      <span role="gridcell" class="clip">
        {describePosition(status, AGE_CLASSES[ages.value[index]!])}
      </span>
    </div>
  );
}

function describePosition(status: number, age: AgeClass | undefined): string {
  if (Number.isNaN(status)) return '–';
  if (status !== 0) return text.status[statusName(status)];
  return age === 'stale' || age === 'lost' ? text.table.old(text.object.ageClass[age]) : text.table.ok;
}
