import { describe, expect, it } from 'vitest';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../../core/units.ts';
import { celestrakGroup } from '../../../server/keeper/celestrak.ts';
import { readKeeperSettings } from '../../../server/keeper/settings.ts';
import { awayFromHalfHours, spaceTrackFeed } from '../../../server/keeper/space-track.ts';
import { LIMITS, playHosts, START, useRig } from './rig.ts';

const rig = useRig();
const ACCOUNT = { user: 'me@example.org', password: 'hunter2' };
const spaceTrack = (base = 'https://www.space-track.org') =>
  spaceTrackFeed(base, ACCOUNT, { limits: LIMITS, wallClock: () => rig.now });
const session = () => new Response('""', { headers: { 'set-cookie': 'chocolatechip=abc; path=/' } });
const moved = (status: number, location: string) => new Response(null, { status, headers: { location } });

describe('a password', () => {
  it.each([301, 302, 303, 307, 308])('is not sent on when the login redirects (%i)', async (status) => {
    const sent = playHosts(() => moved(status, 'https://elsewhere.example/login'));
    await rig.start(spaceTrack()).askDue();
    expect(sent.map(({ host }) => host)).toEqual(['www.space-track.org']);
    expect(rig.record().problem).toMatch(
      /redirects to https:\/\/elsewhere\.example\/login, which is not followed/,
    );
  });

  it('is in nothing that is remembered or shown', async () => {
    playHosts(() => new Response('{"Login":"Failed"}'));
    const keeper = rig.start(spaceTrack());
    await keeper.askDue();
    expect(rig.record().problem).toMatch(/wrong user or password/);
    expect(JSON.stringify([[...rig.records], keeper.feeds])).not.toContain(ACCOUNT.password);
  });

  it('in an address is not shown either', async () => {
    await rig.start(celestrakGroup('http://me:hunter2@127.0.0.1:9', 'active', LIMITS)).askDue();
    expect(rig.record().problem).not.toContain('hunter2');
  });

  it.each([
    ['WATCHFLOOR_SPACE_TRACK_URL', 'http://mirror.example', /https/],
    ['WATCHFLOOR_SPACE_TRACK_URL', 'https://me:hunter2@mirror.example', /without user, password/],
    ['WATCHFLOOR_CELESTRAK_URL', 'https://me:hunter2@mirror.example', /without user, password/],
    ['WATCHFLOOR_CELESTRAK_URL', 'https://hunter2@mirror.example', /without user, password/],
    ['WATCHFLOOR_CELESTRAK_URL', 'https://mirror.example/?a=b', /without user, password, \? and #/],
    ['WATCHFLOOR_CELESTRAK_URL', 'me:hunter2@mirror', /an http or https address/],
  ])('is kept out of %s=%s', (name, value, message) => {
    const read = () =>
      readKeeperSettings({ celestrakGroups: 'active', isOffline: false, hasFiles: false }, { [name]: value });
    expect(read).toThrow(message);
    expect(read).not.toThrow(/hunter2/);
  });

  it('may go without https to this computer', () => {
    const options = { celestrakGroups: 'active', isOffline: false, hasFiles: false };
    for (const url of ['http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:1'])
      expect(readKeeperSettings(options, { WATCHFLOOR_SPACE_TRACK_URL: url }).spaceTrackUrl).toBe(url);
  });
});

describe('a session of Space-Track', () => {
  it('is not shown to the host that a redirect leads to', async () => {
    const sent = playHosts(({ pathname, host }) =>
      pathname.includes('login')
        ? session()
        : host === 'elsewhere.example'
          ? new Response('[]')
          : moved(302, 'https://elsewhere.example/data'),
    );
    await rig.start(spaceTrack()).askDue();
    expect(sent.map(({ host, sent }) => [host, sent.includes('abc')])).toEqual([
      ['www.space-track.org', false],
      ['www.space-track.org', true],
      ['elsewhere.example', false],
    ]);
    expect(rig.taken).toEqual(['[]']);
  });

  it('is opened anew, once, when it has run out', async () => {
    const asked: string[] = [];
    let isOver = false;
    playHosts(({ pathname }, { method }) => {
      asked.push(method!);
      if (pathname.includes('login')) {
        isOver = false;
        return session();
      }
      return isOver ? new Response('{"error":"not logged in"}', { status: 401 }) : new Response('[]');
    });
    const keeper = rig.start(spaceTrack());
    await keeper.askDue();
    rig.now = rig.record().nextAskAt;
    isOver = true;
    await keeper.askDue();
    expect(asked).toEqual(['POST', 'GET', 'GET', 'POST', 'GET']);
    expect(rig.record()).toMatchObject({ failures: 0, problem: null });
  });

  it('that is none is not used', async () => {
    const sent = playHosts(() => new Response('""'));
    await rig.start(spaceTrack()).askDue();
    expect(sent).toHaveLength(1);
    expect(rig.record().problem).toMatch(/opened no session/);
  });

  it('once open, the network failing is no reason to ask again soon', async () => {
    playHosts(({ pathname }) => {
      if (pathname.includes('login')) return session();
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) });
    });
    await rig.start(spaceTrack()).askDue();
    expect(rig.record().nextAskAt - START).toBe(MS_PER_HOUR);
  });
});

it('Space-Track is not asked on the hour or the half hour, and never sooner for that', () => {
  const hour = Date.UTC(2026, 10, 25, 12);
  for (let second = 0; second < 3600; second++) {
    const at = hour + second * 1000;
    const moved = awayFromHalfHours(at);
    const past = (moved / MS_PER_MINUTE) % 30;
    expect(moved).toBeGreaterThanOrEqual(at);
    expect(past >= 3 && past <= 28).toBe(true);
  }
});
