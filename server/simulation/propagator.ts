import type { Logger } from '../logger.ts';
import type { BulkPropagator } from './bulk-propagator.ts';
import { compileKernel } from './kernel/kernel-module.ts';
import { KernelPool } from './kernel/kernel-pool.ts';
import { KernelPropagator } from './kernel/kernel-propagator.ts';
import { createWorkerPool } from './worker-pool.ts';

/** The kernel on all cores; satellite.js on them where there is no kernel or no SIMD for it. */
export function createBulkPropagator(logger: Logger, kernel = compileKernel()): BulkPropagator {
  if (typeof kernel !== 'string') return new KernelPropagator(new KernelPool(kernel, logger));
  logger.warn({ reason: kernel }, 'no propagation kernel: satellite.js propagates, ten times slower');
  return createWorkerPool(logger);
}
