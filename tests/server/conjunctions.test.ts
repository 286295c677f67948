import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCdm } from '../../core/conjunction/cdm.ts';
import type { EncounterAnswer } from '../../core/protocol/events.ts';
import { ask, startServer, type TestServer } from '../helpers/server.ts';
import { COLLISION_2009, ISS_2008 } from '../helpers/sets.ts';
import { Watcher } from '../helpers/watcher.ts';

const dir = mkdtempSync(join(tmpdir(), 'watchfloor-conjunctions-'));
const file = join(dir, 'collision.tle');

interface Answer {
  readonly status: string;
  readonly total: number;
  readonly conjunctions: readonly Record<string, unknown>[];
}

/** Ask until the screening is done. */
async function screened(server: TestServer, query = ''): Promise<Answer> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- until it is done
    const answer = await ask(server, `/api/conjunctions${query}`);
    const body = JSON.parse(answer.body) as Answer;
    if (answer.status !== 202) return body;
    expect(body.status).toMatch(/^(waiting|running)$/);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('/api/conjunctions', () => {
  let server: TestServer;

  beforeAll(async () => {
    writeFileSync(file, `${COLLISION_2009}\n${ISS_2008}\n`);
    const time = ['--time', '2009-02-10T12:30:00Z'];
    server = await startServer({ args: ['--catalog', file, '--lenient', ...time] });
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(dir, { recursive: true });
  });

  it('answers what comes near in the next eight hours, with ages, source and grade', async () => {
    const answer = await screened(server);
    expect(answer).toMatchObject({
      status: 'done',
      total: 1,
      thresholdKm: 5,
      source: expect.stringContaining('screening grade') as string,
      conjunctions: [
        {
          objects: [{ catalogNumber: 22675 }, { catalogNumber: 24946 }],
          tca: expect.stringMatching(/^2009-02-10T16:55:59\.79/) as string,
          status: 'ok',
        },
      ],
    });
    const [{ missKm, relativeSpeedKmS, pcMax }] = answer.conjunctions as [Record<string, number>];
    expect(Math.abs(missKm! - 0.698)).toBeLessThan(0.001);
    expect(relativeSpeedKmS).toBeCloseTo(11.647, 3);
    expect(pcMax).toBeGreaterThan(0);
  });

  it('can be asked for other hours, thresholds and objects', async () => {
    expect((await screened(server, '?hours=2')).total).toBe(0);
    expect((await screened(server, '?thresholdKm=0.5')).total).toBe(0);
    expect((await screened(server, '?object=24946')).total).toBe(1);
    expect((await screened(server, '?object=25544')).total).toBe(0);
    expect((await screened(server, '?start=2009-02-10T17:00:00Z&hours=1')).total).toBe(0);
  });

  it('screens in volumes', async () => {
    expect((await screened(server, '?volume=owner')).total).toBe(1);
    expect((await screened(server, '?volume=0.4,0.4,0.4')).total).toBe(0);
  });

  it('screens one object against all for a week and more widely, and tells nothing of who is not there', async () => {
    const week = await screened(server, '?object=24946&hours=168&thresholdKm=50');
    expect(week.total).toBeGreaterThan(1);
    // Of too many the nearest.
    const [least] = week.conjunctions.map(({ missKm }) => Number(missKm)).toSorted((a, b) => a - b);
    const one = await screened(server, '?object=24946&hours=168&thresholdKm=50&limit=1');
    expect(one.total).toBe(week.total);
    expect(one.conjunctions.map(({ missKm }) => missKm)).toEqual([least]);
    expect(await screened(server, '?object=123456')).toMatchObject({ status: 'done', total: 0 });
  });

  const ENCOUNTER = '/api/conjunctions/encounter?one=22675&two=24946&tca=2009-02-10T16:56:00Z';

  it('answers an encounter close up: states, deviations, the plane with every method, and its history', async () => {
    const answer = JSON.parse((await ask(server, ENCOUNTER)).body) as EncounterAnswer;
    expect(answer.tca).toMatch(/^2009-02-10T16:55:59\.79/);
    expect(Math.abs(answer.missKm - 0.698)).toBeLessThan(0.001);
    expect(Math.hypot(...answer.missRtnKm)).toBeCloseTo(answer.missKm, 9);
    const [one, two] = answer.objects;
    expect([one.catalogNumber, two.catalogNumber]).toEqual([22_675, 24_946]);
    const apart = one.position.map((km, axis) => two.position[axis]! - km);
    expect(Math.hypot(...apart)).toBeCloseTo(answer.missKm, 9);
    // Aida & Kirschner: 176 m along the radial, 125 m a day.
    expect(one.sigmaRtnKm[0]).toBeCloseTo(0.176 + 0.125 * one.elementAgeDays, 9);
    const plane = answer.plane!;
    expect(Math.hypot(...plane.missKm)).toBeCloseTo(answer.missKm, 6);
    const [foster, chan, alfano, most] = plane.pc.map(({ pc }) => pc);
    expect(plane.pc.map(({ method }) => method)).toEqual([
      'FOSTER-1992',
      'CHAN-1997',
      'ALFANO-2005',
      'ALFRIEND-1999',
    ]);
    expect(Math.abs(chan! / foster! - 1)).toBeLessThan(1e-3);
    expect(Math.abs(alfano! / foster! - 1)).toBeLessThan(1e-3);
    expect(most!).toBeGreaterThanOrEqual(foster!);
    const largest = Math.max(...plane.byScale.map(({ pc }) => pc));
    // The bound is that of the small body: what is drawn comes near it and not above.
    expect(largest).toBeLessThanOrEqual(most! * 1.001);
    expect(largest).toBeGreaterThan(most! * 0.95);
    expect(answer.history.length).toBeGreaterThanOrEqual(1);
    expect(answer.source).toContain('screening grade');
  });

  it('gives the same encounter as a message, in KVN and in XML', async () => {
    const kvn = await ask(server, `${ENCOUNTER}&format=cdm`);
    const xml = await ask(server, `${ENCOUNTER}&format=cdm-xml`);
    const read = readCdm(kvn.body);
    expect(Math.abs(read.missDistanceKm - 0.698)).toBeLessThan(0.001);
    expect({ ...readCdm(xml.body), creationDate: 0 }).toEqual({ ...read, creationDate: 0 });
  });

  it.each([
    ['one=22675&two=24946&tca=soon', 400],
    ['one=22675&two=22675&tca=2009-02-10T16:56:00Z', 400],
    ['one=22675&two=99999&tca=2009-02-10T16:56:00Z', 404],
    ['one=22675&two=24946&tca=2039-02-10T16:56:00Z', 404],
  ])('refuses the encounter %s with %i', async (query, status) => {
    const answer = await ask(server, `/api/conjunctions/encounter?${query}`);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ status });
  });

  it('gives up a screening that is not wanted any more, once', async () => {
    const question = '/api/conjunctions?thresholdKm=4.9&hours=160';
    expect((await ask(server, question)).status).toBe(202);
    const cancel = () => fetch(`${server.url}${question}`, { method: 'DELETE' });
    expect((await cancel()).status).toBe(204);
    expect((await cancel()).status).toBe(404);
    expect((await screened(server, '?thresholdKm=4.9&hours=160')).status).toBe('done');
  });

  it.each([
    'hours=0',
    'hours=1000',
    'thresholdKm=500',
    'start=soon',
    'object=x',
    'hours=168&thresholdKm=6',
    'volume=big',
    'volume=owner&hours=25',
  ])('refuses %s', async (query) => {
    expect((await ask(server, `/api/conjunctions?${query}`)).status).toBe(400);
  });

  it('refuses when too many different ones are asked for at once, and does those it has taken', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        ask(server, `/api/conjunctions?thresholdKm=${5 + i / 1000}&hours=160`),
      ),
    );
    const codes = answers.map(({ status }) => status);
    expect(codes).toContain(202);
    expect(codes).toContain(503);
    expect((await screened(server, '?thresholdKm=5&hours=160')).total).toBeGreaterThan(0);
  });

  it('becomes a case of the orbital safety desk, which is looked at again each shift and decided on by who sits there', async () => {
    const floor = await startServer({
      args: [
        '--catalog',
        file,
        '--lenient',
        '--time',
        '2009-02-10T06:20:00Z',
        '--item-rules',
        'screen-h=24,cases=1,per-survey=0',
      ],
    });
    try {
      const watcher = await Watcher.join(floor.url);
      const caseOf = () => watcher.floor.items.find(({ type }) => type === 'CONJUNCTION');
      await watcher.clockCommand({ type: 'run', rate: 1000 });
      await watcher.until('the case', () => caseOf() !== undefined, 60_000);
      await watcher.until('two screenings', () => (caseOf()?.conjunction?.points.length ?? 0) > 1, 60_000);
      await watcher.clockCommand({ type: 'run', rate: 1 });
      const item = caseOf()!;
      expect(item).toMatchObject({ desk: 'OSA', source: 'computed', severity: 3, objects: [22_675, 24_946] });
      expect(item.conjunction).toMatchObject({ pair: [22_675, 24_946], tier: 'emergency' });
      expect(watcher.floor.screening?.last?.found).toMatchObject({
        objects: 3,
        approaches: 1,
        emergencies: 1,
      });
      const osa = watcher.floor.desks.find(({ desk }) => desk === 'OSA')!.holder.id;
      expect(await watcher.takeSeat(osa, 'Ola')).toEqual({ ok: true });
      const decide = { type: 'decide-conjunction', item: item.id, decision: 'recommend-manoeuvre' } as const;
      expect(await watcher.floorCommand({ ...decide, reason: 'too near' })).toEqual({ ok: true });
      await watcher.until('the decision', () => caseOf()?.conjunction?.decision?.reason === 'too near');
      expect(caseOf()!.facts.at(-1)).toMatchObject({
        label: 'Decision',
        value: 'recommend a manoeuvre: too near',
      });
      watcher.close();
    } finally {
      await floor.stop();
    }
  });

  it('names nobody whom the one who asks may not know of', async () => {
    const other = await startServer({
      args: [
        '--catalog',
        file,
        '--lenient',
        '--time',
        '2009-02-10T12:30:00Z',
        '--restrict',
        '22675=USA',
        '--accuracy',
        '100,300,90',
      ],
    });
    try {
      expect(await screened(other)).toMatchObject({ status: 'done', total: 0, conjunctions: [] });
      expect(await screened(other)).toMatchObject({ accuracyAssumed: 'R/T/N 100/300/90 m' });
      expect(await screened(other, '?object=22675')).toMatchObject({ status: 'done', total: 0 });
      const encounter = await ask(other, ENCOUNTER);
      expect(encounter.status).toBe(404);
      expect(encounter.body).not.toContain('COSMOS');
    } finally {
      await other.stop();
    }
  });
});
