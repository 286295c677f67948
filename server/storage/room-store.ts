import type { UtcMs } from '../../core/units.ts';
import type { Store } from './database.ts';

/** A room beside the live one, as it is kept: enough to open it again after a restart. */
export interface RoomRecord {
  readonly id: string;
  readonly name: string;
  /** Open rooms are listed for everybody; the others are found by their link alone. */
  readonly isOpen: boolean;
  /** Digest of the session that made it. */
  readonly owner: string;
  readonly madeAt: UtcMs;
  readonly exercise: string;
  /** Where its clock stood, and at what rate it ran, when it was last watched. */
  readonly simulationTime: UtcMs;
  readonly rate: number;
  /** Its clock showed the wall's own time. */
  readonly isLive: boolean;
  readonly leftAt: UtcMs;
}

/** The rooms beside the live one; each is written whole. */
export class RoomStore {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  list(): readonly RoomRecord[] {
    const rows = this.store
      .prepare(
        `SELECT id, name, is_open AS isOpen, owner, made_at AS madeAt, exercise, simulation_time AS simulationTime,
                rate, is_live AS isLive, left_at AS leftAt FROM room ORDER BY made_at, id`,
      )
      .all() as (Omit<RoomRecord, 'isOpen' | 'isLive'> & { isOpen: number; isLive: number })[];
    return rows.map((row) => ({ ...row, isOpen: row.isOpen === 1, isLive: row.isLive === 1 }));
  }

  save(room: RoomRecord): void {
    this.store
      .prepare(
        `INSERT OR REPLACE INTO room (id, name, is_open, owner, made_at, exercise, simulation_time, rate, is_live, left_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        room.id,
        room.name,
        room.isOpen ? 1 : 0,
        room.owner,
        room.madeAt,
        room.exercise,
        room.simulationTime,
        room.rate,
        room.isLive ? 1 : 0,
        room.leftAt,
      );
  }

  /** Its exercise stays in the journal. */
  remove(id: string): void {
    this.store.prepare('DELETE FROM room WHERE id = ?').run(id);
  }
}
