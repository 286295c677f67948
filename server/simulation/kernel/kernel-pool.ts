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
import type { SieveExports } from '../../../core/conjunction/sieve/sieve.ts';
import type { Logger } from '../../logger.ts';
import { workerModule } from '../worker-url.ts';
import {
  createKernelMemory,
  instantiateKernel,
  instantiateSieve,
  type KernelModules,
} from './kernel-module.ts';
import {
  type ChunkResult,
  FIRST_DONE,
  IS_CANCELLED,
  type KernelJob,
  type KernelReply,
  type KernelWorkerData,
  NEXT_CHUNK,
} from './job.ts';
import { AREA_BYTES, screenBytes, type Task } from './tasks.ts';

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

/** How often a job says how far it is. */
const PROGRESS_MS = 250;

export interface RunOptions {
  /** What is known of the sets: see tasks.ts. */
  readonly about?: number;
  /** Memory each thread wants for itself. */
  readonly ownBytes?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the share of chunks that are done. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** The job was cancelled by whoever asked for it. */
export class CancelledError extends Error {}

/**
 * Threads that run the kernel on one shared memory. A job is divided into chunks, which the threads take one by one; a thread
 * that dies is replaced, and what it had begun is done again. Nothing must be given to the new one: the sets are in the memory.
 */
export class KernelPool {
  readonly memory: WebAssembly.Memory;
  private readonly logger: Logger;
  private readonly kernel: Kernel;
  private readonly sieve: SieveExports;
  private readonly arena: Arena;
  private readonly scratch: number;
  private readonly seats: PoolSeat[];
  private readonly batches = new Set<PoolBatch>();
  private nextId = 1;
  private nextSeat = 0;

  constructor(modules: KernelModules, logger: Logger, threads = Math.min(4, availableParallelism())) {
    this.logger = logger;
    this.memory = createKernelMemory();
    this.kernel = instantiateKernel(modules.kernel, this.memory);
    this.sieve = instantiateSieve(modules.sieve, this.memory);
    this.arena = new Arena(this.kernel);
    this.scratch = this.arena.allocate(SCRATCH_BYTES);
    this.seats = Array.from({ length: threads }, (_, index) => {
      const data: KernelWorkerData = {
        module: modules.kernel,
        sieve: modules.sieve,
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

  /** Bytes each thread needs to screen so many objects. */
  screenBytes(count: number): number {
    return screenBytes(this.sieve, count);
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
   * @returns what its chunks answer, in their order
   * @throws CancelledError once no thread works on it any more
   */
  async run(
    batch: PoolBatch,
    task: Task,
    { about = 0, ownBytes = 0, signal, onProgress }: RunOptions = {},
  ): Promise<readonly ChunkResult[]> {
    const { length } = task.chunks;
    if (length === 0) return [];
    const own = this.seats.map(() => (ownBytes > 0 ? this.arena.allocate(ownBytes) : 0));
    const results = new Map<number, ChunkResult>();
    const bytes = (FIRST_DONE + length) * 4;
    const control = this.allocate(bytes);
    const numbers = new Int32Array(this.memory.buffer, control, FIRST_DONE + length);
    const cancel = () => Atomics.store(numbers, IS_CANCELLED, 1);
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel);
    const watch = onProgress && setInterval(() => onProgress(doneShare(numbers)), PROGRESS_MS);
    try {
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        Atomics.store(numbers, NEXT_CHUNK, 0);
        // oxlint-disable-next-line no-await-in-loop -- what a dead thread has left is tried again
        const answers = await this.askSeats(batch, { task, about, control, own });
        if (signal?.aborted) throw new CancelledError('the job was cancelled');
        for (const one of answers) results.set(one.chunk, one);
        // What a thread answers is lost with it: such chunks are not done, whatever they have marked.
        if (task.type === 'screen')
          for (let chunk = 0; chunk < length; chunk++)
            if (!results.has(chunk)) Atomics.store(numbers, FIRST_DONE + chunk, 0);
        if (numbers.subarray(FIRST_DONE).every((done) => done === 1))
          return [...results.values()].sort((a, b) => a.chunk - b.chunk);
      }
      throw new Error(`a propagation thread died ${MOST_ATTEMPTS} times in ${task.type}`);
    } finally {
      clearInterval(watch);
      signal?.removeEventListener('abort', cancel);
      this.arena.release(control, bytes);
      if (ownBytes > 0) for (const at of own) this.arena.release(at, ownBytes);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.seats.map((seat) => seat.close()));
  }

  /** Ask as many threads as there are chunks for; small jobs go round. */
  private async askSeats(
    batch: PoolBatch,
    { task, about, control, own }: { task: Task; about: number; control: number; own: readonly number[] },
  ): Promise<readonly ChunkResult[]> {
    const count = Math.min(this.seats.length, task.chunks.length);
    const first = count === this.seats.length ? 0 : this.nextSeat++;
    const asked = Array.from({ length: count }, (_, i) => this.seats[(first + i) % this.seats.length]!);
    const { layout, integrators } = batch;
    const replies = await Promise.all(
      asked.map((seat) =>
        seat.ask({
          id: this.nextId++,
          task,
          layout,
          about,
          integrators: integrators[seat.index]!,
          control,
          own: own[seat.index]!,
        }),
      ),
    );
    const error = replies.find((one) => one.error !== null)?.error;
    if (error) throw new Error(`propagation: ${error}`);
    return replies.flatMap(({ results }) => results);
  }

  /** What a dead thread wrote half is not gone on with. */
  private forgetIntegrators(index: number): void {
    for (const { layout, integrators } of this.batches)
      new Uint8Array(this.memory.buffer, integrators[index], integratorBytesOf(this.kernel, layout)).fill(0);
  }
}

/** The blocks of a batch in chunks, those that cost most first, so that the last ones are short. */
export function chunksOf({ kinds }: BatchLayout, together = BLOCKS_TOGETHER): BlockRange[] {
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

type Said = Omit<KernelReply, 'id'>;
const CLOSED: Said = { error: 'the pool is closed', results: [] };
/** Of a thread that has died. */
const SILENT: Said = { error: null, results: [] };

/** The share of a job's chunks that are done. */
function doneShare(numbers: Int32Array): number {
  const chunks = numbers.subarray(FIRST_DONE);
  return chunks.reduce((sum, done) => sum + done, 0) / chunks.length;
}

/** One thread and what it has been asked. */
class PoolSeat {
  readonly index: number;
  private readonly data: KernelWorkerData;
  private readonly logger: Logger;
  private readonly onReplaced: () => void;
  private worker: Worker;
  private isClosed = false;
  private readonly waiting = new Map<number, (answer: Said) => void>();

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
  ask(job: KernelJob): Promise<Said> {
    return new Promise((resolve) => {
      if (this.isClosed) {
        resolve(CLOSED);
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
    worker.on('message', (reply: KernelReply) => {
      this.waiting.get(reply.id)?.(reply);
      this.waiting.delete(reply.id);
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
      for (const resolve of abandoned) resolve(this.isClosed ? CLOSED : SILENT);
    });
    return worker;
  }
}
