import { Worker } from 'node:worker_threads';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ElementTable } from '../../../core/elements/element-table.ts';
import { generateNotionalCatalog } from '../../../core/notional/generate.ts';
import { unpackState, WORDS_OF } from '../../../core/protocol/pack.ts';
import type { Query } from '../../../core/propagation/kernel/kernel.ts';
import type { BulkPropagator, StatesWanted } from '../../../server/simulation/bulk-propagator.ts';
import { compileKernel } from '../../../server/simulation/kernel/kernel-module.ts';
import { CancelledError, KernelPool } from '../../../server/simulation/kernel/kernel-pool.ts';
import { KernelPropagator } from '../../../server/simulation/kernel/kernel-propagator.ts';
import { createBulkPropagator } from '../../../server/simulation/propagator.ts';
import { createWorkerPool } from '../../../server/simulation/worker-pool.ts';
import { loadSets } from '../../helpers/kernel.ts';

/** 2026-11-22T00:00:00Z. */
const EPOCH = 1_795_305_600_000;
const sets = [...generateNotionalCatalog({ seed: 'pool', epoch: EPOCH })].filter((_, i) => i % 10 === 0);
const table = ElementTable.of(sets);
const silent = pino({ level: 'silent' });
const RAW: Query = { form: 'state', gates: 'none', times: 'utc' };
const TIMES = Array.from({ length: 30 }, (_, i) => EPOCH + i * 600_000);

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(closing.splice(0).map((one) => one.close()));
});

function createPool(threads = 2): KernelPool {
  const module = compileKernel();
  if (typeof module === 'string') throw new Error(module);
  const pool = new KernelPool(module, silent, threads);
  closing.push(pool);
  return pool;
}

/** Bit by bit, at once: a million numbers take `toEqual` a minute. */
function isSame(a: Float64Array, b: Float64Array): boolean {
  return (
    Buffer.compare(
      Buffer.from(a.buffer, a.byteOffset, a.byteLength),
      Buffer.from(b.buffer, b.byteOffset, b.byteLength),
    ) === 0
  );
}

/** The threads that are sent something from now on. */
function watchThreads(): Set<Worker> {
  const threads = new Set<Worker>();
  // oxlint-disable-next-line typescript/unbound-method -- called on the thread it is asked of
  const { postMessage } = Worker.prototype;
  vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker, ...args) {
    threads.add(this);
    Reflect.apply(postMessage, this, args);
  });
  return threads;
}

