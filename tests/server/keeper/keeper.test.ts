import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FeedInfo } from '../../../core/protocol/events.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../../core/units.ts';
import { celestrakGroup } from '../../../server/keeper/celestrak.ts';
import type { Feed, FeedRecord } from '../../../server/keeper/feed.ts';
import { DataKeeper } from '../../../server/keeper/keeper.ts';
import { feedsOf, readKeeperSettings } from '../../../server/keeper/settings.ts';
import { requestLimit, spaceTrackFeed } from '../../../server/keeper/space-track.ts';
import { createLogger } from '../../../server/logger.ts';
import { type Behaviour, Provider } from '../../helpers/provider.ts';

const START = Date.UTC(2026, 10, 25);
/** Waits long enough for a slow machine; the one that stalls is told to wait less. */
const LIMITS = { idleMs: 20_000, totalMs: 20_000, maxBytes: 10_000 };
const IMPATIENT = { ...LIMITS, idleMs: 1000 };
const DATA = '[{"NORAD_CAT_ID": 5}]';

let provider: Provider;
let records: Map<string, FeedRecord>;
let taken: string[];
let told: (readonly FeedInfo[])[];
let now: number;
let sinkProblem: string | null;
let keepers: DataKeeper[];

beforeEach(async () => {
  provider = await Provider.start();
  records = new Map();
  taken = [];
  told = [];
  now = START;
  sinkProblem = null;
  keepers = [];
});
afterEach(async () => {
  await Promise.all(keepers.map((keeper) => keeper.stop()));
  await provider.stop();
});

/** A keeper as after a start of the server; what is remembered stays. */
function startKeeper(feed: Feed = celestrakGroup(provider.url, 'active', LIMITS)): DataKeeper {
  const keeper = new DataKeeper({
    feeds: [feed],
    memory: {
      load: (id) => Promise.resolve(records.get(id) ?? null),
      save: (record) => {
        records.set(record.id, record);
        return Promise.resolve();
      },
    },
    sink: (_feed, body) => {
      taken.push(Buffer.from(body).toString());
      return Promise.resolve(sinkProblem);
    },
    wallClock: () => now,
    random: () => 0,
    logger: createLogger('silent'),
    onChange: (feeds) => told.push(feeds),
  });
  keepers.push(keeper);
  return keeper;
}

const answer =
  (status: number, body = '', headers: Record<string, string> = {}): Behaviour =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };
const record = (): FeedRecord => [...records.values()][0]!;
const waited = (): number => record().nextAskAt - now;

