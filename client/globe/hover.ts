import { MS_PER_SECOND, type Milliseconds } from '../../core/units.ts';

const INTERVAL_MS: Milliseconds = MS_PER_SECOND / 15;

export interface Hover {
  /** Object under the pointer at the last look, or null. */
  index(): number | null;
  /** The pointer has moved, CSS pixels; NaN when it is not over the globe. */
  moveTo(x: number, y: number): void;
  /** Look again, at most 15 times a second: objects pass under a resting pointer too. */
  update(now: Milliseconds): void;
  forget(): void;
}

/**
 * Watch what is under the pointer.
 *
 * @param pick finds the index at a pixel, or null
 * @param onChange told when the object under the pointer is another
 */
export function createHover(
  pick: (x: number, y: number) => number | null,
  onChange: (index: number | null) => void,
): Hover {
  let x = Number.NaN;
  let y = Number.NaN;
  let index: number | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;

  return {
    index: () => index,
    moveTo(toX, toY) {
      x = toX;
      y = toY;
    },
    update(now) {
      const isAway = Number.isNaN(x);
      if ((isAway && index === null) || now - lookedAt < INTERVAL_MS) return;
      lookedAt = now;
      const found = isAway ? null : pick(x, y);
      if (found === index) return;
      index = found;
      onChange(index);
    },
    forget() {
      index = null;
    },
  };
}
