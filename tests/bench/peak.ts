import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHAINS = 12;
const OPERATIONS_A_ROUND = 2 * CHAINS;

/** Products and sums of two lanes in chains that do not wait for each other: as many as this processor can do. */
const SOURCE = `
export function spin(rounds: i32): f64 {
  const a = f64x2.splat(0.999999);
  const b = f64x2.splat(0.000001);
  ${each((i) => `let x${i} = f64x2.splat(${i + 1}.0);`)}
  for (let i = 0; i < rounds; i++) {
    ${each((i) => `x${i} = f64x2.add(f64x2.mul(x${i}, a), b);`)}
  }
  return f64x2.extract_lane(${Array.from({ length: CHAINS }, (_, i) => `x${i}`).reduce((s, x) => `f64x2.add(${s}, ${x})`)}, 0);
}
`;

function each(line: (i: number) => string): string {
  return Array.from({ length: CHAINS }, (_, i) => line(i)).join('\n  ');
}

/** A run of the processor's arithmetic: how many operations of two lanes it does, and what does them. */
export function preparePeak(rounds = 2_000_000): { readonly operations: number; readonly run: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'watchfloor-bench-'));
  try {
    writeFileSync(join(folder, 'peak.ts'), SOURCE);
    const asc = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
    const { status } = spawnSync(
      process.execPath,
      [asc, 'peak.ts', '--outFile=peak.wasm', '-O3', '--runtime=stub', '--enable=simd'],
      { cwd: folder, stdio: ['ignore', 2, 2] },
    );
    if (status !== 0) throw new Error('asc failed');
    const module = new WebAssembly.Module(readFileSync(join(folder, 'peak.wasm')));
    const { exports } = new WebAssembly.Instance(module, {});
    const spin = exports['spin'] as (rounds: number) => number;
    return { operations: rounds * OPERATIONS_A_ROUND, run: () => spin(rounds) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Arithmetic of one pair of lanes in a program of the kernel, on the way that is usually taken; from what the build writes. */
export function countOperations(name: string): number {
  const text = readFileSync(join(import.meta.dirname, '../../dist/kernel/lanes.ts'), 'utf8');
  const body = text.split(`export function ${name}(`)[1]?.split('\n}\n')[0];
  if (body === undefined) throw new Error(`no ${name} in the kernel`);
  // The longer way stands first where there are two; a branch without another is for the few that need it.
  const skipped: boolean[] = [false];
  let count = 0;
  let pairs = 1;
  for (const line of body.split('\n')) {
    const code = line.trim();
    if (code.startsWith('if (')) skipped.push(true);
    else if (code === '} else {') skipped[skipped.length - 1] = false;
    else if (code.startsWith('for (')) skipped.push(false);
    else if (code === '}') skipped.pop();
    else if (!skipped.includes(true)) {
      count +=
        code.match(/f64x2\.(add|sub|mul|div|sqrt|lt|le|gt|ge|eq|ne|pmax|pmin|abs|neg)\(/g)?.length ?? 0;
      pairs = Math.max(pairs, Number(/_\d+_(\d): v128/.exec(code)?.[1] ?? 0) + 1);
    }
  }
  return count / pairs;
}
