import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { InputError } from '../../core/errors.ts';
import type { HandoverMode } from '../../core/operations/types.ts';
import { workerModule } from '../simulation/worker-url.ts';
import { instantOption, numberOption, write } from './output.ts';
import { daysOption, loadOption, modeOption, overlapOption, type RunSettings } from './simulate.ts';

export interface SweepOptions {
  readonly days: string;
  readonly seeds: string;
  readonly overlapMin: string;
  readonly handover: string;
  readonly load: string;
  readonly start: string;
  readonly threads?: string;
}

export const SWEPT = [
  'facts_lost_fraction',
  'acknowledgements_missed_fraction',
  'late_fraction',
  'carried_per_shift',
  'handover_score_mean',
] as const;

/** What a run says of SWEPT, in that order. */
export type SweptRun = readonly (number | null)[];

/** 97.5 % point of Student's t for 1 to 30 degrees of freedom; 1.96 beyond. */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** Mean and half width of its 95 % confidence interval. */
export function meanWithInterval(values: readonly number[]): {
  readonly mean: number;
  readonly half: number;
} {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  if (n < 2) return { mean, half: Number.NaN };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, half: (T_975[n - 2] ?? 1.96) * Math.sqrt(variance / n) };
}

interface Cell {
  readonly load: number;
  readonly overlapMin: number;
  readonly handover: HandoverMode;
}

/**
 * `shift sweep`: seeds × overlap × handover × load as CSV, with 95 % intervals; the progress goes to standard error. The runs
 * are shared out over threads; the rows are the same whatever their number.
 */
export async function sweepShifts(options: SweepOptions): Promise<number> {
  const days = daysOption(options.days);
  const threads = threadsOption(options.threads);
  const seeds = numberOption('--seeds', options.seeds);
  if (!(Number.isInteger(seeds) && seeds >= 2 && seeds <= 1000)) {
    throw new InputError(`--seeds ${options.seeds}: 2 to 1000 are wanted, an interval needs two`);
  }
  const start = instantOption('--start', options.start);
  const cells = list(options.load).flatMap((load) =>
    list(options.overlapMin).flatMap((overlap) =>
      list(options.handover).map((mode): Cell => ({
        load: loadOption(load),
        overlapMin: overlapOption(overlap),
        handover: modeOption(mode),
      })),
    ),
  );
  const runs = cells.flatMap((cell) =>
    Array.from({ length: seeds }, (_, i): RunSettings => ({
      ...cell,
      days,
      start,
      seed: `sweep-${i + 1}`,
      pattern: 'metropolitan',
    })),
  );
  await write(
    `load,overlap_min,handover,seeds,days,${SWEPT.map((name) => `${name}_mean,${name}_half_width_95`).join(',')}\n`,
  );
  const results: SweptRun[] = [];
  let rows = 0;
  let done = 0;
  await runAll(runs, threads, async (index, result) => {
    results[index] = result;
    showProgress(++done, runs.length);
    // A row is written as soon as all runs of it, and all rows before it, are there.
    for (; rows < cells.length; rows++) {
      const own = results.slice(rows * seeds, (rows + 1) * seeds);
      if (own.length < seeds || own.includes(undefined as never)) return;
      // oxlint-disable-next-line no-await-in-loop -- rows in order
      await write(rowOf(cells[rows]!, { seeds, days }, own));
    }
  });
  if (process.stderr.isTTY) process.stderr.write('\n');
  return 0;
}

function rowOf(
  { load, overlapMin, handover }: Cell,
  { seeds, days }: { seeds: number; days: number },
  runs: readonly SweptRun[],
): string {
  const figures = SWEPT.map((_, column) => {
    const { mean, half } = meanWithInterval(runs.flatMap((run) => run[column] ?? []));
    return `${mean.toFixed(6)},${half.toFixed(6)}`;
  });
  return `${load},${overlapMin},${handover},${seeds},${days},${figures.join(',')}\n`;
}

/** Give each thread a run at a time. @throws Error when a thread dies */
async function runAll(
  runs: readonly RunSettings[],
  threads: number,
  take: (index: number, result: SweptRun) => Promise<void>,
): Promise<void> {
  let next = 0;
  let taking: Promise<void> = Promise.resolve();
  const { url, options } = workerModule('sweep-worker', import.meta.url);
  const workers = Array.from({ length: Math.min(threads, runs.length) }, () => new Worker(url, options));
  try {
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((resolve, reject) => {
            let index = -1;
            const give = (): void => {
              index = next++;
              if (index >= runs.length) resolve();
              else worker.postMessage(runs[index]);
            };
            worker.on('message', (result: SweptRun) => {
              const own = index;
              taking = taking.then(() => take(own, result));
              taking.catch(reject);
              give();
            });
            worker.on('error', reject);
            worker.on('exit', (code) => reject(new Error(`a thread of the sweep ended with ${code}`)));
            give();
          }),
      ),
    );
    await taking;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function threadsOption(text: string | undefined): number {
  if (text === undefined) return availableParallelism();
  const threads = numberOption('--threads', text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 64) return threads;
  throw new InputError(`--threads ${text}: 1 to 64 are wanted`);
}

function list(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim());
}

function showProgress(done: number, total: number): void {
  const width = 30;
  const filled = Math.round((width * done) / total);
  const bar = `${'#'.repeat(filled)}${'.'.repeat(width - filled)} ${done}/${total} runs`;
  if (process.stderr.isTTY) process.stderr.write(`\r${bar}`);
  else if (done === total || done % Math.ceil(total / 10) === 0) process.stderr.write(`${bar}\n`);
}
