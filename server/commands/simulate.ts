import { InputError } from '../../core/errors.ts';
import { emptySurroundings } from '../../core/operations/surroundings.ts';
import type { FloorEvent } from '../../core/operations/events.ts';
import { advanceFloor, configureExercise, startExercise } from '../../core/operations/floor.ts';
import { createRunMeter, type RunMetrics } from '../../core/operations/metrics.ts';
import { applyEvent } from '../../core/operations/reducer.ts';
import { SHIFT_PATTERNS } from '../../core/operations/shift.ts';
import type { FloorState } from '../../core/operations/state.ts';
import { HANDOVER_MODES, type HandoverMode } from '../../core/operations/types.ts';
import { MS_PER_DAY, MS_PER_HOUR } from '../../core/units.ts';
import { createJournalHash } from '../storage/journal.ts';
import { instantOption, numberOption, write } from './output.ts';

export interface SimulateOptions {
  readonly days: string;
  readonly seed: string;
  readonly pattern: string;
  readonly overlapMin: string;
  readonly handover: string;
  readonly load: string;
  readonly start: string;
}

export interface RunSettings {
  readonly days: number;
  readonly seed: string;
  readonly pattern: string;
  readonly overlapMin: number;
  readonly handover: HandoverMode;
  readonly load: number;
  readonly start: number;
}

const MAX_DAYS = 3660;
/** Time passes in pieces, so that no run is held in memory whole. */
const STEP_MS = 8 * MS_PER_HOUR;

/** Play days of the floor without people or catalogue, and measure them. */
export function simulateRun(settings: RunSettings): RunMetrics & { readonly journal_sha256: string } {
  const { days, start, ...wanted } = settings;
  const around = emptySurroundings();
  const meter = createRunMeter();
  const hash = createJournalHash();
  const begun = startExercise(configureExercise({ ...wanted, start }));
  let { state } = begun;
  const watch = (before: FloorState | null, event: FloorEvent): void => {
    hash.add(event);
    meter.take(before, event);
  };
  let before: FloorState | null = null;
  for (const event of begun.events) {
    watch(before, event);
    before = applyEvent(before, event);
  }
  const end = start + days * MS_PER_DAY;
  for (let at = start; at < end;) {
    at = Math.min(end, at + STEP_MS);
    ({ state } = advanceFloor(state, at, around, watch));
  }
  return { ...meter.result(end), journal_sha256: hash.head() };
}

/** `shift simulate`: metrics of a run as JSON. */
export async function simulateShifts(options: SimulateOptions): Promise<number> {
  const settings = readSettings(options);
  const metrics = simulateRun(settings);
  await write(`${JSON.stringify({ marking: 'EXERCISE//NOTIONAL', settings, ...metrics }, null, 2)}\n`);
  return 0;
}

function readSettings(options: SimulateOptions): RunSettings {
  const days = numberOption('--days', options.days);
  if (!(days > 0 && days <= MAX_DAYS))
    throw new InputError(`--days ${options.days}: up to ${MAX_DAYS} are wanted`);
  return {
    days,
    seed: options.seed,
    pattern: patternOption(options.pattern),
    overlapMin: overlapOption(options.overlapMin),
    handover: modeOption(options.handover),
    load: loadOption(options.load),
    start: instantOption('--start', options.start),
  };
}

function patternOption(name: string): string {
  if (SHIFT_PATTERNS.some(({ id }) => id === name)) return name;
  throw new InputError(
    `--pattern ${name}: one of ${SHIFT_PATTERNS.map(({ id }) => id).join(', ')} is wanted`,
  );
}

function modeOption(name: string): HandoverMode {
  const mode = HANDOVER_MODES.find((known) => known === name);
  if (!mode) throw new InputError(`--handover ${name}: one of ${HANDOVER_MODES.join(', ')} is wanted`);
  return mode;
}

function overlapOption(value: string): number {
  const minutes = numberOption('--overlap-min', value);
  if (minutes >= 0 && minutes <= 60) return minutes;
  throw new InputError(`--overlap-min ${value}: 0 to 60 minutes are wanted`);
}

function loadOption(value: string): number {
  const load = numberOption('--load', value);
  if (load >= 0 && load <= 5) return load;
  throw new InputError(`--load ${value}: 0 to 5 is wanted`);
}

export interface SweepOptions {
  readonly days: string;
  readonly seeds: string;
  readonly overlapMin: string;
  readonly handover: string;
  readonly load: string;
  readonly start: string;
}

const SWEPT = [
  'facts_lost_fraction',
  'acknowledgements_missed_fraction',
  'late_fraction',
  'carried_per_shift',
  'handover_score_mean',
] as const;
type Swept = (typeof SWEPT)[number];

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

/** `shift sweep`: seeds × overlap × handover × load as CSV, with 95 % intervals; the progress goes to standard error. */
export async function sweepShifts(options: SweepOptions): Promise<number> {
  const days = numberOption('--days', options.days);
  const seeds = numberOption('--seeds', options.seeds);
  if (!(Number.isInteger(seeds) && seeds >= 2 && seeds <= 1000)) {
    throw new InputError(`--seeds ${options.seeds}: 2 to 1000 are wanted, an interval needs two`);
  }
  const start = instantOption('--start', options.start);
  const cells = list(options.load).flatMap((load) =>
    list(options.overlapMin).flatMap((overlap) =>
      list(options.handover).map((mode) => ({
        load: loadOption(load),
        overlapMin: overlapOption(overlap),
        handover: modeOption(mode),
      })),
    ),
  );
  await write(
    `load,overlap_min,handover,seeds,days,${SWEPT.map((name) => `${name}_mean,${name}_half_width_95`).join(',')}\n`,
  );
  const total = cells.length * seeds;
  let done = 0;
  for (const cell of cells) {
    const runs: RunMetrics[] = [];
    for (let i = 1; i <= seeds; i++) {
      runs.push(simulateRun({ ...cell, days, start, seed: `sweep-${i}`, pattern: 'metropolitan' }));
      showProgress(++done, total);
    }
    const figures = SWEPT.map((name: Swept) => {
      const { mean, half } = meanWithInterval(runs.flatMap((run) => run[name] ?? []));
      return `${mean.toFixed(6)},${half.toFixed(6)}`;
    });
    // oxlint-disable-next-line no-await-in-loop -- rows in order
    await write(`${cell.load},${cell.overlapMin},${cell.handover},${seeds},${days},${figures.join(',')}\n`);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  return 0;
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
