import { readFileSync } from 'node:fs';
import { type Kernel, KERNEL_MATH, type KernelExports } from '../../../core/propagation/kernel/kernel.ts';

/** Beside the compiled server; the same file when the server runs from its sources. */
const FILE = new URL(
  import.meta.url.endsWith('.ts') ? '../../../dist/kernel.wasm' : '../../../kernel.wasm',
  import.meta.url,
);

/** The most memory a kernel can have: 4 GiB, as the module says. */
const MOST_PAGES = 65_536;
const FIRST_PAGES = 16;

/**
 * Compile the kernel.
 *
 * @returns in words why there is none: the file is missing, or this processor has no SIMD for it
 */
export function compileKernel(file = FILE): WebAssembly.Module | string {
  try {
    return new WebAssembly.Module(readFileSync(file));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Memory that threads share. */
export function createKernelMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MOST_PAGES, shared: true });
}

/** Make an instance of the kernel on a memory; one a thread. */
export function instantiateKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  const { exports } = new WebAssembly.Instance(module, { env: { memory }, math: KERNEL_MATH });
  return { exports: exports as unknown as KernelExports, memory };
}
