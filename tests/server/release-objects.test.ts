import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Picture } from '../../core/protocol/events.ts';
import { ask, makeStateDir, startServer, type TestServer } from '../helpers/server.ts';
import { pause, Watcher } from '../helpers/watcher.ts';
import { GEO, ISS, VANGUARD } from './element-sets.ts';

const ALL = { 'ISS (ZARYA)': 25_544, 'VANGUARD 1': 5, 'GEO TEST': 26_038 };
type Name = keyof typeof ALL;
/** Vanguard for the United States, the geostationary one for Canada and the United Kingdom. */
const RESTRICT = '5=USA,26000-26100=GBR+CAN';
const SEES: Readonly<Record<string, readonly Name[]>> = {
  public: ['ISS (ZARYA)'],
  USA: ['ISS (ZARYA)', 'VANGUARD 1'],
  CAN: ['ISS (ZARYA)', 'GEO TEST'],
  AUS: ['ISS (ZARYA)'],
  trainer: ['ISS (ZARYA)', 'VANGUARD 1', 'GEO TEST'],
};
/** Every address that says something of objects; the number is that of one. */
const ADDRESSES = (number: number): readonly string[] => [
  '/api/status',
  '/api/objects',
  '/api/objects?search=TEST',
  `/api/objects/${number}`,
  `/api/objects/${number}/state`,
  `/api/objects/${number}/orbit`,
  `/api/objects/${number}/history`,
  `/api/objects/${number}/elements?format=3le`,
  `/api/objects/${number}/passes?latitudeDeg=0&longitudeDeg=0`,
  '/api/floor',
  '/api/log',
  '/api/people',
];

describe('objects that are not released to everybody', () => {
  let server: TestServer;
  const watchers = new Map<string, Watcher>();
  const file = join(makeStateDir(), 'three.3le');

  beforeAll(async () => {
    writeFileSync(file, ISS + VANGUARD + GEO);
    server = await startServer({
      args: ['--catalog', file, '--time', '2025-09-01T00:00:00Z', '--restrict', RESTRICT],
    });
    for (const who of Object.keys(SEES)) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const watcher = await Watcher.join(server.url);
      watchers.set(who, watcher);
      const isTrainer = who === 'trainer';
      if (who !== 'public')
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await watcher.identify({ name: who, nation: isTrainer ? 'USA' : who, isTrainer });
    }
    await pause(500);
  });
  afterAll(async () => {
    for (const watcher of watchers.values()) watcher.close();
    await server.stop();
  });

  it.each(Object.entries(SEES))(
    '%s gets the picture, the layout and the keyframes of %j only',
    async (who, names) => {
      const watcher = watchers.get(who)!;
      const { catalog } = watcher.welcome;
      expect([catalog.objects, catalog.withheld]).toEqual([names.length, 3 - names.length]);
      const headers = { 'X-Watchfloor-Session': watcher.session };
      const answer = await ask(server, `/api/picture/${catalog.revision}`, { headers });
      const picture = answer.json() as Picture;
      expect([...picture.names].sort()).toEqual([...names].sort());
      const layout = watcher.layoutNow!;
      const places = layout.slices.flatMap((slice) => [...slice]);
      expect(places.sort((a, b) => a - b)).toEqual(names.map((_, i) => i));
      // Whatever came since the last welcome is of slices this viewer has objects in.
      const last = watcher.frames.lastIndexOf(layout);
      const sections = watcher.frames
        .slice(last)
        .flatMap((frame) => ('sections' in frame ? frame.sections : []));
      expect(sections.length).toBeGreaterThan(0);
      for (const { slice, words } of sections) {
        expect(words.length).toBeGreaterThan(0);
        expect(layout.slices[slice]!.length).toBeGreaterThan(0);
      }
    },
  );

  it.each(Object.entries(SEES))(
    '%s reads no name and no number but of %j at any address',
    async (who, names) => {
      const headers = { 'X-Watchfloor-Session': watchers.get(who)!.session };
      const asked = Object.entries(ALL).flatMap(([name, number]) =>
        ADDRESSES(number).map((address) => ({ name: name as Name, number, address })),
      );
      const answers = await Promise.all(
        asked.map(async (one) => ({ ...one, ...(await ask(server, one.address, { headers })) })),
      );
      const withheld = Object.keys(ALL).filter((name) => !names.includes(name as Name));
      const spilt = answers.flatMap(({ address, body }) =>
        withheld.filter((name) => body.includes(name)).map((name) => `${name} at ${address}`),
      );
      expect(spilt).toEqual([]);
      const statuses = answers
        .filter(({ number, address }) => address.startsWith(`/api/objects/${number}`))
        .map(({ name, status }) => [names.includes(name), status]);
      expect(statuses).toHaveLength(18);
      expect(statuses.filter(([isSeen, status]) => (isSeen ? 200 : 404) !== status)).toEqual([]);
      const { sources } = watchers.get(who)!.welcome.catalog;
      const file3 = await ask(server, `/api/catalogs/${sources[0]!.id}/file?format=3le`, { headers });
      const found = Object.keys(ALL).filter((name) => file3.body.includes(name));
      expect(found.sort()).toEqual([...names].sort());
    },
  );

  it('a seat shows what its person may see, and leaving it takes that away again', async () => {
    const watcher = await Watcher.join(server.url);
    const canadian = watcher.floor.desks.find(({ holder }) => holder.nation === 'CAN');
    const american = watcher.floor.desks.find(({ holder }) => holder.nation === 'USA');
    const one = canadian ?? american!;
    const names = SEES[canadian ? 'CAN' : 'USA']!;
    expect(watcher.welcome.catalog.objects).toBe(1);
    expect(await watcher.takeSeat(one.holder.id, 'Eve')).toEqual({ ok: true });
    await watcher.until('another welcome', ({ welcomes }) => welcomes.length === 2);
    expect(watcher.welcome.catalog.objects).toBe(names.length);
    expect(await watcher.leaveSeat()).toEqual({ ok: true });
    await watcher.until('a third welcome', ({ welcomes }) => welcomes.length === 3);
    expect(watcher.welcome.catalog.objects).toBe(1);
    watcher.close();
  });
});
