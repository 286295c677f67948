import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ElementSet } from '../../core/elements/element-set.ts';
import { ElementTable } from '../../core/elements/element-table.ts';
import { FLOATS_PER_OBJECT } from '../../core/protocol/keyframe.ts';
import type { UtcMs } from '../../core/units.ts';
import type { Logger } from '../logger.ts';
import type { BulkPropagator, ElementChange, KeyframeColumns } from './bulk-propagator.ts';
import type { PropagationReply, PropagationRequest } from './propagation-worker.ts';
import { workerModule } from './worker-url.ts';

type Ask = PropagationRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

/**
 * Propagate over worker threads, each holding one contiguous part of the catalogue.
 *
 * A thread that dies is replaced and given its part again, and what it was asked is asked once more; a second
 * death in the same request fails that request.
 */
export function createWorkerPool(
  logger: Logger,
  threads = Math.min(4, availableParallelism()),
): BulkPropagator {
  const lanes = Array.from({ length: threads }, (_, index) => new Lane(index, logger));
  let size = 0;
  return {
    async load(table) {
      size = Math.ceil(table.length / lanes.length);
      await Promise.all(lanes.map((lane, i) => lane.load(rowsOf(table, i * size, (i + 1) * size))));
    },
    async keyframes(time, change) {
      const parts = lanes.map((lane, i) => lane.keyframes(time, partOf(change, i * size, (i + 1) * size)));
      return joinColumns(await Promise.all(parts));
    },
    async close() {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

function rowsOf(table: ElementTable, first: number, end: number): ElementTable {
  const rows = new ElementTable();
  for (let i = first; i < Math.min(end, table.length); i++) rows.pushFrom(table, i);
  return rows;
}

/** What of a change concerns the objects from `first` up to, not including, `end`, counted from `first`. */
function partOf(change: ElementChange | null, first: number, end: number): LaneChange | null {
  if (!change) return null;
  const indices: number[] = [];
  const sets: ElementSet[] = [];
  change.indices.forEach((index, i) => {
    if (index < first || index >= end) return;
    indices.push(index - first);
    sets.push(change.sets.at(i));
  });
  return indices.length > 0 ? { indices, sets } : null;
}

interface LaneChange {
  readonly indices: readonly number[];
  readonly sets: readonly ElementSet[];
}

function joinColumns(parts: readonly KeyframeColumns[]): KeyframeColumns {
  const count = parts.reduce((sum, part) => sum + part.status.length, 0);
  const states = new Float32Array(count * FLOATS_PER_OBJECT);
  const status = new Uint8Array(count);
  let at = 0;
  for (const part of parts) {
    states.set(part.states, at * FLOATS_PER_OBJECT);
    status.set(part.status, at);
    at += part.status.length;
  }
  return { states, status };
}

/** One worker thread, its part of the catalogue, and what it has been asked. */
class Lane {
  private readonly index: number;
  private readonly logger: Logger;
  private worker: Worker;
  private sets = new ElementTable();
  /** What has taken the place of some of the sets since. */
  private readonly changed = new Map<number, ElementSet>();
  private nextId = 1;
  private isClosed = false;
  private readonly waiting = new Map<
    number,
    { resolve: (reply: PropagationReply) => void; reject: (error: Error) => void }
  >();

  constructor(index: number, logger: Logger) {
    this.index = index;
    this.logger = logger;
    this.worker = this.start();
  }

  async load(sets: ElementTable): Promise<void> {
    this.sets = sets;
    this.changed.clear();
    await this.askTwice(this.loading());
  }

  /** A change is noted before anybody waits, so that a thread that is replaced gets it too. */
  async keyframes(time: UtcMs, change: LaneChange | null): Promise<KeyframeColumns> {
    change?.indices.forEach((index, i) => this.changed.set(index, change.sets[i]!));
    const packed = change && { indices: change.indices, sets: ElementTable.of(change.sets).pack() };
    const reply = await this.askTwice({ type: 'keyframes', time, change: packed });
    if (reply.type !== 'keyframes' || reply.status.length !== this.sets.length)
      throw new RangeError(`worker ${this.index} answered ${reply.type}, not ${this.sets.length} keyframes`);
    return reply;
  }

  private loading(): Ask {
    const { sets, changed } = this;
    const now =
      changed.size === 0 ? sets : ElementTable.of(Array.from(sets, (set, i) => changed.get(i) ?? set));
    return { type: 'load', sets: now.pack() };
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.worker.terminate();
  }

  private async askTwice(request: Ask): Promise<PropagationReply> {
    try {
      return await this.ask(request);
    } catch (error) {
      if (this.isClosed) throw error;
      if (request.type !== 'load') await this.ask(this.loading());
      return this.ask(request);
    }
  }

  private ask(request: Ask): Promise<PropagationReply> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ ...request, id });
    });
  }

  private start(): Worker {
    const { url, options } = workerModule('propagation-worker', import.meta.url);
    const worker = new Worker(url, options);
    worker.on('message', (reply: PropagationReply) => {
      this.waiting.get(reply.id)?.resolve(reply);
      this.waiting.delete(reply.id);
    });
    worker.on('error', (error) =>
      this.logger.error({ err: error, worker: this.index }, 'propagation worker failed'),
    );
    worker.on('exit', (code) => {
      if (worker !== this.worker) return;
      const abandoned = [...this.waiting.values()];
      this.waiting.clear();
      if (!this.isClosed) {
        this.logger.warn({ worker: this.index, code }, 'propagation worker replaced');
        this.worker = this.start();
        this.ask(this.loading()).catch(() => undefined);
      }
      for (const { reject } of abandoned)
        reject(new Error(`propagation worker ${this.index} ended with ${code}`));
    });
    return worker;
  }
}
