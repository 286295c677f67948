import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import Database from 'libsql';
import { ElementTable } from '../../core/elements/element-table.ts';
import type { PackedIdentities } from '../../core/identity/identity-table.ts';
import { InputError } from '../../core/errors.ts';
import type { CatalogChange, SourceKind } from '../../core/protocol/events.ts';
import { MS_PER_DAY, type UtcMs } from '../../core/units.ts';
import { decodeRow, encodeRow, type ElementRow } from './element-body.ts';

/** Where a source came from: a file of the command line, a person, a live feed, or Watchfloor's own generator. */
export type SourceOrigin = 'given' | 'loaded' | 'feed' | 'notional';
export type SourceState = 'on' | 'off' | 'removed';

/** One source as the store has it; removed ones stay until nobody can undo that any more. */
export interface StoredSource {
  readonly id: string;
  readonly name: string;
  readonly kind: SourceKind;
  readonly format: string;
  readonly origin: SourceOrigin;
  /** SHA-256 of the file it was read from. */
  readonly digest: string;
  readonly loadedAt: UtcMs;
  readonly loadedBy: string;
  readonly isLenient: boolean;
  readonly state: SourceState;
  /** Records the last file of it was accepted and rejected with. */
  readonly accepted: number;
  readonly rejected: number;
  /** Element sets in it, or rows of a satellite catalogue. */
  readonly sets: number;
  readonly newestEpoch: UtcMs;
}

/** What a source was read from, and how that went. */
export type SourceReading = Pick<
  StoredSource,
  'format' | 'digest' | 'loadedAt' | 'loadedBy' | 'isLenient' | 'accepted' | 'rejected'
>;
export type NewSource = Pick<StoredSource, 'id' | 'name' | 'kind' | 'origin'>;

/** A change of what is loaded, before it has a number. */
export interface ChangeNote {
  readonly at: UtcMs;
  readonly by: string;
  readonly action: CatalogChange['action'];
  readonly source: string;
}

export interface StoreLimits {
  /** Element sets the store may hold. */
  readonly maxSets: number;
}

const SCHEMA_VERSION = 1;
const SCHEMA = `
CREATE TABLE source (
  id TEXT PRIMARY KEY, place INTEGER NOT NULL, slot INTEGER NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
  origin TEXT NOT NULL, state TEXT NOT NULL, format TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '',
  loaded_at REAL NOT NULL DEFAULT 0, loaded_by TEXT NOT NULL DEFAULT '', lenient INTEGER NOT NULL DEFAULT 0,
  accepted INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0,
  sets INTEGER NOT NULL DEFAULT 0, newest_epoch REAL NOT NULL DEFAULT 0
);
CREATE TABLE element_set (
  catalog_number INTEGER NOT NULL, epoch REAL NOT NULL, body BLOB NOT NULL, sources INTEGER NOT NULL,
  seq INTEGER NOT NULL, PRIMARY KEY (catalog_number, epoch, body)
) WITHOUT ROWID;
CREATE TABLE identities (source TEXT PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE change (
  id INTEGER PRIMARY KEY, at REAL NOT NULL, by TEXT NOT NULL, action TEXT NOT NULL, source TEXT NOT NULL,
  back TEXT NOT NULL, undone INTEGER NOT NULL
);
CREATE TABLE feed (id TEXT PRIMARY KEY, body TEXT NOT NULL);
`;
/** Which sources hold a set is one bit each of a number that a double holds exactly. */
const SLOTS = 50;
/** Rows of one statement: a third faster than one each. */
const ROWS_PER_INSERT = 100;
/** Changes that can be undone. */
const KEPT_CHANGES = 20;

interface SourceRow {
  id: string;
  name: string;
  kind: SourceKind;
  format: string;
  origin: SourceOrigin;
  digest: string;
  loaded_at: number;
  loaded_by: string;
  lenient: number;
  state: SourceState;
  accepted: number;
  rejected: number;
  sets: number;
  newest_epoch: number;
}

