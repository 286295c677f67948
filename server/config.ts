import { type AgeLimits, DEFAULT_AGE_LIMITS, type RegimeAgeLimits } from '../core/elements/age.ts';
import { type Regime, REGIMES } from '../core/elements/regime.ts';
import {
  ACCURACY_WORDS,
  type AssumedAccuracy,
  parseAccuracy,
} from '../core/conjunction/assumed-covariance.ts';
import { InputError } from '../core/errors.ts';
import { parseIsoUtc } from '../core/time/calendar.ts';
import type { UtcMs } from '../core/units.ts';
import { parseWatchedPair } from '../core/operations/item-rules.ts';
import type { ItemRules } from '../core/operations/types.ts';
import { itemRulesSchema } from './scenario-schema.ts';
import { MOST_CLASSES, ObjectReleases } from './simulation/releases.ts';
import { type KeeperSettings, readKeeperSettings } from './keeper/settings.ts';

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
  /** The live sources that are asked; none when offline. */
  readonly keeper: KeeperSettings;
  readonly uploadLimitBytes: number;
  /** Element sets the store may hold. */
  readonly maxSets: number;
  /** Rooms beside the live one. */
  readonly maxRooms: number;
  /** Sets of live feeds older than this are forgotten. */
  readonly historyDays: number;
  readonly ageLimits: RegimeAgeLimits;
  /** Objects that not everybody may see; notional. */
  readonly releases: ObjectReleases;
  readonly seed: string;
  readonly overlapMin: number;
  /** What of the catalogue becomes work on the floor. */
  readonly itemRules: ItemRules;
  /** Deviations that are assumed of element sets, for probabilities. */
  readonly accuracy: AssumedAccuracy;
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
  readonly live?: string;
  readonly celestrakGroups: string;
  readonly uploadLimitMb: string;
  readonly maxSets: string;
  readonly maxRooms: string;
  readonly historyDays: string;
  readonly ageLimits?: string;
  readonly restrict?: string;
  readonly seed: string;
  readonly overlapMin: string;
  readonly itemRules?: string;
  readonly watchPairs?: string;
  readonly accuracy?: string;
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
    keeper: readKeeperSettings(
      {
        ...(options.live !== undefined && { live: options.live }),
        celestrakGroups: options.celestrakGroups,
        isOffline: options.offline ?? false,
        hasFiles: options.catalog.length > 0,
      },
      environment,
    ),
    uploadLimitBytes: wholeNumber('--upload-limit-mb', options.uploadLimitMb, 1, 1024) * 1024 * 1024,
    maxSets: wholeNumber('--max-sets', options.maxSets, 1000, 20_000_000),
    maxRooms: wholeNumber('--max-rooms', options.maxRooms, 0, 256),
    historyDays: wholeNumber('--history-days', options.historyDays, 1, 36_600),
    ageLimits: readAgeLimits(options.ageLimits),
    releases: readReleases(options.restrict),
    seed: options.seed,
    overlapMin: wholeNumber('--overlap-min', options.overlapMin, 0, 60),
    itemRules: readItemRules(options),
    accuracy: readAccuracy(options.accuracy),
    logLevel: environment['WATCHFLOOR_LOG_LEVEL'] ?? 'info',
  };
}

function readAccuracy(text = 'aida-kirschner'): AssumedAccuracy {
  const accuracy = parseAccuracy(text);
  if (accuracy) return accuracy;
  throw new InputError(`--accuracy ${text}: ${ACCURACY_WORDS}`);
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new InputError(`${option} ${text}: a whole number from ${least} to ${most} is wanted`);
  }
  return value;
}

/** `low=3/7/30,geosynchronous=7/14/30`: days from which a set is ageing, stale, lost. */
function readAgeLimits(text = ''): RegimeAgeLimits {
  const limits: Record<Regime, AgeLimits> = { ...DEFAULT_AGE_LIMITS };
  for (const part of text.split(',').filter((each) => each.trim() !== '')) {
    const match = /^\s*([a-z]+)=([\d.]+)\/([\d.]+)\/([\d.]+)\s*$/.exec(part);
    const regime = REGIMES.find((each) => each === match?.[1]);
    const [ageing = Number.NaN, stale = Number.NaN, lost = Number.NaN] = (match ?? []).slice(2).map(Number);
    if (!regime || !(ageing > 0 && ageing <= stale && stale <= lost)) {
      throw new InputError(
        `--age-limits ${part}: REGIME=AGEING/STALE/LOST in rising days is wanted, of ${REGIMES.join(', ')}`,
      );
    }
    limits[regime] = { ageing, stale, lost };
  }
  return limits;
}

const RULE_NAMES = ['per-survey', 'every-min', 'approach-h', 'screen-h', 'cases'] as const;

/** `per-survey=3,every-min=60,approach-h=24,screen-h=24,cases=3` or `off`; pairs as `24946/22675/5`: two catalog numbers and km. */
function readItemRules({ itemRules = '', watchPairs = '' }: ServeOptions): ItemRules {
  const given = new Map<string, number>();
  for (const part of itemRules === 'off' ? [] : splitList(itemRules)) {
    const match = /^([a-z-]+)=(\d+(?:\.\d+)?)$/.exec(part);
    const name = RULE_NAMES.find((each) => each === match?.[1]);
    if (!match || !name)
      throw new InputError(
        `--item-rules ${part}: off, or NAME=NUMBER is wanted, of ${RULE_NAMES.join(', ')}`,
      );
    given.set(name, Number(match[2]));
  }
  const pairs = splitList(watchPairs).map((part) => {
    const pair = parseWatchedPair(part);
    if (!pair) throw new InputError(`--watch-pairs ${part}: NUMBER/NUMBER/KM is wanted, like 24946/22675/5`);
    return pair;
  });
  const parsed = itemRulesSchema.safeParse({
    isOn: itemRules !== 'off',
    perSurvey: given.get('per-survey'),
    surveyEveryMin: given.get('every-min'),
    approachWindowH: given.get('approach-h'),
    ...(itemRules !== 'off' && {
      screening: { windowH: given.get('screen-h'), perScreening: given.get('cases') },
    }),
    pairs,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(
    `--item-rules, --watch-pairs: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  );
}

/** `43013=USA+GBR,90000-99999=USA`: objects, or ranges of them, and the nations that may see them. */
function readReleases(text = ''): ObjectReleases {
  const restrictions = splitList(text).map((part) => {
    const match = /^(\d{1,9})(?:-(\d{1,9}))?=([A-Z]{2,3}(?:\+[A-Z]{2,3})*)$/.exec(part);
    const [, first = '', last = first, nations = ''] = match ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (!match || from > to)
      throw new InputError(
        `--restrict ${part}: NUMBER or NUMBER-NUMBER, =, and nations like USA+GBR are wanted`,
      );
    return { from, to, release: nations.split('+') };
  });
  const releases = new ObjectReleases(restrictions);
  if (releases.sets.length > MOST_CLASSES)
    throw new InputError(
      `--restrict: ${releases.sets.length - 1} sets of nations, at most ${MOST_CLASSES - 1}`,
    );
  return releases;
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readTime(text: string): TimeSetting {
  if (text === 'live' || text === 'catalog') return { kind: text };
  const time = parseIsoUtc(text);
  if (time === null) throw new InputError(`--time ${text}: live, catalog or an ISO 8601 instant is wanted`);
  return { kind: 'at', time };
}
