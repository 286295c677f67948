import { Arena } from './arena.ts';
import { type BatchLayout, integratorBytesOf, loadBatch, SCRATCH_BYTES, type Sets } from './batch.ts';
import { type Answers, FORMS, type Kernel, type Query } from './kernel.ts';
import { type Desk, placeRows, propagateBlocks, propagateRows } from './propagate.ts';

/**
 * Many element sets on one thread: SGP4 (WGS-72, improved mode) of all of them at once.
 *
 * Agrees with satellite.js' `sgp4` within 1e-6 km at equal minutes since epoch, a year either side of it, with the same error
 * codes. Beyond a hundred years from the epoch there is no answer. Check: tests/core/propagation/kernel.test.ts.
 */
export class BulkSgp4 {
  readonly layout: BatchLayout;
  private readonly desk: Desk;
  private readonly arena: Arena;
  private held: { at: number; bytes: number } | null = null;

  constructor(kernel: Kernel, sets: Sets, arena = new Arena(kernel)) {
    this.arena = arena;
    const scratch = arena.allocate(SCRATCH_BYTES);
    this.layout = loadBatch(kernel, arena, scratch, sets);
    const bytes = integratorBytesOf(kernel, this.layout);
    const integrators = arena.allocate(bytes);
    new Uint8Array(kernel.memory.buffer, integrators, bytes).fill(0);
    this.desk = { kernel, layout: this.layout, scratch, integrators };
  }

  /**
   * Propagate every set to every time.
   *
   * @param order whether the answers of one set follow each other, or those of one time
   */
  propagate(times: readonly number[], query: Query, order: 'by-set' | 'by-time' = 'by-set'): Answers {
    const { count } = this.layout;
    const rows = count * times.length;
    const { numbers, status, at } = this.room(query, rows, times.length * 8);
    new Float64Array(this.desk.kernel.memory.buffer, at.extra, times.length).set(times);
    const place = {
      times: at.extra,
      timeCount: times.length,
      out: at.numbers,
      status: at.status,
      perSet: order === 'by-set' ? times.length : 1,
      perTime: order === 'by-set' ? 1 : count,
    };
    this.layout.kinds.forEach(({ blocks }, kind) =>
      propagateBlocks(this.desk, { kind, first: 0, end: blocks }, query, place),
    );
    return { numbers, status };
  }

  /** Propagate sets each to a time of its own: row `i` is of set `sets[i]` at `times[i]`. */
  propagateEach(sets: ArrayLike<number>, times: ArrayLike<number>, query: Query): Answers {
    const rows = sets.length;
    const { numbers, status, at } = this.room(query, rows, rows * 16);
    const ranges = placeRows(this.desk, sets, times, at.extra);
    const place = {
      slots: at.extra + rows * 8,
      rows: at.extra + rows * 12,
      times: at.extra,
      out: at.numbers,
      status: at.status,
    };
    for (const range of ranges) propagateRows(this.desk, range, query, place);
    return { numbers, status };
  }

  /** Give the memory back. Nothing may be asked afterwards. */
  close(): void {
    const { scratch, integrators, kernel, layout } = this.desk;
    if (this.held) this.arena.release(this.held.at, this.held.bytes);
    this.arena.release(integrators, integratorBytesOf(kernel, layout));
    this.arena.release(layout.at, layout.bytes);
    this.arena.release(scratch, SCRATCH_BYTES);
  }

  /** Memory for answers, with something before them. */
  private room({ form }: Query, rows: number, extraBytes: number) {
    const numbersBytes = rows * FORMS[form].numbers * 8;
    const extra = Math.ceil(extraBytes / 8) * 8;
    const bytes = extra + numbersBytes + rows;
    if (!this.held || this.held.bytes < bytes) {
      if (this.held) this.arena.release(this.held.at, this.held.bytes);
      this.held = { at: this.arena.allocate(bytes), bytes };
    }
    const { buffer } = this.desk.kernel.memory;
    const at = {
      extra: this.held.at,
      numbers: this.held.at + extra,
      status: this.held.at + extra + numbersBytes,
    };
    return {
      numbers: new Float64Array(buffer, at.numbers, rows * FORMS[form].numbers),
      status: new Uint8Array(buffer, at.status, rows),
      at,
    };
  }
}
