import { emptySurroundings } from '../../../core/operations/surroundings.ts';
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClockInfo } from '../../../core/protocol/events.ts';
import { decodeKeyframe, type Keyframe } from '../../../core/protocol/keyframe.ts';
import { createLogger } from '../../../server/logger.ts';
import type { BulkPropagator } from '../../../server/simulation/bulk-propagator.ts';
import { Catalog } from '../../../server/simulation/catalog.ts';
import { ExerciseKeeper } from '../../../server/simulation/exercise-keeper.ts';
import { Room } from '../../../server/simulation/room.ts';
import { ControlLog } from '../../../server/storage/control-log.ts';
import { openStore, type Store } from '../../../server/storage/database.ts';
import { Journal } from '../../../server/storage/journal.ts';
import { makeStateDir } from '../../helpers/server.ts';

const START = Date.UTC(2026, 2, 2, 12);

const wallClock = () => Date.now();

/** A room whose wall clock is the fake timers', with an empty catalogue. */
describe('a room', () => {
  let dir: string;
  let store: Store;
  let room: Room;
  let clocks: ClockInfo[];
  let frames: Keyframe[];
  let failing: boolean;

  beforeEach(async () => {
    vi.useFakeTimers({ now: START });
    dir = makeStateDir();
    store = openStore(dir);
    clocks = [];
    frames = [];
    failing = false;
    const propagator: BulkPropagator = {
      load: () => Promise.resolve(),
      keyframes: () =>
        failing
          ? Promise.reject(new Error('no threads left'))
          : Promise.resolve({ states: new Float32Array(0), status: new Uint8Array(0) }),
      close: () => Promise.resolve(),
    };
    const settings = { seed: 'room', pattern: 'metropolitan', overlapMin: 30 };
    const exercise = ExerciseKeeper.open(
      { journal: new Journal(store), settings, around: emptySurroundings() },
      { origin: 'live', time: START },
    );
    const logger = createLogger('silent');
    const parts = { propagator, exercise, controlLog: new ControlLog(store), wallClock, logger };
    room = new Room(parts, new Catalog([], 1), { simulationTime: START, rate: 1 });
    await room.start({
      clock: (clock) => clocks.push(clock),
      frame: (bytes) => {
        const decoded = decodeKeyframe(bytes);
        if (decoded.ok) frames.push(decoded.keyframe);
      },
      floor: () => undefined,
      elements: () => undefined,
    });
  });
  afterEach(() => {
    room.stop();
    vi.useRealTimers();
    store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('has the keyframes of the next 2.5 s of wall time with everybody, at any rate', async () => {
    for (const rate of [1, 100, -100, 37]) {
      await room.command({ type: 'run', rate }, 'test');
      for (let i = 0; i < 40; i++) {
        await vi.advanceTimersByTimeAsync(100);
        const { segment } = room.clock;
        const times = frames
          .filter(({ timelineId }) => timelineId === segment.timelineId)
          .map(({ time }) => time);
        if (Date.now() < segment.wall + 200) continue;
        for (const ahead of [0, 1200, 2300]) {
          const wanted = room.simulationTime + rate * ahead;
          expect(times).toContain(Math.floor(wanted / 60_000) * 60_000);
          expect(times).toContain(Math.floor(wanted / 60_000) * 60_000 + 60_000);
        }
      }
    }
  });

  it('sends no keyframe twice on one timeline', async () => {
    await room.command({ type: 'run', rate: 100 }, 'test');
    await vi.advanceTimersByTimeAsync(20_000);
    const keys = frames.map(({ timelineId, time }) => `${timelineId} ${time}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(30);
  });

  it('announces each change before it takes effect, and keeps the old time until then', async () => {
    await vi.advanceTimersByTimeAsync(1000);
    await room.command({ type: 'run', rate: 10 }, 'test');
    const { segment } = clocks.at(-1)!;
    expect(segment.wall).toBe(START + 1120);
    expect(segment.simulationTime).toBe(START + 1120);
    expect(room.simulationTime).toBe(START + 1000);
    await vi.advanceTimersByTimeAsync(220);
    expect(room.simulationTime).toBe(START + 1120 + 1000);
  });

  it('stops the clock, says why and stays up when propagation fails; the next command clears it', async () => {
    failing = true;
    await room.command({ type: 'run', rate: 100 }, 'test');
    await vi.advanceTimersByTimeAsync(2000);
    expect(room.clock).toMatchObject({ mode: 'paused' });
    expect(room.clock.stoppedBecause).toContain('propagation failed');
    failing = false;
    await room.command({ type: 'run', rate: 1 }, 'test');
    expect(room.clock.stoppedBecause).toBeNull();
  });

  it('never lets time run backwards on one timeline, also when pause and run follow each other at once', async () => {
    await room.command({ type: 'run', rate: 100 }, 'test');
    await vi.advanceTimersByTimeAsync(1000);
    await room.command({ type: 'pause' }, 'test');
    await vi.advanceTimersByTimeAsync(60);
    const again = room.command({ type: 'run', rate: 100 }, 'test');
    let before = room.simulationTime;
    for (let i = 0; i < 300; i++) {
      await vi.advanceTimersByTimeAsync(1);
      expect(room.simulationTime).toBeGreaterThanOrEqual(before);
      before = room.simulationTime;
    }
    expect(await again).toEqual({ ok: true });
    expect(room.clock.segment.rate).toBe(100);
  });
});
