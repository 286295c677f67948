import {
  BulkPropagator,
  createSingleThreadRuntime,
  EciBaseCalculator,
  eciToGeodetic,
  gstime,
  json2satrec,
  propagate,
  type SatRec,
  sgp4,
  twoline2satrec,
} from 'satellite.js';
import { pino } from 'pino';
import type { ElementSet } from '../../core/elements/element-set.ts';
import { ElementTable } from '../../core/elements/element-table.ts';
import { ommKeywordsOf } from '../../core/elements/omm-write.ts';
import { writeTle } from '../../core/elements/tle-write.ts';
import { keyframeAt } from '../../core/ephemeris/keyframes.ts';
import { BulkSgp4 } from '../../core/propagation/kernel/bulk-sgp4.ts';
import { Arena } from '../../core/propagation/kernel/arena.ts';
import type { Form, Gates, Query } from '../../core/propagation/kernel/kernel.ts';
import { createPropagator } from '../../core/propagation/sgp4.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type UtcMs } from '../../core/units.ts';
import { compileKernel } from '../../server/simulation/kernel/kernel-module.ts';
import { KernelPool } from '../../server/simulation/kernel/kernel-pool.ts';
import { createKernel, loadSets } from '../helpers/kernel.ts';
import { compare, percentile, print, type Subject } from './measure.ts';
import { countOperations, preparePeak } from './peak.ts';
import { medianEpochOf } from './stream.ts';

const ROUNDS = 9;
/** The kernel does so many ticks where satellite.js does one, so that both are long enough to time. */
const TICKS = 10;
const MINUTES = Array.from({ length: 60 }, (_, i) => i);
/** Slower than this is deep space: periods of 225 min and more. */
const DEEP_BELOW_REV_PER_DAY = 6.3;
const NEAR_ABOVE_REV_PER_DAY = 6.5;

/** SGP4 of a whole catalogue on one thread, against satellite.js in all its forms; then on two threads. */
export async function benchPropagation({ sets }: Subject): Promise<void> {
  const time = medianEpochOf(sets);
  const runtime = await createSingleThreadRuntime();
  const peak = preparePeak();
  const classes = {
    'near-earth': sets.filter((set) => set.meanMotionRevPerDay > NEAR_ABOVE_REV_PER_DAY),
    'deep-space': sets.filter((set) => set.meanMotionRevPerDay < DEEP_BELOW_REV_PER_DAY),
  };
  for (const [name, some] of Object.entries(classes)) {
    const theirs = some.map(satrecOf);
    const bulk = loadSets(some);
    const wasm = new BulkPropagator({
      runtime,
      calculators: [new EciBaseCalculator()],
      satRecsCount: theirs.length,
      datesCount: 1,
    });
    wasm.setSatRecs(theirs);
    const wasm60 = new BulkPropagator({
      runtime,
      calculators: [new EciBaseCalculator()],
      satRecsCount: theirs.length,
      datesCount: MINUTES.length,
    });
    wasm60.setSatRecs(theirs);
    let tick = 0;
    const now = () => time + (tick++ % 1000) * MS_PER_SECOND;
    const dates = MINUTES.map((minute) => new Date(time + minute * MS_PER_MINUTE));
    const times = dates.map((date) => date.getTime());
    const cost = compareCost(
      [
        {
          name: 'satellite.js WASM bulk',
          count: some.length,
          run: () => {
            wasm.setDates([new Date(now())]);
            wasm.run({});
          },
        },
        {
          name: 'satellite.js propagate(Date)',
          count: some.length,
          run: () => {
            const date = new Date(now());
            for (const satrec of theirs) propagate(satrec, date);
          },
        },
        {
          name: 'satellite.js sgp4(minutes)',
          count: some.length,
          run: () => {
            const at = now();
            theirs.forEach((satrec, i) => sgp4(satrec, (at - some[i]!.epoch) / MS_PER_MINUTE));
          },
        },
        ...kernelContenders(bulk, some.length, now),
        {
          name: 'satellite.js WASM bulk, × 60',
          count: some.length * MINUTES.length,
          run: () => {
            wasm60.setDates(dates);
            wasm60.run({});
          },
        },
        {
          name: 'kernel, × 60',
          count: some.length * MINUTES.length,
          run: () => bulk.propagate(times, queryOf('state')),
        },
        { name: 'arithmetic of this processor', count: peak.operations, run: peak.run },
      ],
      'propagation',
      `${some.length} ${name} sets`,
    );
    const kernel = cost.get('kernel, position and velocity')!;
    const operations = countOperations(name === 'near-earth' ? 'runNearEarth' : 'runDeepSpace');
    const limit = (operations * cost.get('arithmetic of this processor')!) / 2;
    printRatios([
      ['tick against the WASM bulk propagator', cost.get('satellite.js WASM bulk')! / kernel],
      ['tick against propagate(Date)', cost.get('satellite.js propagate(Date)')! / kernel],
      ['tick against sgp4(minutes)', cost.get('satellite.js sgp4(minutes)')! / kernel],
      ['× 60 against the WASM bulk', cost.get('satellite.js WASM bulk, × 60')! / cost.get('kernel, × 60')!],
    ]);
    print(
      `  ${operations.toFixed(0)} operations of two lanes a pair are ${limit.toFixed(0)} ns a set at this processor's best: ${((100 * limit) / kernel).toFixed(0)} % of the limit reached`,
    );
    bulk.close();
    wasm.dispose();
    wasm60.dispose();
  }
  benchKeyframes(sets, time);
  benchGeodetic(sets, time);
  benchInitialisation(sets, runtime);
  await benchThreads(sets, time);
}

