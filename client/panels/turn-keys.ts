/** What a key does to a camera: a turn, a zoom, or back to the start; null where it does nothing. */
export type CameraKey =
  | { readonly azimuth: number; readonly elevation: number }
  | { readonly zoom: number }
  | 'reset'
  | null;

/** Read arrows, plus, minus and Home; with a modifier they belong to the browser. */
export function cameraKey(event: KeyboardEvent, turn: number, zoom: number): CameraKey {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  switch (event.key) {
    case 'ArrowLeft':
      return { azimuth: -turn, elevation: 0 };
    case 'ArrowRight':
      return { azimuth: turn, elevation: 0 };
    case 'ArrowUp':
      return { azimuth: 0, elevation: turn };
    case 'ArrowDown':
      return { azimuth: 0, elevation: -turn };
    case '+':
    case '=':
      return { zoom: 1 / zoom };
    case '-':
      return { zoom };
    case 'Home':
      return 'reset';
    default:
      return null;
  }
}
