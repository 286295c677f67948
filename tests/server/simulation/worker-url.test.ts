import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { workerModule } from '../../../server/simulation/worker-url.ts';
import { makeStateDir } from '../../helpers/server.ts';

it('a built worker is the module beside its caller', () => {
  expect(workerModule('reader', 'file:///x/dist/pool.js').url.href).toBe('file:///x/dist/reader.js');
});

it('a worker runs from its TypeScript source in development', async () => {
  const dir = makeStateDir();
  try {
    writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
    writeFileSync(
      join(dir, 'hello.ts'),
      `import { parentPort } from 'node:worker_threads';\nconst words: string = 'from source';\nparentPort?.postMessage(words);\n`,
    );
    const { url, options } = workerModule('hello', pathToFileURL(join(dir, 'caller.ts')).href);
    const worker = new Worker(url, options);
    const said = await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    expect(said).toBe('from source');
    await worker.terminate();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
