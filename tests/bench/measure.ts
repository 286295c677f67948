import { readFileSync } from 'node:fs';
import type { ElementSet } from '../../core/elements/element-set.ts';
import { readElementSets } from '../../core/elements/read.ts';
import { generateNotionalCatalog } from '../../core/notional/generate.ts';

/** What a benchmark runs on: a file of element sets, or the notional catalogue. */
export interface Subject {
  readonly name: string;
  readonly sets: readonly ElementSet[];
  /** The file itself, where there is one. */
  readonly text: string | null;
}

/** 2026-11-22T00:00:00Z, so that the notional subject is the same on every day. */
const NOTIONAL_EPOCH = 1_795_305_600_000;

export function readSubject(file: string | undefined): Subject {
  if (file === undefined) {
    return {
      name: 'notional',
      sets: generateNotionalCatalog({ seed: 'bench', epoch: NOTIONAL_EPOCH }),
      text: null,
    };
  }
  const text = readFileSync(file, 'utf8');
  return { name: file, sets: readElementSets(text, { lenient: true }).sets, text };
}

export interface Contender {
  readonly name: string;
  readonly run: () => void;
}

/**
 * Time contenders in interleaved rounds, order reversed every other round: median CPU milliseconds of each. Only ratios
 * within one run mean anything; the machine is shared.
 */
export function compare(contenders: readonly Contender[], rounds = 7): ReadonlyMap<string, number> {
  const samples = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (const contender of contenders) contender.run();
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of round % 2 === 0 ? contenders : contenders.toReversed()) {
      const before = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(before);
      samples.get(name)?.push((user + system) / 1000);
    }
  }
  return new Map([...samples].map(([name, values]) => [name, percentile(Float64Array.from(values), 0.5)]));
}

/** The value below which a share of the values lies; sorts in place. */
export function percentile(values: Float64Array, share: number): number {
  values.sort();
  return values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Print medians and each one's ratio to the first. */
export function printComparison(
  medians: ReadonlyMap<string, number>,
  unit: { name: string; count: number },
): void {
  const [reference] = medians.values();
  for (const [name, ms] of medians) {
    const each = ((ms * 1e6) / unit.count).toFixed(0).padStart(7);
    print(
      `  ${name.padEnd(44)} ${ms.toFixed(1).padStart(9)} ms CPU ${each} ns a ${unit.name}   × ${(ms / (reference ?? ms)).toFixed(2)}`,
    );
  }
}
