// `npm run build:kernel`: lane programs → AssemblyScript (dist/kernel) → dist/kernel.wasm, when any of its sources is newer.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseSync } from 'vite';
import { compile, isStale } from './compile.ts';
import { ENTRIES, SIZES } from './entries.ts';
import { Pool, Programs, Widener } from './widen.ts';

/** Modules of lane programs; each after those it imports. */
const MODULES = [
  'lane',
  'wgs72',
  'trig',
  'orbit-plane',
  'near-earth',
  'deep-space',
  'initialise',
  'gates',
  'geodetic',
  'programs',
];

/**
 * Powers and the like are the host's: what they round decides the last bits of the constants, and so a micrometre a year on;
 * with the host's own they are those of satellite.js.
 */
const HOST_MATH = ['pow', 'cbrt', 'sin', 'cos']
  .map((name) => {
    const parameters = name === 'pow' ? 'x: f64, y: f64' : 'x: f64';
    return `// @ts-ignore: decorator\n@external('math', '${name}') declare function host_${name}(${parameters}): f64;`;
  })
  .join('\n');

/** `isOdd` and `flipBySecondBit` of lanes/lane.ts: the whole number is in the low bits. */
const BITS = `
// @ts-ignore: decorator
@inline function isOdd(q: v128): v128 {
  const one = i64x2.splat(1);
  return i64x2.eq(v128.and(q, one), one);
}
// @ts-ignore: decorator
@inline function flipBySecondBit(value: v128, q: v128): v128 {
  return v128.xor(value, i64x2.shl(i64x2.shr_u(q, 1), 63));
}
`;

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    /** For measuring: other numbers of pairs than build/entries.ts has, e.g. runNearEarth=4,runDay=1. */
    pairs: { type: 'string' },
    /** -O2 by default. -O3 takes half as long again for 5 % less code and no gain; -O1 costs 10 % of the speed. */
    optimise: { type: 'string', default: '-O2' },
  },
});
const kernel = join(import.meta.dirname, '..');
const dist = join(kernel, '../../../dist');
const out = values.out ?? join(dist, 'kernel.wasm');
const folder = join(dirname(out), 'kernel');

if (values.out !== undefined || isStale(out, kernel)) build();

function build(): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'lanes.ts'), writeLanes());
  copyFileSync(join(kernel, 'assembly/kernel.ts'), join(folder, 'kernel.ts'));
  compile(folder, 'kernel.ts', out, values.optimise);
}

/** The AssemblyScript of the lane programs. */
function writeLanes(): string {
  const programs = new Programs();
  for (const name of MODULES) {
    const file = join(kernel, 'lanes', `${name}.ts`);
    programs.add(parseSync(file, readFileSync(file, 'utf8')).program);
  }
  const pairs = new URLSearchParams(values.pairs?.replaceAll(',', '&'));
  const pool = new Pool();
  const functions = ENTRIES.map((entry) => {
    const count = Number(pairs.get(entry.name) ?? entry.pairs);
    return new Widener(programs, pool, count).write({ ...entry, pairs: count });
  });
  const sizes = Object.entries(SIZES).map(([name, bytes]) => `export const ${name}: usize = ${bytes};`);
  return [...sizes, HOST_MATH, BITS, pool.write(), ...functions].join('\n');
}
