import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeStateDir, runCli } from '../../helpers/server.ts';
import { ISS, VANGUARD } from '../element-sets.ts';

/** The ISS a day later: one more in the day, and in the checksum. */
const ISS_NEXT_DAY = ISS.replace('08264.51782528', '08265.51782528').replace('0  2927', '0  2928');

let dir: string;
let file: string;
beforeAll(() => {
  dir = makeStateDir();
  file = join(dir, 'two.tle');
  writeFileSync(file, ISS_NEXT_DAY + ISS + VANGUARD);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const propagate = (...args: string[]) => runCli(['propagate', '--catalog', file, ...args]);

it('propagate names wanted objects that a file does not have, and goes on with the others', async () => {
  const { code, stdout, stderr } = await propagate('--object', '5,99999', '--minutes=0:0:5');
  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(2);
  expect(stderr).toMatch(/two\.tle: object 99999 is not in it\n$/);
});

it('propagate takes minutes or instants, not both', async () => {
  const { code, stderr } = await propagate('--minutes=0:0:5', '--start', '2008-09-21');
  expect(code).toBe(2);
  expect(stderr).toMatch(/--minutes or --start, --step and --count, not both/);
});

it('propagate uses at each instant the newest set of an object before it', async () => {
  const { stdout } = await propagate(
    '--object',
    '25544',
    '--start',
    '2008-09-20T12:30:00Z',
    '--step',
    '86400',
    '--count',
    '3',
  );
  const minutes = stdout
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[1]));
  // Epochs at 12:25:40 of the 20th and the 21st; the instants are 4.33 minutes later.
  expect(minutes.map((minute) => Math.round(minute))).toEqual([4, 4, 1444]);
});
