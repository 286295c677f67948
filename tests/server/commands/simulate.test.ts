import { describe, expect, it } from 'vitest';
import { HANDOVER_MODES, type HandoverMode } from '../../../core/operations/types.ts';
import { type RunSettings, simulateRun } from '../../../server/commands/simulate.ts';
import { meanWithInterval } from '../../../server/commands/sweep.ts';
import { runCli } from '../../helpers/server.ts';

const START = Date.UTC(2026, 2, 2);
const settings = (change: Partial<RunSettings>): RunSettings => ({
  days: 10,
  seed: 's',
  pattern: 'metropolitan',
  overlapMin: 30,
  handover: 'read-back',
  load: 1,
  start: START,
  ...change,
});

function lostIn(handover: HandoverMode, load: number): { mean: number; half: number } {
  const runs = [1, 2, 3, 4].map((seed) => simulateRun(settings({ seed: `lost ${seed}`, handover, load })));
  return meanWithInterval(runs.map((run) => run.facts_lost_fraction));
}

const SWEEP = 'shift sweep --days 1 --seeds 2 --overlap-min 30 --load 1 --handover none,read-back --threads';
const sweep = (threads: number) => runCli([...SWEEP.split(' '), String(threads)]);

describe('watchfloor shift simulate', () => {
  it.each([1, 1.6])(
    'loses fewer facts the better the handover, with the intervals apart, at load %s',
    (load) => {
      const [none, written, , both, readBack] = HANDOVER_MODES.map((mode) => lostIn(mode, load));
      const order = [none!, written!, both!, readBack!];
      order.slice(1).forEach((better, i) => {
        const worse = order[i]!;
        expect(worse.mean - worse.half).toBeGreaterThan(better.mean + better.half);
      });
      expect(none!.mean).toBe(1);
    },
  );

  it('gives the same journal for the same seed, whatever the size of the steps, and another for another', () => {
    const once = simulateRun(settings({ days: 3 }));
    expect(simulateRun(settings({ days: 3 })).journal_sha256).toBe(once.journal_sha256);
    expect(simulateRun(settings({ days: 3, seed: 't' })).journal_sha256).not.toBe(once.journal_sha256);
  });

  it('prints the metrics of the contract, and all of them per desk', async () => {
    const { code, stdout } = await runCli(['shift', 'simulate', '--days', '2', '--seed', 'cli']);
    expect(code).toBe(0);
    const metrics = JSON.parse(stdout) as Record<string, unknown> & {
      desks: Record<string, Record<string, unknown>>;
    };
    const names = [
      'handovers',
      'facts_lost_fraction',
      'acknowledgements_missed_fraction',
      'late_fraction',
      'carried_per_shift',
      'handover_score_mean',
    ];
    expect(metrics['journal_sha256']).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.keys(metrics)).toEqual(expect.arrayContaining(names));
    expect(Object.keys(metrics.desks)).toHaveLength(13);
    for (const desk of Object.values(metrics.desks))
      expect(Object.keys(desk)).toEqual(expect.arrayContaining(names));
  });

  it.each([
    [['simulate', '--days', '0'], /--days 0/],
    [['simulate', '--handover', 'shout'], /--handover shout: one of none, written/],
    [['simulate', '--overlap-min', '90'], /--overlap-min 90/],
    [['simulate', '--load', '9'], /--load 9/],
    [['simulate', '--pattern', 'panama'], /--pattern panama/],
    [['sweep', '--seeds', '1'], /--seeds 1/],
    [['sweep', '--days', '-1'], /--days -1/],
    [['sweep', '--threads', '0'], /--threads 0/],
  ])('refuses %j with one line', async (args, reason) => {
    const { code, stderr, stdout } = await runCli(['shift', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(reason);
  });

  it('sweeps cells as CSV with intervals, the same on one thread and on several, and shows its progress', async () => {
    const [one, three] = await Promise.all([sweep(1), sweep(3)]);
    expect(one.code).toBe(0);
    const [header, ...rows] = one.stdout.trim().split('\n');
    expect(header).toContain('facts_lost_fraction_mean,facts_lost_fraction_half_width_95');
    expect(rows).toHaveLength(2);
    expect(rows.map((row) => row.split(',')[2])).toEqual(['none', 'read-back']);
    expect(three.stdout).toBe(one.stdout);
    expect(one.stderr).toContain('4/4 runs');
  });
});
