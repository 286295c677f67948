import type { ConjunctionEvent } from '../../core/conjunction/screen.ts';
import { type OrbitShape, type VolumeRule, volumesFor } from '../../core/conjunction/volume.ts';
import {
  ECCENTRICITY,
  type ElementTable,
  INCLINATION,
  MEAN_MOTION,
} from '../../core/elements/element-table.ts';
import { outsideLife } from '../../core/elements/age.ts';
import { MS_PER_HOUR, type UtcMs } from '../../core/units.ts';
import type { Logger } from '../logger.ts';
import type { WallClock } from '../wall-clock.ts';
import type { Catalog } from './catalog.ts';
import { compileKernel } from './kernel/kernel-module.ts';
import { KernelPool } from './kernel/kernel-pool.ts';
import { screenCatalog, screenPrimaries } from './kernel/screen-catalog.ts';

/** One screening: a catalogue, with the elements in use at the start of the window. */
export interface ScreeningWanted {
  readonly catalog: Catalog;
  readonly start: UtcMs;
  readonly hours: number;
  readonly thresholdKm: number;
  /** The sets to be used, where they are others than those in use at the start, with a name for the choice. */
  readonly chosen?: { readonly places: Uint32Array; readonly id: string };
  /** The place of one object, to be screened against all others; null: all against all. */
  readonly object: number | null;
  /** Volumes instead of the sphere, as people write them (core/conjunction/volume.ts). */
  readonly volumes?: { readonly name: string; readonly rules: readonly VolumeRule[] } | null;
}

/** A cancelled screening is forgotten; the floor's own is not cancelled. */
export type Cancelling = 'cancelled' | 'unknown' | 'needed';

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
  readonly controller: AbortController;
  screening: Screening;
  isForFloor: boolean;
}

/** Results that are kept, and approaches of them, about 500 bytes each; the newest few are in any case. */
const MOST_KEPT = 16;
const MOST_EVENTS_KEPT = 300_000;
const LEAST_KEPT = 4;
/** Screenings that may wait. */
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
  private isClosed = false;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(logger: Logger, wallClock: WallClock) {
    this.logger = logger;
    this.wallClock = wallClock;
  }

  /** What is known of a screening; it is begun when it is new. Null when too many wait already. */
  screen(wanted: ScreeningWanted, isForFloor = false): Screening | null {
    const { catalog } = wanted;
    const key = keyOf(wanted);
    const known = this.entries.get(key);
    if (known) {
      known.isForFloor ||= isForFloor;
      // What is asked for is kept longest.
      this.entries.delete(key);
      this.entries.set(key, known);
      return known.screening;
    }
    this.forgetOlder(catalog.revision);
    const waiting = [...this.entries.values()].filter(({ screening }) => isOpen(screening));
    if (waiting.length > MOST_WAITING) return null;
    const entry: Entry = {
      wanted,
      controller: new AbortController(),
      screening: { status: 'waiting' },
      isForFloor,
    };
    this.entries.set(key, entry);
    this.turn = this.turn.then(() => this.run(key, entry));
    return entry.screening;
  }

  /** What is known of a screening that somebody has asked for. */
  known(wanted: ScreeningWanted): Screening | null {
    return this.entries.get(keyOf(wanted))?.screening ?? null;
  }

  /** Give up a screening that waits or runs. */
  cancel(wanted: ScreeningWanted): Cancelling {
    const key = keyOf(wanted);
    const entry = this.entries.get(key);
    if (!entry || !isOpen(entry.screening)) return 'unknown';
    if (entry.isForFloor) return 'needed';
    this.entries.delete(key);
    entry.controller.abort();
    return 'cancelled';
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const { controller } of this.entries.values()) controller.abort();
    await this.turn;
  }

  /** Older catalogues are gone, and what is screened of them is given up; so is what was asked for longest ago. */
  private forgetOlder(revision: number): void {
    for (const [key, { wanted, controller }] of this.entries) {
      if (wanted.catalog.revision >= revision) continue;
      controller.abort();
      this.entries.delete(key);
    }
    const done = [...this.entries].filter(([, { screening }]) => !isOpen(screening)).toReversed();
    let events = 0;
    done.forEach(([key, { screening }], i) => {
      events += screening.status === 'done' ? screening.events.length : 0;
      const isTooMuch = i >= MOST_KEPT - 1 || events > MOST_EVENTS_KEPT;
      if (i >= LEAST_KEPT && isTooMuch) this.entries.delete(key);
    });
  }

  private async run(key: string, entry: Entry): Promise<void> {
    if (this.isClosed || entry.controller.signal.aborted) return;
    const { catalog, start, hours, thresholdKm, object } = entry.wanted;
    const modules = compileKernel();
    if (typeof modules === 'string') {
      entry.screening = { status: 'failed', reason: 'screening wants the kernel, which cannot be used here' };
      return;
    }
    entry.screening = { status: 'running', progress: 0 };
    const pool = new KernelPool(modules, this.logger, 1);
    try {
      const chosen = entry.wanted.chosen?.places ?? catalog.selectAt(start).chosen;
      const span = { start, end: start + hours * MS_PER_HOUR, thresholdKm };
      const problem = outsideLife(
        Array.from(chosen, (place) => catalog.epochAt(place)),
        span,
      );
      if (problem !== null) {
        entry.screening = { status: 'failed', reason: problem };
        return;
      }
      const table = catalog.tableOf(chosen);
      const volumes = entry.wanted.volumes && volumesFor(entry.wanted.volumes.rules, orbitsOf(table));
      const window = { ...span, ...(volumes && { volumes }) };
      const options = {
        signal: entry.controller.signal,
        onProgress: (progress: number) => {
          entry.screening = { status: 'running', progress };
        },
      };
      const events = await (object === null
        ? screenCatalog(pool, table, { ...window, slabSeconds: SLAB_SECONDS }, options)
        : screenPrimaries(pool, table, [object], { ...window, ...options }));
      const alive = events.filter(
        ({ one, two, tca }) => !(catalog.decayDateAt(one) <= tca) && !(catalog.decayDateAt(two) <= tca),
      );
      entry.screening = { status: 'done', computedAt: this.wallClock(), events: alive, chosen };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!entry.controller.signal.aborted) this.logger.warn({ err: error, key }, 'screening failed');
      entry.screening = { status: 'failed', reason };
    } finally {
      await pool.close();
    }
  }
}

function keyOf({ catalog, start, hours, thresholdKm, object, volumes, chosen }: ScreeningWanted): string {
  const elements = chosen?.id ?? 'in use';
  const what = `${object ?? 'all'} ${volumes?.name ?? 'sphere'} ${elements}`;
  return `${catalog.revision} ${start} ${hours} ${thresholdKm} ${what}`;
}

function* orbitsOf(table: ElementTable): Iterable<OrbitShape> {
  for (let i = 0; i < table.length; i++)
    yield {
      meanMotionRevPerDay: table.number(i, MEAN_MOTION),
      eccentricity: table.number(i, ECCENTRICITY),
      inclinationDeg: table.number(i, INCLINATION),
    };
}

function isOpen({ status }: Screening): boolean {
  return status === 'waiting' || status === 'running';
}
