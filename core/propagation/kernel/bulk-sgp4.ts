import { Arena } from './arena.ts';
import { type BatchLayout, integratorBytesOf, loadBatch, SCRATCH_BYTES, type Sets } from './batch.ts';
import { type Answers, FORMS, type Kernel, type Query } from './kernel.ts';
import { bytesOfRows, type Desk, propagateBlocks, propagateEach } from './propagate.ts';

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
    const { numbers } = FORMS[query.form];
    const timesBytes = times.length * 8;
    const at = this.room(timesBytes + rows * (numbers * 8 + 1));
    const { buffer } = this.desk.kernel.memory;
    new Float64Array(buffer, at, times.length).set(times);
    const place = {
      times: at,
      timeCount: times.length,
      out: at + timesBytes,
      status: at + timesBytes + rows * numbers * 8,
      perSet: order === 'by-set' ? times.length : 1,
      perTime: order === 'by-set' ? 1 : count,
    };
    this.layout.kinds.forEach(({ blocks }, kind) =>
      propagateBlocks(this.desk, { kind, first: 0, end: blocks }, query, place),
    );
    return {
      numbers: new Float64Array(buffer, place.out, rows * numbers),
      status: new Uint8Array(buffer, place.status, rows),
    };
  }

  /** Propagate sets each to a time of its own: row `i` is of set `sets[i]` at `times[i]`. */
  propagateEach(sets: ArrayLike<number>, times: ArrayLike<number>, query: Query): Answers {
    return propagateEach(this.desk, this.room(bytesOfRows(sets.length, query.form)), sets, times, query);
  }

  /** Give the memory back. Nothing may be asked afterwards. */
  close(): void {
    const { scratch, integrators, kernel, layout } = this.desk;
    if (this.held) this.arena.release(this.held.at, this.held.bytes);
    this.arena.release(integrators, integratorBytesOf(kernel, layout));
    this.arena.release(layout.at, layout.bytes);
    this.arena.release(scratch, SCRATCH_BYTES);
  }

  /** Memory for times and answers; it stays. */
  private room(bytes: number): number {
    if (!this.held || this.held.bytes < bytes) {
      if (this.held) this.arena.release(this.held.at, this.held.bytes);
      this.held = { at: this.arena.allocate(bytes), bytes };
    }
    return this.held.at;
  }
}
