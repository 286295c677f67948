import { detectFormat } from '../../core/elements/read.ts';
import { createRandom } from '../../core/random.ts';
import { seedsOfFolder, typedSeeds } from './corpus.ts';
import { examine, examineCuts } from './examine.ts';
import { makeInput, withHead } from './inputs.ts';
import { below, type Random } from './mutate.ts';

/** An input that takes more processor time counts as a hang. */
const HANG_MS = 1000;
/** Findings that are printed before the run is given up. */
const MOST_FINDINGS = 20;
/** One input in so many is read in pieces too. */
const CUT_EVERY = 4;
const REPORT_EVERY = 100_000;

export interface FuzzOptions {
  readonly count: number;
  readonly seed: string;
  /** A folder of real files. */
  readonly corpus: string | null;
}

/**
 * Feed the readers of element sets with damaged real records: nothing may be thrown, hang, be lost from the account, be read
 * differently in pieces, or be accepted without a position at its epoch.
 *
 * @returns how many findings there were; each is printed with its input as a JSON string of bytes
 */
export function fuzzElements({ count, seed, corpus }: FuzzOptions, print: (line: string) => void): number {
  const random = createRandom(seed);
  const seeds = [...typedSeeds(), ...(corpus === null ? [] : seedsOfFolder(corpus, random))];
  print(`${seeds.length} seeds, ${count} inputs, seed ${seed}`);
  const totals = { accepted: 0, rejected: 0, findings: 0 };
  const slowest = { ms: 0, input: new Uint8Array() };
  const started = performance.now();
  for (let i = 1; i <= count && totals.findings < MOST_FINDINGS; i++) {
    const input = makeInput(random, seeds);
    const before = cpuMs();
    const { accepted, rejected, findings } = examineSafely(input, i % CUT_EVERY === 0 ? random : null);
    const ms = cpuMs() - before;
    totals.accepted += accepted;
    totals.rejected += rejected;
    if (ms > slowest.ms) Object.assign(slowest, { ms, input });
    const all = ms > HANG_MS ? [...findings, `took ${ms.toFixed(0)} ms`] : findings;
    if (all.length > 0) {
      totals.findings++;
      print(`FINDING in input ${i}: ${all.join('; ').slice(0, 4000)}\n  ${printable(input)}`);
    }
    if (i % REPORT_EVERY === 0) print(report(i, totals, performance.now() - started));
  }
  print(report(count, totals, performance.now() - started));
  print(`slowest input: ${slowest.ms.toFixed(1)} ms\n  ${printable(slowest.input)}`);
  return totals.findings;
}

/** Processor time of this process: a busy machine must not look like a hang. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

interface Totals {
  readonly accepted: number;
  readonly rejected: number;
  readonly findings: number;
}

function report(inputs: number, { accepted, rejected, findings }: Totals, ms: number): string {
  const rate = ((inputs / ms) * 1000).toFixed(0);
  return `${inputs} inputs, ${rate} a second: ${accepted} sets accepted, ${rejected} rejected, ${findings} findings`;
}

function examineSafely(input: Uint8Array, random: Random | null): ReturnType<typeof examine> {
  try {
    const examination = examine(input);
    if (random === null) return examination;
    const long = withHead(input, detectFormat(input));
    const start = long.length - input.length;
    const cuts = Array.from({ length: 1 + below(random, 8) }, () => start + below(random, input.length + 1));
    return { ...examination, findings: [...examination.findings, ...examineCuts(long, cuts)] };
  } catch (error) {
    const thrown = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { accepted: 0, rejected: 0, findings: [`threw ${thrown}`] };
  }
}

function printable(input: Uint8Array): string {
  return JSON.stringify(Buffer.from(input).toString('latin1'));
}
