import type { ElementSet } from '../../core/elements/element-set.ts';
import { type Tier, TIERS } from '../../core/ephemeris/steps.ts';
import type { UtcMs } from '../../core/units.ts';
import { layOut, measureStream } from '../helpers/stream-errors.ts';
import { percentile, print, type Subject } from './measure.ts';

export function medianEpochOf(sets: readonly ElementSet[]): UtcMs {
  return percentile(
    Float64Array.from(sets, (set) => set.epoch),
    0.5,
  );
}

const RATES = { 0: [1, 60], 1: [100], 2: [1000] } as const satisfies Record<Tier, readonly number[]>;

export function benchStream({ sets }: Subject): void {
  const start = medianEpochOf(sets);
  const laid = layOut(sets, start);
  print(`  ${laid.slices.length} slices`);
  for (const tier of [0, 1, 2] as const) {
    const { samples, p50M, p99M, maxM, shareWithinBound, mostOverBound, bytesPerSecond } = measureStream(
      laid,
      tier,
      start,
    );
    print(
      `  rates up to ${TIERS[tier].upToRate}: error against SGP4 p50 ${p50M.toFixed(2)} m, p99 ${p99M.toFixed(2)} m, max ${maxM.toFixed(2)} m (${samples} samples)`,
    );
    print(
      `    within the bound declared for each object: ${(100 * shareWithinBound).toFixed(4)} %, at most ${mostOverBound.toFixed(2)} of it`,
    );
    for (const rate of RATES[tier])
      print(`    bytes to each client at rate ${rate}: ${((rate * bytesPerSecond) / 1000).toFixed(1)} kB/s`);
  }
}
