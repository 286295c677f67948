import { computePc, type EncounterPlane } from '../../core/conjunction/collision-probability.ts';
import { assumedPlane } from '../../core/conjunction/assumed-plane.ts';
import {
  ACCURACY_WORDS,
  type AssumedAccuracy,
  parseAccuracy,
} from '../../core/conjunction/assumed-covariance.ts';
import { writeCdm, writeCdmXml, XML_HEAD } from '../../core/conjunction/cdm-write.ts';
import { parseVolumes, type VolumeRule, volumesFor } from '../../core/conjunction/volume.ts';
import type { ConjunctionEvent } from '../../core/conjunction/screen.ts';
import type { ScreenSettings } from '../../core/conjunction/screen-desk.ts';
import { outsideLife } from '../../core/elements/age.ts';
import type { ElementSet } from '../../core/elements/element-set.ts';
import { ElementTable } from '../../core/elements/element-table.ts';
import { historiesOf, inUseAt } from '../../core/elements/history.ts';
import { InputError } from '../../core/errors.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import { MS_PER_HOUR, type UtcMs } from '../../core/units.ts';
import { createLogger } from '../logger.ts';
import { compileKernel } from '../simulation/kernel/kernel-module.ts';
import { KernelPool } from '../simulation/kernel/kernel-pool.ts';
import { MOST_PRIMARIES, screenCatalog, screenPrimaries } from '../simulation/kernel/screen-catalog.ts';
import { systemWallClock } from '../wall-clock.ts';
import { printMissing, printRejects, readElementFile } from './files.ts';
import { instantOption, numberOption, objectsOption, write } from './output.ts';

export interface ScreenCommandOptions {
  readonly catalog: string;
  readonly lenient?: boolean;
  readonly start: string;
  readonly hours: string;
  readonly thresholdKm?: string;
  readonly volume?: string;
  readonly accuracy: string;
  readonly primary?: string;
  readonly workers?: string;
  readonly hbrM: string;
  readonly format: string;
}

const FORMATS = ['csv', 'json', 'cdm', 'cdm-xml'] as const;
const METERS_PER_KM = 1000;
const MAX_HOURS = 24 * 31;
const MAX_WORKERS = 64;
/** Shorter ones cost propagation, longer ones pairs: the least about here, for 28,488 objects. */
const SLAB_SECONDS = 90;
/** Above this nearly everything in a shell is near everything else. */
const MAX_THRESHOLD_KM = 200;
/** For orbits that no volume is for. */
const DEFAULT_THRESHOLD_KM = 5;

/** `screen`: every close approach in a window, as CSV or JSON; `pc_max` is screening grade. */
export async function screen(options: ScreenCommandOptions): Promise<number> {
  const start = instantOption('--start', options.start);
  const hours = numberOption('--hours', options.hours);
  if (!(hours > 0 && hours <= MAX_HOURS))
    throw new InputError(`--hours ${options.hours}: up to ${MAX_HOURS} is possible`);
  const { thresholdKm, volumeRules } = readReach(options);
  const accuracy = parseAccuracy(options.accuracy);
  if (!accuracy) throw new InputError(`--accuracy ${options.accuracy}: ${ACCURACY_WORDS}`);
  const hbrM = numberOption('--hbr-m', options.hbrM);
  if (!(hbrM > 0)) throw new InputError(`--hbr-m ${options.hbrM}: more than 0 is wanted`);
  const format = FORMATS.find((known) => known === options.format);
  if (!format) throw new InputError(`--format ${options.format}: one of ${FORMATS.join(', ')} is wanted`);
  const workers = readWorkers(options.workers);
  const primaries = options.primary === undefined ? null : objectsOption('--primary', options.primary);
  const { table, account } = await readElementFile(options.catalog, {
    isLenient: options.lenient ?? false,
    objects: null,
  });
  printRejects(options.catalog, account);
  if (table.length === 0) throw new InputError(`${options.catalog}: no element sets`);
  printMissing(options.catalog, primaries, table);
  const sets = Array.from(historiesOf(table).values(), (history) => inUseAt(history, start)).sort(
    (a, b) => a.catalogNumber - b.catalogNumber,
  );
  const window = { start, end: start + hours * MS_PER_HOUR };
  const problem = outsideLife(
    sets.map(({ epoch }) => epoch),
    window,
  );
  if (problem !== null) throw new InputError(`--start ${options.start}: ${problem}`);
  const modules = compileKernel();
  if (typeof modules === 'string')
    throw new InputError(`screening wants the kernel, which cannot be used here: ${modules}`);
  const pool = new KernelPool(modules, createLogger('warn'), workers);
  try {
    const settings = {
      ...window,
      thresholdKm,
      slabSeconds: SLAB_SECONDS,
      ...(volumeRules && { volumes: volumesFor(volumeRules, sets) }),
    };
    const wanted = await screenFor(pool, sets, primaries, settings);
    const told = { sets, hbrM, accuracy };
    if (format === 'cdm' || format === 'cdm-xml') await writeMessages(wanted, told, settings, format);
    else {
      const rows = wanted.map((event) => rowOf(event, told));
      await (format === 'csv' ? writeCsv(rows) : write(`${JSON.stringify(rows, null, 1)}\n`));
    }
    return 0;
  } finally {
    await pool.close();
  }
}

