import type { BatchLayout, BlockRange } from './batch.ts';
import {
  type Answers,
  type Form,
  FORMS,
  GATES,
  isResonant,
  type Kernel,
  KINDS,
  type Query,
} from './kernel.ts';

/** The integrators of each class, one class after the other. */
function integratorsOf(kernel: Kernel, layout: BatchLayout, base: number): number[] {
  let next = base;
  return layout.kinds.map(({ blocks }, kind) => {
    const at = next;
    if (isResonant(kind)) next += blocks * kernel.exports.integratorBytes();
    return at;
  });
}

/** What one thread needs to propagate a batch. */
export interface Desk {
  readonly kernel: Kernel;
  readonly layout: BatchLayout;
  readonly scratch: number;
  readonly integrators: number;
}

/** Propagate blocks of a batch to shared times; where what lies is the caller's affair. */
export function propagateBlocks(
  { kernel, layout, scratch, integrators }: Desk,
  { kind, first, end }: BlockRange,
  query: Query,
  place: {
    readonly times: number;
    readonly timeCount: number;
    readonly out: number;
    readonly status: number;
    readonly perSet: number;
    readonly perTime: number;
  },
): void {
  const { constants, order } = layout.kinds[kind]!;
  kernel.exports.propagateBlocks(
    kind,
    first,
    end,
    constants,
    order,
    integratorsOf(kernel, layout, integrators)[kind]!,
    place.times,
    place.timeCount,
    query.times === 'utc' ? 1 : 0,
    FORMS[query.form].code,
    GATES[query.gates],
    place.out,
    place.status,
    place.perSet,
    place.perTime,
    scratch,
  );
}

/** Propagate rows, all of sets of one class, each to its own time. */
export function propagateRows(
  { kernel, layout, scratch, integrators }: Desk,
  { kind, first, end }: BlockRange,
  query: Query,
  place: {
    readonly slots: number;
    readonly rows: number;
    readonly times: number;
    readonly out: number;
    readonly status: number;
  },
): void {
  kernel.exports.propagateRows(
    kind,
    first,
    end,
    layout.kinds[kind]!.constants,
    integratorsOf(kernel, layout, integrators)[kind]!,
    place.slots,
    place.rows,
    place.times,
    query.times === 'utc' ? 1 : 0,
    FORMS[query.form].code,
    GATES[query.gates],
    place.out,
    place.status,
    scratch,
  );
}

/** Bytes that `propagateEach` needs for so many rows. */
export function bytesOfRows(rows: number, form: Form): number {
  return rows * (16 + FORMS[form].numbers * 8 + 1);
}

/**
 * Propagate sets each to a time of its own: row `i` is of set `sets[i]` at `times[i]`.
 *
 * @param at memory of `bytesOfRows`; the answer is there
 */
export function propagateEach(
  desk: Desk,
  at: number,
  sets: ArrayLike<number>,
  times: ArrayLike<number>,
  query: Query,
): Answers {
  const rows = sets.length;
  const { numbers } = FORMS[query.form];
  const place = {
    times: at,
    slots: at + rows * 8,
    rows: at + rows * 12,
    out: at + rows * 16,
    status: at + rows * (16 + numbers * 8),
  };
  for (const range of placeRows(desk, sets, times, at)) propagateRows(desk, range, query, place);
  const { buffer } = desk.kernel.memory;
  return {
    numbers: new Float64Array(buffer, place.out, rows * numbers),
    status: new Uint8Array(buffer, place.status, rows),
  };
}

/**
 * Write rows where `propagateRows` wants them, class by class: times (8 bytes a row) at `at`, then slots and row numbers
 * (4 bytes each).
 *
 * @returns where the rows of each class are
 */
function placeRows(
  { kernel, layout }: Pick<Desk, 'kernel' | 'layout'>,
  sets: ArrayLike<number>,
  times: ArrayLike<number>,
  at: number,
): BlockRange[] {
  const { buffer } = kernel.memory;
  const rows = sets.length;
  const kindOf = new Uint8Array(buffer, layout.kindOf, layout.count);
  const slotOf = new Uint32Array(buffer, layout.slotOf, layout.count);
  const timesTo = new Float64Array(buffer, at, rows);
  const slotsTo = new Uint32Array(buffer, at + rows * 8, rows);
  const rowsTo = new Uint32Array(buffer, at + rows * 12, rows);
  const next = new Uint32Array(KINDS + 1);
  for (let i = 0; i < rows; i++) next[kindOf[sets[i]!]! + 1]!++;
  for (let kind = 0; kind < KINDS; kind++) next[kind + 1]! += next[kind]!;
  const ranges = layout.kinds.map((_, kind) => ({ kind, first: next[kind]!, end: next[kind + 1]! }));
  for (let i = 0; i < rows; i++) {
    const set = sets[i]!;
    const to = next[kindOf[set]!]!++;
    timesTo[to] = times[i]!;
    slotsTo[to] = slotOf[set]!;
    rowsTo[to] = i;
  }
  return ranges.filter(({ first, end }) => end > first);
}