function queryOf(form: Form, gates: Gates = 'none'): Query {
  return { form, gates, times: 'utc' };
}

function kernelContenders(bulk: BulkSgp4, count: number, now: () => UtcMs): Contender[] {
  const one = (name: string, query: Query): Contender => ({
    name,
    count: count * TICKS,
    run: () => {
      for (let i = 0; i < TICKS; i++) bulk.propagate([now()], query);
    },
  });
  const all = Array.from({ length: count }, (_, i) => i);
  const times = all.map(now);
  return [
    one('kernel, position and velocity', queryOf('state')),
    one('kernel, position', queryOf('position')),
    one('kernel, with the gates', queryOf('state', 'sanity')),
    one('kernel, keyframe with the gates', queryOf('keyframe', 'sanity')),
    {
      name: 'kernel, each set at its own time',
      count,
      run: () => bulk.propagateEach(all, times, queryOf('state')),
    },
  ];
}

/** What one thread of the server did before, and does now. */
function benchKeyframes(sets: readonly ElementSet[], time: UtcMs): void {
  const propagators = sets.map((set) => createPropagator(set));
  const bulk = loadSets(sets);
  const out = new Float64Array(6);
  compareCost(
    [
      {
        name: 'single propagators (satellite.js)',
        count: sets.length,
        run: () => propagators.forEach((propagator) => keyframeAt(propagator, time, out, 0)),
      },
      {
        name: 'kernel',
        count: sets.length * TICKS,
        run: () => {
          for (let i = 0; i < TICKS; i++) bulk.propagate([time + i], queryOf('keyframe', 'sanity'));
        },
      },
    ],
    'keyframe',
    'keyframes with the gates',
  );
}

function benchGeodetic(sets: readonly ElementSet[], time: UtcMs): void {
  const bulk = loadSets(sets);
  const states = bulk.propagate([time], queryOf('position')).numbers.slice();
  const positions = sets.map((_, i) => ({
    x: states[3 * i]!,
    y: states[3 * i + 1]!,
    z: states[3 * i + 2]!,
  }));
  const sidereal = gstime(new Date(time));
  const run = (form: Form) => () => {
    for (let i = 0; i < TICKS; i++) bulk.propagate([time + i], queryOf(form));
  };
  const count = sets.length * TICKS;
  const cost = compareCost(
    [
      {
        name: 'satellite.js eciToGeodetic',
        count: sets.length,
        run: () => positions.forEach((position) => eciToGeodetic(position, sidereal)),
      },
      { name: 'kernel, position', count, run: run('position') },
      { name: 'kernel, geodetic', count, run: run('geodetic') },
    ],
    'set',
    'geodetic positions',
  );
  const added = cost.get('kernel, geodetic')! - cost.get('kernel, position')!;
  printRatios([
    [
      `what geodetic adds (${added.toFixed(0)} ns) against eciToGeodetic`,
      cost.get('satellite.js eciToGeodetic')! / added,
    ],
  ]);
}

