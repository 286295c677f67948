import type { RegimeAgeLimits } from '../../core/elements/age.ts';
import type { UtcMs } from '../../core/units.ts';
import type { BulkPropagator } from './bulk-propagator.ts';
import { type Catalog, changedObjects, type Selection } from './catalog.ts';
import { amendLayout, isLayoutPast, type Layout, limitsOf, makeLayout } from './layout.ts';

/** Layouts kept of one revision: rooms at about the same time share one. */
const KEPT_LAYOUTS = 8;

/** What all rooms share of the sky: the propagators, the catalogue they hold, and the layouts measured of it. */
export class SharedSky {
  readonly propagator: BulkPropagator;
  readonly ageLimits: RegimeAgeLimits;
  private loaded: { readonly catalog: Catalog; readonly selected: Selection };
  private layouts: Layout[] = [];
  private turn: Promise<unknown> = Promise.resolve();

  constructor(propagator: BulkPropagator, ageLimits: RegimeAgeLimits, catalog: Catalog) {
    this.propagator = propagator;
    this.ageLimits = ageLimits;
    this.loaded = { catalog, selected: catalog.selectAt(0) };
  }

  get catalog(): Catalog {
    return this.loaded.catalog;
  }

  /** The elements the propagators use for a room that has said nothing else. */
  get selected(): Selection {
    return this.loaded.selected;
  }

  /** Give a catalogue to the propagators, with the elements in use at a time. No states may be asked for meanwhile. */
  use(catalog: Catalog, time: UtcMs): Promise<void> {
    return this.inTurn(async () => {
      const selected = catalog.selectAt(time);
      const limits = limitsOf(catalog, selected.chosen, this.ageLimits);
      await this.propagator.load(catalog.tableOf(selected.chosen), limits);
      const changed = changedObjects(this.loaded, { catalog, selected });
      this.loaded = { catalog, selected };
      const before = this.layouts;
      this.layouts = [];
      for (const layout of before) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other: each measures
        const amended = await amendLayout(this.propagator, layout, { catalog, changed });
        if (amended) this.layouts.push(amended);
      }
    });
  }

  /** A layout that holds at a time: one that is known, or one measured there with the elements of a room. */
  layoutAt(time: UtcMs, room: number): Promise<Layout> {
    return this.inTurn(async () => {
      const known = this.layouts.findLast((layout) => !isLayoutPast(layout, time));
      if (known) return known;
      const layout = await makeLayout(this.propagator, this.catalog, { room, time });
      this.layouts = [...this.layouts.slice(1 - KEPT_LAYOUTS), layout];
      return layout;
    });
  }

  /** One after the other: nothing is measured while a catalogue is loaded. */
  private inTurn<T>(job: () => Promise<T>): Promise<T> {
    const result = this.turn.then(job);
    this.turn = result.catch(() => undefined);
    return result;
  }
}
