import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ElementTable } from '../../core/elements/element-table.ts';
import type { ElementSet } from '../../core/elements/element-set.ts';
import { BulkSgp4 } from '../../core/propagation/kernel/bulk-sgp4.ts';
import { type Kernel, KERNEL_MATH, type KernelExports } from '../../core/propagation/kernel/kernel.ts';

const module = new WebAssembly.Module(readFileSync(join(import.meta.dirname, '../../dist/kernel.wasm')));

/** An instance of the built kernel with a memory of its own. */
export function createKernel(): Kernel {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65_536, shared: true });
  const { exports } = new WebAssembly.Instance(module, { env: { memory }, math: KERNEL_MATH });
  return { exports: exports as unknown as KernelExports, memory };
}

export function loadSets(sets: Iterable<ElementSet>): BulkSgp4 {
  return new BulkSgp4(createKernel(), ElementTable.of(sets));
}
