import { InputError } from '../../core/errors.ts';
import type { Logger } from '../logger.ts';
import type { Store } from './database.ts';

interface OldSourceRow {
  readonly id: string;
  readonly name: string;
  readonly lenient: number;
  readonly replaces_default: number;
  /** libsql answers blobs as bare buffers. */
  readonly content: ArrayBuffer;
}

/** Who takes the files over. */
export interface Adopter {
  load(request: {
    readonly input: Uint8Array;
    readonly name: string;
    readonly isLenient: boolean;
    readonly mode: 'add' | 'replace';
    readonly by: string;
  }): Promise<{ readonly accepted: number }>;
}

/**
 * Hand the files that people loaded into a store of version 1 over to the library. Each leaves once its sets are there; one that
 * is refused stays, and is named in the log at each start.
 */
export async function adoptOldSources(store: Store, library: Adopter, logger: Logger): Promise<void> {
  const table = store.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'source'`).get();
  if (table === undefined) return;
  const rows = store
    .prepare('SELECT id, name, lenient, replaces_default, content FROM source ORDER BY loaded_at')
    .all() as OldSourceRow[];
  let isEmpty = true;
  for (const { id, name, lenient, replaces_default: replaces, content } of rows) {
    const file = { input: new Uint8Array(content), name, isLenient: lenient === 1, by: 'an earlier version' };
    try {
      const { accepted } = await library.load({ ...file, mode: replaces === 1 ? 'replace' : 'add' }); // oxlint-disable-line no-await-in-loop
      if (accepted === 0) throw new InputError('no element set of it is accepted');
      store.prepare('DELETE FROM source WHERE id = ?').run(id);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      logger.error({ name, reason: error.message }, 'a file of an earlier version could not be taken over');
      isEmpty = false;
    }
  }
  if (isEmpty) store.exec('DROP TABLE source');
}
