import { createHash } from 'node:crypto';
import type { FloorEvent } from '../../core/operations/events.ts';
import type { UtcMs } from '../../core/units.ts';
import type { Store } from './database.ts';

/** An exercise as the store lists it. */
export interface ExerciseRecord {
  readonly id: string;
  /** 'live', or the instant the clock began at. */
  readonly origin: string;
  readonly startedAt: UtcMs;
  readonly headSeq: number;
  readonly headHash: string;
  readonly mark: UtcMs;
}

/** Which part of a journal is wanted. */
export interface EventRange {
  readonly until?: UtcMs;
  readonly afterSeq?: number;
  readonly beforeSeq?: number;
}

export type ChainVerdict =
  | { readonly ok: true; readonly entries: number; readonly headHash: string }
  | { readonly ok: false; readonly seq: number; readonly reason: string };

/**
 * The append-only, hash-chained journal of exercises.
 *
 * Each entry's hash is SHA-256 over the hash before it and its own text; the first follows the exercise's id. The head
 * is kept beside the chain, so that a cut tail shows too. `append` returns after the entries are on disk.
 */
export class Journal {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  create(id: string, origin: string, startedAt: UtcMs): void {
    this.store
      .prepare(
        'INSERT INTO exercise (id, origin, started_at, head_seq, head_hash, mark) VALUES (?, ?, ?, 0, ?, ?)',
      )
      .run(id, origin, startedAt, genesisHash(id), startedAt);
  }

  /** Append events in one transaction. @throws RangeError when they do not follow the head */
  append(exercise: string, events: readonly FloorEvent[], mark: UtcMs): void {
    if (events.length === 0) return;
    this.store.transaction(() => {
      const head = this.find(exercise);
      if (!head) throw new RangeError(`no exercise ${exercise}`);
      let { headSeq: seq, headHash: hash } = head;
      const insert = this.store.prepare(
        'INSERT INTO journal (exercise, seq, at, body, hash) VALUES (?, ?, ?, ?, ?)',
      );
      for (const event of events) {
        if (event.seq !== seq + 1) throw new RangeError(`event ${event.seq} does not follow ${seq}`);
        const body = JSON.stringify(event);
        hash = chainHash(hash, body);
        seq = event.seq;
        insert.run(exercise, seq, event.at, body, hash);
      }
      this.store
        .prepare('UPDATE exercise SET head_seq = ?, head_hash = ?, mark = max(mark, ?) WHERE id = ?')
        .run(seq, hash, mark, exercise);
    })();
  }

  saveMark(exercise: string, mark: UtcMs): void {
    this.store.prepare('UPDATE exercise SET mark = max(mark, ?) WHERE id = ?').run(mark, exercise);
  }

  find(id: string): ExerciseRecord | undefined {
    return this.list().find((record) => record.id === id);
  }

  /** The exercises, newest first. */
  list(): readonly ExerciseRecord[] {
    return (
      this.store
        .prepare(
          `SELECT id, origin, started_at AS startedAt, head_seq AS headSeq, head_hash AS headHash, mark
           FROM exercise ORDER BY rowid DESC`,
        )
        .all() as ExerciseRecord[]
    ).map((record) => ({ ...record }));
  }

  /** Events in order, up to and including an instant, between two numbers (both left out). */
  events(
    exercise: string,
    { until = Number.MAX_VALUE, afterSeq = 0, beforeSeq = Number.MAX_SAFE_INTEGER }: EventRange = {},
  ): FloorEvent[] {
    const rows = this.store
      .prepare('SELECT body FROM journal WHERE exercise = ? AND seq > ? AND seq < ? AND at <= ? ORDER BY seq')
      .all(exercise, afterSeq, beforeSeq, until) as { body: string }[];
    return rows.map(({ body }) => JSON.parse(body) as FloorEvent);
  }

  /** Walk a chain from its start and name the first entry that does not fit. */
  verify(exercise: string): ChainVerdict {
    const record = this.find(exercise);
    if (!record) return { ok: false, seq: 0, reason: 'no such exercise' };
    const rows = this.store
      .prepare('SELECT seq, at, body, hash FROM journal WHERE exercise = ? ORDER BY seq')
      .all(exercise) as { seq: number; at: number; body: string; hash: string }[];
    let hash = genesisHash(exercise);
    let expected = 1;
    for (const row of rows) {
      const broken = rowFault(row, expected, hash);
      if (broken !== null) return { ok: false, seq: expected, reason: broken };
      hash = row.hash;
      expected++;
    }
    if (record.headSeq !== expected - 1 || record.headHash !== hash) {
      return {
        ok: false,
        seq: expected,
        reason: `the journal ends at ${expected - 1}, its head says ${record.headSeq}`,
      };
    }
    return { ok: true, entries: rows.length, headHash: hash };
  }
}

function rowFault(
  row: { seq: number; at: number; body: string; hash: string },
  expected: number,
  previousHash: string,
): string | null {
  if (row.seq !== expected) return `entry ${expected} is missing`;
  if (chainHash(previousHash, row.body) !== row.hash) return 'its text does not match its hash';
  const event = JSON.parse(row.body) as FloorEvent;
  return event.seq === row.seq && event.at === row.at ? null : 'its number or instant was changed';
}

export function genesisHash(exercise: string): string {
  return createHash('sha256').update(`watchfloor exercise ${exercise}`).digest('hex');
}

export function chainHash(previous: string, body: string): string {
  return createHash('sha256').update(previous).update('\n').update(body).digest('hex');
}