describe('a live source', () => {
  it('is asked for its group as OMM, and what comes whole is taken over', async () => {
    provider.behave = answer(200, DATA);
    const keeper = startKeeper();
    await keeper.askDue();
    expect(provider.requests.map(({ path }) => path)).toEqual([
      '/NORAD/elements/gp.php?GROUP=active&FORMAT=json',
    ]);
    expect(provider.requests[0]!.headers['user-agent']).toContain('Watchfloor');
    expect(taken).toEqual([DATA]);
    expect(keeper.feeds).toEqual([
      {
        id: 'celestrak-active',
        name: 'CelesTrak, active',
        state: 'current',
        fetchedAt: START,
        nextAskAt: START + 2 * MS_PER_HOUR,
        problem: null,
      },
    ]);
    expect(told.map(([feed]) => feed!.state)).toContain('asking');
  });

  it('is not asked again inside two hours, a restart included', async () => {
    provider.behave = answer(200, DATA);
    const keeper = startKeeper();
    await keeper.askDue();
    now += 2 * MS_PER_HOUR - 1;
    await keeper.askDue();
    await startKeeper().askDue();
    expect(provider.requests).toHaveLength(1);
    now += 1;
    await keeper.askDue();
    expect(provider.requests).toHaveLength(2);
  });

  it('is not asked again inside two hours when the server died while it asked', async () => {
    let asked: () => void;
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    provider.behave = () => asked();
    const keeper = startKeeper();
    const asking = keeper.askDue();
    await isAsked;
    // What is remembered at this very moment is what a killed server finds.
    expect(waited()).toBe(2 * MS_PER_HOUR);
    await keeper.stop();
    await asking;
    await startKeeper().askDue();
    expect(provider.requests).toHaveLength(1);
    expect(record()).toMatchObject({ failures: 0, problem: null, fetchedAt: null });
  });

  it('is asked only for what has changed, and is current when nothing has', async () => {
    provider.behave = answer(200, DATA, { etag: '"one"', 'last-modified': 'Tue, 24 Nov 2026 00:00:00 GMT' });
    const keeper = startKeeper();
    await keeper.askDue();
    now += 2 * MS_PER_HOUR;
    provider.behave = answer(304);
    await keeper.askDue();
    expect(provider.requests[1]!.headers).toMatchObject({
      'if-none-match': '"one"',
      'if-modified-since': 'Tue, 24 Nov 2026 00:00:00 GMT',
    });
    expect(taken).toHaveLength(1);
    expect(record()).toMatchObject({ fetchedAt: now, problem: null, etag: '"one"' });
  });

  it.each([
    ['403', answer(403, 'Forbidden'), /403/],
    ['404', answer(404), /404/],
    ['429', answer(429), /429/],
    ['500', answer(500), /500/],
    ['a body longer than is allowed', answer(200, 'x'.repeat(20_000)), /longer than 10000 bytes/],
    [
      'a body cut off',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '5000' });
        response.write(DATA, () => response.destroy());
      },
      /connection failed/,
    ],
    [
      'a body that stalls',
      (_request, response) => {
        response.writeHead(200);
        response.write(DATA);
      },
      /nothing came for 1 s/,
    ],
    [
      'a redirect in a loop',
      (request, response) => response.writeHead(302, { location: request.url! }).end(),
      /loop/,
    ],
    [
      'redirects without end',
      (_request, response) => response.writeHead(302, { location: `/${provider.requests.length}` }).end(),
      /more than 5 redirects/,
    ],
    ['a redirect to another host', answer(302, '', { location: 'http://127.0.0.2:1/' }), /not followed/],
  ])(
    'is left alone for two hours after %s, then longer each time, at most a day',
    async (_what, behaviour, problem) => {
      provider.behave = behaviour;
      const keeper = startKeeper(celestrakGroup(provider.url, 'active', IMPATIENT));
      await keeper.askDue();
      expect(record().problem).toMatch(problem);
      expect(keeper.feeds[0]).toMatchObject({ state: 'failing', fetchedAt: null });
      expect(taken).toEqual([]);
      expect(waited()).toBe(2 * MS_PER_HOUR);
      records.set(record().id, { ...record(), nextAskAt: now, failures: 2 });
      await keeper.askDue();
      expect(waited()).toBe(8 * MS_PER_HOUR);
      records.set(record().id, { ...record(), nextAskAt: now, failures: 9 });
      await keeper.askDue();
      expect(waited()).toBe(MS_PER_DAY);
    },
  );

  it('is left alone for as long as it says', async () => {
    provider.behave = answer(429, '', { 'retry-after': String(5 * 3600) });
    await startKeeper().askDue();
    expect(waited()).toBe(5 * MS_PER_HOUR);
  });

  it('keeps its last good copy, its age and its ETag when what comes cannot be trusted', async () => {
    provider.behave = answer(200, DATA, { etag: '"good"' });
    const keeper = startKeeper();
    await keeper.askDue();
    now += 2 * MS_PER_HOUR;
    provider.behave = answer(200, '<html>', { etag: '"bad"' });
    sinkProblem = 'no element sets: this is an HTML page';
    await keeper.askDue();
    expect(record()).toMatchObject({ problem: sinkProblem, fetchedAt: START, etag: '"good"', failures: 1 });
    expect(waited()).toBe(2 * MS_PER_HOUR);
    now += 2 * MS_PER_HOUR;
    sinkProblem = null;
    await keeper.askDue();
    expect(record()).toMatchObject({ problem: null, fetchedAt: now, etag: '"bad"', failures: 0 });
  });

  it('is tried sooner when it was never reached, then less often', async () => {
    const feed = celestrakGroup(provider.url, 'active', LIMITS);
    await provider.stop();
    const keeper = startKeeper(feed);
    await keeper.askDue();
    expect(record().problem).toMatch(/ECONNREFUSED/);
    expect(waited()).toBe(MS_PER_MINUTE);
    records.set(record().id, { ...record(), nextAskAt: now, unreached: 3 });
    await keeper.askDue();
    expect(waited()).toBe(8 * MS_PER_MINUTE);
    records.set(record().id, { ...record(), nextAskAt: now, unreached: 30 });
    await keeper.askDue();
    expect(waited()).toBe(2 * MS_PER_HOUR);
    provider = await Provider.start();
  });

  it('is not asked sooner because the wall clock was in 1970 for a while', async () => {
    provider.behave = answer(200, DATA);
    await startKeeper().askDue();
    const right = now;
    now = 0;
    await startKeeper().askDue();
    now = right + 5 * MS_PER_MINUTE;
    const keeper = startKeeper();
    await keeper.askDue();
    expect(provider.requests).toHaveLength(1);
    expect(keeper.feeds[0]!.nextAskAt).toBe(right + 2 * MS_PER_HOUR);
  });

  it('is not forgotten when the wall clock was set back by years', async () => {
    provider.behave = answer(200, DATA);
    records.set('celestrak-active', {
      id: 'celestrak-active',
      askedAt: START + 365 * MS_PER_DAY,
      nextAskAt: START + 365 * MS_PER_DAY,
      etag: null,
      lastModified: null,
      fetchedAt: null,
      failures: 0,
      unreached: 0,
      problem: null,
    });
    const keeper = startKeeper();
    await keeper.askDue();
    expect(provider.requests).toHaveLength(0);
    now += 2 * MS_PER_HOUR;
    await keeper.askDue();
    expect(provider.requests).toHaveLength(1);
  });
});

