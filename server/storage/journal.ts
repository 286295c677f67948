import { createHash } from 'node:crypto';
import type { FloorEvent } from '../../core/operations/events.ts';
import { type FloorState, STATE_VERSION } from '../../core/operations/state.ts';
import type { LogEntry } from '../../core/operations/types.ts';
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
  /** The journals this version writes and follows are CURRENT_FORMAT; others are kept and verified. */
  readonly format: number;
  /** The room it is followed in; 'live' is the one that is always there. */
  readonly room: string;
}

export const CURRENT_FORMAT = 3;

/** Which part of a journal is wanted. */
export interface EventRange {
  readonly until?: UtcMs;
  readonly afterSeq?: number;
  readonly beforeSeq?: number;
}

export interface LogQuery {
  /** Words that an entry must contain. */
  readonly search?: string | undefined;
  readonly desk?: string | null | undefined;
}

export type ChainVerdict =
  | { readonly ok: true; readonly entries: number; readonly headHash: string }
  | { readonly ok: false; readonly seq: number; readonly reason: string };

/**
 * The append-only, hash-chained journal of exercises.
 *
 * Each entry's hash is SHA-256 over the hash before it and its own text; the first follows a fixed word, so that the same
 * seed and inputs give the same head whatever the exercise is called in this store. The head
 * is kept beside the chain, so that a cut tail shows too. `append` returns after the entries are on disk.
 */
export class Journal {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  create(
    id: string,
    { origin, room, startedAt }: Pick<ExerciseRecord, 'origin' | 'room' | 'startedAt'>,
  ): void {
    this.store
      .prepare(
        `INSERT INTO exercise (id, origin, started_at, head_seq, head_hash, mark, format, room)
         VALUES (?, ?, ?, 0, ?, ?, ?, ?)`,
      )
      .run(id, origin, startedAt, GENESIS, startedAt, CURRENT_FORMAT, room);
  }

  /** Begin an exercise with the events of another up to a number, log and checkpoints with them: the same chain so far. */
  fork(
    from: string,
    to: { readonly id: string; readonly origin: string; readonly room: string },
    { untilSeq, mark }: { untilSeq: number; mark: UtcMs },
  ): void {
    this.store.transaction(() => {
      const head = this.store
        .prepare('SELECT hash FROM journal WHERE exercise = ? AND seq = ?')
        .get(from, untilSeq) as { hash: string } | undefined;
      const record = this.find(from);
      if (!head || !record) throw new RangeError(`no event ${untilSeq} in exercise ${from}`);
      this.create(to.id, { ...to, startedAt: record.startedAt });
      for (const [table, columns] of FORKED) {
        this.store
          .prepare(
            `INSERT INTO ${table} (exercise, ${columns}) SELECT ?, ${columns} FROM ${table}
             WHERE exercise = ? AND seq <= ?`,
          )
          .run(to.id, from, untilSeq);
      }
      this.store
        .prepare('UPDATE exercise SET head_seq = ?, head_hash = ?, mark = ? WHERE id = ?')
        .run(untilSeq, head.hash, mark, to.id);
    })();
  }

