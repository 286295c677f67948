/* oxlint-disable vitest/expect-expect -- expectUsageError asserts */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeStateDir, runCli, startServer } from '../../helpers/server.ts';
import { ALPHA5, BAD_CHECKSUM, GEO, HALF_A_SET, HOPELESS, ISS, VANGUARD } from '../element-sets.ts';

interface Account {
  readonly records: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly objects: number;
  readonly rejects: readonly { readonly file?: string; readonly line: number; readonly code: string }[];
  readonly warnings: readonly { readonly code: string }[];
}

let dir: string;
const file = (name: string) => join(dir, name);
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'watchfloor-cli-'));
  writeFileSync(file('good.tle'), ISS + VANGUARD + ALPHA5);
  writeFileSync(file('twice.tle'), ISS + ISS);
  writeFileSync(file('bad.tle'), BAD_CHECKSUM + HALF_A_SET);
  writeFileSync(file('checksum.tle'), BAD_CHECKSUM);
  writeFileSync(file('empty.tle'), '');
  writeFileSync(
    file('binary.bin'),
    Uint8Array.from({ length: 999 }, (_, i) => (i * 31) % 256),
  );
  writeFileSync(file('geo.tle'), GEO + HOPELESS);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Exit 2, nothing on standard output, one line on standard error that is no stack trace. */
async function expectUsageError(args: readonly string[], says: RegExp): Promise<void> {
  const { code, stdout, stderr } = await runCli(args);
  expect({ args, code, stdout, lines: stderr.trimEnd().split('\n').length, stderr }).toEqual({
    args,
    code: 2,
    stdout: '',
    lines: 1,
    stderr: expect.stringMatching(says) as string,
  });
}

const check = async (...args: string[]) => {
  const { code, stdout, stderr } = await runCli(['check', ...args]);
  return { code, stderr, account: JSON.parse(stdout) as Account };
};

const propagate = async (...args: string[]) => {
  const { code, stdout, stderr } = await runCli(['propagate', '--catalog', file('good.tle'), ...args]);
  return {
    code,
    stderr,
    stdout,
    rows: stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(',')),
  };
};

