import { MS_PER_HOUR, MS_PER_MINUTE, type Milliseconds, type UtcMs } from '../../core/units.ts';
import type { WallClock } from '../wall-clock.ts';
import type { Feed } from './feed.ts';
import { type FetchLimits, politeFetch } from './polite-fetch.ts';

export interface SpaceTrackAccount {
  readonly user: string;
  readonly password: string;
}

/** The newest set of everything in orbit with an epoch of the last thirty days. */
const QUERY =
  '/basicspacedata/query/class/gp/decay_date/null-val/epoch/%3Enow-30/orderby/norad_cat_id/format/json';

/**
 * Space-Track's element sets, with the user's own account: the whole catalogue once an hour, every request within 30 a
 * minute and 300 an hour.
 *
 * Source: Space-Track, "API use guidelines".
 */
export function spaceTrackFeed(
  base: string,
  account: SpaceTrackAccount,
  { limits, wallClock }: { limits: FetchLimits; wallClock: WallClock },
): Feed {
  const mayAsk = requestLimit(wallClock);
  return {
    id: 'space-track',
    name: 'Space-Track',
    kind: 'elements',
    minIntervalMs: MS_PER_HOUR,
    async ask(_record, signal) {
      const login = await politeFetch({
        url: `${base}/ajaxauth/login`,
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ identity: account.user, password: account.password }).toString(),
        signal,
        limits,
        mayAsk,
      });
      if (login.kind !== 'body') return login;
      // A wrong password is answered with 200 and {"Login":"Failed"}.
      if (Buffer.from(login.body).toString().includes('Failed'))
        return {
          kind: 'failed',
          problem: 'Space-Track refuses the account: wrong user or password',
          retryAfterMs: 0,
        };
      const headers = { Cookie: login.cookies.join('; ') };
      const answer = await politeFetch({ url: `${base}${QUERY}`, headers, signal, limits, mayAsk });
      return answer.kind === 'unreachable' ? { ...answer, kind: 'failed', retryAfterMs: 0 } : answer;
    },
  };
}

/** Ask it before each request: 30 in any minute, 300 in any hour. */
export function requestLimit(wallClock: WallClock): () => boolean {
  let asked: readonly UtcMs[] = [];
  return () => {
    const now = wallClock();
    asked = asked.filter((at) => now - at < MS_PER_HOUR);
    const within = (span: Milliseconds): number => asked.filter((at) => now - at < span).length;
    if (within(MS_PER_MINUTE) >= 30 || asked.length >= 300) return false;
    asked = [...asked, now];
    return true;
  };
}
