import { Worker } from 'node:worker_threads';
import type { LoadResult } from '../../core/elements/account.ts';
import { InputError } from '../../core/errors.ts';
import type { ReadRequest } from './read-worker.ts';
import { workerModule } from './worker-url.ts';

/**
 * Read an element-set file on a thread of its own, so that a large one never holds up the clock.
 *
 * @throws InputError when the thread fails, which a file should not be able to bring about
 */
export function readOnThread(content: Uint8Array, { lenient }: { lenient: boolean }): Promise<LoadResult> {
  const { url, options } = workerModule('read-worker', import.meta.url);
  const request: ReadRequest = { content, lenient };
  return new Promise((resolve, reject) => {
    const worker = new Worker(url, { ...options, workerData: request });
    worker.once('message', resolve);
    worker.once('error', (error) => reject(new InputError(`the file could not be read: ${error.message}`)));
    worker.once('exit', (code) =>
      reject(new InputError(`the file could not be read: the reader ended with ${code}`)),
    );
  });
}
