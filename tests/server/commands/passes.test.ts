import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, runCli, startServer, type TestServer } from '../../helpers/server.ts';
import { ISS_2008 } from '../../helpers/sets.ts';

const dir = mkdtempSync(join(tmpdir(), 'watchfloor-passes-'));
const file = join(dir, 'iss.tle');
const OPTIONS = ['--object', '25544', '--start', '2008-09-20T12:00:00Z', '--hours', '24'];
const PARIS = '48.85,2.35,35';
let server: TestServer;

beforeAll(async () => {
  writeFileSync(file, ISS_2008);
  server = await startServer({ args: ['--catalog', file, '--time', '2008-09-20T12:00:00Z'] });
});
afterAll(async () => {
  await server?.stop();
  rmSync(dir, { recursive: true });
});

async function countRows(minElevation: string): Promise<number> {
  const args = ['passes', '--catalog', file, ...OPTIONS, '--site', PARIS, '--min-elevation', minElevation];
  return (await runCli(args)).stdout.trim().split('\n').length;
}

describe('watchfloor passes', () => {
  it('prints one row a pass, with rise before culmination before set', async () => {
    const { code, stdout } = await runCli(['passes', '--catalog', file, ...OPTIONS, '--site', PARIS]);
    expect(code).toBe(0);
    const [header, ...rows] = stdout.trim().split('\n');
    expect(header).toBe(
      'catalog_number,rise_utc,rise_azimuth_deg,culmination_utc,max_elevation_deg,set_utc,set_azimuth_deg,sunlit',
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) {
      const [number, rise = '', , culmination = '', elevation, set = '', , sunlit] = row.split(',');
      expect(number).toBe('25544');
      expect(Number(elevation)).toBeGreaterThan(0);
      expect(['true', 'false']).toContain(sunlit);
      // An edge the window cuts is empty; any date compares false with it.
      expect(Date.parse(rise) >= Date.parse(culmination)).toBe(false);
      expect(Date.parse(set) <= Date.parse(culmination)).toBe(false);
    }
  });

  it('leaves fewer passes with a higher least elevation', async () => {
    expect(await countRows('20')).toBeLessThan(await countRows('0'));
  });

  it.each([
    [['--site', '95,0,0'], '--site'],
    [['--site', '1,2'], '--site'],
    [['--site', PARIS, '--hours', '0'], '--hours'],
    [['--site', PARIS, '--object', '4'], '--object'],
    [['--site', PARIS, '--start', 'now'], '--start'],
    [['--site', PARIS, '--min-elevation', '100'], '--min-elevation'],
  ])('exits 2 with one line naming the option: %s', async (change, option) => {
    const { code, stdout, stderr } = await runCli(['passes', '--catalog', file, ...OPTIONS, ...change]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(option);
  });

  it('is answered over HTTP with the same passes', async () => {
    const answer = await ask(
      server,
      '/api/objects/25544/passes?latitudeDeg=48.85&longitudeDeg=2.35&heightM=35&start=2008-09-20T12:00:00Z&hours=24',
    );
    expect(answer.status).toBe(200);
    const { passes } = answer.json() as { passes: { culmination: { time: string } }[] };
    const { stdout } = await runCli(['passes', '--catalog', file, ...OPTIONS, '--site', PARIS]);
    const rows = stdout.trim().split('\n').slice(1);
    expect(passes.map(({ culmination }) => culmination.time)).toEqual(rows.map((row) => row.split(',')[3]));
    expect((await ask(server, '/api/objects/25544/passes?latitudeDeg=100&longitudeDeg=0')).status).toBe(400);
    expect((await ask(server, '/api/objects/7/passes?latitudeDeg=10&longitudeDeg=0')).status).toBe(404);
  });
});
