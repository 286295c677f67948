import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCdm } from '../../../core/conjunction/cdm.ts';
import { runCli } from '../../helpers/server.ts';
import { COLLISION_2009, ISS_2008 } from '../../helpers/sets.ts';

const dir = mkdtempSync(join(tmpdir(), 'watchfloor-screen-'));
const file = join(dir, 'collision.tle');
const WINDOW = ['--start', '2009-02-10T12:00:00Z', '--hours', '8'];
const screen = (...args: readonly string[]) => runCli(['screen', '--catalog', file, ...args]);

const countRows = async (...args: readonly string[]) =>
  (await screen(...WINDOW, ...args)).stdout.trim().split('\n').length - 1;

beforeAll(() => writeFileSync(file, `${COLLISION_2009}\n${ISS_2008}\n`));
afterAll(() => rmSync(dir, { recursive: true }));

describe('watchfloor screen', () => {
  it('prints the collision of Iridium 33 and Cosmos 2251, the lower number first', async () => {
    const { code, stdout } = await screen(...WINDOW, '--threshold-km', '5');
    expect(code).toBe(0);
    const [header, ...rows] = stdout.trim().split('\n');
    expect(header).toBe(
      'catalog_number_1,catalog_number_2,tca_utc,miss_km,relative_speed_km_s,miss_r_km,miss_t_km,miss_n_km,pc_max,status',
    );
    expect(rows).toHaveLength(1);
    const [one, two, tca = '', miss, speed, r, t, n, pcMax, status] = rows[0]!.split(',');
    expect([one, two, status]).toEqual(['22675', '24946', 'ok']);
    expect(Math.abs(Date.parse(tca) - Date.UTC(2009, 1, 10, 16, 55, 59, 796))).toBeLessThan(2);
    expect(Math.abs(Number(miss) - 0.698)).toBeLessThan(0.001);
    expect(Number(speed)).toBeCloseTo(11.647, 3);
    expect(Math.hypot(Number(r), Number(t), Number(n))).toBeCloseTo(Number(miss), 9);
    expect(Number(pcMax)).toBeGreaterThan(0);
    expect(Number(pcMax)).toBeLessThan(1);
  });

  it('answers in JSON, for some primaries, and with nothing where nothing is near', async () => {
    const json = await screen(...WINDOW, '--threshold-km', '5', '--format', 'json', '--primary', '24946');
    expect(JSON.parse(json.stdout)).toMatchObject([{ catalog_number_1: 22675, status: 'ok' }]);
    const others = await screen(...WINDOW, '--threshold-km', '5', '--primary', '25544');
    expect(others.stdout.trim().split('\n')).toHaveLength(1);
  });

  it('writes messages that `pc` reads, with the same miss and the covariances said to be assumed', async () => {
    const { stdout } = await screen(...WINDOW, '--threshold-km', '5', '--format', 'cdm', '--hbr-m', '15');
    const message = join(dir, 'collision.cdm');
    writeFileSync(message, stdout);
    const answer = JSON.parse((await runCli(['pc', '--cdm', message])).stdout) as Record<string, unknown>;
    expect(answer).toMatchObject({ hbr_m: 15, hbr_source: 'message', flags: ['diluted'] });
    expect(Math.abs(Number(answer['miss_m']) - 698)).toBeLessThan(1);
    expect(Math.abs(Number(answer['relative_speed_m_s']) - 11_647.24)).toBeLessThan(0.1);
    const { declared, objects } = answer as { declared: { pc: number }; objects: unknown };
    expect(Math.abs(Number(answer['pc']) / declared.pc - 1)).toBeLessThan(1e-3);
    expect(objects).toMatchObject([{ covariance_method: 'DEFAULT' }, { covariance_method: 'DEFAULT' }]);
    expect(stdout).toContain('COMMENT Screening grade');
  });

  it('writes the same messages in XML, one of them read back alone', async () => {
    const options = [...WINDOW, '--threshold-km', '5', '--accuracy', '100,300,90,10,20,30'];
    const kvn = await screen(...options, '--format', 'cdm');
    const xml = await screen(...options, '--format', 'cdm-xml');
    expect({ ...readCdm(xml.stdout), creationDate: 0 }).toEqual({ ...readCdm(kvn.stdout), creationDate: 0 });
    expect(xml.stdout.match(/<segment>/g)).toHaveLength(2);
    const { objects, comments } = readCdm(xml.stdout);
    expect(comments).toContain('Covariances assumed: R/T/N 100/300/90 m, 10/20/30 m a day');
    // Its epoch is day 40.49834364 of 2009.
    const days = (Date.UTC(2009, 1, 10, 16, 55, 59, 796) - Date.UTC(2009, 0, 0)) / 86_400_000 - 40.49834364;
    expect(Math.sqrt(objects[0].covarianceRtn[0]) * 1000).toBeCloseTo(100 + 10 * days, 3);
    expect(Math.sqrt(objects[0].covarianceRtn[5]) * 1000).toBeCloseTo(90 + 30 * days, 3);
  });

  it('screens in volumes: about every orbit, or those that are published for it', async () => {
    expect(await countRows('--volume', 'owner')).toBe(1);
    expect(await countRows('--volume', 'catalogue')).toBe(1);
    // They miss each other by 698 m.
    expect(await countRows('--volume', '0.4,0.4,0.4')).toBe(0);
    expect(await countRows('--volume', '0.4,1,1,box')).toBe(1);
  });

  it.each([
    [['--start', 'soon', '--hours', '8', '--threshold-km', '5'], '--start soon'],
    [[...WINDOW.slice(0, 2), '--hours', '0', '--threshold-km', '5'], '--hours 0'],
    [[...WINDOW, '--threshold-km', '-5'], '--threshold-km -5'],
    [[...WINDOW, '--threshold-km', '5', '--workers', '0'], '--workers 0'],
    [[...WINDOW, '--threshold-km', '5', '--format', 'xml'], '--format xml'],
    [[...WINDOW, '--threshold-km', '5', '--hbr-m', '0'], '--hbr-m 0'],
    [
      ['--start', '2039-01-01T00:00:00Z', '--hours', '1', '--threshold-km', '5'],
      'every element set is more than 90 days from the window, the nearest one 10917 days',
    ],
    [WINDOW, '--threshold-km or --volume is wanted'],
    [[...WINDOW, '--volume', '1,2'], '--volume 1,2'],
    [[...WINDOW, '--volume', '1,2,3,ball'], '--volume 1,2,3,ball'],
    [[...WINDOW, '--volume', '1,2,300'], '--volume 1,2,300'],
    [[...WINDOW, '--threshold-km', '5', '--accuracy', 'good'], '--accuracy good'],
    [[...WINDOW, '--threshold-km', '5', '--accuracy', '100,0,100'], '--accuracy 100,0,100'],
  ])('says what is wrong with %j', async (args, reason) => {
    const { code, stdout, stderr } = await screen(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(reason);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('watchfloor pc', () => {
  it('says which file, and why, where there is no message in it', async () => {
    const { code, stderr } = await runCli(['pc', '--cdm', file]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${file}: line 1: KEYWORD = VALUE is wanted`);
    expect((await runCli(['pc', '--cdm', join(dir, 'none.cdm')])).code).toBe(2);
  });
});
