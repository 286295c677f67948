import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConjunctionEvent } from '../../../core/conjunction/screen.ts';
import type { ScreenSettings } from '../../../core/conjunction/screen-desk.ts';
import { describeEncounter } from '../../../core/conjunction/geometry.ts';
import { reachOfVolume, volumesFor } from '../../../core/conjunction/volume.ts';
import { ElementTable } from '../../../core/elements/element-table.ts';
import type { ElementSet } from '../../../core/elements/element-set.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { generateNotionalCatalog } from '../../../core/notional/generate.ts';
import type { Query } from '../../../core/propagation/kernel/kernel.ts';
import { createRandom } from '../../../core/random.ts';
import { compileKernel } from '../../../server/simulation/kernel/kernel-module.ts';
import { CancelledError, KernelPool } from '../../../server/simulation/kernel/kernel-pool.ts';
import { screenCatalog, screenPrimaries } from '../../../server/simulation/kernel/screen-catalog.ts';
import { loadSets } from '../../helpers/kernel.ts';
import { COLLISION_2009 } from '../../helpers/sets.ts';

/** 2026-11-22T00:00:00Z. */
const START = 1_795_305_600_000;
const HOUR = 3_600_000;
const POSITIONS: Query = { form: 'position', gates: 'sanity', times: 'utc' };
const catalogue = [...generateNotionalCatalog({ seed: 'screen', epoch: START })];
/** The long form: WATCHFLOOR_SCREEN_OBJECTS=500 takes two minutes. */
const OBJECTS = Number(process.env['WATCHFLOOR_SCREEN_OBJECTS'] ?? 250);
const HOURS = OBJECTS > 250 ? 2 : 1;
const silent = pino({ level: 'silent' });

function createPool(threads: number): KernelPool {
  const modules = compileKernel();
  if (typeof modules === 'string') throw new Error(modules);
  return new KernelPool(modules, silent, threads);
}

let pool: KernelPool;
beforeAll(() => {
  pool = createPool(2);
});
afterAll(() => pool.close());

function settingsOf(hours: number, thresholdKm: number, slabSeconds = 60): ScreenSettings {
  return { start: START, end: START + hours * HOUR, thresholdKm, slabSeconds };
}

/** Some sets of a kind, always the same. */
function some(seed: string, count: number, isWanted: (set: ElementSet) => boolean): readonly ElementSet[] {
  const random = createRandom(seed);
  return catalogue
    .filter(isWanted)
    .map((set) => ({ set, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ set }) => set);
}

interface Least {
  readonly pair: string;
  readonly tca: number;
  readonly missKm: number;
}

