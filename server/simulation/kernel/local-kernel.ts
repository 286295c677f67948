import { ElementTable } from '../../../core/elements/element-table.ts';
import type { ElementSet } from '../../../core/elements/element-set.ts';
import { Arena } from '../../../core/propagation/kernel/arena.ts';
import { BulkSgp4 } from '../../../core/propagation/kernel/bulk-sgp4.ts';
import type { Answers, Kernel, Query } from '../../../core/propagation/kernel/kernel.ts';
import { createPropagator, type Propagator } from '../../../core/propagation/sgp4.ts';
import type { PassSource } from '../../../core/sensors/passes.ts';
import { MS_PER_MINUTE } from '../../../core/units.ts';
import { compileKernel, createKernelMemory, instantiateKernel } from './kernel-module.ts';

/** States of element sets of a table, row by row, that pass the gates. */
export interface RowPropagator {
  /** Row `i` is of set `sets[i]` at `times[i]`: UTC ms, or minutes since its epoch. Good until the next call. */
  propagate(sets: readonly number[], times: readonly number[], kind: Query['times']): Answers;
}

let local: { readonly kernel: Kernel; readonly arena: Arena } | null | undefined;

/** The kernel of this thread, for commands and single questions; null where there is none. */
function localKernel(): typeof local {
  if (local === undefined) {
    const modules = compileKernel();
    const kernel =
      typeof modules === 'string' ? null : instantiateKernel(modules.kernel, createKernelMemory());
    local = kernel && { kernel, arena: new Arena(kernel) };
  }
  return local;
}

/** Propagate sets of a table with the kernel; with satellite.js where there is none. */
export function createRowPropagator(table: ElementTable, own = localKernel()): RowPropagator {
  if (!own) return rowsOneByOne(table);
  const bulk = new BulkSgp4(own.kernel, table, own.arena);
  return {
    propagate: (sets, times, kind) =>
      bulk.propagateEach(sets, times, { form: 'state', gates: 'sanity', times: kind }),
  };
}

function rowsOneByOne(table: ElementTable): RowPropagator {
  const propagators = new Map<number, Propagator>();
  return {
    propagate(sets, times, kind) {
      const numbers = new Float64Array(sets.length * 6);
      const status = Uint8Array.from(sets, (set, row) => {
        const propagator = propagators.get(set) ?? createPropagator(table.at(set));
        propagators.set(set, propagator);
        const time = times[row]!;
        const minutes = kind === 'minutes' ? time : (time - propagator.epoch) / MS_PER_MINUTE;
        return propagator.propagate(minutes, numbers, 6 * row);
      });
      return { numbers, status };
    },
  };
}

/** Do something with a set whose samples come from the kernel and whose single states come from satellite.js. */
export function withPassSource<T>(set: ElementSet, use: (source: PassSource) => T, own = localKernel()): T {
  const single = createPropagator(set);
  if (!own) return use(single);
  const bulk = new BulkSgp4(own.kernel, ElementTable.of([set]), own.arena);
  try {
    return use({
      ...single,
      positionsAt: (times) =>
        bulk.propagateEach(
          times.map(() => 0),
          times,
          { form: 'position', gates: 'sanity', times: 'utc' },
        ).numbers,
    });
  } finally {
    bulk.close();
  }
}
