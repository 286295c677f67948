import { parentPort, workerData } from 'node:worker_threads';
import {
  FIRST_DONE,
  IS_CANCELLED,
  type KernelJob,
  type KernelReply,
  type KernelWorkerData,
  NEXT_CHUNK,
} from './job.ts';
import { instantiateKernel } from './kernel-module.ts';
import { perform } from './tasks.ts';

const { module, memory, scratch, area } = workerData as KernelWorkerData;
const kernel = instantiateKernel(module, memory);

parentPort?.on('message', (job: KernelJob) => {
  const reply: KernelReply = { id: job.id, error: work(job) };
  parentPort?.postMessage(reply);
});

/** Chunks are taken one by one, so that nobody waits while another has many of deep space. */
function work({ task, layout, about, integrators, control }: KernelJob): string | null {
  const numbers = new Int32Array(memory.buffer, control, FIRST_DONE + task.chunks.length);
  try {
    for (;;) {
      const chunk = Atomics.add(numbers, NEXT_CHUNK, 1);
      if (chunk >= task.chunks.length || Atomics.load(numbers, IS_CANCELLED) !== 0) return null;
      if (Atomics.load(numbers, FIRST_DONE + chunk) !== 0) continue;
      perform({ kernel, layout, scratch, integrators, about, area }, task, chunk);
      Atomics.store(numbers, FIRST_DONE + chunk, 1);
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
