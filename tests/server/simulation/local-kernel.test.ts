import { expect, it } from 'vitest';
import { ElementTable } from '../../../core/elements/element-table.ts';
import { generateNotionalCatalog } from '../../../core/notional/generate.ts';
import { findPasses } from '../../../core/sensors/passes.ts';
import { createRowPropagator, withPassSource } from '../../../server/simulation/kernel/local-kernel.ts';

/** 2026-11-22T00:00:00Z. */
const EPOCH = 1_795_305_600_000;
const sets = [...generateNotionalCatalog({ seed: 'local', epoch: EPOCH })].filter((_, i) => i % 97 === 0);

it.each(['utc', 'minutes'] as const)(
  'rows are those of satellite.js where there is no kernel: %s',
  (kind) => {
    const table = ElementTable.of(sets);
    const rows = sets.flatMap((_, i) => [i, i, i]);
    const times = rows.map((_, i) =>
      kind === 'utc' ? EPOCH + ((i * 7919) % 5000) * 60_000 : (i * 7919) % 5000,
    );
    const ours = createRowPropagator(table).propagate(rows, times, kind);
    const theirs = createRowPropagator(table, null).propagate(rows, times, kind);
    expect(ours.status).toEqual(theirs.status);
    let compared = 0;
    let worst = 0;
    theirs.numbers.forEach((value, i) => {
      if (Number.isNaN(value)) return;
      compared++;
      worst = Math.max(worst, Math.abs(value - ours.numbers[i]!));
    });
    expect(compared).toBeGreaterThan(1000);
    // satellite.js keeps a deep-space epoch, in days since 4713 BC, to 40 µs.
    expect(worst).toBeLessThan(4e-6);
  },
);

it('passes are the same with the samples of the kernel and without', () => {
  const request = {
    site: { latitude: 0.9, longitude: 0.2, height: 0.1 },
    start: EPOCH,
    end: EPOCH + 2 * 86_400_000,
    minElevation: 0.1,
  };
  let passes = 0;
  for (const set of sets.slice(0, 30)) {
    const ours = withPassSource(set, (source) => findPasses(source, request));
    const theirs = withPassSource(set, (source) => findPasses(source, request), null);
    expect(ours).toHaveLength(theirs.length);
    ours.forEach((pass, i) => {
      passes++;
      expect(Math.abs(pass.culmination.time - theirs[i]!.culmination.time)).toBeLessThan(50);
      expect(Math.abs((pass.rise?.time ?? 0) - (theirs[i]!.rise?.time ?? 0))).toBeLessThan(2);
      expect(Math.abs((pass.set?.time ?? 0) - (theirs[i]!.set?.time ?? 0))).toBeLessThan(2);
    });
  }
  expect(passes).toBeGreaterThan(50);
});
