import { InputError } from '../core/errors.ts';
import { parseIsoUtc } from '../core/time/calendar.ts';
import type { UtcMs } from '../core/units.ts';

/** Where the clock begins: now, at the median epoch of the catalogue, or at an instant. */
export type TimeSetting =
  | { readonly kind: 'live' }
  | { readonly kind: 'catalog' }
  | { readonly kind: 'at'; readonly time: UtcMs };

export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  readonly catalogs: readonly string[];
  readonly stateDir: string;
  readonly time: TimeSetting;
  readonly isLenient: boolean;
  /** Ask nobody on the network. */
  readonly isOffline: boolean;
  readonly uploadLimitBytes: number;
  readonly seed: string;
  readonly overlapMin: number;
  readonly logLevel: string;
}

/** Options as the command line gives them, all text. */
export interface ServeOptions {
  readonly host: string;
  readonly port: string;
  readonly catalog: readonly string[];
  readonly stateDir: string;
  readonly time: string;
  readonly lenient?: boolean;
  readonly offline?: boolean;
  readonly uploadLimitMb: string;
  readonly seed: string;
}

/** Check the options of `serve`. @throws InputError naming the option */
export function readSettings(options: ServeOptions, environment: NodeJS.ProcessEnv): ServerSettings {
  return {
    host: options.host,
    port: wholeNumber('--port', options.port, 0, 65_535),
    catalogs: options.catalog,
    stateDir: options.stateDir,
    time: readTime(options.time),
    isLenient: options.lenient ?? false,
    isOffline: options.offline ?? false,
    uploadLimitBytes: wholeNumber('--upload-limit-mb', options.uploadLimitMb, 1, 1024) * 1024 * 1024,
    seed: options.seed,
    overlapMin: 30,
    logLevel: environment['WATCHFLOOR_LOG_LEVEL'] ?? 'info',
  };
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new InputError(`${option} ${text}: a whole number from ${least} to ${most} is wanted`);
  }
  return value;
}

function readTime(text: string): TimeSetting {
  if (text === 'live' || text === 'catalog') return { kind: text };
  const time = parseIsoUtc(text);
  if (time === null) throw new InputError(`--time ${text}: live, catalog or an ISO 8601 instant is wanted`);
  return { kind: 'at', time };
}
