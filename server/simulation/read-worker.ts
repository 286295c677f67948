import { parentPort, workerData } from 'node:worker_threads';
import type { LoadResult } from '../../core/elements/account.ts';
import { readElementSets } from '../../core/elements/read.ts';
import { inflateIfGzip } from '../gunzip.ts';

/** What the thread is started with. */
export interface ReadRequest {
  readonly content: Uint8Array;
  readonly lenient: boolean;
}

const { content, lenient } = workerData as ReadRequest;
const result: LoadResult = readElementSets(inflateIfGzip(content), { lenient });
parentPort?.postMessage(result);