describe('Space-Track', () => {
  const account = { user: 'me@example.org', password: 'secret & more' };
  const feed = () => spaceTrackFeed(provider.url, account, { limits: LIMITS, wallClock: () => now });

  it('is asked with the own account, once an hour', async () => {
    provider.behave = (request, response) => {
      if (request.url === '/ajaxauth/login')
        response.setHeader('set-cookie', 'chocolatechip=abc; path=/; HttpOnly');
      response.end(request.url === '/ajaxauth/login' ? '""' : DATA);
    };
    const keeper = startKeeper(feed());
    await keeper.askDue();
    expect(provider.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
    expect(provider.bodies[0]).toBe('identity=me%40example.org&password=secret+%26+more');
    expect(provider.requests[1]!.path).toMatch(/^\/basicspacedata\/query\/class\/gp\/.*format\/json$/);
    expect(provider.requests[1]!.headers['cookie']).toBe('chocolatechip=abc');
    expect(taken).toEqual([DATA]);
    expect(waited()).toBeGreaterThanOrEqual(MS_PER_HOUR);
    now = record().nextAskAt - 1;
    await keeper.askDue();
    expect(provider.requests).toHaveLength(2);
    now += 1;
    await keeper.askDue();
    // The session is still good: there is no second login.
    expect(provider.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
    expect(provider.requests[2]!.headers['cookie']).toBe('chocolatechip=abc');
  });

  it('says that the account is refused, never the password', async () => {
    provider.behave = answer(200, '{"Login":"Failed"}');
    await startKeeper(feed()).askDue();
    expect(provider.requests).toHaveLength(1);
    expect(record().problem).toMatch(/refuses the account/);
    expect(JSON.stringify([...records])).not.toContain('secret');
  });

  it('is asked at most 30 times a minute and 300 times an hour', () => {
    const mayAsk = requestLimit(() => now);
    const askedUntil = (end: number): number => {
      let asked = 0;
      for (; now < end; now += 1000) while (mayAsk()) asked++;
      return asked;
    };
    expect(askedUntil(START + MS_PER_MINUTE)).toBe(30);
    expect(askedUntil(START + MS_PER_HOUR)).toBe(270);
    now += MS_PER_HOUR;
    expect(mayAsk()).toBe(true);
  });
});

const names = (settings: ReturnType<typeof readKeeperSettings>) =>
  feedsOf(settings, () => now).map(({ id }) => id);

describe('the settings', () => {
  const options = { celestrakGroups: 'active', isOffline: false, hasFiles: false };
  const ENVIRONMENT = { WATCHFLOOR_SPACE_TRACK_USER: 'me', WATCHFLOOR_SPACE_TRACK_PASSWORD: 'x' };

  it('ask CelesTrak where nothing else is said, Space-Track where there is an account', () => {
    expect(names(readKeeperSettings(options, {}))).toEqual(['celestrak-active', 'celestrak-satcat']);
    expect(names(readKeeperSettings(options, ENVIRONMENT))).toEqual(['space-track']);
    expect(names(readKeeperSettings({ ...options, celestrakGroups: 'stations, visual' }, {}))).toEqual([
      'celestrak-stations',
      'celestrak-visual',
      'celestrak-satcat',
    ]);
  });
  it('ask nobody offline, and nobody beside files unless told', () => {
    expect(
      names(readKeeperSettings({ ...options, isOffline: true, live: 'celestrak' }, ENVIRONMENT)),
    ).toEqual([]);
    expect(names(readKeeperSettings({ ...options, hasFiles: true }, ENVIRONMENT))).toEqual([]);
    expect(names(readKeeperSettings({ ...options, live: 'none' }, ENVIRONMENT))).toEqual([]);
    expect(names(readKeeperSettings({ ...options, hasFiles: true, live: 'celestrak' }, {}))).toHaveLength(2);
  });
  it.each([
    [{ live: 'everything' }, {}, /--live everything/],
    [{ live: 'space-track' }, {}, /WATCHFLOOR_SPACE_TRACK_USER/],
    [{ celestrakGroups: 'a&FORMAT=xml' }, {}, /--celestrak-groups/],
    [{}, { WATCHFLOOR_CELESTRAK_URL: 'file:///etc' }, /WATCHFLOOR_CELESTRAK_URL/],
  ])('refuse %j with %j', (wrong, environment, message) => {
    expect(() => readKeeperSettings({ ...options, ...wrong }, environment)).toThrow(message);
  });
});
