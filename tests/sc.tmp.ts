import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { ElementTable } from '../core/elements/element-table.ts';
import { readElementSets } from '../core/elements/read.ts';
import { compileKernel } from '../server/simulation/kernel/kernel-module.ts';
import { KernelPool } from '../server/simulation/kernel/kernel-pool.ts';
import { screenCatalog } from '../server/simulation/kernel/screen-catalog.ts';
const sets = [
  ...readElementSets(readFileSync('../shared/data/catalogs/2025-09-01.3le', 'utf8'), { lenient: true }).sets,
];
const m = compileKernel();
if (typeof m === 'string') throw new Error(m);
const pool = new KernelPool(m, pino({ level: 'warn' }), Number(process.argv[4] ?? 2));
const hours = Number(process.argv[2] ?? 2),
  slab = Number(process.argv[3] ?? 60);
const start = Date.UTC(2025, 8, 1);
const cpu = process.cpuUsage(),
  t = performance.now();
const rss0 = process.memoryUsage().rss;
const ev = await screenCatalog(
  pool,
  ElementTable.of(sets),
  { start, end: start + hours * 3600e3, thresholdKm: 5, slabSeconds: slab },
  { onProgress: (s) => process.stderr.write(`\r${(s * 100).toFixed(0)} %`) },
);
const wall = performance.now() - t,
  c = process.cpuUsage(cpu);
console.log({
  hours,
  slab,
  events: ev.length,
  pairs: new Set(ev.map((e) => e.one + '-' + e.two)).size,
  below1: ev.filter((e) => e.missDistance < 1).length,
  persistent: ev.filter((e) => e.count > 1).length,
  edges: ev.filter((e) => e.isEdge).length,
  wallS: (wall / 1000).toFixed(2),
  cpuS: ((c.user + c.system) / 1e6).toFixed(2),
  rssMB: ((process.memoryUsage().rss - rss0) / 1e6).toFixed(0),
});
await pool.close();
