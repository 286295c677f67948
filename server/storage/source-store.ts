import type { UtcMs } from '../../core/units.ts';
import type { Store } from './database.ts';

/** A file somebody loaded, kept so that a restart has it again. */
export interface StoredSource {
  readonly id: string;
  readonly name: string;
  readonly loadedAt: UtcMs;
  readonly isLenient: boolean;
  /** Loaded to take the place of the catalogue the server starts on. */
  readonly replacesDefault: boolean;
  readonly content: Uint8Array;
}

interface SourceRow {
  id: string;
  name: string;
  loaded_at: number;
  lenient: number;
  replaces_default: number;
  /** libsql answers blobs as bare buffers. */
  content: ArrayBuffer;
}

/** What was loaded by hand, as the files themselves. */
export class SourceStore {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  /** Keep a source; with `replacing` those before it go in the same transaction. */
  save(source: StoredSource, { replacing }: { replacing: boolean }): void {
    this.store.transaction(() => {
      if (replacing) this.store.prepare('DELETE FROM source').run();
      this.store
        .prepare(
          'INSERT INTO source (id, name, loaded_at, lenient, replaces_default, content) VALUES (?, ?, ?, ?, ?, ?)',
        )
        .run(
          source.id,
          source.name,
          source.loadedAt,
          source.isLenient ? 1 : 0,
          source.replacesDefault ? 1 : 0,
          Buffer.from(source.content),
        );
    })();
  }

  remove(id: string): void {
    this.store.prepare('DELETE FROM source WHERE id = ?').run(id);
  }

  list(): readonly StoredSource[] {
    const rows = this.store.prepare('SELECT * FROM source ORDER BY loaded_at').all() as SourceRow[];
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      loadedAt: row.loaded_at,
      isLenient: row.lenient === 1,
      replacesDefault: row.replaces_default === 1,
      content: new Uint8Array(row.content),
    }));
  }
}
