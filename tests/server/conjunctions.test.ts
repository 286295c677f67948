import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, startServer, type TestServer } from '../helpers/server.ts';
import { ISS_2008 } from '../helpers/sets.ts';

/** The last sets before the collision of 10 February 2009: Space-Track history. */
const COLLISION = [
  '1 24946U 97051C   09040.78448243 +.00000153 +00000-0 +47668-4 0  9994',
  '2 24946 086.3994 121.7028 0002288 085.1644 274.9812 14.34219863597336',
  '1 22675U 93036A   09040.49834364 -.00000001  00000-0  95251-5 0  9996',
  '2 22675 074.0355 019.4646 0016027 098.7014 261.5952 14.31135643817415',
].join('\n');

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
    writeFileSync(file, `${COLLISION}\n${ISS_2008}\n`);
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

  it.each(['hours=0', 'hours=1000', 'thresholdKm=500', 'start=soon', 'object=x', 'hours=168&thresholdKm=6'])(
    'refuses %s',
    async (query) => {
      expect((await ask(server, `/api/conjunctions?${query}`)).status).toBe(400);
    },
  );

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

  it('names nobody whom the one who asks may not know of', async () => {
    const other = await startServer({
      args: ['--catalog', file, '--lenient', '--time', '2009-02-10T12:30:00Z', '--restrict', '22675=USA'],
    });
    try {
      expect(await screened(other)).toMatchObject({ status: 'done', total: 0, conjunctions: [] });
    } finally {
      await other.stop();
    }
  });
});
