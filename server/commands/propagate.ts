import type { ElementSet } from '../../core/elements/element-set.ts';
import type { ElementTable } from '../../core/elements/element-table.ts';
import { historiesOf, inUseAt } from '../../core/elements/history.ts';
import { InputError } from '../../core/errors.ts';
import { positionTemeToEcef, temeToEcef } from '../../core/frames/ecef.ts';
import { geodeticOfEcef } from '../../core/frames/geodetic.ts';
import { minutesSinceEpoch } from '../../core/propagation/sgp4.ts';
import { STATUS_OK, type StatusCode, statusName } from '../../core/propagation/status.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import { DEG_PER_RAD, MS_PER_MINUTE, MS_PER_SECOND, type UtcMs } from '../../core/units.ts';
import { createRowPropagator } from '../simulation/kernel/local-kernel.ts';
import { printMissing, printRejects, readElementFile } from './files.ts';
import { instantOption, numberOption, objectsOption, write } from './output.ts';

export interface PropagateOptions {
  readonly catalog: string;
  readonly lenient?: boolean;
  readonly object?: string;
  readonly start?: string;
  readonly step?: string;
  readonly count?: string;
  readonly minutes?: string;
  readonly frame: string;
  readonly format: string;
}

const FRAMES = ['teme', 'ecef', 'geodetic'] as const;
type Frame = (typeof FRAMES)[number];
const MAX_ROWS_PER_OBJECT = 10_000_000;

/** When to propagate: at the same instants every object, or at the same minutes since its epoch every set. */
type Schedule =
  | { readonly kind: 'minutes'; readonly from: number; readonly step: number; readonly count: number }
  | { readonly kind: 'instants'; readonly start: UtcMs; readonly stepMs: number; readonly count: number };

/** One line of the answer. */
interface Row {
  readonly catalogNumber: number;
  readonly minutes: number;
  readonly time: UtcMs;
  readonly status: StatusCode;
  /** TEME, km and km/s. */
  readonly state: Float64Array;
}

/** `propagate`: states of objects at instants, as CSV or JSON, without the gates that are for display only. */
export async function propagate(options: PropagateOptions): Promise<number> {
  const frame = FRAMES.find((known) => known === options.frame);
  if (!frame) throw new InputError(`--frame ${options.frame}: one of ${FRAMES.join(', ')} is wanted`);
  if (options.format !== 'csv' && options.format !== 'json') {
    throw new InputError(`--format ${options.format}: csv or json is wanted`);
  }
  const schedule = readSchedule(options);
  const objects = options.object === undefined ? null : objectsOption('--object', options.object);
  const { table, account } = await readElementFile(options.catalog, {
    isLenient: options.lenient ?? false,
    objects,
  });
  const [first] = account.rejects;
  if (account.accepted === 0)
    throw new InputError(
      `${options.catalog}, line ${first?.line ?? 1}: ${first?.reason ?? 'no element sets'}`,
    );
  printRejects(options.catalog, account);
  if (table.length === 0) throw new InputError(`--object ${options.object}: not in ${options.catalog}`);
  printMissing(options.catalog, objects, table);
  await (options.format === 'csv' ? writeCsv : writeJson)(rowsOf(table, schedule), frame);
  return 0;
}

function readSchedule(options: PropagateOptions): Schedule {
  if (options.minutes !== undefined) {
    if (options.start !== undefined || options.step !== undefined || options.count !== undefined)
      throw new InputError('give --minutes or --start, --step and --count, not both');
    const parts = options.minutes.split(':').map((part) => numberOption('--minutes', part));
    const [from, to, step] = parts;
    if (parts.length !== 3 || from === undefined || to === undefined || !step || (to - from) / step < 0) {
      throw new InputError(
        `--minutes ${options.minutes}: FROM:TO:STEP is wanted, the step leading from one to the other`,
      );
    }
    const count = checkCount(Math.floor((to - from) / step + 1e-9) + 1);
    return { kind: 'minutes', from, step, count };
  }
  if (options.start === undefined || options.step === undefined || options.count === undefined) {
    throw new InputError('give --start, --step and --count, or --minutes FROM:TO:STEP');
  }
  const start = instantOption('--start', options.start);
  const stepMs = numberOption('--step', options.step) * MS_PER_SECOND;
  const count = checkCount(numberOption('--count', options.count));
  return { kind: 'instants', start, stepMs, count };
}

function checkCount(count: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= MAX_ROWS_PER_OBJECT) return count;
  throw new InputError(`${count} instants: from 1 to ${MAX_ROWS_PER_OBJECT} are possible`);
}

/** Which set at which time: `at` is UTC ms or minutes since its epoch, as the schedule says. */
interface Wanted {
  readonly index: number;
  readonly set: ElementSet;
  readonly at: number;
}

