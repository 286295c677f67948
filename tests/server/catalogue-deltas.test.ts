import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyDelta, buildCatalog } from '../../client/link/catalog.ts';
import type { ElementSet } from '../../core/elements/element-set.ts';
import { writeElementSets } from '../../core/elements/write.ts';
import { generateNotionalCatalog } from '../../core/notional/generate.ts';
import type { CatalogInfo, Picture, PictureDelta } from '../../core/protocol/events.ts';
import { MS_PER_HOUR } from '../../core/units.ts';
import { ask, makeStateDir, startServer, type TestServer } from '../helpers/server.ts';
import { Watcher } from '../helpers/watcher.ts';

const EPOCH = Date.UTC(2026, 2, 2, 12);
const ALL = generateNotionalCatalog({ seed: 'deltas', epoch: EPOCH });
const OBJECTS = 4000;
/** Spread over the whole, so that all orbits are among them. */
const SETS = ALL.filter((_, i) => i % Math.floor(ALL.length / OBJECTS) === 0).slice(0, OBJECTS);
const NEW = ALL.filter(({ catalogNumber }) => !SETS.some((set) => set.catalogNumber === catalogNumber)).slice(
  100,
  130,
);
/** The same objects with other elements: newer ones, and on a slightly other orbit. */
const NEWER = SETS.slice(1000, 1050).map((set) => ({
  ...set,
  epoch: set.epoch + 1000,
  meanAnomalyDeg: (set.meanAnomalyDeg + 1) % 360,
}));
/** The largest difference of two decodings of one object: twice the bounds of its keyframes, km. */
const SAME_KM = 0.05;

const fileOf = (sets: readonly ElementSet[]): string =>
  [
    ...writeElementSets(sets, 'omm-csv', {
      creationDate: EPOCH,
      originator: 'TEST',
      onUnwritable: () => undefined,
    }),
  ].join('');

const both = (count: number): number[] => [count, count];
const positions = (one: Watcher): Float64Array | null =>
  one.positionsAt(one.clock.segment.simulationTime, one.clock.segment.timelineId);

describe('a change of the catalogue', () => {
  let server: TestServer;
  let watcher: Watcher;
  let before: Picture;

  const picture = async (query = ''): Promise<Picture | PictureDelta> => {
    const { revision } = watcher.catalogs.at(-1)!;
    return (await ask(server, `/api/picture/${revision}${query}`)).json() as Picture | PictureDelta;
  };
  const change = async (what: () => Promise<unknown>): Promise<number> => {
    const { revision } = watcher.catalogs.at(-1)!;
    const had = watcher.rawMessages.length;
    await what();
    await watcher.until('another revision', ({ catalogs }) => catalogs.at(-1)!.revision > revision);
    await watcher.until('its keyframes', () => positions(watcher) !== null);
    return watcher.rawMessages
      .slice(had)
      .reduce((sum, { isBinary, bytes }) => sum + (isBinary ? bytes : 0), 0);
  };
  const upload = (sets: readonly ElementSet[], name: string) =>
    ask(server, `/api/catalogs?name=${name}&mode=add`, { method: 'POST', body: fileOf(sets) });
  /** Whoever joins now gets everything anew: both must draw the same. @returns the largest difference, km, and the objects of both */
  const compareWithJoined = async () => {
    const joined = await Watcher.join(server.url);
    await joined.until('its keyframes', () => positions(joined) !== null);
    const [a, b] = [positions(watcher)!, positions(joined)!];
    let worst = 0;
    a.forEach((value, i) => (worst = Math.max(worst, Math.abs(value - b[i]!))));
    joined.close();
    const drawn = b.filter((value) => value !== 0).length / 3;
    return { isSame: worst < SAME_KM && drawn > b.length / 3 - 10, objects: [a.length / 3, b.length / 3] };
  };
  /** The delta makes of the picture before what the whole picture is. */
  const expectDelta = async (): Promise<PictureDelta> => {
    const delta = (await picture(`?since=${before.revision}&selection=${before.selection}`)) as PictureDelta;
    const whole = await picture();
    expect(delta.since).toBe(before.revision);
    const info = watcher.catalogs.at(-1) as CatalogInfo;
    expect(applyDelta(buildCatalog(before, info), delta)).toEqual(whole);
    before = whole;
    return delta;
  };

  beforeAll(async () => {
    const file = join(makeStateDir(), 'first.csv');
    writeFileSync(file, fileOf(SETS));
    const time = new Date(EPOCH + MS_PER_HOUR).toISOString();
    server = await startServer({ args: ['--catalog', file, '--time', time] });
    watcher = await Watcher.join(server.url);
    await watcher.clockCommand({ type: 'pause' });
    await watcher.until('a pause', ({ clock }) => clock.mode === 'paused');
    await watcher.until('the picture', () => positions(watcher) !== null);
    before = await picture();
  });
  afterAll(async () => {
    watcher.close();
    await server.stop();
  });

  it('adds objects and gives others new elements for a fraction of the bytes of everything', async () => {
    const snapshot = watcher.rawMessages.reduce(
      (sum, { isBinary, bytes }) => sum + (isBinary ? bytes : 0),
      0,
    );
    const bytes = await change(() => upload([...NEW, ...NEWER], 'more.csv'));
    expect(bytes).toBeLessThan(snapshot / 10);
    expect(watcher.frames.filter(({ type }) => type === 'layout')).toHaveLength(1);
    expect(await compareWithJoined()).toEqual({ isSame: true, objects: both(OBJECTS + NEW.length) });
    const delta = await expectDelta();
    expect(delta.gone).toEqual([]);
    expect(delta.indices).toHaveLength(NEW.length + NEWER.length);
    expect(JSON.stringify(delta).length).toBeLessThan(JSON.stringify(before).length / 20);
  });

  it('takes objects out again, and others back to the elements they had', async () => {
    const bytes = await change(() =>
      ask(server, `/api/catalogs/undo?change=${lastUndo()}`, { method: 'POST' }),
    );
    expect(bytes).toBeLessThan(40_000);
    expect(watcher.frames.filter(({ type }) => type === 'layout')).toHaveLength(1);
    expect(await compareWithJoined()).toEqual({ isSame: true, objects: both(OBJECTS) });
    const delta = await expectDelta();
    expect(delta.gone).toHaveLength(NEW.length);
    expect(delta.indices).toHaveLength(NEWER.length);
  });

  it('is followed by patches as before, also of objects behind those that are gone', async () => {
    await change(() => upload(NEW.slice(0, 5), 'few.csv'));
    await watcher.clockCommand({ type: 'jump', time: EPOCH + 30 * MS_PER_HOUR });
    await watcher.until('the next day', ({ clock }) => clock.segment.timelineId === 2);
    await watcher.until('its keyframes', () => positions(watcher) !== null);
    expect(await compareWithJoined()).toEqual({ isSame: true, objects: both(OBJECTS + 5) });
  });

  it('is sent as a whole when too much is other', async () => {
    await change(() => upload(ALL, 'all.csv'));
    expect(watcher.frames.filter(({ type }) => type === 'layout')).toHaveLength(2);
    expect(await compareWithJoined()).toEqual({ isSame: true, objects: both(ALL.length) });
    const whole = await picture(`?since=${before.revision}&selection=${before.selection}`);
    expect(whole).not.toHaveProperty('since');
  });

  const lastUndo = (): number => watcher.catalogs.at(-1)!.lastChange!.undoes!;
});