/** From elements that have been read: the reading of text is left out on both sides as far as theirs lets it. */
function benchInitialisation(
  sets: readonly ElementSet[],
  runtime: Awaited<ReturnType<typeof createSingleThreadRuntime>>,
): void {
  const lines = sets.map((set) => writeTle(set));
  const records = sets.map((set) => ommKeywordsOf(set));
  const table = ElementTable.of(sets);
  const kernel = createKernel();
  const satrecs = sets.map(satrecOf);
  const wasm = new BulkPropagator({
    runtime,
    calculators: [new EciBaseCalculator()],
    satRecsCount: sets.length,
    datesCount: 1,
  });
  const count = sets.length;
  const arena = new Arena(kernel);
  const cost = compareCost(
    [
      {
        name: 'satellite.js json2satrec',
        count,
        run: () => records.forEach((record) => json2satrec(record)),
      },
      {
        name: 'satellite.js twoline2satrec',
        count,
        run: () => lines.forEach((pair) => pair && twoline2satrec(pair.line1, pair.line2)),
      },
      { name: 'satellite.js setSatRecs', count, run: () => wasm.setSatRecs(satrecs) },
      { name: 'kernel, loaded', count, run: () => new BulkSgp4(kernel, table, arena).close() },
    ],
    'set',
    'initialisation',
  );
  const ours = cost.get('kernel, loaded')!;
  const rest = cost.get('satellite.js setSatRecs')!;
  const { layout } = new BulkSgp4(kernel, table, arena);
  printRatios([
    ['against json2satrec and setSatRecs', (cost.get('satellite.js json2satrec')! + rest) / ours],
    ['against twoline2satrec and setSatRecs', (cost.get('satellite.js twoline2satrec')! + rest) / ours],
  ]);
  print(`  ${(layout.bytes / layout.count).toFixed(0)} bytes a set`);
  wasm.dispose();
}

/** Wall time of one and of two threads on one memory, in turns. */
async function benchThreads(sets: readonly ElementSet[], time: UtcMs): Promise<void> {
  const module = compileKernel();
  if (typeof module === 'string') throw new Error(module);
  const table = ElementTable.of(sets);
  const pools = [1, 2].map((threads) => new KernelPool(module, pino({ level: 'silent' }), threads));
  const batches = await Promise.all(pools.map((pool) => pool.load(table)));
  print('wall time of one thread over that of two');
  const jobs = { 'one tick': [time], '× 60': MINUTES.map((minute) => time + minute * MS_PER_MINUTE) };
  for (const [name, times] of Object.entries(jobs)) {
    const walls: number[][] = pools.map(() => []);
    const rounds = times.length > 1 ? 15 : 200;
    for (let round = 0; round < rounds; round++)
      for (const [i, pool] of pools.entries()) {
        const start = performance.now();
        // oxlint-disable-next-line no-await-in-loop -- one after the other, to be timed
        await pool.propagate(batches[i]!, times, queryOf('state'), { use: () => null });
        walls[i]!.push(performance.now() - start);
      }
    const [one, two] = walls.map((values) => percentile(Float64Array.from(values), 0.5));
    const [best, bestOfTwo] = walls.map((values) => Math.min(...values));
    print(
      `  ${name.padEnd(44)} ${one!.toFixed(2)} / ${two!.toFixed(2)} ms   × ${(one! / two!).toFixed(2)} (best rounds × ${(best! / bestOfTwo!).toFixed(2)})`,
    );
  }
  await Promise.all(pools.map((pool) => pool.close()));
}

export function satrecOf(set: ElementSet): SatRec {
  const lines = writeTle(set);
  return lines ? twoline2satrec(lines.line1, lines.line2) : json2satrec(ommKeywordsOf(set));
}

interface Contender {
  readonly name: string;
  readonly count: number;
  readonly run: () => void;
}

/** Median CPU nanoseconds of each contender for one of what it counts. */
function compareCost(
  contenders: readonly Contender[],
  unit: string,
  title: string,
): ReadonlyMap<string, number> {
  const medians = compare(contenders, ROUNDS);
  const costs = new Map(contenders.map(({ name, count }) => [name, (medians.get(name)! * 1e6) / count]));
  print(title);
  for (const [name, cost] of costs)
    print(`  ${name.padEnd(44)} ${cost.toFixed(cost < 10 ? 2 : 0).padStart(9)} ns CPU a ${unit}`);
  return costs;
}

function printRatios(ratios: readonly (readonly [string, number])[]): void {
  for (const [name, ratio] of ratios) print(`  ${name.padEnd(60)} × ${ratio.toFixed(1)}`);
}
