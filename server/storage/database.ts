import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { InputError } from '../../core/errors.ts';

export type Store = Database.Database;

const SCHEMA_VERSION = 4;
/** Knows one room only. */
const VERSION_OF_ONE_ROOM = 3;
/** Its exercises, and those of the version before, are of a smaller floor: their chains are verified, they are not followed. */
const VERSION_OF_SMALL_FLOOR = 2;
/** Made from the journal and remade at need: states to replay from, and the lines of the log to search. */
const DERIVED = `
CREATE TABLE checkpoint (
  exercise TEXT NOT NULL, seq INTEGER NOT NULL, at REAL NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL,
  PRIMARY KEY (exercise, seq)
) WITHOUT ROWID;
CREATE TABLE log_entry (
  exercise TEXT NOT NULL, seq INTEGER NOT NULL, at REAL NOT NULL, desk TEXT, words TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (exercise, seq)
) WITHOUT ROWID;
`;
/** Rooms beside the live one, and where their clocks stood when everybody had left; see room-store.ts. */
const ROOMS = `
CREATE TABLE room (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, is_open INTEGER NOT NULL, owner TEXT NOT NULL, made_at REAL NOT NULL,
  exercise TEXT NOT NULL REFERENCES exercise(id), simulation_time REAL NOT NULL, rate REAL NOT NULL,
  is_live INTEGER NOT NULL, left_at REAL NOT NULL
);
`;
const SCHEMA = `
CREATE TABLE exercise (
  id TEXT PRIMARY KEY, origin TEXT NOT NULL, started_at REAL NOT NULL,
  head_seq INTEGER NOT NULL, head_hash TEXT NOT NULL, mark REAL NOT NULL, format INTEGER NOT NULL,
  room TEXT NOT NULL
);
CREATE TABLE journal (
  exercise TEXT NOT NULL REFERENCES exercise(id), seq INTEGER NOT NULL, at REAL NOT NULL,
  body TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (exercise, seq)
) WITHOUT ROWID;
CREATE INDEX journal_at ON journal (exercise, at);
CREATE TRIGGER journal_is_append_only_u BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_append_only_i BEFORE INSERT ON journal
  WHEN EXISTS (SELECT 1 FROM journal WHERE exercise = NEW.exercise AND seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_append_only_d BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
${DERIVED}
${ROOMS}
CREATE TABLE control_log (id INTEGER PRIMARY KEY, wall REAL NOT NULL, body TEXT NOT NULL);
`;

/**
 * Open (and if need be make) the store of a state directory: one SQLite file, write-ahead log, every commit on disk
 * before it is acknowledged.
 *
 * @throws InputError when the directory cannot be used or the file is not ours
 */
export function openStore(stateDir: string): Store {
  const file = join(stateDir, 'watchfloor.db');
  try {
    mkdirSync(stateDir, { recursive: true });
    const store = new Database(file);
    store.pragma('journal_mode = WAL');
    store.pragma('synchronous = FULL');
    migrate(store);
    return store;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `cannot open the store ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function migrate(store: Store): void {
  const row = store.prepare('PRAGMA user_version').get() as { user_version: number };
  if (row.user_version === SCHEMA_VERSION) return;
  if (row.user_version > 0 && row.user_version <= VERSION_OF_ONE_ROOM) {
    store.transaction(() => {
      if (row.user_version <= VERSION_OF_SMALL_FLOOR) {
        store.exec(
          `ALTER TABLE exercise ADD COLUMN format INTEGER NOT NULL DEFAULT ${VERSION_OF_SMALL_FLOOR}`,
        );
        store.exec(DERIVED);
      }
      store.exec(`ALTER TABLE exercise ADD COLUMN room TEXT NOT NULL DEFAULT 'live'`);
      store.exec(ROOMS);
      store.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    })();
    return;
  }
  if (row.user_version !== 0) {
    throw new InputError(
      `the store has version ${row.user_version}; this Watchfloor reads version ${SCHEMA_VERSION}`,
    );
  }
  store.transaction(() => {
    store.exec(SCHEMA);
    store.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  })();
}
