import type { GlobeLabel } from './types.ts';

/** Finds where an object is on the canvas, CSS pixels; false when it is not to be seen. */
export type LabelPlacer = (index: number, out: Float64Array) => boolean;

export interface Labels {
  set(labels: readonly GlobeLabel[]): void;
  /** Move every label to its object, or hide it. */
  update(place: LabelPlacer): void;
  dispose(): void;
}

interface Placed {
  readonly label: GlobeLabel;
  x: number;
  y: number;
  isShown: boolean;
}

/**
 * Keep HTML labels beside their objects. The top left corner of a label is put on the object; its own style sets the
 * distance and the leader. Positions are kept to half a pixel, and an unmoved label is not touched.
 */
export function createLabels(layer: HTMLElement): Labels {
  let placed: readonly Placed[] = [];
  const pixel = new Float64Array(2);

  function set(labels: readonly GlobeLabel[]): void {
    const kept = new Set(labels.map(({ element }) => element));
    for (const { label } of placed) if (!kept.has(label.element)) label.element.remove();
    placed = labels.map((label) => {
      const { style } = label.element;
      style.position = 'absolute';
      style.left = '0';
      style.top = '0';
      style.visibility = 'hidden';
      if (label.element.parentElement !== layer) layer.append(label.element);
      return { label, x: Number.NaN, y: Number.NaN, isShown: false };
    });
  }

  return {
    set,
    update(place) {
      for (const entry of placed) {
        const { style } = entry.label.element;
        const isShown = place(entry.label.index, pixel);
        if (isShown !== entry.isShown) {
          style.visibility = isShown ? 'visible' : 'hidden';
          entry.isShown = isShown;
        }
        const x = Math.round(pixel[0]! * 2) / 2;
        const y = Math.round(pixel[1]! * 2) / 2;
        if (!isShown || (x === entry.x && y === entry.y)) continue;
        style.transform = `translate3d(${x}px, ${y}px, 0)`;
        entry.x = x;
        entry.y = y;
      }
    },
    dispose() {
      set([]);
    },
  };
}
