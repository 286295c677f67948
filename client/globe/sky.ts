import type { Motion } from '../../core/ephemeris/motion.ts';
import type { UtcMs } from '../../core/units.ts';

/** What the globe knows about the objects: what they are, which are drawn, and how they move. */
export interface Sky {
  count: number;
  typeCodes: Uint8Array;
  mask: Uint8Array;
  /** 1 for what is drawn, 2 faintly: not masked (or selected), and with a position. */
  drawn: Uint8Array;
  drawnCount: number;
  motion: Motion | null;
  selected: number | null;
}

export function createSky(): Sky {
  const none = new Uint8Array(0);
  return {
    count: 0,
    typeCodes: none,
    mask: none,
    drawn: none,
    drawnCount: 0,
    motion: null,
    selected: null,
  };
}

/** Start over with a catalogue: everything unmasked, no keyframes, no selection. */
export function resetSky(sky: Sky, count: number, typeCodes: Uint8Array): void {
  if (typeCodes.length !== count) throw new RangeError(`${typeCodes.length} type codes for ${count} objects`);
  sky.count = count;
  sky.typeCodes = typeCodes.slice();
  sky.mask = new Uint8Array(count).fill(1);
  sky.drawn = new Uint8Array(count);
  sky.drawnCount = 0;
  sky.motion = null;
  sky.selected = null;
}

/** Work out anew what is drawn. The selected object is drawn although the mask hides it: it was asked for by name. */
export function updateDrawn(sky: Sky): void {
  const { motion, mask, drawn, count, selected } = sky;
  sky.drawnCount = 0;
  if (!motion) {
    drawn.fill(0);
    return;
  }
  let total = 0;
  for (let i = 0; i < count; i++) {
    const wanted = mask[i] !== 0 || i === selected;
    const shown = wanted && motion.status[i] === 0;
    drawn[i] = shown ? mask[i] || 1 : 0;
    if (shown) total++;
  }
  sky.drawnCount = total;
}

/**
 * Find where an object is.
 *
 * @param out six numbers: TEME position km, velocity km/s
 * @returns false when it is not drawn; `out` is then left alone
 */
export function stateAt(sky: Sky, index: number, time: UtcMs, out: Float64Array): boolean {
  return sky.drawn[index] !== 0 && (sky.motion?.stateAt(index, time, out) ?? false);
}