/** At instants an object has the set that is in use there: the newest not after it. */
function* wantedOf(table: ElementTable, schedule: Schedule): Generator<Wanted> {
  if (schedule.kind === 'minutes') {
    const { from, step, count } = schedule;
    for (let index = 0; index < table.length; index++) {
      const set = table.at(index);
      for (let i = 0; i < count; i++) yield { index, set, at: from + i * step };
    }
    return;
  }
  const { start, stepMs, count } = schedule;
  const sets = [...table];
  const places = new Map(sets.map((set, index) => [set, index]));
  for (const history of historiesOf(sets).values()) {
    let set = inUseAt(history, start);
    for (let i = 0; i < count; i++) {
      const at = start + i * stepMs;
      if (history.length > 1) set = inUseAt(history, at);
      yield { index: places.get(set)!, set, at };
    }
  }
}

/** Rows that are propagated together. */
const ROWS_TOGETHER = 8192;

function* rowsOf(table: ElementTable, schedule: Schedule): Generator<Row> {
  const kind = schedule.kind === 'minutes' ? 'minutes' : 'utc';
  const propagator = createRowPropagator(table);
  function* together(wanted: readonly Wanted[]): Generator<Row> {
    const { numbers, status } = propagator.propagate(
      wanted.map(({ index }) => index),
      wanted.map(({ at }) => at),
      kind,
    );
    for (const [i, { set, at }] of wanted.entries()) {
      const minutes = kind === 'minutes' ? at : minutesSinceEpoch(set, at);
      const time = kind === 'minutes' ? set.epoch + at * MS_PER_MINUTE : at;
      const state = numbers.slice(6 * i, 6 * i + 6);
      yield { catalogNumber: set.catalogNumber, minutes, time, status: status[i]!, state };
    }
  }
  let some: Wanted[] = [];
  for (const wanted of wantedOf(table, schedule)) {
    some.push(wanted);
    if (some.length < ROWS_TOGETHER) continue;
    yield* together(some);
    some = [];
  }
  yield* together(some);
}

const COLUMNS: Readonly<Record<Frame, readonly string[]>> = {
  teme: ['x_km', 'y_km', 'z_km', 'vx_km_s', 'vy_km_s', 'vz_km_s'],
  ecef: ['x_km', 'y_km', 'z_km', 'vx_km_s', 'vy_km_s', 'vz_km_s'],
  geodetic: ['latitude_deg', 'longitude_deg', 'height_km'],
};

/** The numbers of a row in its frame; none when the propagation failed. */
function valuesOf({ state, status, time }: Row, frame: Frame): readonly number[] {
  if (status !== STATUS_OK) return [];
  const positionTeme = [state[0]!, state[1]!, state[2]!] as const;
  const velocityTeme = [state[3]!, state[4]!, state[5]!] as const;
  switch (frame) {
    case 'teme':
      return [...positionTeme, ...velocityTeme];
    case 'ecef': {
      const { positionEcef, velocityEcef } = temeToEcef({ positionTeme, velocityTeme }, time);
      return [...positionEcef, ...velocityEcef];
    }
    case 'geodetic': {
      const { latitude, longitude, height } = geodeticOfEcef(positionTemeToEcef(positionTeme, time));
      return [latitude * DEG_PER_RAD, longitude * DEG_PER_RAD, height];
    }
  }
}

const CHUNK_CHARACTERS = 1 << 16;

async function writeCsv(rows: Iterable<Row>, frame: Frame): Promise<void> {
  const columns = COLUMNS[frame];
  const blanks = columns.map(() => '');
  let chunk = `catalog_number,minutes_from_epoch,time_utc,${columns.join(',')},status\n`;
  for (const row of rows) {
    const values = valuesOf(row, frame);
    const cells = [
      row.catalogNumber,
      row.minutes,
      formatIsoUtc(row.time, 6),
      ...(values.length > 0 ? values : blanks),
    ];
    chunk += `${cells.join(',')},${statusName(row.status)}\n`;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    await write(chunk);
    chunk = '';
  }
  await write(chunk);
}

async function writeJson(rows: Iterable<Row>, frame: Frame): Promise<void> {
  const columns = COLUMNS[frame];
  let separator = '[\n';
  for (const row of rows) {
    const values = valuesOf(row, frame);
    const numbers = Object.fromEntries(columns.map((column, i) => [column, values[i] ?? null]));
    const about = {
      catalog_number: row.catalogNumber,
      minutes_from_epoch: row.minutes,
      time_utc: formatIsoUtc(row.time, 6),
    };
    await write(`${separator}${JSON.stringify({ ...about, ...numbers, status: statusName(row.status) })}`);
    separator = ',\n';
  }
  await write(separator === '[\n' ? '[]\n' : '\n]\n');
}
