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
  return {
    url: new URL(`./${name}.${isSource ? 'ts' : 'js'}`, base),
    options: isSource ? { execArgv: ['--import', 'tsx'] } : {},
  };
}
