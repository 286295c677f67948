import { parseArgs } from 'node:util';
import { fuzzElements } from './elements.ts';

/** `npm run fuzz -- elements [--count 1000000] [--seed S] [--corpus DIR]`: exits 1 when anything is found. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: 'watchfloor' },
    corpus: { type: 'string' },
  },
});
const count = Number(values.count);
if (positionals.length !== 1 || positionals[0] !== 'elements' || !(Number.isInteger(count) && count > 0)) {
  process.stderr.write('fuzz: elements [--count N] [--seed S] [--corpus DIR] is wanted\n');
  process.exit(2);
}
const findings = fuzzElements({ count, seed: values.seed, corpus: values.corpus ?? null }, (line) =>
  process.stdout.write(`${line}\n`),
);
process.exit(findings > 0 ? 1 : 0);