interface ChangeRow {
  id: number;
  at: number;
  by: string;
  action: CatalogChange['action'];
  source: string;
  /** What undoing it sets: a state for each source it touched. */
  back: string;
}

type States = Readonly<Record<string, SourceState>>;

/**
 * The element sets and satellite catalogues that are loaded, each set once however many sources hold it, with the changes
 * made to them. One SQLite file, used by one thread; every method that changes something is one transaction or
 * part of the one that `begin` opened.
 */
export class ElementStore {
  private readonly db: Database.Database;
  private readonly limits: StoreLimits;
  /** Rises with every set that is added. */
  private lastSeq: number;

  /** @throws InputError when the file cannot be used or is not ours */
  constructor(stateDir: string, limits: StoreLimits) {
    const file = join(stateDir, 'elements.db');
    this.limits = limits;
    try {
      mkdirSync(stateDir, { recursive: true });
      this.db = new Database(file);
      this.db.pragma('journal_mode = WAL');
      this.db.pragma('synchronous = FULL');
      this.migrate();
      this.lastSeq = this.number('SELECT coalesce(max(seq), 0) FROM element_set');
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw new InputError(
        `cannot open the store ${file}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  close(): void {
    this.db.close();
  }

  /** Run a job as one transaction, also when it waits in between; it fails, nothing has happened. */
  async inTransaction<T>(job: () => Promise<T>): Promise<T> {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const result = await job();
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk has rolled it back already.
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  /** Every source, in the order in which they were loaded; removed ones too. */
  sources(): readonly StoredSource[] {
    const rows = this.db.prepare('SELECT * FROM source ORDER BY place').all() as SourceRow[];
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      kind: row.kind,
      format: row.format,
      origin: row.origin,
      digest: row.digest,
      loadedAt: row.loaded_at,
      loadedBy: row.loaded_by,
      isLenient: row.lenient === 1,
      state: row.state,
      accepted: row.accepted,
      rejected: row.rejected,
      sets: row.sets,
      newestEpoch: row.newest_epoch,
    }));
  }

  /** Register a source, with nothing in it yet, as the one loaded last. */
  addSource({ id, name, kind, origin }: NewSource, state: SourceState): void {
    this.db
      .prepare(
        `INSERT INTO source (id, place, slot, name, kind, origin, state)
         VALUES (?, (SELECT coalesce(max(place), 0) + 1 FROM source), ?, ?, ?, ?, ?)`,
      )
      .run(id, this.freeSlot(), name, kind, origin, state);
  }

  /** Say what a source was read from, and by whom; it is the one loaded last. */
  noteReading(id: string, reading: SourceReading): void {
    this.db
      .prepare(
        `UPDATE source SET format = ?, digest = ?, loaded_at = ?, loaded_by = ?, lenient = ?, accepted = ?, rejected = ?,
         place = (SELECT max(place) + 1 FROM source) WHERE id = ?`,
      )
      .run(
        reading.format,
        reading.digest,
        reading.loadedAt,
        reading.loadedBy,
        reading.isLenient ? 1 : 0,
        reading.accepted,
        reading.rejected,
        id,
      );
  }

  /**
   * Add sets to a source; one the store has already only gains a holder. Of sets from one epoch the one that came last is
   * last, also where it was there before.
   */
  addSets(id: string, table: ElementTable): void {
    const bit = this.bitOf(id);
    const many = this.insertOf(ROWS_PER_INSERT);
    const one = this.insertOf(1);
    for (let i = 0; i < table.length;) {
      const rows = table.length - i >= ROWS_PER_INSERT ? ROWS_PER_INSERT : 1;
      const values: unknown[] = [];
      for (const end = i + rows; i < end; i++) {
        const { catalogNumber, epoch, body } = encodeRow(table, i);
        values.push(catalogNumber, epoch, body, bit, ++this.lastSeq);
      }
      (rows === 1 ? one : many).run(...values);
    }
  }

  private insertOf(rows: number): Database.Statement {
    const row = '(?, ?, ?, ?, ?)';
    return this.db.prepare(
      `INSERT INTO element_set VALUES ${Array.from({ length: rows }, () => row).join(', ')}
       ON CONFLICT DO UPDATE SET sources = sources | excluded.sources, seq = excluded.seq`,
    );
  }

  /**
   * Count the sets of a source again.
   *
   * @throws InputError when the store holds more than it may; the caller's transaction then comes to nothing
   */
  recount(id: string): void {
    this.db
      .prepare(
        `UPDATE source SET (sets, newest_epoch) =
         (SELECT count(*), coalesce(max(epoch), 0) FROM element_set WHERE sources & ?) WHERE id = ?`,
      )
      .run(this.bitOf(id), id);
    const total = this.countSets();
    if (total > this.limits.maxSets)
      throw new InputError(
        `the store would hold ${total} element sets, and may hold ${this.limits.maxSets} (setting --max-sets)`,
      );
  }

  hasRoomFor(sets: number): boolean {
    return this.countSets() + sets <= this.limits.maxSets;
  }

  private countSets(): number {
    return this.number('SELECT count(*) FROM element_set');
  }

  /** The one number that a query answers. */
  private number(sql: string): number {
    return (this.db.prepare(sql).raw().get() as [number])[0];
  }

  /** The sets of a source by object and epoch. */
  readSets(id: string): ElementTable {
    const table = new ElementTable();
    const rows = this.db
      .prepare('SELECT catalog_number, epoch, body FROM element_set WHERE sources & ? ORDER BY 1, 2, seq')
      .raw()
      .iterate(this.bitOf(id)) as IterableIterator<[number, number, Buffer]>;
    for (const [catalogNumber, epoch, body] of rows)
      decodeRow({ catalogNumber, epoch, body } satisfies ElementRow, table);
    return table;
  }

  /** Drop from a source the sets whose epoch is older than so many days. */
  forgetOlder(id: string, now: UtcMs, days: number): void {
    this.db
      .prepare('UPDATE element_set SET sources = sources & ~?1 WHERE sources & ?1 AND epoch < ?2')
      .run(this.bitOf(id), now - days * MS_PER_DAY);
    this.db.prepare('DELETE FROM element_set WHERE sources = 0').run();
  }

  saveIdentities(id: string, identities: PackedIdentities): void {
    this.db.prepare('INSERT OR REPLACE INTO identities VALUES (?, ?)').run(id, serialize(identities));
    this.db.prepare('UPDATE source SET sets = ? WHERE id = ?').run(identities.length, id);
  }

  readIdentities(id: string): PackedIdentities | null {
    const row = this.db.prepare('SELECT body FROM identities WHERE source = ?').raw().get(id) as
      | [Buffer]
      | undefined;
    return row ? (deserialize(row[0]) as PackedIdentities) : null;
  }

  setState(id: string, state: SourceState): void {
    this.db.prepare('UPDATE source SET state = ? WHERE id = ?').run(state, id);
  }

  /** Make changes of state that people are told of and can undo; part of a transaction. */
  change(note: ChangeNote, make: () => void): void {
    const before = this.states();
    make();
    const sources = this.sources().filter(({ id, state }) => before[id] !== state);
    if (sources.length === 0) return;
    // A live feed comes back by itself: undoing it switches it off, and its history stays.
    const back: States = Object.fromEntries(
      sources.map(({ id, origin }) => {
        const state = before[id] ?? 'removed';
        return [id, origin === 'feed' && state === 'removed' ? 'off' : state];
      }),
    );
    this.db
      .prepare('INSERT INTO change (at, by, action, source, back, undone) VALUES (?, ?, ?, ?, ?, 0)')
      .run(note.at, note.by, note.action, note.source, JSON.stringify(back));
    this.forgetChanges();
  }

  /**
   * Take back the last change that stands.
   *
   * @param id the change that is meant; a later one is not taken back in its place
   * @returns false when it is not the last that stands
   */
  undo(id: number, at: UtcMs, by: string): boolean {
    const last = this.lastUndoable();
    if (!last || last.id !== id) return false;
    const back = JSON.parse(last.back) as States;
    this.db.prepare('UPDATE change SET undone = 1 WHERE id = ?').run(last.id);
    this.change({ at, by, action: 'undo', source: last.source }, () => {
      for (const [source, state] of Object.entries(back)) this.setState(source, state);
    });
    this.db.prepare(`UPDATE change SET undone = 1 WHERE action = 'undo'`).run();
    this.forgetChanges();
    return true;
  }

  lastChange(): CatalogChange | null {
    const row = this.db.prepare('SELECT * FROM change ORDER BY id DESC LIMIT 1').get() as
      | ChangeRow
      | undefined;
    if (!row) return null;
    const { id, at, by, action, source } = row;
    return { id, at, by, action, source, undoes: this.lastUndoable()?.id ?? null };
  }

  /** What is remembered of a feed, as its keeper wrote it. */
  readFeed(id: string): unknown {
    const row = this.db.prepare('SELECT body FROM feed WHERE id = ?').get(id) as { body: string } | undefined;
    return row ? JSON.parse(row.body) : null;
  }

  saveFeed(id: string, record: object): void {
    this.db.prepare('INSERT OR REPLACE INTO feed VALUES (?, ?)').run(id, JSON.stringify(record));
  }

  private states(): States {
    return Object.fromEntries(this.sources().map(({ id, state }) => [id, state]));
  }

  private lastUndoable(): ChangeRow | undefined {
    return this.db.prepare('SELECT * FROM change WHERE undone = 0 ORDER BY id DESC LIMIT 1').get() as
      | ChangeRow
      | undefined;
  }

  /** Keep the changes that can be undone and the newest, and drop removed sources that none of them can bring back. */
  private forgetChanges(): void {
    this.db
      .prepare(
        `DELETE FROM change WHERE id < (SELECT max(id) FROM change) AND id NOT IN
         (SELECT id FROM change WHERE undone = 0 ORDER BY id DESC LIMIT ?)`,
      )
      .run(KEPT_CHANGES);
    this.purge();
  }

  private purge(): void {
    const changes = this.db.prepare('SELECT back FROM change WHERE undone = 0').all() as { back: string }[];
    const reachable = new Set(changes.flatMap(({ back }) => Object.keys(JSON.parse(back) as States)));
    for (const { id, state } of this.sources())
      if (state === 'removed' && !reachable.has(id)) this.deleteSource(id);
  }

  /** Take a source out for good; a set nobody else holds goes with it. */
  deleteSource(id: string): void {
    this.db.prepare('UPDATE element_set SET sources = sources & ~?1 WHERE sources & ?1').run(this.bitOf(id));
    this.db.prepare('DELETE FROM element_set WHERE sources = 0').run();
    this.db.prepare('DELETE FROM identities WHERE source = ?').run(id);
    this.db.prepare('DELETE FROM source WHERE id = ?').run(id);
  }

  private freeSlot(): number {
    const taken = new Set(
      (this.db.prepare('SELECT slot FROM source').all() as { slot: number }[]).map(({ slot }) => slot),
    );
    for (let slot = 0; slot < SLOTS; slot++) if (!taken.has(slot)) return slot;
    throw new InputError(`${SLOTS} sources are loaded or can still be brought back; remove some first`);
  }

  private bitOf(id: string): number {
    const row = this.db.prepare('SELECT slot FROM source WHERE id = ?').get(id) as
      | { slot: number }
      | undefined;
    if (!row) throw new RangeError(`no source ${id} in the store`);
    return 2 ** row.slot;
  }

  private migrate(): void {
    const { user_version: version } = this.db.prepare('PRAGMA user_version').get() as {
      user_version: number;
    };
    if (version === SCHEMA_VERSION) return;
    if (version !== 0)
      throw new InputError(
        `the store of element sets has version ${version}; this Watchfloor reads version ${SCHEMA_VERSION}`,
      );
    this.db.transaction(() => {
      this.db.exec(SCHEMA);
      this.db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    })();
  }
}
