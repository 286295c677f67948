export interface ContextEvents {
  readonly onLost: () => void;
  readonly onRestored: () => void;
}

/**
 * Watch for the browser taking WebGL away and giving it back; three.js rebuilds what it had on the GPU by itself.
 *
 * @returns a function that stops watching
 */
export function watchContext(canvas: HTMLCanvasElement, { onLost, onRestored }: ContextEvents): () => void {
  const watching = new AbortController();
  const { signal } = watching;
  canvas.addEventListener('webglcontextlost', onLost, { signal });
  canvas.addEventListener('webglcontextrestored', onRestored, { signal });
  return () => watching.abort();
}
