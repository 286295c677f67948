// `npm run build:kernel` does this too: assembly/sieve.ts → dist/sieve.wasm.
import { join } from 'node:path';
import { compile, isStale } from '../../propagation/kernel/build/compile.ts';

const out = join(import.meta.dirname, '../../../dist/sieve.wasm');
if (isStale(out, import.meta.dirname)) compile(join(import.meta.dirname, 'assembly'), 'sieve.ts', out, '-O3');
