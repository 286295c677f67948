import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FloorFact, PendingEvent } from '../../core/operations/events.ts';
import { appendToFloor, configureExercise, startExercise } from '../../core/operations/floor.ts';
import type { Partner, ReleaseSet, WorkItem } from '../../core/operations/types.ts';
import { openItem, WORK_TYPES } from '../../core/operations/workload.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../core/units.ts';
import { openStore } from '../../server/storage/database.ts';
import { Journal } from '../../server/storage/journal.ts';
import { ask, makeStateDir, startServer, type TestServer } from '../helpers/server.ts';
import { Watcher } from '../helpers/watcher.ts';

const START = Date.UTC(2026, 2, 2, 10);
const NOW = START + 3 * MS_PER_HOUR;
const EXERCISE = 'X-spills';
const RUS: Partner = {
  id: 'RUS',
  name: 'Notional partner',
  topics: ['re-entry', 'launch'],
  objects: [900_000_001],
  delayMin: 60,
  fields: ['told', 'late'],
};
const SETS: readonly ReleaseSet[] = [
  ['*'],
  ['USA', 'AUS', 'CAN', 'GBR'],
  ['USA'],
  ['USA', 'CAN'],
  ['USA', 'RUS'],
];
/** Partner topics by kind of work, said again in other words than the code's. */
const PARTNER_TYPES = ['REENTRY', 'LAUNCH'];

/** Something that must not be seen by everybody: a word of its own, and who may. */
interface Canary {
  readonly word: string;
  readonly release: readonly ReleaseSet[];
  /** Whether the partner's topics, objects, delay and fields let it through. */
  readonly isPartners: boolean;
  /** It is part of the floor's view, or stands in the log alone. */
  readonly isOnFloor: boolean;
}

const canaries: Canary[] = [];
function canary(word: string, release: readonly ReleaseSet[], isPartners: boolean, isOnFloor = true): string {
  const whole = `CANARY${word}YRANAC`;
  canaries.push({ word: whole, release, isPartners, isOnFloor });
  return whole;
}

/** An item of every type and release set; every text of it and every fact is a canary. */
const ITEMS: readonly WorkItem[] = WORK_TYPES.flatMap(({ type, desk }) =>
  SETS.map((release, i) => {
    const object = 900_000_001 + (i % 2);
    const isOfTopic = PARTNER_TYPES.includes(type) && object === 900_000_001;
    const words = (what: string, isPartners: boolean) => canary(`${type}${i}${what}`, [release], isPartners);
    return openItem({
      id: `${type}-${i}`,
      type,
      source: 'inject',
      summary: words('summary', isOfTopic),
      objects: [object],
      severity: 2,
      desk,
      createdAt: START,
      acknowledgeBy: NOW + MS_PER_HOUR,
      resolveBy: NOW + 20 * MS_PER_HOUR,
      nextActionAt: null,
      criticalAt: null,
      actions: [{ what: words('action', false), who: desk, due: NOW + MS_PER_HOUR }],
      contingency: words('contingency', false),
      facts: SETS.flatMap((own, f) =>
        ['told', 'untold'].map((label) => ({
          id: `${label}${f}`,
          label,
          value: canary(`${type}${i}fact${f}${label}`, [release, own], isOfTopic && label === 'told'),
          isCritical: false,
          asOf: START,
          release: own,
        })),
      ),
      release,
      effortMs: 5 * MS_PER_HOUR,
      waitMs: 0,
      acknowledgeAfterMs: 10 * MS_PER_HOUR,
    });
  }),
);

/** What else can carry a secret: lines and their corrections, facts that come later, outcomes, questions, answers, last words. */
function otherFacts(): readonly FloorFact[] {
  return SETS.flatMap((release, i): FloorFact[] => {
    const late = ITEMS.find(({ id }) => id === `REENTRY-${i}`)!;
    const gone = ITEMS.find(({ id }) => id === `UCT-${i}`)!;
    return [
      {
        type: 'LogEntryAdded',
        text: canary(`line${i}`, [release], false, false),
        desk: 'CCO',
        release,
      },
      {
        type: 'ItemFactsAdded',
        item: late.id,
        facts: [
          {
            id: 'late',
            label: 'late',
            value: canary(`late${i}`, [late.release, release], i % 2 === 0),
            isCritical: false,
            asOf: START + MS_PER_MINUTE,
            release,
          },
        ],
        nextActionAt: null,
      },
      {
        type: 'ConjunctionRescreened',
        item: late.id,
        tier: 'reportable',
        point: {
          at: START,
          tca: NOW + MS_PER_HOUR,
          missKm: 1,
          missRtnKm: [0, 0, 1],
          relativeSpeedKmS: 1,
          pcMax: 1e-6,
          elementAgeDays: [1, 1],
        },
        facts: [
          {
            id: 'screened',
            label: 'screened',
            value: canary(`screened${i}`, [late.release, release], false),
            isCritical: false,
            asOf: START + MS_PER_MINUTE,
            release,
          },
        ],
      },
      {
        type: 'ConjunctionDecided',
        item: late.id,
        decision: 'monitor',
        reason: canary(`reason${i}`, [late.release], false, false),
        facts: [],
      },
      { type: 'ItemResolved', item: gone.id, outcome: canary(`outcome${i}`, [gone.release], false, false) },
    ];
  });
}

