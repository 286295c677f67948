/* oxlint-disable vitest/expect-expect -- expectProblem asserts */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historiesOf } from '../../../core/elements/history.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { WRITE_FORMATS } from '../../../core/elements/write.ts';
import type { CatalogInfo, HistoryAnswer, ObjectAnswer, Picture } from '../../../core/protocol/events.ts';
import { ask, type HttpAnswer, makeStateDir, startServer, type TestServer } from '../../helpers/server.ts';
import { Watcher } from '../../helpers/watcher.ts';
import { GEO, ISS, VANGUARD } from '../element-sets.ts';

/** Two days after the ISS' set. */
const TIME = '2008-09-22T12:00:00Z';
const DAY = 86_400_000;
const ISS_EPOCH = Date.parse('2008-09-20T12:25:40.104Z');
/** The same orbit a day before and a day after; line 1 has one less and one more in its day, and so in its checksum. */
const ISS_DAY_BEFORE = ISS.replace('ISS (ZARYA)', 'ISS OLD NAME')
  .replace('08264.51782528', '08263.51782528')
  .replace('0  2927', '0  2926');
const ISS_DAY_AFTER = ISS.replace('08264.51782528', '08265.51782528').replace('0  2927', '0  2928');
const SATCAT = `OBJECT_NAME,OBJECT_ID,NORAD_CAT_ID,OBJECT_TYPE,OPS_STATUS_CODE,OWNER,LAUNCH_DATE,LAUNCH_SITE,DECAY_DATE,RCS
ISS (ZARYA),1998-067A,25544,PAY,+,ISS,1998-11-20,TYMSC,,399.0524
VANGUARD 1,1958-002B,5,PAY,,US,1958-03-17,AFETR,2000-01-01,0.1220
`;

