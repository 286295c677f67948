import { BLOCKS_TOGETHER, type MeasureSettings, NEAR_EARTH } from '../../../core/conjunction/measure.ts';
import { type ConjunctionEvent, mergeNeighbours, slabsOf } from '../../../core/conjunction/screen.ts';
import { reachOf, type ScreenSettings } from '../../../core/conjunction/screen-desk.ts';
import { LONG_SLAB_SECONDS, objectsInReach } from '../../../core/conjunction/screen-primaries.ts';
import { NUMBERS_ABOUT_OBJECT } from '../../../core/conjunction/sieve/sieve.ts';
import { ElementTable } from '../../../core/elements/element-table.ts';
import type { BlockRange } from '../../../core/propagation/kernel/batch.ts';
import { freeAbout, placeAbout } from './about-sets.ts';
import { chunksOf, type KernelPool, type PoolBatch, type RunOptions } from './kernel-pool.ts';
import type { SlabRange } from './tasks.ts';

/** Slabs a thread takes at once: a quarter of a second of work for 28,488 objects. */
const SLABS_TOGETHER = 24;
/** More primaries than these are found faster among all against all. */
export const MOST_PRIMARIES = 12;

export interface ScreenOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the share that is done. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/**
 * Screen sets, one an object, against each other on the threads of a pool.
 *
 * @returns events in order of time; `one` and `two` are places in the table, the smaller first
 * @throws CancelledError; RangeError when the threshold is too large
 */
export function screenCatalog(
  pool: KernelPool,
  sets: ElementTable,
  settings: ScreenSettings,
  { signal, onProgress }: ScreenOptions = {},
): Promise<readonly ConjunctionEvent[]> {
  return withObjects(pool, sets, async ({ batch, objects, options }) => {
    const measured = chunksOf(batch.layout, BLOCKS_TOGETHER);
    await measure(pool, { batch, objects, window: settings, chunks: measured }, { ...options, signal });
    const results = await pool.run(
      batch,
      {
        type: 'screen',
        settings,
        primaries: null,
        objects,
        chunks: rangesOf(slabsOf(settings), SLABS_TOGETHER),
      },
      { ...options, signal, onProgress },
    );
    return mergeNeighbours(results.flatMap(({ conjunctions }) => conjunctions));
  });
}

/**
 * Screen a few sets against all others: as `screenCatalog`, and of the same events, only those of the primaries, sooner.
 *
 * @param primaries places in the table
 */
export async function screenPrimaries(
  pool: KernelPool,
  sets: ElementTable,
  primaries: readonly number[],
  { signal, onProgress, ...window }: Omit<ScreenSettings, 'slabSeconds'> & ScreenOptions,
): Promise<readonly ConjunctionEvent[]> {
  const settings = { ...window, slabSeconds: LONG_SLAB_SECONDS };
  const { reached, about } = await withObjects(pool, sets, async ({ batch, objects, options }) => {
    const chunks = chunksOf(batch.layout, BLOCKS_TOGETHER);
    await measure(
      pool,
      { batch, objects, window: { ...window, isRough: true }, chunks },
      { ...options, signal },
    );
    const all = aboutIn(pool, objects, sets.length);
    const near = objectsInReach(all, primaries, reachOf(settings));
    return { reached: near, about: near.map((object) => rowOf(all, object)) };
  });
  const volumes = settings.volumes && {
    list: settings.volumes.list,
    of: Uint8Array.from(reached, (object) => settings.volumes!.of[object]!),
  };
  const placeOf = new Map(reached.map((object, place) => [object, place]));
  const few = new ElementTable();
  for (const object of reached) few.pushFrom(sets, object);
  return withObjects(pool, few, async ({ batch, objects, options }) => {
    const known = aboutIn(pool, objects, few.length);
    about.forEach((row, object) => known.set(row, object * NUMBERS_ABOUT_OBJECT));
    const chunks = chunksOf(batch.layout, BLOCKS_TOGETHER).filter(({ kind }) => kind !== NEAR_EARTH);
    await measure(pool, { batch, objects, window, chunks }, { ...options, signal });
    const results = await pool.run(
      batch,
      {
        type: 'screen',
        settings: { ...settings, ...(volumes && { volumes }) },
        primaries: primaries.map((object) => placeOf.get(object)!),
        objects,
        chunks: rangesOf(slabsOf(settings), SLABS_TOGETHER),
      },
      { ...options, signal, onProgress },
    );
    const events = mergeNeighbours(results.flatMap(({ conjunctions }) => conjunctions));
    return events.map((event) => ({ ...event, one: reached[event.one]!, two: reached[event.two]! }));
  });
}

/** Sets in the memory of a pool, with room for what is known of each. */
interface LoadedObjects {
  readonly batch: PoolBatch;
  readonly objects: number;
  readonly options: RunOptions;
}

async function withObjects<T>(
  pool: KernelPool,
  sets: ElementTable,
  use: (loaded: LoadedObjects) => Promise<T>,
): Promise<T> {
  const batch = await pool.load(sets);
  const about = placeAbout(pool, sets, null);
  const bytes = sets.length * NUMBERS_ABOUT_OBJECT * 8;
  const objects = pool.allocate(bytes);
  try {
    return await use({ batch, objects, options: { about, ownBytes: pool.screenBytes(sets.length) } });
  } finally {
    pool.free(objects, bytes);
    freeAbout(pool, about, sets.length);
    pool.release(batch);
  }
}

function aboutIn(pool: KernelPool, objects: number, count: number): Float64Array {
  return new Float64Array(pool.memory.buffer, objects, count * NUMBERS_ABOUT_OBJECT);
}

function rowOf(about: Float64Array, object: number): Float64Array {
  return about.slice(object * NUMBERS_ABOUT_OBJECT, (object + 1) * NUMBERS_ABOUT_OBJECT);
}

async function measure(
  pool: KernelPool,
  {
    batch,
    objects,
    window,
    chunks,
  }: {
    batch: PoolBatch;
    objects: number;
    window: MeasureSettings;
    chunks: readonly BlockRange[];
  },
  options: RunOptions,
): Promise<void> {
  await pool.run(batch, { type: 'measure-objects', window, objects, chunks }, options);
}

function rangesOf(count: number, together: number): readonly SlabRange[] {
  return Array.from({ length: Math.ceil(count / together) }, (_, i) => ({
    first: i * together,
    end: Math.min(count, (i + 1) * together),
  }));
}
