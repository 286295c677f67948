import type { ElementTable } from '../../core/elements/element-table.ts';
import type { UtcMs } from '../../core/units.ts';

/** States of a whole catalogue at one instant; layouts as in core/protocol/keyframe.ts. */
export interface KeyframeColumns {
  readonly states: Float32Array;
  readonly status: Uint8Array;
}

/** Objects that have other elements from now on: places in the order of the catalogue, ascending, and their sets. */
export interface ElementChange {
  readonly indices: readonly number[];
  readonly sets: ElementTable;
}

/** Propagates a whole catalogue; a faster kernel replaces what is behind it. */
export interface BulkPropagator {
  /** Take over a catalogue, one set an object; answers that come later are in its order. */
  load(sets: ElementTable): Promise<void>;
  /** Make keyframes, with other elements first where there are some; they stay. */
  keyframes(time: UtcMs, change: ElementChange | null): Promise<KeyframeColumns>;
  close(): Promise<void>;
}
