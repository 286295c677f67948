import {
  type ConjunctionEvent,
  MEASURED_TOGETHER,
  mergeNeighbours,
  type ScreenSettings,
  slabsOf,
} from '../../../core/conjunction/screen.ts';
import { NUMBERS_ABOUT_OBJECT } from '../../../core/conjunction/sieve/sieve.ts';
import type { ElementTable } from '../../../core/elements/element-table.ts';
import { freeAbout, placeAbout } from './about-sets.ts';
import type { KernelPool } from './kernel-pool.ts';
import type { SetRange } from './tasks.ts';

/** Slabs a thread takes at once: a quarter of a second of work for 28,488 objects. */
const SLABS_TOGETHER = 24;

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
export async function screenCatalog(
  pool: KernelPool,
  sets: ElementTable,
  settings: ScreenSettings,
  { signal, onProgress }: ScreenOptions = {},
): Promise<readonly ConjunctionEvent[]> {
  const batch = await pool.load(sets);
  const about = placeAbout(pool, sets, null);
  const objectsBytes = sets.length * NUMBERS_ABOUT_OBJECT * 8;
  const objects = pool.allocate(objectsBytes);
  const ownBytes = pool.screenBytes(sets.length);
  try {
    const measuring = rangesOf(sets.length, MEASURED_TOGETHER);
    await pool.run(
      batch,
      { type: 'measure-objects', window: settings, objects, chunks: measuring },
      { about, ownBytes, signal },
    );
    const results = await pool.run(
      batch,
      { type: 'screen', settings, objects, chunks: rangesOf(slabsOf(settings), SLABS_TOGETHER) },
      { about, ownBytes, signal, onProgress },
    );
    return mergeNeighbours(results.flatMap(({ conjunctions }) => conjunctions));
  } finally {
    pool.free(objects, objectsBytes);
    freeAbout(pool, about, sets.length);
    pool.release(batch);
  }
}

function rangesOf(count: number, together: number): readonly SetRange[] {
  return Array.from({ length: Math.ceil(count / together) }, (_, i) => ({
    first: i * together,
    end: Math.min(count, (i + 1) * together),
  }));
}
