import type { Milliseconds } from '../../core/units.ts';

/** Beyond this a press is a drag and not a click, CSS pixels. */
const DRAG_THRESHOLD = { mouse: 4, touch: 9 };
const PIXELS_PER_WHEEL_LINE = 16;
const ZOOM_PER_WHEEL_PIXEL = 0.0014;
/** Browsers report a pinch on a trackpad as a wheel with Ctrl, in much smaller steps. */
const TRACKPAD_PINCH_GAIN = 7;
/** A drag that has rested this long is not flung. */
const REST_MS: Milliseconds = 60;

export interface PointerActions {
  /** The globe is dragged by so many CSS pixels. */
  onDrag(dx: number, dy: number): void;
  /** A drag ends at this speed, CSS pixels a millisecond. */
  onRelease(vx: number, vy: number): void;
  onPress(): void;
  onZoom(factor: number): void;
  onClick(x: number, y: number, isTouch: boolean): void;
  /** The pointer rests over the canvas or moves, CSS pixels; NaN when it has left. */
  onHover(x: number, y: number): void;
}

interface Finger {
  x: number;
  y: number;
}

/**
 * Turn mouse, pen and touch on the canvas into drags, zooms, clicks and hovers.
 *
 * @returns a function that stops listening
 */
export function listenToPointer(canvas: HTMLCanvasElement, actions: PointerActions): () => void {
  const fingers = new Map<number, Finger>();
  const speed = { x: 0, y: 0, at: 0 };
  let travelled = 0;
  let isClickable = false;
  const listening = new AbortController();

  function place(event: MouseEvent): Finger {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  function onDown(event: PointerEvent): void {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, place(event));
    isClickable = fingers.size === 1;
    travelled = 0;
    speed.x = speed.y = 0;
    actions.onPress();
    actions.onHover(Number.NaN, Number.NaN);
  }

  function onMove(event: PointerEvent): void {
    const finger = fingers.get(event.pointerId);
    const { x, y } = place(event);
    if (!finger) {
      if (event.pointerType !== 'touch') actions.onHover(x, y);
      return;
    }
    const [dx, dy] = [x - finger.x, y - finger.y];
    const spreadBefore = spread(fingers);
    const wasClick = travelled <= threshold(event);
    travelled += Math.hypot(dx, dy);
    finger.x = x;
    finger.y = y;
    if (fingers.size >= 2) {
      if (spreadBefore > 0) actions.onZoom(spreadBefore / Math.max(1, spread(fingers)));
      actions.onDrag(dx / fingers.size, dy / fingers.size);
      return;
    }
    if (isClickable && wasClick && travelled <= threshold(event)) return;
    isClickable = false;
    const elapsed = Math.max(1, event.timeStamp - speed.at);
    speed.x = 0.6 * (dx / elapsed) + 0.4 * speed.x;
    speed.y = 0.6 * (dy / elapsed) + 0.4 * speed.y;
    speed.at = event.timeStamp;
    actions.onDrag(dx, dy);
  }

  function onUp(event: PointerEvent): void {
    if (!fingers.delete(event.pointerId)) return;
    const { x, y } = place(event);
    if (event.type === 'pointerup' && isClickable && travelled <= threshold(event)) {
      actions.onClick(x, y, event.pointerType === 'touch');
    } else if (fingers.size === 0 && event.timeStamp - speed.at < REST_MS) {
      actions.onRelease(speed.x, speed.y);
    }
    isClickable = false;
  }

  function onWheel(event: WheelEvent): void {
    event.preventDefault();
    const pixels =
      event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * PIXELS_PER_WHEEL_LINE;
    const gain = event.ctrlKey ? TRACKPAD_PINCH_GAIN : 1;
    actions.onZoom(Math.exp(Math.min(400, Math.max(-400, pixels * gain)) * ZOOM_PER_WHEEL_PIXEL));
  }

  const { signal } = listening;
  canvas.style.touchAction = 'none';
  canvas.addEventListener('pointerdown', onDown, { signal });
  canvas.addEventListener('pointermove', onMove, { signal });
  canvas.addEventListener('pointerup', onUp, { signal });
  canvas.addEventListener('pointercancel', onUp, { signal });
  canvas.addEventListener('pointerleave', () => actions.onHover(Number.NaN, Number.NaN), { signal });
  canvas.addEventListener('wheel', onWheel, { signal, passive: false });
  return () => listening.abort();
}

/** Distance between the first two fingers; 0 with fewer. */
function spread(fingers: ReadonlyMap<number, Finger>): number {
  const [a, b] = fingers.values();
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
}

function threshold({ pointerType }: PointerEvent): number {
  return pointerType === 'touch' ? DRAG_THRESHOLD.touch : DRAG_THRESHOLD.mouse;
}
