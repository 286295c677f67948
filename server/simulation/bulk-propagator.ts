import type { ElementSet } from '../../core/elements/element-set.ts';
import type { UtcMs } from '../../core/units.ts';

/** States of a whole catalogue at one instant; layouts as in core/protocol/keyframe.ts. */
export interface KeyframeColumns {
  readonly states: Float32Array;
  readonly status: Uint8Array;
}

/** Propagates a whole catalogue; a faster kernel replaces what is behind it. */
export interface BulkPropagator {
  /** Take over a catalogue; answers that come later are in its order. */
  load(sets: readonly ElementSet[]): Promise<void>;
  keyframes(time: UtcMs): Promise<KeyframeColumns>;
  close(): Promise<void>;
}