describe('the pool of kernels', () => {
  it('answers what one thread does, whatever the number of threads', async () => {
    const alone = loadSets(sets).propagate(TIMES, RAW);
    for (const threads of [1, 2, 3]) {
      const pool = createPool(threads);
      // oxlint-disable-next-line no-await-in-loop -- one pool after the other
      const batch = await pool.load(table);
      // oxlint-disable-next-line no-await-in-loop -- as above
      const [numbers, status] = await pool.propagate(batch, TIMES, RAW, {
        use: (answers) => [answers.numbers.slice(), answers.status.slice()] as const,
      });
      expect(isSame(numbers, alone.numbers)).toBe(true);
      expect(status).toEqual(alone.status);
    }
  });

  it('stops when it is told to, and goes on afterwards', async () => {
    const pool = createPool();
    const batch = await pool.load(table);
    const controller = new AbortController();
    const many = Array.from({ length: 3000 }, (_, i) => EPOCH + i * 60_000);
    let isUsed = false;
    const job = pool.propagate(batch, many, RAW, { use: () => (isUsed = true), signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(job).rejects.toBeInstanceOf(CancelledError);
    expect(isUsed).toBe(false);
    const aborted = pool.propagate(batch, TIMES, RAW, { use: () => null, signal: AbortSignal.abort() });
    await expect(aborted).rejects.toBeInstanceOf(CancelledError);
    const rows = await pool.propagate(batch, TIMES, RAW, { use: ({ status }) => status.length });
    expect(rows).toBe(sets.length * TIMES.length);
  });

  it('replaces a thread that dies at work, and does again what that had begun', async () => {
    const pool = createPool();
    const batch = await pool.load(table);
    const threads = watchThreads();
    const many = Array.from({ length: 600 }, (_, i) => EPOCH + i * 60_000);
    const expected = loadSets(sets).propagate(many, { ...RAW, form: 'position' }).numbers;
    const job = pool.propagate(
      batch,
      many,
      { ...RAW, form: 'position' },
      { use: ({ numbers }) => numbers.slice() },
    );
    const [first] = threads;
    await new Promise((resolve) => setTimeout(resolve, 10));
    await first!.terminate();
    expect(isSame(await job, expected)).toBe(true);
    expect(await pool.propagate(batch, TIMES, RAW, { use: ({ status }) => status.length })).toBeGreaterThan(
      0,
    );
    expect(threads.size).toBeGreaterThan(2);
  });

  it('says so when threads die again and again', async () => {
    const pool = createPool(1);
    const batch = await pool.load(table);
    const threads = watchThreads();
    const many = Array.from({ length: 3000 }, (_, i) => EPOCH + i * 60_000);
    const job = pool.propagate(batch, many, RAW, { use: () => null });
    const killing = setInterval(() => {
      for (const thread of threads) void thread.terminate();
    }, 5);
    try {
      await expect(job).rejects.toThrow('a propagation thread died 2 times in propagate');
    } finally {
      clearInterval(killing);
    }
  });

  it('ends what is asked of it when it is closed', async () => {
    const pool = createPool();
    const batch = await pool.load(table);
    const many = Array.from({ length: 3000 }, (_, i) => EPOCH + i * 60_000);
    const job = pool.propagate(batch, many, RAW, { use: () => null });
    const reason = job.catch((error: unknown) => String(error));
    await pool.close();
    expect(await reason).toContain('the pool is closed');
  });
});

describe('the propagator of the server', () => {
  const noLimits = {
    decayedAt: new Float64Array(sets.length).fill(Number.NaN),
    staleAfter: new Float64Array(sets.length).fill(Infinity),
  };
  const indices = Uint32Array.from(sets.keys());
  const wantedAt = (time: number): StatesWanted => ({
    indices,
    format: 'PV20',
    resolution: { positionKm: 0.004, velocityKmS: 1e-6 },
    time,
    isBreak: false,
  });

  async function create(propagator: BulkPropagator, limits = noLimits): Promise<BulkPropagator> {
    closing.push(propagator);
    await propagator.load(table, limits);
    return propagator;
  }

  function unpack(words: Uint32Array): { state: Float64Array; flags: number[] } {
    const state = new Float64Array(sets.length * 6);
    const { resolution } = wantedAt(0);
    const flags = sets.map((_, i) =>
      unpackState('PV20', resolution, { words, at: i * WORDS_OF.PV20 }, state, 6 * i),
    );
    return { state, flags };
  }

  it('packs the states that satellite.js gives, to the last bit', async () => {
    const decayedAt = noLimits.decayedAt.slice().fill(EPOCH, 0, 5);
    const staleAfter = noLimits.staleAfter.slice().fill(1000, 5, 10);
    const limits = { decayedAt, staleAfter };
    const kernel = await create(createBulkPropagator(silent), limits);
    const other = await create(createWorkerPool(silent, 2), limits);
    expect(kernel).toBeInstanceOf(KernelPropagator);
    const wanted = [wantedAt(EPOCH + 5_000_000), wantedAt(EPOCH - 86_400_000)];
    const [ours, theirs] = await Promise.all([kernel.states(0, wanted, null), other.states(0, wanted, null)]);
    wanted.forEach((_, i) => {
      const a = unpack(ours[i]!.words);
      const b = unpack(theirs[i]!.words);
      expect(a.flags).toEqual(b.flags);
      expect(ours[i]!.codes).toEqual(theirs[i]!.codes);
      const differing = a.state.filter(
        (value, at) => Math.abs(value - b.state[at]!) > 1.01e-6 * (at % 6 < 3 ? 4000 : 1),
      );
      expect([...differing]).toEqual([]);
    });
    expect(new Set(unpack(ours[0]!.words).flags)).toEqual(new Set([0, 1, 2]));
  });

  it('measures the steps that satellite.js gives, but for some at the edge of one', async () => {
    const kernel = await create(createBulkPropagator(silent));
    const other = await create(createWorkerPool(silent, 2));
    const some = Uint32Array.from({ length: 700 }, (_, i) => i * 3);
    const [ours, theirs] = await Promise.all([kernel.measure(0, EPOCH, some), other.measure(0, EPOCH, some)]);
    const differing = ours.levels.filter((level, i) => level !== theirs.levels[i]);
    expect(differing.length).toBeLessThan(5);
    expect((await kernel.measure(0, EPOCH)).levels).toHaveLength(3 * sets.length);
  });

  it('lets a room have other sets of some objects, and forgets them', async () => {
    const kernel = await create(createBulkPropagator(silent));
    const time = EPOCH + 60_000;
    const changed = sets.map((set) => ({ ...set, meanAnomalyDeg: (set.meanAnomalyDeg + 90) % 360 }));
    const some = [3, 4, 700];
    const change = { indices: some, sets: ElementTable.of(some.map((i) => changed[i]!)) };
    const [before] = await kernel.states(1, [wantedAt(time)], null);
    const [after] = await kernel.states(1, [wantedAt(time)], change);
    const [other] = await kernel.states(2, [wantedAt(time)], null);
    const moved = Array.from(sets.keys()).filter(
      (i) => unpack(after!.words).state[6 * i] !== unpack(before!.words).state[6 * i],
    );
    expect(moved).toEqual(some);
    expect(other!.words).toEqual(before!.words);
    const more = { indices: [5], sets: ElementTable.of([changed[5]!]) };
    const [later] = await kernel.states(1, [wantedAt(time)], more);
    expect(unpack(later!.words).state[6 * 700]).toBe(unpack(after!.words).state[6 * 700]);
    kernel.forget(1);
    const [again] = await kernel.states(1, [wantedAt(time)], null);
    expect(again!.words).toEqual(before!.words);
  });

  it('holds no more memory after many catalogues and many questions', async () => {
    const pool = createPool();
    const kernel = new KernelPropagator(pool);
    const round = async () => {
      await kernel.load(table, noLimits);
      const change = { indices: [1, 2, 3], sets: ElementTable.of(sets.slice(1, 4)) };
      for (let i = 0; i < 5; i++)
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await kernel.states(i % 2, [wantedAt(EPOCH + i)], i < 2 ? change : null);
      kernel.forget(1);
    };
    // Old and new catalogues lie beside each other for a while: what is free settles after some rounds.
    const rounds = async (count: number) => {
      for (let i = 0; i < count; i++) await round(); // oxlint-disable-line no-await-in-loop
    };
    await rounds(8);
    const before = pool.memory.buffer.byteLength;
    await rounds(30);
    expect(pool.memory.buffer.byteLength).toBe(before);
  });

  it('is satellite.js where there is no kernel, and says so', async () => {
    const warnings: unknown[] = [];
    const logger = pino({ level: 'silent' });
    vi.spyOn(logger, 'warn').mockImplementation((about: unknown) => {
      warnings.push(about);
    });
    const propagator = await create(createBulkPropagator(logger, compileKernel(new URL('file:///none/'))));
    expect(propagator).not.toBeInstanceOf(KernelPropagator);
    expect(warnings).toEqual([{ reason: expect.stringContaining('ENOENT') as string }]);
    const [states] = await propagator.states(0, [wantedAt(EPOCH)], null);
    expect(states!.words).toHaveLength(sets.length * WORDS_OF.PV20);
  });
});
