import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceInfo } from '../../core/protocol/events.ts';
import { ask, makeStateDir, runCli, startServer, type TestServer } from '../helpers/server.ts';
import { Watcher } from '../helpers/watcher.ts';
import { GEO, ISS, VANGUARD } from './element-sets.ts';

const TIME = '2026-03-02T15:40:00Z';

interface Status {
  readonly simulationTime: string;
  readonly objects: { readonly total: number };
  readonly catalog: { readonly sources: readonly SourceInfo[] };
}

const statusOf = async (running: TestServer) => (await ask(running, '/api/status')).json() as Status;
const send = (running: TestServer, body: string, query: string) =>
  ask(running, `/api/catalogs?${query}`, { method: 'POST', body });

describe('a server that is stopped and started again', () => {
  let dir: string;
  let catalog: string;
  let server: TestServer | null = null;
  beforeEach(() => {
    dir = makeStateDir();
    catalog = join(dir, 'first.tle');
    writeFileSync(catalog, ISS);
  });
  afterEach(async () => {
    if (server?.isRunning()) await server.kill();
    rmSync(dir, { recursive: true, force: true });
  });

  async function start(args: readonly string[] = ['--catalog', catalog]): Promise<TestServer> {
    server = await startServer({ stateDir: dir, args: [...args, '--time', TIME] });
    return server;
  }

  it('ends with exit code 0 while people watch, and tells them nothing is wrong', async () => {
    const running = await start();
    const watcher = await Watcher.join(running.url);
    expect(await running.stop()).toBe(0);
    watcher.close();
    expect(running.log()).not.toMatch(/"level":(50|60)/);
  });

  it('has the files people loaded, even when it was killed right after saying so, and not those they took away', async () => {
    const first = await start();
    await send(first, VANGUARD, 'name=kept.tle');
    const gone = (await send(first, GEO, 'name=gone.tle')).json() as Status;
    expect((await statusOf(first)).objects.total).toBe(3);
    await ask(first, `/api/catalogs/${gone.catalog.sources.at(-1)!.id}`, { method: 'DELETE' });
    await send(first, GEO, 'name=last.tle');
    await first.kill();

    const second = await start();
    const { objects, catalog: loaded } = await statusOf(second);
    expect(loaded.sources.map(({ name }) => name)).toEqual(['first.tle', 'kept.tle', 'last.tle']);
    expect(objects.total).toBe(3);
    await second.stop();
  });

  it('goes on where its floor stopped: same exercise, same log, nobody seated', async () => {
    const first = await start();
    const watcher = await Watcher.join(first.url);
    const { exercise, desks } = watcher.floor;
    expect(await watcher.takeSeat(desks[0]!.holder.id, 'Chief for a minute')).toEqual({ ok: true });
    expect(await watcher.floorCommand({ type: 'add-log-entry', text: 'before the stop' })).toEqual({
      ok: true,
    });
    watcher.close();
    await first.kill();

    const second = await start();
    const again = await Watcher.join(second.url, { session: watcher.session });
    expect(again.floor.exercise).toEqual(exercise);
    expect(again.welcome.seat).toBeNull();
    expect(again.floor.attended).toEqual([]);
    await again.identify({ name: 'Back', nation: 'GBR', isTrainer: false });
    await again.until('the log', ({ floor }) => floor.log.some(({ text }) => text === 'before the stop'));
    expect(Date.parse((await statusOf(second)).simulationTime)).toBeGreaterThanOrEqual(Date.parse(TIME));
    again.close();
    await second.stop();
    expect((await runCli(['shift', 'verify', '--state-dir', dir])).code).toBe(0);
  });

  it('starts on what took the place of everything, without the notional catalogue coming back', async () => {
    const first = await start();
    await send(first, VANGUARD, 'name=only.tle&mode=replace');
    expect((await statusOf(first)).objects.total).toBe(1);
    await first.stop();
    const second = await start([]);
    const { catalog: loaded } = await statusOf(second);
    expect(loaded.sources.map(({ name }) => name)).toEqual(['only.tle']);
    await second.stop();
  });
});
