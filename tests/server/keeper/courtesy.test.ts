import { describe, expect, it } from 'vitest';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../../core/units.ts';
import { celestrakGroup, celestrakSatcat } from '../../../server/keeper/celestrak.ts';
import { answer, deadAddress, failConnections, LIMITS, playHosts, START, useRig } from './rig.ts';

/** As CelesTrak says it: https://github.com/OpenSpace/OpenSpace/issues/3973 */
const NOT_UPDATED =
  'GP data has not updated since your last successful\ndownload of GROUP=active at 2026-11-24 08:11:36 UTC.\n';

const rig = useRig();
const waited = (): number => rig.record().nextAskAt - rig.now;

describe('the data keeper', () => {
  it('names itself with its version', async () => {
    await rig.start().askDue();
    expect(rig.provider.requests[0]!.headers['user-agent']).toMatch(/^Watchfloor\/\d+\.\d+\.\d+ \(/);
  });

  it('is asked again after a clock that was years ahead has been set right, a restart included', async () => {
    await rig.start().askDue();
    await rig.save({ ...rig.record(), nextAskAt: START + 365 * MS_PER_DAY });
    await rig.start().askDue();
    rig.now += 2 * MS_PER_HOUR - 1;
    await rig.start().askDue();
    expect(rig.provider.requests).toHaveLength(1);
    rig.now += 1;
    await rig.start().askDue();
    expect(rig.provider.requests).toHaveLength(2);
  });

  it.each([['UND_ERR_CONNECT_TIMEOUT'], ['EHOSTUNREACH'], ['ECONNRESET'], ['ENETUNREACH', 'ETIMEDOUT']])(
    'waits its full interval after %s %s: so it looks from outside a firewall',
    async (...codes) => {
      failConnections(...codes.filter(Boolean));
      await rig.start().askDue();
      expect(waited()).toBe(2 * MS_PER_HOUR);
      expect(rig.record()).toMatchObject({ failures: 1, unreached: 0 });
    },
  );

  it.each([['ENOTFOUND'], ['EAI_AGAIN'], ['ENETUNREACH', 'ECONNREFUSED']])(
    'tries again in a minute after %s %s: nobody was reached',
    async (...codes) => {
      failConnections(...codes.filter(Boolean));
      await rig.start().askDue();
      expect(waited()).toBe(MS_PER_MINUTE);
    },
  );

  it('knows a refused connection of this computer', async () => {
    await rig.start(celestrakGroup(await deadAddress(), 'active', LIMITS)).askDue();
    expect(rig.record()).toMatchObject({ unreached: 1, failures: 0 });
  });

  it('has reached somebody when a redirect led to where nobody is', async () => {
    playHosts(({ host }) => {
      if (host === 'elsewhere.example')
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) });
      return new Response(null, { status: 301, headers: { location: 'https://elsewhere.example/' } });
    });
    await rig.start().askDue();
    expect(waited()).toBe(2 * MS_PER_HOUR);
  });

  it('follows no redirect to an address with a user in it', async () => {
    const sent = playHosts(
      () => new Response(null, { status: 302, headers: { location: 'https://me:you@elsewhere.example/' } }),
    );
    await rig.start().askDue();
    expect(sent).toHaveLength(1);
    expect(rig.record().problem).toMatch(/not followed/);
  });

  it('does not count a night without a network against the provider', async () => {
    const feed = celestrakGroup(await deadAddress(), 'active', LIMITS);
    for (let i = 0; i < 12; i++) {
      await rig.start(feed).askDue(); // oxlint-disable-line no-await-in-loop
      rig.now = rig.record().nextAskAt;
    }
    expect(rig.record().unreached).toBe(12);
    rig.provider.behave = answer(500);
    await rig.start().askDue();
    expect(waited()).toBe(2 * MS_PER_HOUR);
    expect(rig.record()).toMatchObject({ failures: 1, unreached: 0 });
  });

  it('keeps the count of refusals over a try that reached nobody', async () => {
    rig.provider.behave = answer(500);
    await rig.start().askDue();
    rig.now = rig.record().nextAskAt;
    await rig.start(celestrakGroup(await deadAddress(), 'active', LIMITS)).askDue();
    rig.now = rig.record().nextAskAt;
    await rig.start().askDue();
    expect(waited()).toBe(4 * MS_PER_HOUR);
  });

  it('waits until the date that is asked for, by the clock of who asks for it', async () => {
    const headers = { date: 'Wed, 25 Nov 2020 23:30:00 GMT', 'retry-after': 'Thu, 26 Nov 2020 04:30:00 GMT' };
    rig.provider.behave = answer(503, '', headers);
    await rig.start().askDue();
    expect(waited()).toBe(5 * MS_PER_HOUR);
  });

  it.each([['soon'], ['-5'], ['Thu, 26 Foo 2020 04:30:00 GMT']])(
    'is not put out by a Retry-After of %s',
    async (text) => {
      rig.provider.behave = answer(503, '', { 'retry-after': text });
      await rig.start().askDue();
      expect(waited()).toBe(2 * MS_PER_HOUR);
    },
  );

  it('varies its waits by a tenth, and waits a day at most all the same', async () => {
    rig.random = 0.5;
    await rig.start().askDue();
    expect(waited()).toBe(2.1 * MS_PER_HOUR);
    rig.now = rig.record().nextAskAt;
    rig.provider.behave = answer(429, '', { 'retry-after': '999999' });
    await rig.start().askDue();
    expect(waited()).toBe(MS_PER_DAY);
  });

  it('passes on what is said with a refusal, in one line, but no page', async () => {
    rig.provider.behave = answer(403, NOT_UPDATED);
    await rig.start().askDue();
    expect(rig.record().problem).toBe(
      'it answered 403 Forbidden: GP data has not updated since your last successful download of GROUP=active at 2026-11-24 08:11:36 UTC.',
    );
    rig.now = rig.record().nextAskAt;
    rig.provider.behave = answer(403, '<html><body>Forbidden</body></html>');
    await rig.start().askDue();
    expect(rig.record().problem).toBe('it answered 403 Forbidden');
    rig.now = rig.record().nextAskAt;
    rig.provider.behave = answer(500, 'x'.repeat(100_000));
    await rig.start().askDue();
    expect(rig.record().problem!.length).toBeLessThan(250);
  });

  it.each([403, 429, 500, 503])('leaves all of a provider alone after %i', async (status) => {
    rig.provider.behave = answer(status);
    const feeds = [
      celestrakGroup(rig.provider.url, 'active', LIMITS),
      celestrakGroup(rig.provider.url, 'stations', LIMITS),
      celestrakSatcat(rig.provider.url, LIMITS),
    ];
    await rig.start(...feeds).askDue();
    rig.now += 2 * MS_PER_HOUR - 1;
    await rig.start(...feeds).askDue();
    expect(rig.provider.requests).toHaveLength(1);
    rig.now += 1;
    rig.provider.behave = answer(200, '[]');
    await rig.start(...feeds).askDue();
    expect(rig.provider.requests).toHaveLength(4);
  });

  it('asks for the other groups when one does not exist', async () => {
    rig.provider.behave = (request, response) =>
      response.writeHead(request.url!.includes('actve') ? 404 : 200).end('[]');
    const groups = ['actve', 'stations'].map((group) => celestrakGroup(rig.provider.url, group, LIMITS));
    await rig.start(...groups).askDue();
    expect(rig.provider.requests).toHaveLength(2);
    expect(rig.taken).toHaveLength(1);
  });

  it('is not made current by a 304 to a first question', async () => {
    rig.provider.behave = answer(304);
    const keeper = rig.start();
    await keeper.askDue();
    expect(keeper.feeds[0]).toMatchObject({ state: 'failing', fetchedAt: null });
  });

  it('does not read a body that is announced longer than it may be', async () => {
    rig.provider.behave = (_request, response) => {
      response.writeHead(200, { 'content-length': '10001' });
      response.flushHeaders();
    };
    await rig.start().askDue();
    expect(rig.record().problem).toMatch(/longer than 10000 bytes/);
  });

  it('gives up a body that drips without end', async () => {
    rig.provider.behave = (_request, response) => {
      response.writeHead(200);
      const dripping = setInterval(() => response.write('x'), 50);
      response.on('close', () => clearInterval(dripping));
    };
    await rig.start(celestrakGroup(rig.provider.url, 'active', { ...LIMITS, totalMs: 500 })).askDue();
    expect(rig.record().problem).toBe('it was not done after 0.5 s');
  });

  it('names what keeps a good body from being used', async () => {
    rig.sink = () => Promise.reject(new Error('the store would hold 9 element sets, and may hold 8'));
    const keeper = rig.start();
    await keeper.askDue();
    expect(keeper.feeds[0]).toMatchObject({ state: 'failing', problem: expect.stringMatching(/may hold 8/) });
    expect(waited()).toBe(2 * MS_PER_HOUR);
  });

  it('asks nobody while it cannot note that it asks, says so, and goes on when it can', async () => {
    const { save } = rig;
    rig.save = () => Promise.reject(new Error('the disk is full'));
    const keeper = rig.start();
    await keeper.askDue();
    expect(rig.provider.requests).toHaveLength(0);
    expect(keeper.feeds[0]).toMatchObject({
      state: 'failing',
      problem: expect.stringMatching(/the disk is full/),
      nextAskAt: rig.now + MS_PER_MINUTE,
    });
    rig.save = save;
    await keeper.askDue();
    expect(keeper.feeds[0]).toMatchObject({ state: 'current', problem: null });
  });

  it('is not disturbed by a listener that throws', async () => {
    rig.onChange = () => {
      throw new Error('a listener');
    };
    const keeper = rig.start();
    await keeper.askDue();
    expect(keeper.feeds[0]!.state).toBe('current');
  });
});
