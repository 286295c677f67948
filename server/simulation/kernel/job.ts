import type { BatchLayout } from '../../../core/propagation/kernel/batch.ts';
import type { Conjunction } from '../../../core/conjunction/screen-desk.ts';
import type { Task } from './tasks.ts';

/** What a thread is started with. */
export interface KernelWorkerData {
  readonly module: WebAssembly.Module;
  readonly sieve: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Memory of this thread alone. */
  readonly scratch: number;
  readonly area: number;
}

/** A task of which this thread takes chunks until there are no more. */
export interface KernelJob {
  readonly id: number;
  readonly task: Task;
  readonly layout: BatchLayout;
  readonly about: number;
  readonly integrators: number;
  /** Address of the numbers that all threads of a job watch: see NEXT_CHUNK. */
  readonly control: number;
  /** Memory this thread has for the job, where the job wants some. */
  readonly own: number;
}

/** What a thread has to say of a job: what went wrong, if anything, and its answers. */
export interface KernelReply {
  readonly id: number;
  readonly error: string | null;
  readonly results: readonly ChunkResult[];
}

/** What a chunk answers beside what it writes. */
export interface ChunkResult {
  readonly chunk: number;
  readonly conjunctions: readonly Conjunction[];
}

/** Places among a job's control numbers: the next chunk to take, whether it is cancelled, and then 1 for each chunk that is done. */
export const NEXT_CHUNK = 0;
export const IS_CANCELLED = 1;
export const FIRST_DONE = 2;
