import { emptySurroundings } from '../../../core/operations/surroundings.ts';
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClockInfo, SourceInfo } from '../../../core/protocol/events.ts';
import { DEFAULT_AGE_LIMITS } from '../../../core/elements/age.ts';
import { ElementTable } from '../../../core/elements/element-table.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { stepOfLevel, tierOf } from '../../../core/ephemeris/steps.ts';
import { decodeFrame, type Frame } from '../../../core/protocol/frames.ts';
import { WORDS_OF } from '../../../core/protocol/pack.ts';
import { createLogger } from '../../../server/logger.ts';
import type { BulkPropagator } from '../../../server/simulation/bulk-propagator.ts';
import { Catalog } from '../../../server/simulation/catalog.ts';
import { ExerciseKeeper } from '../../../server/simulation/exercise-keeper.ts';
import { Room } from '../../../server/simulation/room.ts';
import { SharedSky } from '../../../server/simulation/shared-sky.ts';
import { ControlLog } from '../../../server/storage/control-log.ts';
import { openStore, type Store } from '../../../server/storage/database.ts';
import { Journal } from '../../../server/storage/journal.ts';
import { makeStateDir } from '../../helpers/server.ts';
import { GEO, ISS } from '../element-sets.ts';

const START = Date.UTC(2026, 2, 2, 12);

const wallClock = () => Date.now();

/** Levels of the two objects' slices, by tier. */
const LEVELS: readonly (readonly [number, number, number])[] = [
  [4, 4, 5],
  [6, 7, 7],
];

function catalogOf(text: string): Catalog {
  const { sets } = readElementSets(text);
  const info = {
    id: 'test',
    name: 'test',
    kind: 'file',
    addedAt: START,
    records: sets.length,
    isOn: true,
  } as unknown as SourceInfo;
  const table = ElementTable.of([...sets].sort((a, b) => a.catalogNumber - b.catalogNumber));
  return new Catalog([{ info, table, identities: null }], 1);
}

function sectionsOf(frame: Frame) {
  return 'sections' in frame ? frame.sections : [];
}

/** A room whose wall clock is the fake timers', with two objects. */
describe('a room', () => {
  let dir: string;
  let store: Store;
  let room: Room;
  let clocks: ClockInfo[];
  let frames: Frame[];
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
      measure: () =>
        Promise.resolve({
          levels: Uint8Array.from(LEVELS.flat()),
          errorsKm: new Float32Array(LEVELS.flat().length),
        }),
      states: (_room, wanted) =>
        failing
          ? Promise.reject(new Error('no threads left'))
          : Promise.resolve(
              wanted.map(({ indices, format }) => ({
                words: new Uint32Array(indices.length * WORDS_OF[format]),
                codes: new Uint8Array(0),
              })),
            ),
      forget: () => undefined,
      close: () => Promise.resolve(),
    };
    const settings = { seed: 'room', pattern: 'metropolitan', overlapMin: 30 };
    const exercise = ExerciseKeeper.open(
      { journal: new Journal(store), settings, around: emptySurroundings(), room: 'live' },
      { origin: 'live', time: START },
    );
    const logger = createLogger('silent');
    const sky = new SharedSky(propagator, DEFAULT_AGE_LIMITS, catalogOf(ISS + GEO));
    const parts = {
      id: 'live',
      number: 0,
      sky,
      exercise,
      controlLog: new ControlLog(store),
      wallClock,
      logger,
    };
    room = new Room(parts, { simulationTime: START, rate: 1 });
    room.start({
      clock: (clock) => clocks.push(clock),
      message: (message) => {
        const decoded = decodeFrame(message.frameFor(1)!);
        if (decoded.ok) frames.push(decoded.frame);
      },
      floor: () => undefined,
      elements: () => undefined,
    });
    await room.wake();
  });
  afterEach(() => {
    room.stop();
    vi.useRealTimers();
    store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('has the keyframes of the next 2.5 s of wall time with everybody, at any rate', async () => {
    for (const rate of [1, 1000, -1000, 100, 37]) {
      await room.command({ type: 'run', rate }, 'test');
      for (let i = 0; i < 40; i++) {
        await vi.advanceTimersByTimeAsync(100);
        const { segment } = room.clock;
        const own = frames
          .filter(({ header }) => header.timelineId === segment.timelineId)
          .flatMap(sectionsOf);
        if (Date.now() < segment.wall + 200) continue;
        for (const ahead of [0, 1200, 2300]) {
          const wanted = room.simulationTime + rate * ahead;
          for (const [slice, levels] of LEVELS.entries()) {
            const step = 1000 * stepOfLevel(levels[tierOf(rate)]);
            const times = own
              .filter((section) => section.slice === slice && section.stepMs === step)
              .map(({ time }) => time);
            expect(
              times.some((time) => time <= wanted && wanted < time + step && times.includes(time + step)),
            ).toBe(true);
          }
        }
      }
    }
  });

  it('sends no keyframe twice on one timeline', async () => {
    await room.command({ type: 'run', rate: 1000 }, 'test');
    await vi.advanceTimersByTimeAsync(60_000);
    const keys = frames.flatMap((frame) =>
      sectionsOf(frame).map(
        ({ slice, time, stepMs }) => `${frame.header.timelineId} ${slice} ${stepMs} ${time}`,
      ),
    );
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
