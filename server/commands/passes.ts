import { historiesOf, inUseAt } from '../../core/elements/history.ts';
import { InputError } from '../../core/errors.ts';
import type { Geodetic } from '../../core/frames/geodetic.ts';
import { findPasses, type PassPoint } from '../../core/sensors/passes.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import { DEG_PER_RAD, MS_PER_HOUR, RAD_PER_DEG } from '../../core/units.ts';
import { withPassSource } from '../simulation/kernel/local-kernel.ts';
import { printMissing, printRejects, readElementFile } from './files.ts';
import { instantOption, numberOption, objectsOption, write } from './output.ts';

export interface PassesOptions {
  readonly catalog: string;
  readonly lenient?: boolean;
  readonly object: string;
  readonly site: string;
  readonly start: string;
  readonly hours: string;
  readonly minElevation: string;
}

const MAX_HOURS = 24 * 366;

/** `passes`: when objects pass over a site, as CSV. */
export async function passes(options: PassesOptions): Promise<number> {
  const site = readSite(options.site);
  const start = instantOption('--start', options.start);
  const hours = numberOption('--hours', options.hours);
  if (!(hours > 0 && hours <= MAX_HOURS))
    throw new InputError(`--hours ${options.hours}: up to ${MAX_HOURS} is possible`);
  const minElevationDeg = numberOption('--min-elevation', options.minElevation);
  if (Math.abs(minElevationDeg) > 90)
    throw new InputError(`--min-elevation ${options.minElevation}: degrees from −90 to 90 are wanted`);
  const objects = objectsOption('--object', options.object);
  const { table, account } = await readElementFile(options.catalog, {
    isLenient: options.lenient ?? false,
    objects,
  });
  printRejects(options.catalog, account);
  if (table.length === 0) throw new InputError(`--object ${options.object}: not in ${options.catalog}`);
  printMissing(options.catalog, objects, table);
  await write(
    'catalog_number,rise_utc,rise_azimuth_deg,culmination_utc,max_elevation_deg,set_utc,set_azimuth_deg,sunlit\n',
  );
  for (const history of historiesOf(table).values()) {
    const set = inUseAt(history, start);
    const request = {
      site,
      start,
      end: start + hours * MS_PER_HOUR,
      minElevation: minElevationDeg * RAD_PER_DEG,
    };
    for (const pass of withPassSource(set, (source) => findPasses(source, request))) {
      const { time, look } = pass.culmination;
      const top = `${formatIsoUtc(time)},${look.elevation * DEG_PER_RAD}`;
      await write(`${set.catalogNumber},${edge(pass.rise)},${top},${edge(pass.set)},${pass.isSunlit}\n`);
    }
  }
  return 0;
}

function edge(point: PassPoint | null): string {
  return point ? `${formatIsoUtc(point.time)},${point.look.azimuth * DEG_PER_RAD}` : ',';
}

function readSite(text: string): Geodetic {
  const parts = text.split(',').map((part) => numberOption('--site', part));
  const [latitudeDeg, longitudeDeg, heightM] = parts;
  const isSound =
    parts.length === 3 &&
    latitudeDeg !== undefined &&
    longitudeDeg !== undefined &&
    heightM !== undefined &&
    Math.abs(latitudeDeg) <= 90 &&
    Math.abs(longitudeDeg) <= 360 &&
    Math.abs(heightM) <= 100_000;
  if (!isSound) throw new InputError(`--site ${text}: LAT_DEG,LON_DEG,HEIGHT_M is wanted`);
  return {
    latitude: latitudeDeg * RAD_PER_DEG,
    longitude: longitudeDeg * RAD_PER_DEG,
    height: heightM / 1000,
  };
}
