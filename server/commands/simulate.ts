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
  return {
    days: daysOption(options.days),
    seed: options.seed,
    pattern: patternOption(options.pattern),
    overlapMin: overlapOption(options.overlapMin),
    handover: modeOption(options.handover),
    load: loadOption(options.load),
    start: instantOption('--start', options.start),
  };
}

export function daysOption(text: string): number {
  const days = numberOption('--days', text);
  if (days > 0 && days <= MAX_DAYS) return days;
  throw new InputError(`--days ${text}: up to ${MAX_DAYS} are wanted`);
}

function patternOption(name: string): string {
  if (SHIFT_PATTERNS.some(({ id }) => id === name)) return name;
  throw new InputError(
    `--pattern ${name}: one of ${SHIFT_PATTERNS.map(({ id }) => id).join(', ')} is wanted`,
  );
}

export function modeOption(name: string): HandoverMode {
  const mode = HANDOVER_MODES.find((known) => known === name);
  if (!mode) throw new InputError(`--handover ${name}: one of ${HANDOVER_MODES.join(', ')} is wanted`);
  return mode;
}

export function overlapOption(value: string): number {
  const minutes = numberOption('--overlap-min', value);
  if (minutes >= 0 && minutes <= 60) return minutes;
  throw new InputError(`--overlap-min ${value}: 0 to 60 minutes are wanted`);
}

export function loadOption(value: string): number {
  const load = numberOption('--load', value);
  if (load >= 0 && load <= 5) return load;
  throw new InputError(`--load ${value}: 0 to 5 is wanted`);
}
