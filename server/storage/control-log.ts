import type { UtcMs } from '../../core/units.ts';
import type { Store } from './database.ts';

const KEPT_ENTRIES = 10_000;

/** Who moved the clock, and when: kept outside the hash chain, and bounded. */
export class ControlLog {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  add(wall: UtcMs, entry: Readonly<Record<string, unknown>>): void {
    this.store.transaction(() => {
      this.store
        .prepare('INSERT INTO control_log (wall, body) VALUES (?, ?)')
        .run(wall, JSON.stringify(entry));
      this.store
        .prepare('DELETE FROM control_log WHERE id <= (SELECT max(id) FROM control_log) - ?')
        .run(KEPT_ENTRIES);
    })();
  }
}
