import type { Store } from './database.ts';

interface OldSourceRow {
  readonly id: string;
  readonly name: string;
  readonly lenient: number;
  /** libsql answers blobs as bare buffers. */
  readonly content: ArrayBuffer;
}

/** Who takes the files over. */
export interface Adopter {
  load(request: {
    readonly input: Uint8Array;
    readonly name: string;
    readonly isLenient: boolean;
    readonly mode: 'add';
    readonly by: string;
  }): Promise<unknown>;
}

/** Hand the files that people loaded into a store of version 1 over to the library; each leaves once it is there. */
export async function adoptOldSources(store: Store, library: Adopter): Promise<void> {
  const table = store.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'source'`).get();
  if (table === undefined) return;
  const rows = store
    .prepare('SELECT id, name, lenient, content FROM source ORDER BY loaded_at')
    .all() as OldSourceRow[];
  for (const { id, name, lenient, content } of rows) {
    const input = new Uint8Array(content);
    await library.load({ input, name, isLenient: lenient === 1, mode: 'add', by: 'an earlier version' }); // oxlint-disable-line no-await-in-loop
    store.prepare('DELETE FROM source WHERE id = ?').run(id);
  }
  store.exec('DROP TABLE source');
}
