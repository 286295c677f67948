import type { ConjunctionEvent } from '../../core/conjunction/screen.ts';
import { MS_PER_HOUR, type UtcMs } from '../../core/units.ts';
import type { Logger } from '../logger.ts';
import type { WallClock } from '../wall-clock.ts';
import type { Catalog } from './catalog.ts';
import { compileKernel } from './kernel/kernel-module.ts';
import { KernelPool } from './kernel/kernel-pool.ts';
import { screenCatalog } from './kernel/screen-catalog.ts';

/** One screening: a catalogue, with the elements in use at the start of the window. */
export interface ScreeningWanted {
  readonly catalog: Catalog;
  readonly start: UtcMs;
  readonly hours: number;
  readonly thresholdKm: number;
}

/** What becomes of a screening. */
export type Screening =
  | { readonly status: 'waiting' }
  | { readonly status: 'running'; readonly progress: number }
  | { readonly status: 'failed'; readonly reason: string }
  | {
      readonly status: 'done';
      readonly computedAt: UtcMs;
      /** `one` and `two` are places in the catalogue; the elements are those of `chosen`. */
      readonly events: readonly ConjunctionEvent[];
      readonly chosen: Uint32Array;
    };

interface Entry {
  readonly wanted: ScreeningWanted;
  screening: Screening;
}

/** Results that are kept, and screenings that may wait. */
const MOST_KEPT = 4;
const MOST_WAITING = 4;
const SLAB_SECONDS = 90;

/**
 * Screens catalogues when somebody asks, one after the other and on one thread, so that the stream keeps the others.
 * Results of the newest catalogue are kept for whoever asks the same again.
 */
export class Screener {
  private readonly logger: Logger;
  private readonly wallClock: WallClock;
  private readonly entries = new Map<string, Entry>();
  private readonly controller = new AbortController();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(logger: Logger, wallClock: WallClock) {
    this.logger = logger;
    this.wallClock = wallClock;
  }

  /** What is known of a screening; it is begun when it is new. Null when too many wait already. */
  screen(wanted: ScreeningWanted): Screening | null {
    const { catalog, start, hours, thresholdKm } = wanted;
    const key = `${catalog.revision} ${start} ${hours} ${thresholdKm}`;
    const known = this.entries.get(key);
    if (known) {
      // What is asked for is kept longest.
      this.entries.delete(key);
      this.entries.set(key, known);
      return known.screening;
    }
    this.forgetOlder(catalog.revision);
    const waiting = [...this.entries.values()].filter(({ screening }) => isOpen(screening));
    if (waiting.length > MOST_WAITING) return null;
    const entry: Entry = { wanted, screening: { status: 'waiting' } };
    this.entries.set(key, entry);
    this.turn = this.turn.then(() => this.run(key, entry));
    return entry.screening;
  }

  async close(): Promise<void> {
    this.controller.abort();
    await this.turn;
  }

  /** Other catalogues are gone, and so is what was asked for longest ago. */
  private forgetOlder(revision: number): void {
    const done = [...this.entries].filter(([, { screening }]) => !isOpen(screening));
    const old = done.filter(([, { wanted }]) => wanted.catalog.revision !== revision);
    const tooMany = done.slice(0, Math.max(0, done.length - MOST_KEPT + 1));
    for (const [key] of [...old, ...tooMany]) this.entries.delete(key);
  }

  private async run(key: string, entry: Entry): Promise<void> {
    if (this.controller.signal.aborted) return;
    const { catalog, start, hours, thresholdKm } = entry.wanted;
    const modules = compileKernel();
    if (typeof modules === 'string') {
      entry.screening = { status: 'failed', reason: 'screening wants the kernel, which cannot be used here' };
      return;
    }
    entry.screening = { status: 'running', progress: 0 };
    const pool = new KernelPool(modules, this.logger, 1);
    try {
      const { chosen } = catalog.selectAt(start);
      const settings = { start, end: start + hours * MS_PER_HOUR, thresholdKm, slabSeconds: SLAB_SECONDS };
      const events = await screenCatalog(pool, catalog.tableOf(chosen), settings, {
        signal: this.controller.signal,
        onProgress: (progress) => {
          entry.screening = { status: 'running', progress };
        },
      });
      const alive = events.filter(
        ({ one, two, tca }) => !(catalog.decayDateAt(one) <= tca) && !(catalog.decayDateAt(two) <= tca),
      );
      entry.screening = { status: 'done', computedAt: this.wallClock(), events: alive, chosen };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.controller.signal.aborted) this.logger.warn({ err: error, key }, 'screening failed');
      entry.screening = { status: 'failed', reason };
    } finally {
      await pool.close();
    }
  }
}

function isOpen({ status }: Screening): boolean {
  return status === 'waiting' || status === 'running';
}