/** The threshold, the volumes, or both: then the threshold is for orbits that no volume is for. */
function readReach({ thresholdKm: text, volume }: ScreenCommandOptions): {
  readonly thresholdKm: number;
  readonly volumeRules: readonly VolumeRule[] | null;
} {
  if (text === undefined && volume === undefined)
    throw new InputError('--threshold-km or --volume is wanted: how near is near');
  const thresholdKm = text === undefined ? DEFAULT_THRESHOLD_KM : numberOption('--threshold-km', text);
  if (!(thresholdKm > 0 && thresholdKm <= MAX_THRESHOLD_KM))
    throw new InputError(`--threshold-km ${text}: up to ${MAX_THRESHOLD_KM} is possible`);
  const volumeRules = volume === undefined ? null : parseVolumes(volume);
  if (volume !== undefined && !volumeRules)
    throw new InputError(
      `--volume ${volume}: catalogue, owner, or semi-axes R,T,N in km (and ,box) up to ${MAX_THRESHOLD_KM} are wanted`,
    );
  return { thresholdKm, volumeRules };
}

/** What rows and messages are made from. */
interface Told {
  readonly sets: readonly ElementSet[];
  readonly hbrM: number;
  readonly accuracy: AssumedAccuracy;
}

/** Everything, or what concerns the primaries. */
async function screenFor(
  pool: KernelPool,
  sets: readonly ElementSet[],
  primaries: ReadonlySet<number> | null,
  settings: ScreenSettings,
): Promise<readonly ConjunctionEvent[]> {
  const table = ElementTable.of(sets);
  if (primaries === null) return screenCatalog(pool, table, settings);
  const wanted = sets.flatMap(({ catalogNumber }, place) => (primaries.has(catalogNumber) ? [place] : []));
  if (wanted.length <= MOST_PRIMARIES) return screenPrimaries(pool, table, wanted, settings);
  const places = new Set(wanted);
  const events = await screenCatalog(pool, table, settings);
  return events.filter(({ one, two }) => places.has(one) || places.has(two));
}

function readWorkers(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const workers = numberOption('--workers', text);
  if (Number.isInteger(workers) && workers >= 1 && workers <= MAX_WORKERS) return workers;
  throw new InputError(`--workers ${text}: 1 to ${MAX_WORKERS} is possible`);
}

const COLUMNS = [
  'catalog_number_1',
  'catalog_number_2',
  'tca_utc',
  'miss_km',
  'relative_speed_km_s',
  'miss_r_km',
  'miss_t_km',
  'miss_n_km',
  'pc_max',
  'status',
] as const;
type ScreenRow = Readonly<Record<(typeof COLUMNS)[number], number | string | null>>;

function rowOf(event: ConjunctionEvent, told: Told): ScreenRow {
  const { missRtn } = event;
  const { sets, hbrM } = told;
  const hbrKm = hbrM / METERS_PER_KM;
  const plane = planeOf(event, told);
  return {
    catalog_number_1: sets[event.one]!.catalogNumber,
    catalog_number_2: sets[event.two]!.catalogNumber,
    tca_utc: formatIsoUtc(event.tca, 6),
    miss_km: event.missDistance,
    relative_speed_km_s: event.relativeSpeed,
    miss_r_km: missRtn[0],
    miss_t_km: missRtn[1],
    miss_n_km: missRtn[2],
    pc_max: plane && computePc('ALFRIEND-1999', plane, hbrKm),
    status: event.isNeighbours ? 'neighbours' : event.isEdge ? 'window-edge' : 'ok',
  };
}

/** Messages one after the other: in KVN an empty line between them, in XML all in one `ndm`. */
async function writeMessages(
  events: readonly ConjunctionEvent[],
  told: Told,
  window: { readonly start: UtcMs; readonly end: UtcMs },
  format: 'cdm' | 'cdm-xml',
): Promise<void> {
  const createdAt = systemWallClock();
  const { sets, hbrM, accuracy } = told;
  if (format === 'cdm-xml') await write(`${XML_HEAD}<ndm>\n`);
  for (const [i, event] of events.entries()) {
    const plane = planeOf(event, told);
    const context = {
      createdAt,
      originator: 'WATCHFLOOR',
      accuracy,
      hbrM,
      pc: plane && computePc('FOSTER-1992', plane, hbrM / METERS_PER_KM),
      window,
    };
    const pair = [sets[event.one]!, sets[event.two]!] as const;
    const message =
      format === 'cdm-xml'
        ? writeCdmXml(event, pair, context).slice(XML_HEAD.length)
        : `${i === 0 ? '' : '\n'}${writeCdm(event, pair, context)}`;
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as fast as they are taken
    await write(message);
  }
  if (format === 'cdm-xml') await write('</ndm>\n');
}

/** With the assumed covariances; null where they do not move against each other. */
function planeOf(event: ConjunctionEvent, { sets, hbrM, accuracy }: Told): EncounterPlane | null {
  return assumedPlane(
    event,
    [sets[event.one]!.epoch, sets[event.two]!.epoch],
    accuracy,
    hbrM / METERS_PER_KM,
  );
}

async function writeCsv(rows: readonly ScreenRow[]): Promise<void> {
  const lines = rows.map((row) => COLUMNS.map((column) => row[column] ?? '').join(','));
  await write([COLUMNS.join(','), ...lines, ''].join('\n'));
}
