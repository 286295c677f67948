import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CatalogInfo } from '../../../core/protocol/events.ts';
import { Provider } from '../../helpers/provider.ts';
import { ask, makeStateDir, startServer, type TestServer } from '../../helpers/server.ts';
import { Watcher } from '../../helpers/watcher.ts';

/** GOES 9 as in CCSDS 502.0-B-3, figure 4-3, in CelesTrak's JSON. */
const GOES_9 = {
  OBJECT_NAME: 'GOES 9',
  OBJECT_ID: '1995-025A',
  EPOCH: '2020-03-04T10:34:41.426400',
  MEAN_MOTION: 1.00273272,
  ECCENTRICITY: 0.0005013,
  INCLINATION: 3.0539,
  RA_OF_ASC_NODE: 81.7939,
  ARG_OF_PERICENTER: 249.2363,
  MEAN_ANOMALY: 150.1602,
  EPHEMERIS_TYPE: 0,
  CLASSIFICATION_TYPE: 'U',
  NORAD_CAT_ID: 23581,
  ELEMENT_SET_NO: 925,
  REV_AT_EPOCH: 4316,
  BSTAR: 0.0001,
  MEAN_MOTION_DOT: -0.00000113,
  MEAN_MOTION_DDOT: 0,
};
const SATCAT = `OBJECT_NAME,OBJECT_ID,NORAD_CAT_ID,OBJECT_TYPE,OPS_STATUS_CODE,OWNER,LAUNCH_DATE,LAUNCH_SITE,DECAY_DATE,RCS
GOES 9,1995-025A,23581,PAY,-,US,1995-05-23,AFETR,,4.2
`;

let provider: Provider;
let dir: string;
let server: TestServer | null = null;
beforeEach(async () => {
  provider = await Provider.start();
  dir = makeStateDir();
  provider.behave = (request, response) =>
    response.end(request.url?.endsWith('satcat.csv') ? SATCAT : JSON.stringify([GOES_9]));
});
afterEach(async () => {
  if (server?.isRunning()) await server.kill();
  await provider.stop();
  rmSync(dir, { recursive: true, force: true });
});

const info = async (running: TestServer) => (await ask(running, '/api/catalogs')).json() as CatalogInfo;

it('a server without files asks CelesTrak, shows what came in place of the notional catalogue, and says from whom and when', async () => {
  server = await startServer({ stateDir: dir, celestrakUrl: provider.url });
  const watcher = await Watcher.join(server.url);
  await watcher.until('both sources', ({ catalogs }) => (catalogs.at(-1)?.sources.length ?? 0) === 2);
  const loaded = await info(server);
  expect(loaded.objects).toBe(1);
  expect(loaded.sources.map(({ name, origin, kind }) => [name, origin, kind])).toEqual([
    ['CelesTrak, active', 'feed', 'elements'],
    ['CelesTrak, satellite catalogue', 'feed', 'satellite-catalogue'],
  ]);
  await watcher.until(
    'the feeds',
    ({ feeds }) => feeds.at(-1)?.every(({ state }) => state === 'current') ?? false,
  );
  for (const { fetchedAt, nextAskAt, problem } of (await info(server)).feeds) {
    expect(fetchedAt).not.toBeNull();
    expect(nextAskAt! - fetchedAt!).toBeGreaterThanOrEqual(2 * 3_600_000);
    expect(problem).toBeNull();
  }
  expect((await ask(server, '/api/objects/23581')).json()).toMatchObject({
    source: 'CelesTrak, active',
    identity: { owner: 'US' },
  });
  watcher.close();
});

it('a server that is killed and started again has the last good copy and asks nobody', async () => {
  server = await startServer({ stateDir: dir, celestrakUrl: provider.url });
  const watcher = await Watcher.join(server.url);
  await watcher.until('both sources', ({ catalogs }) => (catalogs.at(-1)?.sources.length ?? 0) === 2);
  watcher.close();
  await server.kill();
  const asked = provider.requests.length;
  server = await startServer({ stateDir: dir, celestrakUrl: provider.url });
  const again = await Watcher.join(server.url);
  await again.until(
    'the feeds',
    ({ feeds, welcome }) => (feeds.at(-1) ?? welcome.catalog.feeds).length === 2,
  );
  expect((await info(server)).objects).toBe(1);
  await again.clockCommand({ type: 'pause' });
  expect(provider.requests).toHaveLength(asked);
  again.close();
});

it('a provider that misbehaves leaves the picture as it is and is named with its problem', async () => {
  provider.behave = (_request, response) => response.end('<!doctype html><title>Too many requests</title>');
  server = await startServer({ stateDir: dir, celestrakUrl: provider.url });
  const watcher = await Watcher.join(server.url);
  await watcher.until(
    'the problem',
    ({ feeds }) => feeds.at(-1)?.every(({ state }) => state === 'failing') ?? false,
  );
  const loaded = await info(server);
  expect(loaded.feeds[0]!.problem).toMatch(/HTML page/);
  expect(loaded.sources.map(({ isNotional }) => isNotional)).toEqual([true]);
  watcher.close();
});

it('an offline server asks nobody', async () => {
  server = await startServer({ stateDir: dir, celestrakUrl: provider.url, args: ['--offline'] });
  expect((await info(server)).feeds).toEqual([]);
  await server.stop();
  expect(provider.requests).toHaveLength(0);
});
