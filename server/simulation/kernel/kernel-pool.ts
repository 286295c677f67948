import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Arena } from '../../../core/propagation/kernel/arena.ts';
import {
  type BatchLayout,
  type BlockRange,
  integratorBytesOf,
  planBatch,
  SCRATCH_BYTES,
  type Sets,
} from '../../../core/propagation/kernel/batch.ts';
import { type Answers, FORMS, type Kernel, type Query } from '../../../core/propagation/kernel/kernel.ts';
import type { Logger } from '../../logger.ts';
import { workerModule } from '../worker-url.ts';
import { createKernelMemory, instantiateKernel } from './kernel-module.ts';
import {
  FIRST_DONE,
  IS_CANCELLED,
  type KernelJob,
  type KernelReply,
  type KernelWorkerData,
  NEXT_CHUNK,
} from './job.ts';
import { AREA_BYTES, type Task } from './tasks.ts';

/** Blocks of a chunk: about 60 µs of near-earth orbits. */
const BLOCKS_TOGETHER = 100;
/** At several times a chunk is fewer blocks, but not so few that taking chunks costs something. */
const LEAST_BLOCKS_TOGETHER = 8;
/** A chunk that has ended a thread twice is not given to a third. */
const MOST_ATTEMPTS = 2;

/** Element sets in the memory of a pool. */
export interface PoolBatch {
  readonly layout: BatchLayout;
  /** Of each thread: where its integrators are. */
  readonly integrators: readonly number[];
}

/** The job was cancelled by whoever asked for it. */
export class CancelledError extends Error {}

/**
 * Threads that run the kernel on one shared memory. A job is divided into chunks, which the threads take one by one; a thread
 * that dies is replaced, and what it had begun is done again. Nothing must be given to the new one: the sets are in the memory.
 */
export class KernelPool {
  readonly memory: WebAssembly.Memory;
  private readonly module: WebAssembly.Module;
  private readonly logger: Logger;
  private readonly kernel: Kernel;
  private readonly arena: Arena;
  private readonly scratch: number;
  private readonly seats: PoolSeat[];
  private readonly batches = new Set<PoolBatch>();
  private nextId = 1;
  private nextSeat = 0;

  constructor(module: WebAssembly.Module, logger: Logger, threads = Math.min(4, availableParallelism())) {
    this.module = module;
    this.logger = logger;
    this.memory = createKernelMemory();
    this.kernel = instantiateKernel(module, this.memory);
    this.arena = new Arena(this.kernel);
    this.scratch = this.arena.allocate(SCRATCH_BYTES);
    this.seats = Array.from({ length: threads }, (_, index) => {
      const data: KernelWorkerData = {
        module: this.module,
        memory: this.memory,
        scratch: this.arena.allocate(SCRATCH_BYTES),
        area: this.arena.allocate(AREA_BYTES),
      };
      return new PoolSeat(index, data, {
        logger: this.logger,
        onReplaced: () => this.forgetIntegrators(index),
      });
    });
  }

  get threads(): number {
    return this.seats.length;
  }

  /** Load element sets: copied in here, made ready by the threads. */
  async load(sets: Sets): Promise<PoolBatch> {
    const { layout, elements, elementBytes } = planBatch(this.kernel, this.arena, this.scratch, sets);
    const bytes = integratorBytesOf(this.kernel, layout);
    const integrators = this.seats.map(() => this.allocate(bytes));
    const batch = { layout, integrators };
    this.batches.add(batch);
    try {
      await this.run(batch, { type: 'initialise', elements, chunks: chunksOf(layout) });
    } catch (error) {
      this.release(batch);
      throw error;
    } finally {
      this.arena.release(elements, elementBytes);
    }
    return batch;
  }

  /** Give the memory of a batch back. No job may use it any more. */
  release(batch: PoolBatch): void {
    if (!this.batches.delete(batch)) return;
    const bytes = integratorBytesOf(this.kernel, batch.layout);
    for (const at of batch.integrators) this.arena.release(at, bytes);
    this.arena.release(batch.layout.at, batch.layout.bytes);
  }

  /** Take memory, zeroed, for a job or as long as one likes. */
  allocate(bytes: number): number {
    const at = this.arena.allocate(bytes);
    new Uint8Array(this.memory.buffer, at, bytes).fill(0);
    return at;
  }

  free(at: number, bytes: number): void {
    this.arena.release(at, bytes);
  }

  /**
   * Propagate every set of a batch to every time, on all threads.
   *
   * @param use reads the answers, a row for each time of a set after the other; the memory is gone afterwards
   * @throws CancelledError
   */
  async propagate<T>(
    batch: PoolBatch,
    times: readonly number[],
    query: Query,
    { use, signal }: { use: (answers: Answers) => T; signal?: AbortSignal },
  ): Promise<T> {
    const rows = batch.layout.count * times.length;
    const { numbers } = FORMS[query.form];
    const bytes = times.length * 8 + rows * (numbers * 8 + 1);
    const at = this.arena.allocate(bytes);
    try {
      new Float64Array(this.memory.buffer, at, times.length).set(times);
      const out = at + times.length * 8;
      const status = out + rows * numbers * 8;
      const place = {
        times: at,
        timeCount: times.length,
        out,
        status,
        perSet: times.length,
        perTime: 1,
      };
      const together = Math.max(LEAST_BLOCKS_TOGETHER, Math.floor(BLOCKS_TOGETHER / times.length));
      const chunks = chunksOf(batch.layout, together);
      await this.run(batch, { type: 'propagate', query, place, chunks }, { signal });
      return use({
        numbers: new Float64Array(this.memory.buffer, out, rows * numbers),
        status: new Uint8Array(this.memory.buffer, status, rows),
      });
    } finally {
      this.arena.release(at, bytes);
    }
  }

