import { readFileSync } from 'node:fs';
import type { SieveExports } from '../../../core/conjunction/sieve/sieve.ts';
import { type Kernel, KERNEL_MATH, type KernelExports } from '../../../core/propagation/kernel/kernel.ts';

/** Beside the compiled server; the same files when the server runs from its sources. */
const FOLDER = new URL(import.meta.url.endsWith('.ts') ? '../../../dist/' : '../../../', import.meta.url);

/** The most memory a kernel can have: 4 GiB, as the module says. */
const MOST_PAGES = 65_536;
const FIRST_PAGES = 16;

/** What is compiled of the kernel, and of the sieve that works on the same memory. */
export interface KernelModules {
  readonly kernel: WebAssembly.Module;
  readonly sieve: WebAssembly.Module;
}

/**
 * Compile the kernel and the sieve.
 *
 * @returns in words why there is none: a file is missing, or this processor has no SIMD for it
 */
export function compileKernel(folder = FOLDER): KernelModules | string {
  try {
    const [kernel, sieve] = ['kernel.wasm', 'sieve.wasm'].map(
      (name) => new WebAssembly.Module(readFileSync(new URL(name, folder))),
    );
    return { kernel: kernel!, sieve: sieve! };
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

/** Make an instance of the sieve on the memory of a kernel; one a thread. */
export function instantiateSieve(module: WebAssembly.Module, memory: WebAssembly.Memory): SieveExports {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as SieveExports;
}
