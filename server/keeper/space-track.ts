import { MS_PER_HOUR, MS_PER_MINUTE, type Milliseconds, type UtcMs } from '../../core/units.ts';
import type { WallClock } from '../wall-clock.ts';
import { type Answer, failed } from './answer.ts';
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
 * The session is used again while it lasts (two hours from its last use); it is kept in memory only. Requests of an earlier
 * run are not counted: one question is fourteen requests at most, and the next is an hour away, a restart included.
 *
 * Source: Space-Track, "API use guidelines", https://www.space-track.org/documentation#api-use-guidelines; its engineers on
 * the session: https://github.com/SatDump/SatDump/issues/1174; an expired one answers 401:
 * https://github.com/python-astrodynamics/spacetrack/pull/164.
 */
export function spaceTrackFeed(
  base: string,
  account: SpaceTrackAccount,
  { limits, wallClock }: { limits: FetchLimits; wallClock: WallClock },
): Feed {
  const mayAsk = requestLimit(wallClock);
  let session: string | null = null;

  const logIn = async (signal: AbortSignal): Promise<Answer | null> => {
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
      return failed('Space-Track refuses the account: wrong user or password');
    if (login.cookies.length === 0) return failed('Space-Track opened no session');
    session = login.cookies.join('; ');
    return null;
  };
  const query = (cookie: string, signal: AbortSignal): Promise<Answer> =>
    politeFetch({ url: `${base}${QUERY}`, cookie, signal, limits, mayAsk });

  return {
    id: 'space-track',
    name: 'Space-Track',
    provider: 'space-track',
    kind: 'elements',
    minIntervalMs: MS_PER_HOUR,
    moveAway: awayFromHalfHours,
    async ask(_record, signal) {
      const isResumed = session !== null;
      if (session !== null) {
        const answer = await query(session, signal);
        if (answer.kind !== 'failed' || answer.status !== 401) return answer;
        session = null;
      }
      const problem = await logIn(signal);
      if (problem !== null) return isResumed ? reached(problem) : problem;
      const answer = reached(await query(session ?? '', signal));
      if (answer.kind === 'failed' && answer.status === 401) session = null;
      return answer;
    },
  };
}

/** An answer to a second request: the first has reached somebody. */
function reached(answer: Answer): Answer {
  return answer.kind === 'unreachable' ? failed(answer.problem) : answer;
}

/** Everybody asks on the hour and the half hour; Space-Track wants others. */
export function awayFromHalfHours(at: UtcMs): UtcMs {
  const half = 30 * MS_PER_MINUTE;
  const past = at % half;
  return past < 3 * MS_PER_MINUTE || past > half - 2 * MS_PER_MINUTE ? at + 5 * MS_PER_MINUTE : at;
}

/** Ask it before each request: 30 in any minute, 300 in any hour. */
export function requestLimit(wallClock: WallClock): () => boolean {
  let asked: readonly UtcMs[] = [];
  return () => {
    const now = wallClock();
    // An instant to come was noted before the clock was set back.
    asked = asked.map((at) => Math.min(at, now)).filter((at) => now - at < MS_PER_HOUR);
    const within = (span: Milliseconds): number => asked.filter((at) => now - at < span).length;
    if (within(MS_PER_MINUTE) >= 30 || asked.length >= 300) return false;
    asked = [...asked, now];
    return true;
  };
}