/** Every pair, every second; each least distance found to 0.05 ms by golden section. */
function screenByForce(sets: readonly ElementSet[], { start, end, thresholdKm }: ScreenSettings): Least[] {
  const bulk = loadSets(sets);
  const n = sets.length;
  const before = new Float64Array(n * n).fill(Infinity);
  const last = new Float64Array(n * n).fill(Infinity);
  // In a second two objects come nearer by 16 km at the most.
  const limit = (thresholdKm + 16) ** 2;
  const low: { one: number; two: number; time: number }[] = [];
  for (let time = start; time <= end; time += 1000) {
    const { numbers: p, status } = bulk.propagate([time], POSITIONS);
    for (let i = 0; i < n; i++)
      for (let j = i + 1; j < n; j++) {
        const at = i * n + j;
        const squared =
          status[i] === 0 && status[j] === 0
            ? (p[3 * i]! - p[3 * j]!) ** 2 +
              (p[3 * i + 1]! - p[3 * j + 1]!) ** 2 +
              (p[3 * i + 2]! - p[3 * j + 2]!) ** 2
            : Infinity;
        const middle = last[at]!;
        if (middle <= before[at]! && middle < squared && middle < limit && time > start + 1000)
          low.push({ one: i, two: j, time: time - 1000 });
        before[at] = middle;
        last[at] = squared;
      }
  }
  const distance = (one: number, two: number) => (time: number) => {
    const { numbers: p } = bulk.propagateEach([one, two], [time, time], POSITIONS);
    return Math.hypot(p[0]! - p[3]!, p[1]! - p[4]!, p[2]! - p[5]!);
  };
  return low
    .map(({ one, two, time }) => {
      const tca = leastOf(distance(one, two), time - 1000, time + 1000);
      return { pair: `${one}-${two}`, tca, missKm: distance(one, two)(tca) };
    })
    .filter(({ missKm }) => missKm < thresholdKm);
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

function leastOf(f: (time: number) => number, from: number, to: number): number {
  let [a, b] = [from, to];
  while (b - a > 0.05) {
    const c = b - GOLDEN * (b - a);
    const d = a + GOLDEN * (b - a);
    if (f(c) < f(d)) b = d;
    else a = c;
  }
  return (a + b) / 2;
}

function pairOf({ one, two }: ConjunctionEvent): string {
  return `${one}-${two}`;
}

describe('screening all against all', () => {
  const kinds: Readonly<Record<string, readonly [(set: ElementSet) => boolean, number, number]>> = {
    'all regimes': [() => true, 80, 10],
    'low orbits': [(set) => set.meanMotionRevPerDay > 14, 60, 20],
    'eccentric, low orbits': [(set) => set.eccentricity > 0.02 && set.meanMotionRevPerDay > 8, 80, 5],
    'highly eccentric, some at perigee': [(set) => set.eccentricity > 0.3, 1000, 2],
    'about geosynchronous': [(set) => Math.abs(set.meanMotionRevPerDay - 1) < 0.1, 2000, 2],
  };

  it.each(Object.entries(kinds))(
    'finds what every second of every pair finds, and nothing else: %s',
    async (seed, [isWanted, thresholdKm, least]) => {
      const sets = some(seed, OBJECTS, isWanted);
      const settings = settingsOf(HOURS, thresholdKm);
      const events = await screenCatalog(pool, ElementTable.of(sets), settings);
      const expected = screenByForce(sets, settings);
      expect(expected.length).toBeGreaterThanOrEqual(least);
      const passing = events.filter(({ isEdge, isNeighbours }) => !isEdge && !isNeighbours);
      for (const { pair, tca, missKm } of expected) {
        const same = events.filter((event) => pairOf(event) === pair);
        // Who flies together is one event: its least distance is the least of all.
        const event =
          same.find((one) => Math.abs(one.tca - tca) < 20) ?? same.find((one) => one.isNeighbours);
        expect(event?.missDistance).toBeLessThan(missKm + 1e-6);
      }
      const known = new Set(expected.map(({ pair, tca }) => `${pair} ${Math.round(tca / 100)}`));
      const extra = passing.filter(
        (event) =>
          ![-1, 0, 1].some((by) => known.has(`${pairOf(event)} ${Math.round(event.tca / 100) + by}`)),
      );
      expect(extra).toEqual([]);
    },
  );

  it('gives the same events for slabs of 20, 60 and 120 s, on one thread and on two', async () => {
    const sets = ElementTable.of(some('slabs', 6000, (set) => set.meanMotionRevPerDay > 12));
    const one = createPool(1);
    try {
      const runs = [
        await screenCatalog(pool, sets, settingsOf(1, 5, 60)),
        await screenCatalog(pool, sets, settingsOf(1, 5, 20)),
        await screenCatalog(pool, sets, settingsOf(1, 5, 120)),
        await screenCatalog(one, sets, settingsOf(1, 5, 60)),
      ];
      const [first] = runs;
      expect(first!.length).toBeGreaterThan(20);
      for (const run of runs) {
        expect(run.map(pairOf)).toEqual(first!.map(pairOf));
        run.forEach((event, i) => {
          expect(Math.abs(event.missDistance - first![i]!.missDistance)).toBeLessThan(1e-6);
          // 0.1 ms, or what a hundredth of a millimetre of distance leaves open where they hardly pass.
          const slack = event.relativeSpeed > 0.05 ? 0.1 : 50;
          expect(Math.abs(event.tca - first![i]!.tca)).toBeLessThan(slack);
        });
      }
    } finally {
      await one.close();
    }
  });

  it.each([
    ['low orbits', 6, 10, (set: ElementSet) => set.meanMotionRevPerDay > 14],
    ['all regimes', 12, 40, () => true],
    ['eccentric orbits', 24, 200, (set: ElementSet) => set.eccentricity > 0.2],
    ['about geosynchronous', 24, 300, (set: ElementSet) => Math.abs(set.meanMotionRevPerDay - 1) < 0.1],
  ] as const)('finds for a few what it finds for all: %s', async (seed, hours, thresholdKm, isWanted) => {
    const sets = ElementTable.of(some(`few ${seed}`, 2500, isWanted));
    const settings = settingsOf(hours, thresholdKm, 90);
    const all = await screenCatalog(pool, sets, settings);
    // Those with most events, two of one pair among them.
    const counts = new Map<number, number>();
    for (const object of all.flatMap(({ one, two }) => [one, two]))
      counts.set(object, (counts.get(object) ?? 0) + 1);
    const primaries = [...new Set([...counts].sort((a, b) => b[1] - a[1]).map(([object]) => object))].slice(
      0,
      8,
    );
    const expected = all.filter(({ one, two }) => primaries.includes(one) || primaries.includes(two));
    expect(expected.length).toBeGreaterThan(7);
    const few = await screenPrimaries(pool, sets, primaries, settings);
    expect(few.map(pairOf)).toEqual(expected.map(pairOf));
    few.forEach((event, i) => {
      expect(Math.abs(event.missDistance - expected[i]!.missDistance)).toBeLessThan(1e-6);
    });
  });

  it.each(['ellipsoid', 'box'] as const)('finds who comes into an %s about another', async (shape) => {
    const sets = some('volumes', 1500, (set) => set.meanMotionRevPerDay > 13);
    const volume = { name: 'own', shape, semiAxesKm: [2, 30, 20] as const };
    const settings = settingsOf(2, 1);
    const found = await screenCatalog(pool, ElementTable.of(sets), {
      ...settings,
      volumes: volumesFor([volume], sets),
    });
    // Every approach within reach, looked at every 20 ms while it is.
    const near = await screenCatalog(pool, ElementTable.of(sets), {
      ...settings,
      thresholdKm: reachOfVolume(volume),
    });
    const bulk = loadSets(sets);
    const isInside = ({ one, two, tca, relativeSpeed, missDistance }: ConjunctionEvent): boolean => {
      const half = Math.min(900, Math.sqrt(reachOfVolume(volume) ** 2 - missDistance ** 2) / relativeSpeed);
      const steps = Math.ceil(half / 0.02);
      const times = Array.from(
        { length: 2 * steps + 1 },
        (_, i) => tca + ((i - steps) / steps) * half * 1000,
      );
      const { numbers } = bulk.propagateEach(
        times.flatMap(() => [one, two]),
        times.flatMap((time) => [time, time]),
        { ...POSITIONS, form: 'state' },
      );
      return times.some((time, i) => {
        if (time < settings.start || time > settings.end) return false;
        return [0, 6].some((a) => {
          const at = 12 * i;
          const { missRtn } = describeEncounter(
            numbers.subarray(at + a, at + a + 6),
            numbers.subarray(at + 6 - a, at + 12 - a),
          );
          const scaled = missRtn.map((km, axis) => Math.abs(km / volume.semiAxesKm[axis]!));
          return shape === 'box' ? Math.max(...scaled) < 1 : Math.hypot(...scaled) < 1;
        });
      });
    };
    const expected = near.filter(isInside).map(pairOf);
    expect(near.length).toBeGreaterThan(3 * expected.length);
    expect(expected.length).toBeGreaterThan(5);
    expect(found.map(pairOf)).toEqual(expected);
  });

  it('finds Iridium 33 and Cosmos 2251', async () => {
    const { sets } = readElementSets(COLLISION_2009, { lenient: true });
    const start = Date.UTC(2009, 1, 10, 12);
    const [event, ...others] = await screenCatalog(pool, ElementTable.of(sets), {
      start,
      end: start + 8 * HOUR,
      thresholdKm: 5,
      slabSeconds: 60,
    });
    expect(others).toEqual([]);
    expect(Math.abs(event!.tca - Date.UTC(2009, 1, 10, 16, 55, 59, 796))).toBeLessThan(2);
    expect(Math.abs(event!.missDistance - 0.698)).toBeLessThan(0.001);
    expect(event!.relativeSpeed).toBeCloseTo(11.647, 3);
  });

  it('makes one event of two that fly together', async () => {
    const station = catalogue.find((set) => set.meanMotionRevPerDay > 15 && set.eccentricity < 0.002)!;
    const docked = { ...station, catalogNumber: 999_999, meanAnomalyDeg: station.meanAnomalyDeg + 1e-4 };
    const events = await screenCatalog(pool, ElementTable.of([station, docked]), settingsOf(6, 5));
    expect(events).toHaveLength(1);
    expect(events[0]!.isNeighbours).toBe(true);
    expect(events[0]!.relativeSpeed).toBeLessThan(0.01);
  });

  it('says how far it is, and stops when it is told to', async () => {
    const sets = ElementTable.of(some('stop', 6000, () => true));
    const shares: number[] = [];
    const controller = new AbortController();
    const job = screenCatalog(pool, sets, settingsOf(24, 5), {
      signal: controller.signal,
      onProgress: (share) => {
        shares.push(share);
        if (share > 0) controller.abort();
      },
    });
    await expect(job).rejects.toBeInstanceOf(CancelledError);
    expect(shares.at(-1)).toBeGreaterThan(0);
    expect(shares.at(-1)).toBeLessThan(1);
  });

  it('is empty where nobody has elements that hold, or nobody is there', async () => {
    const old = some('old', 50, (set) => set.meanMotionRevPerDay > 15).map((set) => ({
      ...set,
      epoch: START - 120 * 365 * 24 * HOUR,
    }));
    expect(await screenCatalog(pool, ElementTable.of(old), settingsOf(1, 50))).toEqual([]);
    expect(await screenCatalog(pool, ElementTable.of([]), settingsOf(1, 50))).toEqual([]);
  });
});