function mayKnow(nation: string, { release, isPartners }: Canary): boolean {
  if (nation === 'trainer') return true;
  if (nation === 'RUS' && !isPartners) return false;
  return release.every((set) => set.includes('*') || set.includes(nation));
}

/** Addresses of the floor and all others that exist; one that is new must be looked at here. */
const FLOOR_ADDRESSES = [
  '/floor',
  '/people',
  '/log',
  '/log.csv',
  '/items/:id/history',
  '/floor/charts',
  '/scenarios',
  '/exercises',
  '/exercises/:id/grade',
];
const OTHER_ADDRESSES = [
  '/conjunctions',
  '/conjunctions/encounter',
  '/api/health',
  '/api/status',
  '/api/picture/:revision',
  '/api/rooms',
  '/api/shifts',
  '/api/shifts/current',
  '/',
  '/:number',
  '/:number/state',
  '/:number/orbit',
  '/:number/passes',
  '/:number/history',
  '/:number/elements',
  '/:id/file',
];

describe('every kind of fact, for every kind of viewer, by every way out of a server', () => {
  let dir: string;
  let server: TestServer;

  beforeAll(async () => {
    dir = makeStateDir();
    const begun = startExercise(
      configureExercise({ name: 'Spills', seed: 'spills', start: START, load: 0, partners: [RUS] }),
    );
    const created: PendingEvent[] = ITEMS.map((item) => ({
      at: START,
      actor: 'system',
      fact: { type: 'ItemCreated', item },
    }));
    const others: PendingEvent[] = otherFacts().map((fact) => ({
      at: START + MS_PER_MINUTE,
      actor: begun.state.tenures.CCO.person,
      fact,
    }));
    const step = appendToFloor(begun.state, [...created, ...others]);
    const line = step.events.find(({ fact }) => fact.type === 'LogEntryAdded')!.seq;
    const correction: PendingEvent = {
      at: START + MS_PER_MINUTE,
      actor: begun.state.tenures.CCO.person,
      fact: {
        type: 'LogEntryCorrected',
        entry: line,
        text: canary('corrected', [['USA']], false, false),
        release: ['USA'],
      },
    };
    const last = appendToFloor(step.state, [correction]);
    const store = openStore(dir);
    const journal = new Journal(store);
    journal.create(EXERCISE, { origin: `at:${START}`, room: 'live', startedAt: START });
    for (const each of [begun, step, last]) journal.append(EXERCISE, each, START);
    journal.saveMark(EXERCISE, NOW);
    store.close();
    server = await startServer({
      stateDir: dir,
      args: ['--time', new Date(START).toISOString(), '--item-rules', 'off'],
    });
  });
  afterAll(async () => {
    await server.kill();
    rmSync(dir, { recursive: true, force: true });
  });

  /** Everything a viewer can get: the bodies of all addresses, and every message of his socket. */
  async function everything(nation: string) {
    const session = randomUUID();
    const watcher = await Watcher.join(server.url, { session });
    const heard: unknown[] = [watcher.welcome];
    watcher.socket.onAny((event: string, ...told: unknown[]) => {
      if (event !== 'f') heard.push([event, ...told]);
    });
    if (nation !== 'public') {
      const isTrainer = nation === 'trainer';
      await watcher.identify({ name: 'somebody', nation: isTrainer ? 'USA' : nation, isTrainer });
      await watcher.until('his own view', ({ floor: { viewer } }) => viewer !== 'public' || nation === 'NZL');
      // Before he said who he is he was the public, and heard what is for everybody.
      heard.length = 0;
      await watcher.identify({ name: 'the same', nation: isTrainer ? 'USA' : nation, isTrainer });
    }
    const read = async (path: string) =>
      (await ask(server, path, { headers: { 'X-Watchfloor-Session': session } })).body;
    const search = canaries.find(({ word }) => word.includes('line2'))!.word;
    const log = [
      await read('/api/log?limit=500'),
      await read('/api/log?limit=500&search=canary'),
      await read('/api/log?limit=500&object=900000001'),
      await read('/api/log.csv'),
    ];
    const floor = [await read('/api/floor'), await read(`/api/floor?at=${new Date(NOW).toISOString()}`)];
    const early = await read(`/api/floor?at=${new Date(START + 30 * MS_PER_MINUTE).toISOString()}`);
    const histories: string[] = [];
    for (const { id } of ITEMS) histories.push(await read(`/api/items/${id}/history`));
    const rest = [
      await read('/api/people'),
      await read('/api/floor/charts?hours=8'),
      await read('/api/scenarios'),
      await read('/api/exercises'),
      await read(`/api/exercises/${EXERCISE}/grade`),
      await read('/api/status'),
      await read('/api/shifts/current'),
      await read('/api/objects'),
      await read('/api/catalogs'),
      await read(`/api/log?search=${search.toUpperCase().slice(0, 10)}%`),
    ];
    const found = JSON.parse(await read(`/api/log?search=${search}`)) as {
      entries: unknown[];
      withheld: number;
    };
    const nothing = JSON.parse(await read('/api/log?search=nobody-wrote-this')) as { withheld: number };
    watcher.close();
    return { log, floor, early, histories, rest, heard: JSON.stringify(heard), found, nothing };
  }

  it('has no address that this test does not know', () => {
    const directory = new URL('../../server/transport/', import.meta.url);
    const addresses = readdirSync(directory).flatMap((file) =>
      [...readFileSync(new URL(file, directory), 'utf8').matchAll(/(?:router|app)\.get\(\s*'([^']+)'/g)].map(
        ([, address]) => address!,
      ),
    );
    expect([...new Set(addresses)].sort()).toEqual([...FLOOR_ADDRESSES, ...OTHER_ADDRESSES].sort());
  });

  it.each(['public', 'USA', 'GBR', 'CAN', 'NZL', 'RUS', 'trainer'])(
    'spills nothing to %s, and hides nothing that is his',
    async (nation) => {
      const got = await everything(nation);
      const spilled: string[] = [];
      const missing: string[] = [];
      const all = [...got.log, ...got.floor, got.early, ...got.histories, ...got.rest, got.heard].join('\n');
      for (const each of canaries) {
        const isMine = mayKnow(nation, each);
        if (!isMine && all.includes(each.word)) spilled.push(each.word);
        const where = each.isOnFloor ? got.floor : got.log;
        const isGone = each.isOnFloor && each.word.startsWith('CANARYUCT');
        // The log's tail on the page is short, and what the partner may have of the log is one line an item.
        if (isMine && !isGone && !where.some((body) => body.includes(each.word))) missing.push(each.word);
      }
      expect({ spilled, missing }).toEqual({ spilled: [], missing: [] });
      expect(canaries.length).toBeGreaterThan(750);
    },
  );

  it('tells the partner nothing before its delay', async () => {
    const { early } = await everything('RUS');
    expect(canaries.filter(({ word }) => early.includes(word))).toEqual([]);
    const { items, withheld } = JSON.parse(early) as { items: unknown[]; withheld: { items: number } };
    expect(items).toEqual([]);
    expect(withheld.items).toBeGreaterThan(50);
  });

  it('does not tell by a count whether a search meets a line that is withheld', async () => {
    for (const nation of ['public', 'GBR', 'RUS']) {
      const { found, nothing } = await everything(nation);
      expect(found.entries).toEqual([]);
      expect(found.withheld).toBe(nothing.withheld);
      expect(found.withheld).toBeGreaterThan(0);
    }
  });

  it('forgets the other nation when a session says that it is another', async () => {
    const session = randomUUID();
    const watcher = await Watcher.join(server.url, { session });
    await watcher.identify({ name: 'first', nation: 'USA', isTrainer: false });
    await watcher.until('the American view', ({ floor }) => floor.viewer === 'nation:USA');
    await watcher.identify({ name: 'then', nation: 'GBR', isTrainer: false });
    await watcher.until('the British view', ({ floor }) => floor.viewer === 'nation:GBR');
    const from = watcher.floors.length;
    const trainer = await Watcher.join(server.url);
    await trainer.identify({ name: 'trainer', nation: 'USA', isTrainer: true });
    await trainer.train({ type: 'inject', action: { type: 'log', text: 'something happens' } });
    await watcher.until('news', ({ floors }) => floors.length > from);
    expect(watcher.floors.slice(from).every(({ viewer }) => viewer === 'nation:GBR')).toBe(true);
    const seen = JSON.stringify(watcher.floors.slice(from));
    expect(canaries.filter((each) => !mayKnow('GBR', each) && seen.includes(each.word))).toEqual([]);
    watcher.close();
    trainer.close();
  });
});
