import { BulkPropagator, createSingleThreadRuntime, EciBaseCalculator } from 'satellite.js';
import { pino } from 'pino';
import { ElementTable } from '../../core/elements/element-table.ts';
import { compileKernel } from '../../server/simulation/kernel/kernel-module.ts';
import { KernelPool } from '../../server/simulation/kernel/kernel-pool.ts';
import { screenCatalog, screenPrimaries } from '../../server/simulation/kernel/screen-catalog.ts';
import { print, type Subject } from './measure.ts';
import { satrecOf } from './propagation.ts';
import { medianEpochOf } from './stream.ts';

const HOUR = 3_600_000;
const THRESHOLD_KM = 5;

/** All against all for six hours and for a day, on one thread and on two; against what looking at every second would cost. */
export async function benchScreening({ sets }: Subject): Promise<void> {
  const modules = compileKernel();
  if (typeof modules === 'string') throw new Error(modules);
  const start = medianEpochOf(sets);
  const table = ElementTable.of(sets);
  const runs = [
    { hours: 6, threads: 1, slabSeconds: 90 },
    { hours: 6, threads: 2, slabSeconds: 90 },
    { hours: 6, threads: 2, slabSeconds: 60 },
    { hours: 6, threads: 2, slabSeconds: 120 },
    { hours: 24, threads: 2, slabSeconds: 90 },
  ];
  let dayCpu = 0;
  for (const { hours, threads, slabSeconds } of runs) {
    const pool = new KernelPool(modules, pino({ level: 'silent' }), threads);
    const before = { memory: process.memoryUsage().rss, cpu: process.cpuUsage(), at: performance.now() };
    const settings = { start, end: start + hours * HOUR, thresholdKm: THRESHOLD_KM, slabSeconds };
    // oxlint-disable-next-line no-await-in-loop -- one after the other, to be timed
    const events = await screenCatalog(pool, table, settings);
    const seconds = (performance.now() - before.at) / 1000;
    const { user, system } = process.cpuUsage(before.cpu);
    const cpu = (user + system) / 1e6;
    const megabytes = (process.memoryUsage().rss - before.memory) / 1e6;
    print(
      `  ${hours} h, ${threads} threads, slabs of ${slabSeconds} s: ${seconds.toFixed(1)} s wall, ${cpu.toFixed(1)} s CPU, ${megabytes.toFixed(0)} MB more, ${events.length} events within ${THRESHOLD_KM} km`,
    );
    if (hours === 24) dayCpu = cpu;
    await pool.close(); // oxlint-disable-line no-await-in-loop
  }
  await benchOne(table, start, new KernelPool(modules, pino({ level: 'silent' }), 2));
  const each = await costOfTheirs(sets, start);
  const everySecond = (each * sets.length * 86_400) / 1e9;
  print(
    `  satellite.js' WASM bulk propagator takes ${each.toFixed(0)} ns each; every object at every second of a day, and no pair looked at, is ${everySecond.toFixed(0)} s CPU: × ${(everySecond / dayCpu).toFixed(0)}`,
  );
}

/** One against all for a week: as many of all regimes as there are, one after the other, the first one to warm up. */
async function benchOne(table: ElementTable, start: number, pool: KernelPool): Promise<void> {
  const window = { start, end: start + 168 * HOUR, thresholdKm: THRESHOLD_KM };
  const places = Array.from({ length: 16 }, (_, i) => Math.floor(((i + 0.5) * table.length) / 16));
  const seconds: number[] = [];
  let events = 0;
  await screenPrimaries(pool, table, [places[0]!], window);
  for (const place of places) {
    const before = performance.now();
    // oxlint-disable-next-line no-await-in-loop -- one after the other, to be timed
    const found = await screenPrimaries(pool, table, [place], window);
    seconds.push((performance.now() - before) / 1000);
    events += found.length;
  }
  await pool.close();
  seconds.sort((a, b) => a - b);
  print(
    `  one against all, a week, 2 threads: median ${seconds[8]!.toFixed(2)} s, ${seconds[0]!.toFixed(2)} to ${seconds.at(-1)!.toFixed(2)} s of ${seconds.length} objects, ${events} events`,
  );
}

async function costOfTheirs(sets: Subject['sets'], start: number): Promise<number> {
  const runtime = await createSingleThreadRuntime();
  const wasm = new BulkPropagator({
    runtime,
    calculators: [new EciBaseCalculator()],
    satRecsCount: sets.length,
    datesCount: 1,
  });
  wasm.setSatRecs(sets.map(satrecOf));
  const ticks = 20;
  const before = process.cpuUsage();
  for (let i = 0; i < ticks; i++) {
    wasm.setDates([new Date(start + i * 1000)]);
    wasm.run({});
  }
  const { user, system } = process.cpuUsage(before);
  wasm.dispose();
  return ((user + system) * 1000) / ticks / sets.length;
}
