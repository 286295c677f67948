import { BLOCKS_TOGETHER, type MeasureSettings, NEAR_EARTH } from '../../../core/conjunction/measure.ts';
import { type ConjunctionEvent, mergeNeighbours, slabsOf } from '../../../core/conjunction/screen.ts';
import { type Conjunction, reachOf, type ScreenSettings } from '../../../core/conjunction/screen-desk.ts';
import { objectsInReach, SLAB_SECONDS } from '../../../core/conjunction/screen-primaries.ts';
import { NUMBERS_ABOUT_OBJECT } from '../../../core/conjunction/sieve/sieve.ts';
import { ElementTable } from '../../../core/elements/element-table.ts';
import type { BlockRange } from '../../../core/propagation/kernel/batch.ts';
import { freeAbout, placeAbout } from './about-sets.ts';
import { chunksOf, type KernelPool, type PoolBatch, type RunOptions } from './kernel-pool.ts';
import type { SlabRange } from './tasks.ts';

/** Slabs a thread takes at once: a quarter of a second of work for 28,488 objects. */
const SLABS_TOGETHER = 24;
/** For a few primaries fewer and larger pieces: each begins with bounds of its own. */
const CHUNKS_A_THREAD = 3;
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
  { signal, onProgress, ...settings }: Omit<ScreenSettings, 'slabSeconds'> & ScreenOptions,
): Promise<readonly ConjunctionEvent[]> {
  const { reached, known } = await withObjects(pool, sets, async ({ batch, objects, options }) => {
    const chunks = chunksOf(batch.layout, BLOCKS_TOGETHER);
    const window = { ...settings, isRough: true };
    await measure(pool, { batch, objects, window, chunks }, { ...options, signal });
    const all = aboutIn(pool, objects, sets.length).slice();
    return { reached: objectsInReach(all, primaries, reachOf(settings)), known: all };
  });
  const found: Conjunction[] = [];
  for (const kind of ['calm', 'other'] as const) {
    const some = { objects: reached[kind], known, primaries, settings, slabSeconds: SLAB_SECONDS[kind] };
    const progress = onProgress && ((share: number) => onProgress((kind === 'calm' ? 0 : 0.5) + share / 2));
    // oxlint-disable-next-line no-await-in-loop -- one after the other, each on all threads
    const more = await screenSome(pool, sets, some, { signal, onProgress: progress });
    // The primaries are in both.
    const own = new Set(kind === 'calm' ? [] : primaries);
    found.push(...more.filter(({ one, two }) => !own.has(one) || !own.has(two)));
  }
  return mergeNeighbours(found);
}

/** The primaries against some of the sets. */
async function screenSome(
  pool: KernelPool,
  sets: ElementTable,
  {
    objects: places,
    known,
    primaries,
    settings,
    slabSeconds,
  }: {
    objects: readonly number[];
    known: Float64Array;
    primaries: readonly number[];
    settings: Omit<ScreenSettings, 'slabSeconds'>;
    slabSeconds: number;
  },
  { signal, onProgress }: ScreenOptions,
): Promise<readonly Conjunction[]> {
  const { volumes } = settings;
  const placeOf = new Map(places.map((object, place) => [object, place]));
  const few = new ElementTable();
  for (const object of places) few.pushFrom(sets, object);
  return withObjects(pool, few, async ({ batch, objects, options }) => {
    const about = aboutIn(pool, objects, few.length);
    places.forEach((object, place) => about.set(rowOf(known, object), place * NUMBERS_ABOUT_OBJECT));
    const deep = chunksOf(batch.layout, BLOCKS_TOGETHER).filter(({ kind }) => kind !== NEAR_EARTH);
    await measure(pool, { batch, objects, window: settings, chunks: deep }, { ...options, signal });
    const own = {
      ...settings,
      slabSeconds,
      ...(volumes && { volumes: { ...volumes, of: Uint8Array.from(places, (one) => volumes.of[one]!) } }),
    };
    const slabs = slabsOf(own);
    const results = await pool.run(
      batch,
      {
        type: 'screen',
        settings: own,
        primaries: primaries.map((object) => placeOf.get(object)!),
        objects,
        chunks: rangesOf(
          slabs,
          Math.max(SLABS_TOGETHER, Math.ceil(slabs / (CHUNKS_A_THREAD * pool.threads))),
        ),
      },
      { ...options, signal, onProgress },
    );
    return results
      .flatMap(({ conjunctions }) => conjunctions)
      .map((one) => ({ ...one, one: places[one.one]!, two: places[one.two]! }));
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