let dir: string;
let server: TestServer;
let watcher: Watcher;
beforeAll(async () => {
  dir = makeStateDir();
  const file = join(dir, 'first.tle');
  writeFileSync(file, ISS + VANGUARD);
  server = await startServer({ stateDir: dir, args: ['--catalog', file, '--time', TIME] });
  watcher = await Watcher.join(server.url);
});
afterAll(async () => {
  watcher.close();
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

const get = (path: string) => ask(server, path);
const asWatcher = () => ({ 'X-Watchfloor-Session': watcher.session });
const upload = (body: string, query: string) =>
  ask(server, `/api/catalogs?${query}`, { method: 'POST', body, headers: asWatcher() });
const info = async () => (await get('/api/catalogs')).json() as CatalogInfo;
const names = async () => (await info()).sources.map(({ name }) => name);
const idOf = async (name: string) => (await info()).sources.find((source) => source.name === name)!.id;
const remove = async (name: string) =>
  ask(server, `/api/catalogs/${await idOf(name)}`, { method: 'DELETE', headers: asWatcher() });
const undoChange = (change: number | string) =>
  ask(server, `/api/catalogs/undo?change=${change}`, { method: 'POST', headers: asWatcher() });
const undo = async () => undoChange((await info()).lastChange?.undoes ?? 1_000);
const stateAt = async (time: string) => (await get(`/api/objects/25544/state?time=${time}`)).json();
const picture = async () => (await get(`/api/picture/${(await info()).revision}`)).json() as Picture;
const objectOf = async (number: number) => (await get(`/api/objects/${number}`)).json() as ObjectAnswer;

function expectProblem(answer: HttpAnswer, code: number): void {
  expect(answer.status).toBe(code);
  expect(answer.headers['content-type']).toContain('application/problem+json');
}

describe('what is loaded', () => {
  it('is announced to everybody with who did it, and can be taken back by anybody', async () => {
    const seated = await Watcher.join(server.url);
    expect(await seated.takeSeat(seated.chief, 'Ada')).toEqual({ ok: true });
    await ask(server, '/api/catalogs?name=geo.tle', {
      method: 'POST',
      body: GEO,
      headers: { 'X-Watchfloor-Session': seated.session },
    });
    await watcher.until(
      'the announcement',
      ({ catalogs }) => catalogs.at(-1)?.lastChange?.source === 'geo.tle',
    );
    expect(watcher.catalogs.at(-1)!.lastChange).toMatchObject({
      action: 'add',
      by: expect.stringMatching(/^Ada \(.+\)$/) as string,
      undoes: watcher.catalogs.at(-1)!.lastChange!.id,
    });
    seated.close();
    expect((await undo()).status).toBe(200);
    expect(await names()).toEqual(['first.tle']);
    await watcher.until('the undoing', ({ catalogs }) => catalogs.at(-1)?.lastChange?.action === 'undo');
    expect(watcher.catalogs.at(-1)!.lastChange!.by).toBe(`visitor ${watcher.session.slice(0, 6)}`);
    expectProblem(await undo(), 409);
    expectProblem(await undoChange('last'), 400);
  });

  it('can be switched off and on: its objects leave and come back', async () => {
    const id = await idOf('first.tle');
    const change = (isOn: unknown) =>
      ask(server, `/api/catalogs/${id}`, {
        method: 'PATCH',
        body: JSON.stringify({ isOn }),
        headers: { 'content-type': 'application/json' },
      });
    expect((await change(false)).status).toBe(200);
    expect((await info()).objects).toBe(0);
    expect((await info()).sources[0]).toMatchObject({ isOn: false, sets: 2, objectsInUse: 0 });
    expectProblem(await get('/api/objects/5'), 404);
    expect((await change(true)).status).toBe(200);
    expect((await info()).objects).toBe(2);
    expectProblem(await change('yes'), 400);
    expectProblem(
      await ask(server, '/api/catalogs/nothing', {
        method: 'PATCH',
        body: '{"isOn":true}',
        headers: { 'content-type': 'application/json' },
      }),
      404,
    );
  });

  it('can be replaced source by source', async () => {
    await upload(GEO, 'name=a');
    await upload(VANGUARD, `name=b&replaces=${await idOf('a')}`);
    expect(await names()).toEqual(['first.tle', 'b']);
    expectProblem(await upload(GEO, 'name=c&replaces=nothing'), 404);
    await remove('b');
    expect(await names()).toEqual(['first.tle']);
  });

  it.each(WRITE_FORMATS)('is written back as %s, and read again it is the same', async (format) => {
    const { sets } = readElementSets(ISS + VANGUARD);
    const sorted = [...sets].sort((a, b) => a.catalogNumber - b.catalogNumber);
    const answer = await get(`/api/catalogs/${await idOf('first.tle')}/file?format=${format}`);
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="?first\.\w+"?$/);
    const again = readElementSets(answer.body);
    expect(again.account.rejects).toEqual([]);
    const wanted = format === '2le' ? sorted.map((set) => ({ ...set, name: '' })) : sorted;
    expect(again.sets).toEqual(
      wanted.map((set) => ({ ...set, epoch: expect.closeTo(set.epoch, 2) as number })),
    );
  });

  it('is written in no format and from no source there is not', async () => {
    expectProblem(await get(`/api/catalogs/${await idOf('first.tle')}/file?format=doc`), 400);
    expectProblem(await get('/api/catalogs/nothing/file'), 404);
  });
});

describe('the history of an object', () => {
  it('gives each time the newest set before it, whatever was loaded when', async () => {
    await upload(ISS_DAY_AFTER + ISS_DAY_BEFORE, 'name=history.tle');
    expect(await objectOf(25_544)).toMatchObject({
      epoch: '2008-09-21T12:25:40.104192Z',
      source: 'history.tle',
    });
    expect(await stateAt('2008-09-21T00:00:00Z')).toMatchObject({ epoch: '2008-09-20T12:25:40.104192Z' });
    expect(await stateAt('2008-09-20T00:00:00Z')).toMatchObject({ epoch: '2008-09-19T12:25:40.104192Z' });
    expect(await stateAt('2008-09-01T00:00:00Z')).toMatchObject({ epoch: '2008-09-19T12:25:40.104192Z' });
  });

  it('is listed newest first, with sources, names and how far each lies from the one before', async () => {
    const history = (await get('/api/objects/25544/history')).json() as HistoryAnswer;
    expect(history.total).toBe(3);
    expect(history.sets.map(({ source, isInUse, name }) => [source, isInUse, name])).toEqual([
      ['history.tle', true, 'ISS (ZARYA)'],
      ['first.tle', false, 'ISS (ZARYA)'],
      ['history.tle', false, 'ISS OLD NAME'],
    ]);
    // The same elements a day later: the satellite has gone round 15.72 times, and is somewhere else.
    expect(history.sets[0]!.separationKm).toBeGreaterThan(1000);
    expect(history.sets[2]!.separationKm).toBeNull();
    expect((await objectOf(25_544)).formerNames).toEqual(['ISS OLD NAME']);
    const short = (await get('/api/objects/25544/history?limit=1')).json() as HistoryAnswer;
    expect(short.sets).toHaveLength(1);
    expect(short).toMatchObject({ newer: 0, older: 2 });
    expect(short.sets[0]!.separationKm).toBe(history.sets[0]!.separationKm);
  });

  it('moves with the clock, and everybody is told which objects have other elements', async () => {
    const index = [...historiesOf(readElementSets(ISS + VANGUARD).sets).keys()]
      .sort((a, b) => a - b)
      .indexOf(25_544);
    const before = await picture();
    expect(before.epochs[index]).toBeCloseTo(ISS_EPOCH + DAY, -1);
    watcher.patches.length = 0;
    await watcher.clockCommand({ type: 'jump', time: ISS_EPOCH + DAY / 2 });
    await watcher.until('other elements', ({ patches }) => patches.length > 0);
    expect(watcher.patches.at(-1)).toMatchObject({
      revision: before.revision,
      indices: [index],
      epochs: [expect.closeTo(ISS_EPOCH, -1) as number],
    });
    expect(watcher.patches.at(-1)!.selection).toBeGreaterThan(before.selection);
    const after = await picture();
    expect(after.epochs[index]).toBeCloseTo(ISS_EPOCH, -1);
    expect(after.selection).toBe(watcher.patches.at(-1)!.selection);
    await watcher.clockCommand({ type: 'jump', time: Date.parse(TIME) });
    await remove('history.tle');
  });
});

describe('a satellite catalogue', () => {
  it('says who objects are, and that some are down: those are listed with that status and not drawn', async () => {
    const account = (await upload(SATCAT, 'name=satcat.csv')).json() as {
      accepted: number;
      catalog: CatalogInfo;
    };
    expect(account.accepted).toBe(2);
    expect(account.catalog.sources.at(-1)).toMatchObject({
      kind: 'satellite-catalogue',
      sets: 2,
      objectsInUse: 2,
    });
    expect(await objectOf(25_544)).toMatchObject({
      isObjectTypeGuessed: false,
      objectType: 'payload',
      identity: { owner: 'ISS', launchSite: 'TYMSC', radarSize: 'large', source: 'satcat.csv' },
    });
    expect((await get('/api/objects/5/state')).json()).toMatchObject({ status: 'decay-recorded' });
    expect((await get('/api/objects/5/state?time=1999-12-31T00:00:00Z')).json()).not.toMatchObject({
      status: 'decay-recorded',
    });
    const status = (await get('/api/status')).json() as { objects: { drawn: number; failed: number } };
    expect(status.objects).toMatchObject({ failed: 1 });
    await remove('satcat.csv');
    expect((await objectOf(25_544)).identity).toBeNull();
  });
});
