import type { ElementSet } from '../../../core/elements/element-set.ts';
import { ElementTable } from '../../../core/elements/element-table.ts';
import { WORDS_OF } from '../../../core/protocol/pack.ts';
import type { UtcMs } from '../../../core/units.ts';
import type {
  BulkPropagator,
  ElementChange,
  MeasuredSteps,
  ObjectLimits,
  PackedStates,
  StatesWanted,
} from '../bulk-propagator.ts';
import { freeAbout, placeAbout } from './about-sets.ts';
import type { KernelPool, PoolBatch } from './kernel-pool.ts';
import { MEASURED_TOGETHER, type RowRange, STATES_TOGETHER, type Task } from './tasks.ts';

/** Tiers an object is measured for. */
const TIERS = 3;

/** Sets in the memory of the pool, with what is known of their objects. */
interface Loaded {
  readonly batch: PoolBatch;
  readonly about: number;
}

/** What a room uses in place of some sets of the catalogue. */
interface RoomSets {
  /** The catalogue it has them in place of. */
  readonly base: Loaded | null;
  readonly own: Map<number, ElementSet>;
  /** Place of an object's set in `loaded`. */
  places: ReadonlyMap<number, number>;
  loaded: Loaded | null;
  /** Ends when what was asked for last is done: a room's answers are in the order of asking. */
  turn: Promise<unknown>;
}

/** Rows of a task: pairs of a set and a place, divided by instants. */
interface Rows {
  readonly pairs: readonly number[];
  readonly chunks: readonly RowRange[];
}

/** Propagate a catalogue with the kernel, on the threads of a pool. */
export class KernelPropagator implements BulkPropagator {
  private readonly pool: KernelPool;
  private base: Loaded | null = null;
  private count = 0;
  private limits: ObjectLimits = { decayedAt: new Float64Array(0), staleAfter: new Float64Array(0) };
  private rooms = new Map<number, RoomSets>();
  private readonly running = new Set<Promise<unknown>>();

  constructor(pool: KernelPool) {
    this.pool = pool;
  }

  async load(sets: ElementTable, limits: ObjectLimits): Promise<void> {
    const loaded = await this.place(sets, limits);
    const before = { base: this.base, rooms: this.rooms };
    this.base = loaded;
    this.count = sets.length;
    this.limits = limits;
    this.rooms = new Map();
    await Promise.allSettled(this.running);
    this.release(before.base);
    for (const room of before.rooms.values()) this.release(room.loaded);
  }

  measure(room: number, time: UtcMs, indices?: Uint32Array): Promise<MeasuredSteps> {
    return this.inTurn(room, async (sets) => {
      const wanted = indices ?? Uint32Array.from({ length: this.count }, (_, i) => i);
      const size = wanted.length * TIERS;
      const errorsAt = this.pool.allocate(size * 5);
      const levelsAt = errorsAt + size * 4;
      try {
        await this.runRows(sets, [wanted], MEASURED_TOGETHER, (rows, chunks) => ({
          type: 'measure',
          rows,
          time,
          levels: levelsAt,
          errorsKm: errorsAt,
          chunks,
        }));
        const { buffer } = this.pool.memory;
        return {
          levels: new Uint8Array(buffer, levelsAt, size).slice(),
          errorsKm: new Float32Array(buffer, errorsAt, size).slice(),
        };
      } finally {
        this.pool.free(errorsAt, size * 5);
      }
    });
  }

  states(
    room: number,
    wanted: readonly StatesWanted[],
    change: ElementChange | null,
  ): Promise<readonly PackedStates[]> {
    return this.inTurn(room, async (sets) => {
      if (change) await this.change(sets, change);
      let bytes = 0;
      const places = wanted.map(({ format, indices, resolution, time, isBreak }) => {
        const words = bytes;
        const codes = words + indices.length * WORDS_OF[format] * 4;
        bytes = Math.ceil((codes + indices.length) / 4) * 4;
        return { format, resolution, time, isBreak, words, codes };
      });
      const at = this.pool.allocate(bytes);
      try {
        await this.runRows(
          sets,
          wanted.map(({ indices }) => indices),
          STATES_TOGETHER,
          (rows, chunks) => ({
            type: 'states',
            rows,
            wanted: places.map((one) => ({ ...one, words: at + one.words, codes: at + one.codes })),
            chunks,
          }),
        );
        const { buffer } = this.pool.memory;
        return wanted.map(({ indices, format }, i) => ({
          words: new Uint32Array(buffer, at + places[i]!.words, indices.length * WORDS_OF[format]).slice(),
          codes: new Uint8Array(buffer, at + places[i]!.codes, indices.length).filter((code) => code !== 0),
        }));
      } finally {
        this.pool.free(at, bytes);
      }
    });
  }

