import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FloorEvent } from '../../core/operations/events.ts';
import { advanceFloor, configureExercise, startExercise } from '../../core/operations/floor.ts';
import { emptySurroundings } from '../../core/operations/surroundings.ts';
import { MAX_RATE } from '../../core/time/clock.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../core/units.ts';
import { openStore } from '../../server/storage/database.ts';
import { Journal, journalHash } from '../../server/storage/journal.ts';
import { makeStateDir, startServer, type TestServer } from '../helpers/server.ts';
import { Watcher } from '../helpers/watcher.ts';

const START = Date.UTC(2026, 2, 2, 15, 20);
const SEED = 'two ways';

/** The first events of the same exercise played headless. */
function headless(count: number): readonly FloorEvent[] {
  const begun = startExercise(configureExercise({ seed: SEED, start: START }));
  const step = advanceFloor(begun.state, START + 10 * MS_PER_HOUR, emptySurroundings());
  return [...begun.events, ...step.events].slice(0, count);
}

describe('the live server and the headless floor', () => {
  let dir: string;
  let server: TestServer;
  beforeEach(async () => {
    dir = makeStateDir();
    server = await startServer({
      stateDir: dir,
      args: ['--time', new Date(START).toISOString(), '--seed', SEED, '--item-rules', 'off'],
    });
  });
  afterEach(async () => {
    if (server.isRunning()) await server.kill();
    rmSync(dir, { recursive: true, force: true });
  });

  it('write the same journal, at 1×, 60× and the highest rate, with pauses, reversals and jumps between (INV-10, INV-11)', async () => {
    const watcher = await Watcher.join(server.url);
    const run = async (rate: number, forMs: number) => {
      expect(await watcher.clockCommand({ type: 'run', rate })).toEqual({ ok: true });
      await sleep(forMs);
    };
    const jump = (minutes: number) =>
      watcher.clockCommand({ type: 'jump', time: START + minutes * MS_PER_MINUTE });
    await run(1, 300);
    await run(60, 500);
    await run(MAX_RATE, 1200);
    await watcher.clockCommand({ type: 'pause' });
    await sleep(200);
    await run(-MAX_RATE, 400);
    await jump(2);
    await run(60, 300);
    // Past the boundary, in one step; then back across it, and on.
    expect(await jump(75)).toEqual({ ok: true });
    await run(-MAX_RATE, 300);
    await run(MAX_RATE, 1500);
    expect(await jump(8 * 60 + 30)).toEqual({ ok: true });
    await run(1, 300);
    const mark = watcher.floor.mark;
    watcher.close();
    expect(await server.stop()).toBe(0);

    const store = openStore(dir);
    const journal = new Journal(store);
    const [record] = journal.list();
    const live = journal.events(record!.id);
    store.close();
    // Two boundaries have passed, and somebody was in charge on both sides.
    expect(mark).toBeGreaterThan(START + 8.5 * MS_PER_HOUR);
    const chiefs = live.filter(
      ({ fact }) => fact.type === 'ResponsibilityTransferred' && fact.desk === 'CCO',
    );
    expect(chiefs.length).toBeGreaterThanOrEqual(1);
    const alone = headless(live.length);
    expect(alone.at(-1)).toEqual(live.at(-1));
    expect(journalHash(live)).toBe(journalHash(alone));
  });
});
