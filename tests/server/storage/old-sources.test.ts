import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../../core/errors.ts';
import { createLogger } from '../../../server/logger.ts';
import { openStore, type Store } from '../../../server/storage/database.ts';
import { type Adopter, adoptOldSources } from '../../../server/storage/old-sources.ts';
import { makeStateDir } from '../../helpers/server.ts';

/** As a store of version 1 had it. */
const TABLE = `CREATE TABLE source (id TEXT PRIMARY KEY, name TEXT NOT NULL, loaded_at REAL NOT NULL, lenient INTEGER NOT NULL,
  replaces_default INTEGER NOT NULL, content BLOB NOT NULL)`;

describe('a store of version 1', () => {
  let dir: string;
  let store: Store;
  const loads: string[] = [];
  const library = (accepted: number | InputError): Adopter => ({
    load: ({ name, mode, isLenient, input }) => {
      loads.push(`${name} ${mode} ${isLenient ? 'lenient' : 'strict'} ${Buffer.from(input).toString()}`);
      return accepted instanceof InputError ? Promise.reject(accepted) : Promise.resolve({ accepted });
    },
  });
  const adopt = (accepted: number | InputError) =>
    adoptOldSources(store, library(accepted), createLogger('silent'));

  beforeEach(() => {
    dir = makeStateDir();
    loads.length = 0;
    store = openStore(dir);
    store.exec(TABLE);
    const insert = store.prepare('INSERT INTO source VALUES (?, ?, ?, ?, ?, ?)');
    insert.run('b', 'second', 2, 1, 0, Buffer.from('two'));
    insert.run('a', 'first', 1, 0, 1, Buffer.from('one'));
  });
  afterEach(() => {
    store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('hands the files people loaded over, in their order, as they were loaded, and once', async () => {
    await adopt(1);
    expect(loads).toEqual(['first replace strict one', 'second add lenient two']);
    await adopt(1);
    expect(loads).toHaveLength(2);
  });

  it.each([0, new InputError('the store is full')])('keeps a file that is refused (%s)', async (answer) => {
    await adopt(answer);
    expect(loads).toHaveLength(2);
    await adopt(1);
    expect(loads).toHaveLength(4);
  });
});