  /**
   * Append events, and the lines they leave in the log, in one transaction.
   *
   * @throws RangeError when they do not follow the head
   */
  append(
    exercise: string,
    { events, log }: { events: readonly FloorEvent[]; log: readonly LogEntry[] },
    mark: UtcMs,
  ): void {
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
      const insertLine = this.store.prepare(
        'INSERT INTO log_entry (exercise, seq, at, desk, words, body) VALUES (?, ?, ?, ?, ?, ?)',
      );
      for (const entry of log) {
        insertLine.run(
          exercise,
          entry.seq,
          entry.at,
          entry.desk,
          entry.text.toLowerCase(),
          JSON.stringify(entry),
        );
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
          `SELECT id, origin, started_at AS startedAt, head_seq AS headSeq, head_hash AS headHash, mark, format, room
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

  /** Lines of the log before a number that contain all the words, newest first. */
  log(
    exercise: string,
    {
      before,
      limit,
      search = '',
      desk = null,
    }: LogQuery & { readonly before: number; readonly limit: number },
  ): LogEntry[] {
    const words = search
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const contains = words.map(() => ` AND words LIKE ? ESCAPE '\\'`).join('');
    const atDesk = desk === null ? '' : ' AND desk = ?';
    const rows = this.store
      .prepare(
        `SELECT body FROM log_entry WHERE exercise = ? AND seq < ?${contains}${atDesk} ORDER BY seq DESC LIMIT ?`,
      )
      .all(
        exercise,
        before,
        ...words.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`),
        ...(desk === null ? [] : [desk]),
        limit,
      ) as { body: string }[];
    return rows.map(({ body }) => JSON.parse(body) as LogEntry);
  }

  logEntry(exercise: string, seq: number): LogEntry | undefined {
    const row = this.store
      .prepare('SELECT body FROM log_entry WHERE exercise = ? AND seq = ?')
      .get(exercise, seq) as { body: string } | undefined;
    return row && (JSON.parse(row.body) as LogEntry);
  }

  /** Keep a state to replay from. Not part of the chain: it can be made again. */
  saveCheckpoint(exercise: string, state: FloorState): void {
    this.store
      .prepare('INSERT OR REPLACE INTO checkpoint (exercise, seq, at, version, state) VALUES (?, ?, ?, ?, ?)')
      .run(exercise, state.seq, state.at, STATE_VERSION, JSON.stringify(state));
  }

  /** The last checkpoint not after an instant; null where there is none of this version. */
  checkpoint(exercise: string, until: UtcMs = Number.MAX_VALUE): FloorState | null {
    const row = this.store
      .prepare(
        'SELECT state FROM checkpoint WHERE exercise = ? AND at <= ? AND version = ? ORDER BY seq DESC LIMIT 1',
      )
      .get(exercise, until, STATE_VERSION) as { state: string } | undefined;
    return row ? (JSON.parse(row.state) as FloorState) : null;
  }

  /** Events whose text names something, in order; what names it otherwise is sorted out by the caller. */
  eventsNaming(exercise: string, name: string): FloorEvent[] {
    const rows = this.store
      .prepare(`SELECT body FROM journal WHERE exercise = ? AND instr(body, ?) > 0 ORDER BY seq`)
      .all(exercise, JSON.stringify(name)) as { body: string }[];
    return rows.map(({ body }) => JSON.parse(body) as FloorEvent);
  }

  /** Walk a chain from its start and name the first entry that does not fit. */
  verify(exercise: string): ChainVerdict {
    const record = this.find(exercise);
    if (!record) return { ok: false, seq: 0, reason: 'no such exercise' };
    const rows = this.store
      .prepare('SELECT seq, at, body, hash FROM journal WHERE exercise = ? ORDER BY seq')
      .all(exercise) as { seq: number; at: number; body: string; hash: string }[];
    let hash = record.format < CURRENT_FORMAT ? oldGenesisHash(exercise) : GENESIS;
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

/** What a fork takes along. */
const FORKED = [
  ['journal', 'seq, at, body, hash'],
  ['log_entry', 'seq, at, desk, words, body'],
  ['checkpoint', 'seq, at, version, state'],
] as const;

/** What the first entry of a journal follows. */
export const GENESIS = createHash('sha256').update('watchfloor journal 3').digest('hex');

function oldGenesisHash(exercise: string): string {
  return createHash('sha256').update(`watchfloor exercise ${exercise}`).digest('hex');
}

export function chainHash(previous: string, body: string): string {
  return createHash('sha256').update(previous).update('\n').update(body).digest('hex');
}

/** The head a journal of these events has, without a store. */
export function createJournalHash(): { add(event: FloorEvent): void; head(): string } {
  let hash = GENESIS;
  return {
    add: (event) => void (hash = chainHash(hash, JSON.stringify(event))),
    head: () => hash,
  };
}

export function journalHash(events: readonly FloorEvent[]): string {
  const hash = createJournalHash();
  for (const event of events) hash.add(event);
  return hash.head();
}