describe('watchfloor', () => {
  it('--help lists the commands that exist and no others', async () => {
    const { code, stdout } = await runCli(['--help']);
    expect(code).toBe(0);
    const commands = [...stdout.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
    expect(commands.filter((name) => name !== 'help')).toEqual([
      'serve',
      'check',
      'convert',
      'propagate',
      'passes',
      'screen',
      'pc',
      'shift',
      'scenario',
    ]);
    const shift = await runCli(['shift', '--help']);
    expect(shift.code).toBe(0);
    const subcommands = [...shift.stdout.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
    expect(subcommands.filter((name) => name !== 'help')).toEqual(['plan', 'verify', 'simulate', 'sweep']);
  });

  it('exits 2 with one line for a command or an option it does not have', async () => {
    await expectUsageError(['fly'], /unknown command/);
    await expectUsageError(['check', '--wrong', 'x'], /unknown option/);
    await expectUsageError(['check'], /missing required argument/);
    await expectUsageError(['propagate'], /required option/);
    await expectUsageError(['shift', 'plan', '--from', '2026-01-01'], /required option/);
  });

  it('exits 2 with one line for a command whose name is near another', async () => {
    await expectUsageError(['screens', '--catalog', 'x'], /unknown command/);
  });
});

describe('watchfloor check', () => {
  it('accounts for every set of a file as JSON', async () => {
    const { code, stderr, account } = await check(file('good.tle'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(account).toEqual({ records: 3, accepted: 3, rejected: 0, objects: 3, rejects: [], warnings: [] });
  });

  it('counts two sets of one object as two sets and one object', async () => {
    expect((await check(file('twice.tle'))).account).toMatchObject({ records: 2, accepted: 2, objects: 1 });
  });

  it('exits 0 when something was rejected, and 1 under --strict', async () => {
    const plain = await check(file('bad.tle'));
    expect(plain.code).toBe(0);
    expect(plain.account).toMatchObject({ records: 2, accepted: 0, rejected: 2 });
    expect(plain.account.rejects.map(({ line, code }) => [line, code])).toEqual([
      [2, 'checksum'],
      [5, 'orphan-line'],
    ]);
    expect((await check('--strict', file('bad.tle'))).code).toBe(1);
    expect((await check('--strict', file('good.tle'))).code).toBe(0);
  });

  it('takes a bad checksum as a warning under --lenient', async () => {
    const { code, account } = await check('--lenient', '--strict', file('checksum.tle'));
    expect(code).toBe(0);
    expect(account).toMatchObject({ accepted: 1, rejected: 0, warnings: [{ code: 'checksum' }] });
  });

  it('turns away a set that has no position at its epoch, and takes it with a warning under --lenient', async () => {
    const strict = await check(file('geo.tle'));
    expect(strict.account).toMatchObject({ accepted: 1, rejects: [{ line: 6, code: 'no-position' }] });
    const lenient = await check('--lenient', file('geo.tle'));
    expect(lenient.account).toMatchObject({ accepted: 2, rejected: 0, warnings: [{ code: 'no-position' }] });
  });

  it('joins several files and says which one each reject is of', async () => {
    const { account } = await check(file('good.tle'), file('bad.tle'), file('twice.tle'));
    expect(account).toMatchObject({ records: 7, accepted: 5, rejected: 2, objects: 3 });
    expect(account.rejects.map(({ file: name }) => name)).toEqual([file('bad.tle'), file('bad.tle')]);
  });

  it('names empty and binary files as what they are', async () => {
    const empty = await check(file('empty.tle'));
    expect(empty.account).toMatchObject({
      records: 1,
      rejected: 1,
      rejects: [{ line: 1, code: 'not-element-data' }],
    });
    const binary = await check('--strict', file('binary.bin'));
    expect(binary.code).toBe(1);
    expect(binary.account).toMatchObject({ accepted: 0, rejected: 1 });
  });

  it('exits 2 with one line for a file it cannot read, and prints no half account', async () => {
    await expectUsageError(['check', file('none.tle')], /cannot read .*none\.tle/);
    await expectUsageError(['check', file('good.tle'), file('none.tle')], /cannot read .*none\.tle/);
    await expectUsageError(['check', dir], /cannot read/);
  });
});

describe('watchfloor propagate', () => {
  it('prints the columns of the contract, and the numbers of the SGP4 verification set', async () => {
    const { code, stderr, rows } = await propagate('--object', '5', '--minutes=0:720:360');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(rows[0]!.join()).toBe(
      'catalog_number,minutes_from_epoch,time_utc,x_km,y_km,z_km,vx_km_s,vy_km_s,vz_km_s,status',
    );
    expect(rows.slice(1).map(([, minutes]) => minutes)).toEqual(['0', '360', '720']);
    // AIAA 2006-6753, tcppver.out, object 5; the tolerance of 1e-6 km.
    const expected = [
      [7022.46529266, -1400.08296755, 0.03995155],
      [-7154.03120202, -3783.17682504, -3536.19412294],
      [-7134.59340119, 6531.68641334, 3260.27186483],
    ];
    expected.forEach((position, i) =>
      position.forEach((km, axis) =>
        expect(Math.abs(Number(rows[i + 1]![3 + axis]) - km)).toBeLessThan(1e-6),
      ),
    );
    expect(rows.slice(1).every((row) => row.at(-1) === 'ok')).toBe(true);
  });

  it('takes instants as well as minutes, both ends included, steps backwards too', async () => {
    const instants = await propagate('--object=5', '--start', '2000-06-28', '--step', '60', '--count', '3');
    expect(instants.rows.slice(1).map((row) => row[2])).toEqual([
      '2000-06-28T00:00:00.000000Z',
      '2000-06-28T00:01:00.000000Z',
      '2000-06-28T00:02:00.000000Z',
    ]);
    const back = await propagate('--object=5', '--minutes=10:-10:-5');
    expect(back.rows.slice(1).map((row) => row[1])).toEqual(['10', '5', '0', '-5', '-10']);
    const tenths = await propagate('--object=5', '--minutes=0:0.3:0.1');
    expect(tenths.rows).toHaveLength(5);
  });

  it('propagates all objects, or those asked for in any spelling', async () => {
    const all = await propagate('--minutes=0:0:1');
    expect(all.rows.slice(1).map(([number]) => number)).toEqual(['25544', '5', '270005']);
    const some = await propagate('--minutes=0:0:1', '--object', 'T0005,00005');
    expect(some.rows.slice(1).map(([number]) => number)).toEqual(['5', '270005']);
  });

  it('gives the same radius in TEME and ECEF, and a height that goes with it', async () => {
    const radius = async (frame: string) => {
      const { rows } = await propagate('--object=5', '--minutes=0:0:1', '--frame', frame);
      return Math.hypot(...rows[1]!.slice(3, 6).map(Number));
    };
    expect(Math.abs((await radius('teme')) - (await radius('ecef')))).toBeLessThan(1e-9);
    const { rows } = await propagate('--object=5', '--minutes=0:0:1', '--frame=geodetic');
    expect(rows[0]!.slice(3)).toEqual(['latitude_deg', 'longitude_deg', 'height_km', 'status']);
    const height = Number(rows[1]![5]);
    // Geodetic height and radius differ by the Earth's figure: between its two radii, 6,356.7 and 6,378.2 km.
    const ground = (await radius('teme')) - height;
    expect(ground > 6356.7 && ground < 6378.2).toBe(true);
  });

  it('prints the same numbers as JSON', async () => {
    const csv = await propagate('--object=5', '--minutes=0:10:10');
    const json = JSON.parse(
      (await propagate('--object=5', '--minutes=0:10:10', '--format=json')).stdout,
    ) as Record<string, unknown>[];
    expect(json).toHaveLength(2);
    expect(Object.keys(json[0]!)).toEqual(csv.rows[0]);
    expect(String(json[1]!['x_km'])).toBe(csv.rows[2]![3]);
  });

  it('says why where it has no state, and leaves the numbers empty', async () => {
    const { code, stdout } = await runCli([
      'propagate',
      '--catalog',
      file('geo.tle'),
      '--lenient',
      '--object=99990',
      '--minutes=0:0:1',
    ]);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')[1]).toMatch(/^99990,0,2025-08-31T12:00:00\.000000Z,,,,,,,[a-z-]+$/);
    expect(stdout).not.toContain('NaN');
  });

  it.each([
    [['--minutes=0:10'], /--minutes/],
    [['--minutes=0:10:0'], /--minutes/],
    [['--minutes=10:0:1'], /--minutes/],
    [['--minutes=a:b:c'], /--minutes/],
    [['--minutes=0:1e12:1e-3'], /instants/],
    [['--start', '2026-13-01', '--step', '1', '--count', '1'], /--start/],
    [['--start', '2026-01-01', '--step', 'x', '--count', '1'], /--step/],
    [['--start', '2026-01-01', '--step', '1', '--count', '0'], /instants/],
    [['--start', '2026-01-01', '--step', '1', '--count', '1.5'], /instants/],
    [['--start', '2026-01-01'], /--start, --step and --count/],
    [['--minutes=0:0:1', '--frame', 'j2000'], /--frame/],
    [['--minutes=0:0:1', '--format', 'xml'], /--format/],
    [['--minutes=0:0:1', '--object', 'ISS'], /--object/],
    [['--minutes=0:0:1', '--object', '7'], /not in/],
  ])('exits 2 with one line for %j', async (args, says) => {
    await expectUsageError(['propagate', '--catalog', file('good.tle'), ...args], says);
  });

  it('exits 2 naming file and line when the file has no set to propagate', async () => {
    await expectUsageError(
      ['propagate', '--catalog', file('checksum.tle'), '--minutes=0:0:1'],
      /line 2: .*checksum/,
    );
    await expectUsageError(['propagate', '--catalog', file('empty.tle'), '--minutes=0:0:1'], /line 1/);
  });
});

describe('watchfloor shift plan', () => {
  it('prints 1,098 shifts of 28,800,000 ms for 366 days, both daylight-saving dates included', async () => {
    const { code, stdout, stderr } = await runCli([
      'shift',
      'plan',
      '--from',
      '2026-01-01',
      '--to',
      '2027-01-02',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [header, ...rows] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    expect(header).toEqual(['start_utc', 'end_utc', 'shift', 'crew']);
    expect(rows).toHaveLength(1098);
    rows.forEach(([start, end], i) => {
      expect(Date.parse(end!) - Date.parse(start!)).toBe(28_800_000);
      expect(start).toBe(rows[i - 1]?.[1] ?? '2026-01-01T00:00:00.000Z');
    });
    for (const day of ['2026-03-08', '2026-11-01'])
      expect(rows.filter(([start]) => start!.startsWith(day)).map(([, , name]) => name)).toEqual([
        'A',
        'B',
        'C',
      ]);
  });

  it('plans by each pattern, and refuses others', async () => {
    for (const pattern of ['metropolitan', 'continental', '6-on-2-off', 'southern-swing']) {
      const { code, stdout } = await runCli([
        'shift',
        'plan',
        '--from=2026-01-01',
        '--to=2026-02-01',
        '--pattern',
        pattern,
      ]);
      expect(code).toBe(0);
      expect(stdout.trimEnd().split('\n')).toHaveLength(1 + 93);
    }
    await expectUsageError(
      ['shift', 'plan', '--from=2026-01-01', '--to=2026-02-01', '--pattern=fortnight'],
      /--pattern/,
    );
    await expectUsageError(['shift', 'plan', '--from=2026-01-01', '--to=2026-01-01'], /--to/);
    await expectUsageError(['shift', 'plan', '--from=soon', '--to=2026-01-01'], /--from/);
  });
});

describe('watchfloor serve', () => {
  it.each([
    [['--port', '99999'], /--port/],
    [['--port', 'http'], /--port/],
    [['--time', 'yesterday'], /--time/],
    [['--upload-limit-mb', '0'], /--upload-limit-mb/],
    [['--item-rules', 'every-min=0'], /surveyEveryMin/],
    [['--item-rules', 'often'], /--item-rules often: off, or NAME=NUMBER is wanted/],
    [['--watch-pairs', '24946/22675'], /--watch-pairs 24946\/22675: NUMBER\/NUMBER\/KM/],
    [['--watch-pairs', '24946/24946/5'], /NUMBER\/NUMBER\/KM/],
    [['--overlap-min', '61'], /--overlap-min 61/],
  ])('exits 2 with one line for %j', async (args, says) => {
    await expectUsageError(['serve', ...args], says);
  });

  it('exits 2 with one line for a state directory it cannot make', async () => {
    const args = ['serve', '--port=0', '--state-dir', join(file('good.tle'), 'state')];
    await expectUsageError(args, /cannot open the store .*ENOTDIR/);
  });

  it('exits 2 for a store that is none, and leaves the file as it is', async () => {
    const state = makeStateDir();
    writeFileSync(
      join(state, 'watchfloor.db'),
      'this is not a database, and long enough to be looked at'.repeat(50),
    );
    const before = readFileSync(join(state, 'watchfloor.db'));
    await expectUsageError(['serve', '--port=0', '--state-dir', state], /cannot open the store/);
    expect(readFileSync(join(state, 'watchfloor.db'))).toEqual(before);
    rmSync(state, { recursive: true });
  });

  it('exits 2 for a catalogue it cannot read', async () => {
    const args = ['serve', '--port=0', '--state-dir', file('s1'), '--catalog', file('none.tle')];
    expect((await runCli(args, { within: 8000 })).code).toBe(2);
  });

  it('exits 2 for a catalogue with nothing in it', async () => {
    const args = ['serve', '--port=0', '--state-dir', file('s2'), '--catalog', file('empty.tle')];
    expect((await runCli(args, { within: 8000 })).code).toBe(2);
  });

  it('exits 2 when the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const { port } = other.address() as AddressInfo;
    const args = ['serve', '--port', String(port), '--state-dir', file('s3'), '--catalog', file('good.tle')];
    const { code } = await runCli(args, { within: 8000 });
    other.close();
    expect(code).toBe(2);
  });

  it('refuses a state directory in which another server lives', async () => {
    const state = makeStateDir();
    const args = ['--catalog', file('good.tle'), '--time', '2026-03-02T15:40:00Z'];
    const first = await startServer({ stateDir: state, args });
    const second = await runCli(['serve', '--port=0', '--state-dir', state, ...args], { within: 5000 });
    await first.stop();
    rmSync(state, { recursive: true });
    expect(second).toMatchObject({ code: 2, stdout: '' });
    expect(second.stderr).toMatch(/^watchfloor: .*in use by process \d+\n$/);
  });
});
