import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ElementSet } from '../../core/elements/element-set.ts';
import { ElementTable } from '../../core/elements/element-table.ts';
import type { UtcMs } from '../../core/units.ts';
import type { Logger } from '../logger.ts';
import type {
  BulkPropagator,
  ElementChange,
  MeasuredSteps,
  ObjectLimits,
  PackedStates,
  StatesWanted,
} from './bulk-propagator.ts';
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
  const spanOf = (lane: number) => ({ first: lane * size, end: (lane + 1) * size });
  return {
    async load(table, limits) {
      size = Math.ceil(table.length / lanes.length);
      await Promise.all(
        lanes.map((lane, i) => lane.load(rowsOf(table, spanOf(i)), limitsOf(limits, spanOf(i)))),
      );
    },
    async measure(room, time, indices) {
      const parts = await Promise.all(
        lanes.map((lane, i) => lane.measure(room, time, indices && indicesIn(indices, spanOf(i)))),
      );
      return {
        levels: Uint8Array.from(parts.flatMap(({ levels }) => [...levels])),
        errorsKm: Float32Array.from(parts.flatMap(({ errorsKm }) => [...errorsKm])),
      };
    },
    async states(room, wanted, change) {
      const parts = await Promise.all(
        lanes.map((lane, i) => {
          const span = spanOf(i);
          return lane.states(
            room,
            wanted.map((one) => ({ ...one, indices: indicesIn(one.indices, span) })),
            partOf(change, span),
          );
        }),
      );
      return wanted.map((_, i) => joinStates(parts.map((part) => part[i]!)));
    },
    forget(room) {
      for (const lane of lanes) lane.forget(room);
    },
    async close() {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

/** Places from `first` up to, not including, `end`. */
interface Span {
  readonly first: number;
  readonly end: number;
}

function rowsOf(table: ElementTable, { first, end }: Span): ElementTable {
  const rows = new ElementTable();
  for (let i = first; i < Math.min(end, table.length); i++) rows.pushFrom(table, i);
  return rows;
}

function limitsOf({ decayedAt, staleAfter }: ObjectLimits, { first, end }: Span): ObjectLimits {
  return { decayedAt: decayedAt.slice(first, end), staleAfter: staleAfter.slice(first, end) };
}

/** The places that lie in a span, counted from its first. */
function indicesIn(indices: Uint32Array, { first, end }: Span): Uint32Array {
  return indices.filter((index) => index >= first && index < end).map((index) => index - first);
}

/** What of a change concerns a span, counted from its first. */
function partOf(change: ElementChange | null, { first, end }: Span): LaneChange | null {
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

/** The parts of all lanes one after the other: the places asked for are ascending. */
function joinStates(parts: readonly PackedStates[]): PackedStates {
  const words = new Uint32Array(parts.reduce((sum, part) => sum + part.words.length, 0));
  const codes = new Uint8Array(parts.reduce((sum, part) => sum + part.codes.length, 0));
  let wordsAt = 0;
  let codesAt = 0;
  for (const part of parts) {
    words.set(part.words, wordsAt);
    codes.set(part.codes, codesAt);
    wordsAt += part.words.length;
    codesAt += part.codes.length;
  }
  return { words, codes };
}

/** One worker thread, its part of the catalogue, and what it has been asked. */
class Lane {
  private readonly index: number;
  private readonly logger: Logger;
  private worker: Worker;
  private sets = new ElementTable();
  private limits: ObjectLimits = { decayedAt: new Float64Array(0), staleAfter: new Float64Array(0) };
  /** What rooms use in place of some of the sets. */
  private readonly rooms = new Map<number, Map<number, ElementSet>>();
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

  async load(sets: ElementTable, limits: ObjectLimits): Promise<void> {
    this.sets = sets;
    this.limits = limits;
    this.rooms.clear();
    await this.askTwice(this.loading());
  }

  async measure(room: number, time: UtcMs, indices?: Uint32Array): Promise<MeasuredSteps> {
    const reply = await this.askTwice({ type: 'measure', room, time, indices: indices ?? null });
    if (reply.type !== 'measured') throw new RangeError(`worker ${this.index} answered ${reply.type}`);
    return reply;
  }

  /** A change is noted before anybody waits, so that a thread that is replaced gets it too. */
  async states(
    room: number,
    wanted: readonly StatesWanted[],
    change: LaneChange | null,
  ): Promise<readonly PackedStates[]> {
    if (change) {
      const own = this.rooms.get(room) ?? new Map<number, ElementSet>();
      this.rooms.set(room, own);
      change.indices.forEach((index, i) => own.set(index, change.sets[i]!));
    }
    const packed = change && { indices: change.indices, sets: ElementTable.of(change.sets).pack() };
    const reply = await this.askTwice({ type: 'states', room, wanted, change: packed });
    if (reply.type !== 'states' || reply.states.length !== wanted.length)
      throw new RangeError(`worker ${this.index} answered ${reply.type}, not ${wanted.length} states`);
    return reply.states;
  }

  forget(room: number): void {
    this.rooms.delete(room);
    this.ask({ type: 'forget', room }).catch(() => undefined);
  }

  private loading(): Ask {
    return { type: 'load', sets: this.sets.pack(), ...this.limits };
  }

  /** Give a thread that took the place of a dead one all that its predecessor had. */
  private async restore(): Promise<void> {
    await this.ask(this.loading());
    for (const [room, own] of this.rooms) {
      const sets = ElementTable.of(own.values()).pack();
      // oxlint-disable-next-line no-await-in-loop -- one after the other, in the order of asking
      await this.ask({ type: 'states', room, wanted: [], change: { indices: [...own.keys()], sets } });
    }
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
      if (request.type !== 'load') await this.restore();
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
        this.restore().catch(() => undefined);
      }
      for (const { reject } of abandoned)
        reject(new Error(`propagation worker ${this.index} ended with ${code}`));
    });
    return worker;
  }
}
