import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeElementSets } from '../../core/elements/write.ts';
import { generateNotionalCatalog } from '../../core/notional/generate.ts';
import { LIVE_ROOM, type RoomAnswer } from '../../core/protocol/events.ts';
import { simulationTimeAt } from '../../core/time/clock.ts';
import { MS_PER_HOUR } from '../../core/units.ts';
import { ask, makeStateDir, runCli, startServer, type TestServer } from '../helpers/server.ts';
import { pause, Watcher } from '../helpers/watcher.ts';

const START = Date.UTC(2026, 2, 2, 10);
/** Some thousand objects of all orbits: enough for a sky, and soon measured on a full machine. */
const CATALOG = join(makeStateDir(), 'catalogue.csv');
const SETS = generateNotionalCatalog({ seed: 'rooms', epoch: START }).filter((_, i) => i % 10 === 0);
writeFileSync(
  CATALOG,
  [
    ...writeElementSets(SETS, 'omm-csv', {
      creationDate: START,
      originator: 'TEST',
      onUnwritable: () => undefined,
    }),
  ].join(''),
);
const ARGS = [
  '--catalog',
  CATALOG,
  '--time',
  new Date(START).toISOString(),
  '--seed',
  'rooms',
  '--max-rooms',
  '20',
];

function roomOf(answer: RoomAnswer): string {
  if (!answer.ok) throw new Error(answer.reason);
  return answer.room;
}

const seen = (watcher: Watcher): string[] => watcher.rooms.map(({ id }) => id);

/** The picture is whole at the clock's time: every object has its keyframes. */
async function untilWhole(watcher: Watcher): Promise<void> {
  await watcher.until('a whole picture', ({ clock: { segment }, frames }) => {
    const time = simulationTimeAt(segment, Date.now());
    return frames.length > 0 && watcher.positionsAt(time, segment.timelineId) !== null;
  });
}

