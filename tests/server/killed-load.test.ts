import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readElementSets } from '../../core/elements/read.ts';
import { writeTle } from '../../core/elements/tle-write.ts';
import { createRandom } from '../../core/random.ts';
import type { CatalogInfo } from '../../core/protocol/events.ts';
import { ask, makeStateDir, startServer } from '../helpers/server.ts';
import { pause } from '../helpers/watcher.ts';
import { GEO, ISS, VANGUARD } from './element-sets.ts';

/** The long form is WATCHFLOOR_KILLS=50. */
const KILLS = Number(process.env['WATCHFLOOR_KILLS'] ?? 5);
const SETS = 20_000;

/** The ISS under many numbers: a file whose loading takes a second or so. */
function largeFile(): string {
  const [iss] = readElementSets(ISS).sets;
  return Array.from({ length: SETS }, (_, i) => writeTle({ ...iss!, catalogNumber: 30_000 + i })!)
    .map(({ line1, line2 }) => `${line1}\n${line2}\n`)
    .join('');
}

it(`a server killed in the middle of a load (${KILLS} times) has the catalogue of before, whole, or the new one, whole`, async () => {
  const dir = makeStateDir();
  const given = join(dir, 'first.tle');
  writeFileSync(given, ISS + VANGUARD);
  const random = createRandom('killed-load');
  const large = largeFile();
  const seen = { before: 0, after: 0 };
  const args = ['--catalog', given, '--time', '2008-09-22T12:00:00Z'];
  let server = await startServer({ stateDir: dir, args });
  try {
    await ask(server, '/api/catalogs?name=kept.tle', { method: 'POST', body: GEO });
    for (let i = 0; i < KILLS; i++) {
      /* oxlint-disable no-await-in-loop -- one server after the other */
      const name = `large ${i}`;
      const loading = ask(server, `/api/catalogs?name=${encodeURIComponent(name)}`, {
        method: 'POST',
        body: large,
      });
      let isAnswered = false;
      loading.then(
        () => (isAnswered = true),
        () => undefined,
      );
      // Somewhere in the transfer, the reading, the writing, or just after.
      await pause(random() * 1500);
      const wasAnswered = isAnswered;
      await server.kill();
      await loading.catch(() => undefined);
      server = await startServer({ stateDir: dir, args });
      const { sources } = (await ask(server, '/api/catalogs')).json() as CatalogInfo;
      const loaded = sources.find((source) => source.name === name);
      expect(sources.slice(0, 2).map((source) => [source.name, source.sets])).toEqual([
        ['first.tle', 2],
        ['kept.tle', 1],
      ]);
      // What was acknowledged is there; what was not may be, and then whole.
      expect(loaded?.sets ?? (wasAnswered ? 'acknowledged and lost' : SETS)).toBe(SETS);
      if (loaded) await ask(server, `/api/catalogs/${loaded.id}`, { method: 'DELETE' });
      seen[loaded ? 'after' : 'before']++;
      /* oxlint-enable no-await-in-loop */
    }
    expect(seen.before + seen.after).toBe(KILLS);
  } finally {
    await server.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}, 600_000);
