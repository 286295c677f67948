import { InputError } from '../../core/errors.ts';
import type { WallClock } from '../wall-clock.ts';
import { celestrakGroup, celestrakSatcat } from './celestrak.ts';
import type { Feed } from './feed.ts';
import { DEFAULT_LIMITS, type FetchLimits } from './polite-fetch.ts';
import { type SpaceTrackAccount, spaceTrackFeed } from './space-track.ts';

export type LiveSource = 'celestrak' | 'space-track' | 'none';

/** Which live sources are wanted. */
export interface KeeperSettings {
  readonly live: LiveSource;
  readonly groups: readonly string[];
  readonly celestrakUrl: string;
  readonly spaceTrackUrl: string;
  readonly account: SpaceTrackAccount | null;
}

/** Options as the command line gives them. */
export interface KeeperOptions {
  readonly live?: string;
  readonly celestrakGroups: string;
  readonly isOffline: boolean;
  /** Files are named: they are what is wanted, unless `live` says otherwise. */
  readonly hasFiles: boolean;
}

/** @throws InputError naming the option or variable */
export function readKeeperSettings(options: KeeperOptions, environment: NodeJS.ProcessEnv): KeeperSettings {
  const user = environment['WATCHFLOOR_SPACE_TRACK_USER'] ?? '';
  const password = environment['WATCHFLOOR_SPACE_TRACK_PASSWORD'] ?? '';
  const account = user !== '' && password !== '' ? { user, password } : null;
  const wanted = readLive(options, account !== null);
  const live = options.isOffline ? 'none' : wanted;
  if (live === 'space-track' && account === null)
    throw new InputError(
      '--live space-track: your account is wanted in WATCHFLOOR_SPACE_TRACK_USER and WATCHFLOOR_SPACE_TRACK_PASSWORD',
    );
  return {
    live,
    groups: readGroups(options.celestrakGroups),
    celestrakUrl: readBase(environment, 'WATCHFLOOR_CELESTRAK_URL', 'https://celestrak.org'),
    spaceTrackUrl: readPrivateBase(environment, 'WATCHFLOOR_SPACE_TRACK_URL', 'https://www.space-track.org'),
    account,
  };
}

export function feedsOf(
  { live, groups, celestrakUrl, spaceTrackUrl, account }: KeeperSettings,
  wallClock: WallClock,
  limits: FetchLimits = DEFAULT_LIMITS,
): readonly Feed[] {
  if (live === 'none') return [];
  if (live === 'space-track')
    return account ? [spaceTrackFeed(spaceTrackUrl, account, { limits, wallClock })] : [];
  return [
    ...groups.map((group) => celestrakGroup(celestrakUrl, group, limits)),
    celestrakSatcat(celestrakUrl, limits),
  ];
}

function readLive({ live, hasFiles }: KeeperOptions, hasAccount: boolean): LiveSource {
  switch (live) {
    case undefined:
      return hasFiles ? 'none' : hasAccount ? 'space-track' : 'celestrak';
    case 'celestrak':
    case 'space-track':
    case 'none':
      return live;
    default:
      throw new InputError(`--live ${live}: celestrak, space-track or none is wanted`);
  }
}

function readGroups(text: string): readonly string[] {
  const groups = text.split(',').map((group) => group.trim());
  const wrong = groups.find((group) => !/^[a-z0-9-]{1,40}$/.test(group));
  if (wrong !== undefined)
    throw new InputError(`--celestrak-groups ${wrong}: names such as active or stations are wanted`);
  return [...new Set(groups)];
}

/** The address is never repeated where it may hold a password. */
function readBase(environment: NodeJS.ProcessEnv, name: string, usual: string): string {
  const text = environment[name] ?? usual;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InputError(`${name}: an http or https address is wanted`);
  const { username, password, search, hash } = new URL(text);
  if (username !== '' || password !== '' || search !== '' || hash !== '')
    throw new InputError(`${name}: an address without user, password, ? and # is wanted`);
  return text.replace(/\/+$/, '');
}

/** As `readBase`; a password goes there, so only this computer may be asked without https. */
function readPrivateBase(environment: NodeJS.ProcessEnv, name: string, usual: string): string {
  const base = readBase(environment, name, usual);
  const { protocol, hostname } = new URL(base);
  if (protocol !== 'https:' && !['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
    throw new InputError(`${name} ${base}: an https address is wanted, since your password goes there`);
  return base;
}
