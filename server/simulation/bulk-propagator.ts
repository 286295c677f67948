import type { ElementTable } from '../../core/elements/element-table.ts';
import type { Format, Resolution } from '../../core/protocol/pack.ts';
import type { UtcMs } from '../../core/units.ts';

/** What is known of objects beside their elements; one number an object. */
export interface ObjectLimits {
  /** From when a satellite catalogue says that it is down; NaN where none does. */
  readonly decayedAt: Float64Array;
  /** How far from its epoch a set counts as stale, ms. */
  readonly staleAfter: Float64Array;
}

/** Objects whose packed states are wanted at one instant. */
export interface StatesWanted {
  /** Places in the catalogue, ascending. */
  readonly indices: Uint32Array;
  readonly format: Format;
  readonly resolution: Resolution;
  readonly time: UtcMs;
  /** The objects have other elements than before. */
  readonly isBreak: boolean;
}

/** States in the order asked for: words as in core/protocol/pack.ts, and the status codes of those that are hidden. */
export interface PackedStates {
  readonly words: Uint32Array;
  readonly codes: Uint8Array;
}

/** What each object needs, three numbers an object: see core/ephemeris/steps.ts. */
export interface MeasuredSteps {
  readonly levels: Uint8Array;
  readonly errorsKm: Float32Array;
}

/** Objects that have other elements from now on: places in the order of the catalogue, ascending, and their sets. */
export interface ElementChange {
  readonly indices: readonly number[];
  readonly sets: ElementTable;
}

/**
 * Propagates a whole catalogue; a faster kernel replaces what is behind it.
 *
 * A room that is at another time than others uses other sets of some objects; it says which by a number of its own.
 */
export interface BulkPropagator {
  /** Take over a catalogue, one set an object; answers that come later are in its order. */
  load(sets: ElementTable, limits: ObjectLimits): Promise<void>;
  /** Choose steps by measuring about an instant, with the elements of a room; of some objects only, ascending, or of all. */
  measure(room: number, time: UtcMs, indices?: Uint32Array): Promise<MeasuredSteps>;
  /** Make states for a room, with other elements first where there are some; they stay with the room. */
  states(
    room: number,
    wanted: readonly StatesWanted[],
    change: ElementChange | null,
  ): Promise<readonly PackedStates[]>;
  /** Forget the sets of a room. */
  forget(room: number): void;
  close(): Promise<void>;
}