  /**
   * Do a task.
   *
   * @throws CancelledError once no thread works on it any more
   */
  async run(
    batch: PoolBatch,
    task: Task,
    { about = 0, signal }: { about?: number; signal?: AbortSignal | undefined } = {},
  ): Promise<void> {
    const { length } = task.chunks;
    if (length === 0) return;
    const bytes = (FIRST_DONE + length) * 4;
    const control = this.allocate(bytes);
    const numbers = new Int32Array(this.memory.buffer, control, FIRST_DONE + length);
    const cancel = () => Atomics.store(numbers, IS_CANCELLED, 1);
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel);
    try {
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        Atomics.store(numbers, NEXT_CHUNK, 0);
        // oxlint-disable-next-line no-await-in-loop -- what a dead thread has left is tried again
        await this.askSeats(batch, { task, about, control });
        if (signal?.aborted) throw new CancelledError('the job was cancelled');
        if (numbers.subarray(FIRST_DONE).every((done) => done === 1)) return;
      }
      throw new Error(`a propagation thread died ${MOST_ATTEMPTS} times in ${task.type}`);
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.arena.release(control, bytes);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.seats.map((seat) => seat.close()));
  }

  /** Ask as many threads as there are chunks for; small jobs go round. */
  private async askSeats(
    batch: PoolBatch,
    { task, about, control }: { task: Task; about: number; control: number },
  ): Promise<void> {
    const count = Math.min(this.seats.length, task.chunks.length);
    const first = count === this.seats.length ? 0 : this.nextSeat++;
    const asked = Array.from({ length: count }, (_, i) => this.seats[(first + i) % this.seats.length]!);
    const { layout, integrators } = batch;
    const errors = await Promise.all(
      asked.map((seat) =>
        seat.ask({
          id: this.nextId++,
          task,
          layout,
          about,
          integrators: integrators[seat.index]!,
          control,
        }),
      ),
    );
    const error = errors.find((one) => one !== null);
    if (error !== undefined) throw new Error(`propagation: ${error}`);
  }

  /** What a dead thread wrote half is not gone on with. */
  private forgetIntegrators(index: number): void {
    for (const { layout, integrators } of this.batches)
      new Uint8Array(this.memory.buffer, integrators[index], integratorBytesOf(this.kernel, layout)).fill(0);
  }
}

/** The blocks of a batch in chunks, those that cost most first, so that the last ones are short. */
function chunksOf({ kinds }: BatchLayout, together = BLOCKS_TOGETHER): BlockRange[] {
  return kinds
    .flatMap(({ blocks }, kind) =>
      Array.from({ length: Math.ceil(blocks / together) }, (_, i) => ({
        kind,
        first: i * together,
        end: Math.min(blocks, (i + 1) * together),
      })),
    )
    .toReversed();
}

/** One thread and what it has been asked. */
class PoolSeat {
  readonly index: number;
  private readonly data: KernelWorkerData;
  private readonly logger: Logger;
  private readonly onReplaced: () => void;
  private worker: Worker;
  private isClosed = false;
  private readonly waiting = new Map<number, (error: string | null) => void>();

  constructor(
    index: number,
    data: KernelWorkerData,
    { logger, onReplaced }: { logger: Logger; onReplaced: () => void },
  ) {
    this.index = index;
    this.data = data;
    this.logger = logger;
    this.onReplaced = onReplaced;
    this.worker = this.start();
  }

  /** What went wrong, or null; also when the thread died, which the job sees by what is not done. */
  ask(job: KernelJob): Promise<string | null> {
    return new Promise((resolve) => {
      if (this.isClosed) {
        resolve('the pool is closed');
        return;
      }
      this.waiting.set(job.id, resolve);
      this.worker.postMessage(job);
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.worker.terminate();
  }

  private start(): Worker {
    const { url, options } = workerModule('kernel-worker', import.meta.url);
    const worker = new Worker(url, { ...options, workerData: this.data });
    worker.on('message', ({ id, error }: KernelReply) => {
      this.waiting.get(id)?.(error);
      this.waiting.delete(id);
    });
    worker.on('error', (error) =>
      this.logger.error({ err: error, worker: this.index }, 'propagation worker failed'),
    );
    worker.on('exit', (code) => {
      const abandoned = [...this.waiting.values()];
      this.waiting.clear();
      if (!this.isClosed) {
        this.logger.warn({ worker: this.index, code }, 'propagation worker replaced');
        this.onReplaced();
        this.worker = this.start();
      }
      for (const resolve of abandoned) resolve(this.isClosed ? 'the pool is closed' : null);
    });
    return worker;
  }
}
