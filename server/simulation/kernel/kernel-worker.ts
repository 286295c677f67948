import { parentPort, workerData } from 'node:worker_threads';
import {
  type ChunkResult,
  FIRST_DONE,
  IS_CANCELLED,
  type KernelJob,
  type KernelReply,
  type KernelWorkerData,
  NEXT_CHUNK,
} from './job.ts';
import { instantiateKernel, instantiateSieve } from './kernel-module.ts';
import { perform } from './tasks.ts';

const data = workerData as KernelWorkerData;
const { memory, scratch, area } = data;
const kernel = instantiateKernel(data.module, memory);
const sieve = instantiateSieve(data.sieve, memory);

parentPort?.on('message', (job: KernelJob) => {
  const results: ChunkResult[] = [];
  const error = work(job, results);
  const reply: KernelReply = { id: job.id, error, results };
  parentPort?.postMessage(reply);
});

/** What a thread keeps of one screening, 0.5 kB each. */
const MOST_CONJUNCTIONS = 400_000;

/** Chunks are taken one by one, so that nobody waits while another has many of deep space. */
function work(
  { task, layout, about, integrators, control, own }: KernelJob,
  results: ChunkResult[],
): string | null {
  const numbers = new Int32Array(memory.buffer, control, FIRST_DONE + task.chunks.length);
  let count = 0;
  try {
    for (;;) {
      const chunk = Atomics.add(numbers, NEXT_CHUNK, 1);
      if (chunk >= task.chunks.length || Atomics.load(numbers, IS_CANCELLED) !== 0) return null;
      if (Atomics.load(numbers, FIRST_DONE + chunk) !== 0) continue;
      const seat = { kernel, sieve, layout, scratch, integrators, about, area, own };
      const conjunctions = perform(seat, task, chunk);
      if (conjunctions) results.push({ chunk, conjunctions });
      count += conjunctions?.length ?? 0;
      if (count > MOST_CONJUNCTIONS)
        throw new RangeError(
          `more than ${MOST_CONJUNCTIONS} approaches: fewer hours or a smaller threshold is wanted`,
        );
      Atomics.store(numbers, FIRST_DONE + chunk, 1);
    }
  } catch (error) {
    // The job has failed: the others need not go on with it.
    Atomics.store(numbers, IS_CANCELLED, 1);
    return error instanceof Error ? error.message : String(error);
  }
}
