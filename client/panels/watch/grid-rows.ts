const OVERSCAN = 6;

export interface GridView {
  readonly rows: number;
  readonly rowPx: number;
  readonly scrollTop: number;
  readonly height: number;
}

/** Which rows a scrolled viewport shows, and a few more on either side: [first, last). */
export function windowOf({ rows, rowPx, scrollTop, height }: GridView): { first: number; last: number } {
  const first = Math.max(0, Math.min(rows, Math.floor(scrollTop / rowPx) - OVERSCAN));
  return { first, last: Math.min(rows, Math.ceil((scrollTop + height) / rowPx) + OVERSCAN) };
}

/** Where a key takes the active row; null when it is not a key of the grid. */
export function moveRow(
  key: string,
  row: number,
  { rows, page }: { rows: number; page: number },
): number | null {
  const target: Readonly<Record<string, number>> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: rows - 1,
  };
  const next = target[key];
  return next === undefined ? null : Math.max(0, Math.min(rows - 1, next));
}
