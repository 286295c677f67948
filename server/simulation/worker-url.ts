import type { WorkerOptions } from 'node:worker_threads';

/**
 * Where a worker's module is: beside its caller, compiled or (in development, through tsx) as it was written.
 *
 * @param name file name without its ending
 */
export function workerModule(
  name: string,
  base: string,
): { readonly url: URL; readonly options: WorkerOptions } {
  const isSource = base.endsWith('.ts');
  const module = new URL(`./${name}.${isSource ? 'ts' : 'js'}`, base);
  return { url: isSource ? throughTsx(module) : module, options: {} };
}

/** A thread does not inherit tsx: it registers it before it loads its module. */
function throughTsx(module: URL): URL {
  const api = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const code = `import { register } from ${api}; register(); await import(${JSON.stringify(module.href)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}