describe('rooms', () => {
  let server: TestServer;
  const stateDir = makeStateDir();
  const watchers: Watcher[] = [];
  const enter = async (options: { room?: string; session?: string } = {}): Promise<Watcher> => {
    const watcher = await Watcher.join(server.url, options);
    watchers.push(watcher);
    return watcher;
  };
  beforeAll(async () => {
    server = await startServer({ stateDir, args: ARGS });
  });
  afterAll(async () => {
    for (const watcher of watchers) watcher.close();
    await server.stop();
  });

  it('begin where the one they are forked from is, and go their own way', async () => {
    const live = await enter();
    const own = await enter();
    const room = roomOf(await own.forkRoom('mine', false));
    expect(own.welcomes).toHaveLength(2);
    expect(own.welcome.room).toMatchObject({ id: room, name: 'mine', isOpen: false, isYours: true });
    expect(
      Math.abs(own.welcome.clock.segment.simulationTime - live.clock.segment.simulationTime),
    ).toBeLessThan(60_000);
    await own.clockCommand({ type: 'jump', time: START + 30 * MS_PER_HOUR });
    await own.clockCommand({ type: 'run', rate: 300 });
    await untilWhole(own);
    await untilWhole(live);
    expect(live.clock.segment).toMatchObject({ timelineId: 1, rate: 1 });
    expect(live.clocks).toHaveLength(1);
    await own.until('the next day on its floor', ({ floor }) => floor.mark > START + 30 * MS_PER_HOUR);
    expect(live.floor.mark).toBeLessThan(START + MS_PER_HOUR);
    expect(own.floor.exercise.id).not.toBe(live.floor.exercise.id);

    expect(await own.enterRoom(LIVE_ROOM)).toMatchObject({ ok: true });
    expect(own.welcome.room.id).toBe(LIVE_ROOM);
    await untilWhole(own);
    own.close();
  });

  it('take the floor along as it was, also from the past, and play it on', async () => {
    const first = await enter();
    const room = roomOf(await first.forkRoom('first', true));
    await first.clockCommand({ type: 'jump', time: START + 9 * MS_PER_HOUR });
    await first.until('the next shift', ({ floor }) => floor.mark >= START + 9 * MS_PER_HOUR);
    const { id: exerciseId } = first.floor.exercise;
    await first.clockCommand({ type: 'jump', time: START + MS_PER_HOUR });
    await first.until('the past', ({ floor }) => floor.mode === 'review');
    const second = await enter({ room });
    roomOf(await second.forkRoom('second', true));
    await second.until('a floor of its own', ({ floor }) => floor.mode === 'active');
    expect(second.floor.mark).toBeLessThan(START + 2 * MS_PER_HOUR);
    expect(second.floor.exercise.id).not.toBe(exerciseId);
    expect(second.floor.shift).toEqual(first.floor.shift);
    first.close();
    second.close();
  });

  it('keep a seat in one room apart from another, and leave it when its person goes', async () => {
    const a = await enter();
    const { chief } = a;
    expect(await a.takeSeat(chief, 'Ada')).toEqual({ ok: true });
    const room = roomOf(await a.forkRoom('elsewhere', true));
    expect(a.welcome.seat).toBeNull();
    expect(a.floor.attended).toEqual([]);
    expect(await a.takeSeat(chief, 'Ada')).toEqual({ ok: true });
    await a.enterRoom(LIVE_ROOM);
    // Back within half a minute, the seat is still there.
    expect(a.welcome.seat).toBe(chief);
    expect(await a.leaveSeat()).toEqual({ ok: true });
    const b = await enter({ room });
    expect(b.floor.attended.map(({ id }) => id)).toEqual([chief]);
    a.close();
    b.close();
  });

  it('are listed for everybody when open, and else for those who made them or are in them', async () => {
    const owner = await enter();
    const other = await enter();
    const open = roomOf(await owner.forkRoom('open', true));
    const hidden = roomOf(await owner.forkRoom('hidden', false));
    await other.until('the open room', ({ rooms }) => rooms.some(({ id }) => id === open));
    await pause(700);
    expect(seen(other)).not.toContain(hidden);
    expect(seen(owner)).toEqual(expect.arrayContaining([LIVE_ROOM, open, hidden]));
    const listed = (await ask(server, '/api/rooms')).json() as { rooms: { id: string }[] };
    expect(listed.rooms.map(({ id }) => id)).toContain(open);
    expect(listed.rooms.map(({ id }) => id)).not.toContain(hidden);
    // Its link is enough.
    expect(await other.enterRoom(hidden)).toEqual({ ok: true, room: hidden });
    expect(other.welcome.room).toMatchObject({ id: hidden, isYours: false });
    expect(await other.changeRoom({ room: hidden, name: 'taken over' })).toMatchObject({ rule: 'room' });
    expect(await owner.changeRoom({ room: hidden, name: 'renamed', isOpen: true })).toEqual({ ok: true });
    await other.until('the new name', ({ rooms }) => rooms.some(({ name }) => name === 'renamed'));
    expect(await other.closeRoom(hidden)).toMatchObject({ ok: false });
    expect(await owner.closeRoom(hidden)).toEqual({ ok: true });
    await other.until('being back in the live room', ({ welcome }) => welcome.room.id === LIVE_ROOM);
    expect(await other.enterRoom(hidden)).toMatchObject({ ok: false, rule: 'room' });
    owner.close();
    other.close();
  });

  it('answer over HTTP for the room that is named, and refuse one that is not there', async () => {
    const own = await enter();
    const room = roomOf(await own.forkRoom('http', false));
    await own.clockCommand({ type: 'jump', time: START + 100 * MS_PER_HOUR });
    await own.until('being there', ({ clock }) => clock.segment.timelineId === 2);
    const time = async (path: string, headers: Record<string, string> = {}): Promise<number> => {
      const { simulationTime } = (await ask(server, path, { headers })).json() as { simulationTime: string };
      return Date.parse(simulationTime);
    };
    await own.until('the jump', () => Date.now() > own.clock.segment.wall);
    expect(await time(`/api/status?room=${room}`)).toBeGreaterThan(START + 99 * MS_PER_HOUR);
    expect(await time('/api/status', { 'X-Watchfloor-Room': room })).toBeGreaterThan(
      START + 99 * MS_PER_HOUR,
    );
    expect(await time('/api/status')).toBeLessThan(START + MS_PER_HOUR);
    expect(await ask(server, '/api/status?room=nothing')).toMatchObject({ status: 404 });
    own.close();
  });

  it('eight at once, at other times and rates, each have a whole picture', async () => {
    const rates = [1, 60, -60, 100, 300, -300, 10, 1000];
    const all = await Promise.all(rates.map(() => enter()));
    for (const [i, watcher] of all.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that the names are in order
      roomOf(await watcher.forkRoom(`room ${i}`, false));
    }
    await Promise.all(
      all.map(async (watcher, i) => {
        await watcher.clockCommand({ type: 'jump', time: START + 24 * i * MS_PER_HOUR });
        await watcher.clockCommand({ type: 'run', rate: rates[i]! });
      }),
    );
    await Promise.all(all.map(untilWhole));
    expect(all.map(({ clock }) => clock.segment.rate)).toEqual(rates);
    for (const watcher of all) watcher.close();
  });

  it('one person keeps four private ones; who asks for more than the setting allows is told', async () => {
    const greedy = await enter();
    for (let i = 0; i < 7; i++) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      roomOf(await greedy.forkRoom(`private ${i}`, false));
    }
    await greedy.until('its rooms', ({ rooms }) => rooms.some(({ name }) => name === 'private 6'));
    expect(greedy.rooms.flatMap(({ name, isYours }) => (isYours ? name : []))).toEqual([
      'private 3',
      'private 4',
      'private 5',
      'private 6',
    ]);
    let answer: RoomAnswer = { ok: true, room: '' };
    for (let i = 0; i < 20 && answer.ok; i++) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      answer = await greedy.forkRoom(`open ${i}`, true);
    }
    expect(answer).toMatchObject({ ok: false, rule: 'rooms' });
    greedy.close();
  });
});

describe('a room after a restart', () => {
  it('is there again by its link, its clock where it was left, its floor in the journal', async () => {
    const stateDir = makeStateDir();
    let server = await startServer({ stateDir, args: ARGS });
    const own = await Watcher.join(server.url);
    const room = roomOf(await own.forkRoom('kept', false));
    await own.clockCommand({ type: 'jump', time: START + 20 * MS_PER_HOUR });
    await own.until('the floor there', ({ floor }) => floor.mark >= START + 20 * MS_PER_HOUR);
    await own.clockCommand({ type: 'run', rate: 10 });
    const { id: exerciseId } = own.floor.exercise;
    await pause(300);
    own.close();
    await server.stop();

    server = await startServer({ stateDir, args: ARGS });
    const again = await Watcher.join(server.url, { room, session: own.session });
    expect(again.welcome.room).toMatchObject({ id: room, name: 'kept', isYours: true });
    expect(again.clock.segment.rate).toBe(10);
    expect(again.floor.exercise.id).toBe(exerciseId);
    const { simulationTime } = again.clock.segment;
    expect(simulationTime).toBeGreaterThan(START + 20 * MS_PER_HOUR);
    expect(simulationTime).toBeLessThan(START + 21 * MS_PER_HOUR);
    await untilWhole(again);
    again.close();
    await server.stop();
    expect(await runCli(['shift', 'verify', '--state-dir', stateDir])).toMatchObject({ code: 0 });
  });
});
