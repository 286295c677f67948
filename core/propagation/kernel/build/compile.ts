import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Whether a file is missing, or older than anything in a folder. */
export function isStale(file: string, folder: string): boolean {
  return !existsSync(file) || statSync(file).mtimeMs < newest(folder);
}

function newest(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/**
 * Compile AssemblyScript to WebAssembly with SIMD, on shared memory that is imported.
 *
 * @param folder where `entry` is, and what it imports
 */
export function compile(folder: string, entry: string, out: string, optimise = '-O2'): void {
  // A process of its own: the compiler's modules are large, and need no translation.
  const { status } = spawnSync(
    process.execPath,
    [
      createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js'),
      entry,
      `--outFile=${out}`,
      optimise,
      '--noAssert',
      '--runtime=stub',
      '--enable=simd,threads',
      '--importMemory',
      '--sharedMemory',
      '--maximumMemory=65536',
    ],
    { cwd: folder, stdio: ['ignore', 2, 2] },
  );
  if (status !== 0) process.exitCode = status ?? 1;
}