  forget(room: number): void {
    const sets = this.rooms.get(room);
    this.rooms.delete(room);
    if (sets) void this.track(sets.turn.then(() => this.release(sets.loaded)));
  }

  async close(): Promise<void> {
    await this.pool.close();
  }

  /** Let a room's answers come one after the other. */
  private inTurn<T>(room: number, job: (sets: RoomSets) => Promise<T>): Promise<T> {
    let sets = this.rooms.get(room);
    if (!sets) {
      sets = { base: this.base, own: new Map(), places: new Map(), loaded: null, turn: Promise.resolve() };
      this.rooms.set(room, sets);
    }
    const current = sets;
    const result = current.turn.then(() => job(current));
    current.turn = this.track(result.catch(() => undefined));
    return result;
  }

  private track(job: Promise<unknown>): Promise<unknown> {
    this.running.add(job);
    void job.finally(() => this.running.delete(job));
    return job;
  }

  /** Other elements for a room: all of its own are loaded anew, which takes a microsecond each. */
  private async change(sets: RoomSets, { indices, sets: changed }: ElementChange): Promise<void> {
    indices.forEach((index, i) => sets.own.set(index, changed.at(i)));
    const objects = [...sets.own.keys()];
    const loaded = await this.place(ElementTable.of(sets.own.values()), {
      decayedAt: Float64Array.from(objects, (object) => this.limits.decayedAt[object]!),
      staleAfter: Float64Array.from(objects, (object) => this.limits.staleAfter[object]!),
    });
    this.release(sets.loaded);
    sets.loaded = loaded;
    sets.places = new Map(objects.map((object, place) => [object, place]));
  }

  private async place(sets: ElementTable, limits: ObjectLimits): Promise<Loaded> {
    const batch = await this.pool.load(sets);
    const about = placeAbout(this.pool, sets, limits);
    return { batch, about };
  }

  private release(loaded: Loaded | null): void {
    if (!loaded) return;
    this.pool.release(loaded.batch);
    freeAbout(this.pool, loaded.about, loaded.batch.layout.count);
  }

  /** Do a task for objects of several instants: those with sets of the catalogue, and those with sets of the room. */
  private async runRows(
    { base, loaded, places }: RoomSets,
    wanted: readonly Uint32Array[],
    together: number,
    task: (rows: number, chunks: readonly RowRange[]) => Task,
  ): Promise<void> {
    const parts = [
      { of: base, rows: rowsOf(wanted, together, (object) => (places.has(object) ? null : object)) },
      { of: loaded, rows: rowsOf(wanted, together, (object) => places.get(object) ?? null) },
    ];
    await Promise.all(
      parts.map(async ({ of, rows }) => {
        if (!of || rows.chunks.length === 0) return;
        const bytes = rows.pairs.length * 4;
        const at = this.pool.allocate(bytes);
        try {
          new Uint32Array(this.pool.memory.buffer, at, rows.pairs.length).set(rows.pairs);
          await this.pool.run(of.batch, task(at, rows.chunks), { about: of.about });
        } finally {
          this.pool.free(at, bytes);
        }
      }),
    );
  }
}

/** @param setOf the set of an object, or null for objects that are somebody else's */
function rowsOf(
  wanted: readonly Uint32Array[],
  together: number,
  setOf: (object: number) => number | null,
): Rows {
  const pairs: number[] = [];
  const chunks: RowRange[] = [];
  wanted.forEach((objects, i) => {
    let first = pairs.length / 2;
    const close = () => {
      const end = pairs.length / 2;
      if (end > first) chunks.push({ wanted: i, first, end });
      first = end;
    };
    objects.forEach((object, place) => {
      const set = setOf(object);
      if (set === null) return;
      pairs.push(set, place);
      if (pairs.length / 2 - first === together) close();
    });
    close();
  });
  return { pairs, chunks };
}
