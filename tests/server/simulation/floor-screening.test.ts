import { rmSync } from 'node:fs';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_AGE_LIMITS } from '../../../core/elements/age.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { NO_RULES, SCREENING_RULES } from '../../../core/operations/item-rules.ts';
import type { ConjunctionCase } from '../../../core/operations/types.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../../core/units.ts';
import type { Catalog } from '../../../server/simulation/catalog.ts';
import { ExerciseKeeper } from '../../../server/simulation/exercise-keeper.ts';
import { partsOf } from '../../../server/simulation/floor-screening.ts';
import { Screener, type Screening, type ScreeningWanted } from '../../../server/simulation/screener.ts';
import { catalogueSurroundings } from '../../../server/simulation/surroundings.ts';
import { openStore, type Store } from '../../../server/storage/database.ts';
import { Journal, journalHash } from '../../../server/storage/journal.ts';
import { catalogOf } from '../../helpers/catalog.ts';
import { makeStateDir } from '../../helpers/server.ts';
import { COLLISION_2009 } from '../../helpers/sets.ts';

const { sets } = readElementSets(COLLISION_2009, { lenient: true });
const START = Date.UTC(2009, 1, 10, 6, 20);
const TCA = Date.UTC(2009, 1, 10, 16, 55, 59, 796);
const FIRST = START + 5 * MS_PER_MINUTE;
const SECOND = Date.UTC(2009, 1, 10, 8, 30);

/** A screener that is asked so often about each window before it answers. */
class SlowScreener extends Screener {
  private readonly asks = new Map<number, number>();
  private readonly patience: number;

  constructor(patience: number) {
    super(pino({ level: 'silent' }), () => START);
    this.patience = patience;
  }

  override screen(wanted: ScreeningWanted, isForFloor?: boolean): Screening | null {
    const screening = super.screen(wanted, isForFloor);
    const asks = (this.asks.get(wanted.start) ?? 0) + 1;
    this.asks.set(wanted.start, asks);
    return asks > this.patience ? screening : { status: 'running', progress: 0.5 };
  }
}

/** Let the floor run to an instant in steps, asking again while it waits. */
async function run(keeper: ExerciseKeeper, to: number, stepMs = Number.POSITIVE_INFINITY): Promise<void> {
  for (let time = keeper.currentMark; time < to;) {
    time = Math.min(to, time + stepMs);
    keeper.advanceTo(time);
    while (keeper.currentMark < time) {
      // oxlint-disable-next-line no-await-in-loop -- until the screening is done
      await new Promise((resolve) => setTimeout(resolve, 5));
      keeper.advanceTo(time);
    }
  }
}

const caseOf = (keeper: ExerciseKeeper): ConjunctionCase =>
  Object.values(keeper.current.items).find(({ type }) => type === 'CONJUNCTION')!.conjunction!;

describe('the window of a screening', () => {
  it('is cut where shifts screen, so that the next one has one piece more to do', () => {
    const hours = (at: number, windowH: number) =>
      partsOf(at, windowH).map(({ start, end }) => [
        (start - SECOND) / MS_PER_HOUR,
        (end - SECOND) / MS_PER_HOUR,
      ]);
    expect(hours(SECOND, 24)).toEqual([
      [0, 8],
      [8, 16],
      [16, 24],
    ]);
    expect(hours(SECOND - 2 * MS_PER_HOUR, 24)).toEqual([
      [-2, 0],
      [0, 8],
      [8, 16],
    ]);
    expect(hours(SECOND, 8)).toEqual([[0, 8]]);
    expect(hours(SECOND - MS_PER_HOUR, 3)).toEqual([
      [-1, 0],
      [0, 2],
    ]);
  });
});

describe('the whole screening on the floor', () => {
  let dir: string;
  let store: Store;
  let screener: Screener;
  beforeEach(() => {
    dir = makeStateDir();
    store = openStore(dir);
  });
  afterEach(async () => {
    await screener.close();
    store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  let rooms = 0;
  function open(catalog: Catalog): ExerciseKeeper {
    return ExerciseKeeper.open(
      {
        journal: new Journal(store),
        settings: {
          seed: 'screening',
          pattern: 'metropolitan',
          overlapMin: 30,
          load: 0,
          rules: { ...NO_RULES, isOn: true, perSurvey: 0, screening: SCREENING_RULES },
        },
        around: catalogueSurroundings(() => catalog, DEFAULT_AGE_LIMITS, { screener }),
        room: `room ${rooms++}`,
      },
      { origin: 'test', time: START },
    );
  }

  it('opens a case, looks at it again in the next shift, and closes it after its time', async () => {
    screener = new Screener(pino({ level: 'silent' }), () => START);
    const keeper = open(catalogOf(sets));
    await run(keeper, FIRST + MS_PER_MINUTE);
    const first = caseOf(keeper);
    expect(first).toMatchObject({ pair: [22_675, 24_946], tier: 'emergency', decision: null });
    expect(Math.abs(first.points[0]!.tca - TCA)).toBeLessThan(2);
    expect(Math.abs(first.points[0]!.missKm - 0.698)).toBeLessThan(0.001);
    const [item] = Object.values(keeper.current.items);
    expect(item).toMatchObject({ desk: 'OSA', severity: 3, criticalAt: first.points[0]!.tca });
    await run(keeper, SECOND + MS_PER_MINUTE);
    // Boundaries have passed: others hold the desk, the case is the same one.
    const second = caseOf(keeper);
    expect(second.points.map(({ at }) => at)).toEqual([FIRST, SECOND]);
    expect(second.decision).toMatchObject({ what: 'inform-owner' });
    await run(keeper, TCA + MS_PER_HOUR);
    expect(Object.values(keeper.current.items)).toEqual([]);
    const texts = keeper.log({ before: 1e9, limit: 500 }, 'trainer').entries.map(({ text }) => text);
    expect(texts.filter((text) => /^Screened 2 objects for [\d.]+ h: 1 approaches/.test(text))).toHaveLength(
      3,
    );
    expect(texts.some((text) => /closed down: .* miss 698 m in 3 screenings/.test(text))).toBe(true);
  });

  it('follows a case when newer elements move it, also beyond what is screened for', async () => {
    screener = new Screener(pino({ level: 'silent' }), () => START);
    const moved = { ...sets[0]!, meanAnomalyDeg: sets[0]!.meanAnomalyDeg + 0.3 };
    const keeper = open(catalogOf(sets));
    await run(keeper, FIRST + MS_PER_MINUTE);
    const before = caseOf(keeper);
    const other = ExerciseKeeper.reopen(
      {
        journal: new Journal(store),
        settings: keeper.defaults,
        around: catalogueSurroundings(() => catalogOf([moved, sets[1]!], 2), DEFAULT_AGE_LIMITS, {
          screener,
        }),
        room: `room ${rooms - 1}`,
      },
      keeper.exerciseId,
      keeper.currentMark,
    )!;
    await run(other, SECOND + MS_PER_MINUTE);
    const after = caseOf(other);
    expect(after.points).toHaveLength(2);
    expect(after.points[0]).toEqual(before.points[0]);
    expect(after.points[1]!.missKm).toBeGreaterThan(5);
    expect(after.tier).toBe('watch');
    const item = Object.values(other.current.items).find(({ conjunction }) => conjunction)!;
    expect(item.severity).toBe(1);
    expect(item.facts.find(({ label }) => label === 'Report')).toMatchObject({
      value: 'watch',
      asOf: SECOND,
    });
  });

  it('writes the same journal whatever the steps of the clock and however long screening takes', async () => {
    const hashes: string[] = [];
    for (const [patience, stepMs] of [
      [0, MS_PER_DAY],
      [7, 250_000],
      [3, 3 * MS_PER_HOUR],
    ] as const) {
      screener = new SlowScreener(patience);
      const keeper = open(catalogOf(sets));
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await run(keeper, TCA + 2 * MS_PER_HOUR, stepMs);
      hashes.push(journalHash(keeper.eventsSince(0)));
      await screener.close(); // oxlint-disable-line no-await-in-loop
    }
    expect(new Set(hashes).size).toBe(1);
  });

  it('holds the floor, not its people: what they do meanwhile is of the instant before', async () => {
    screener = new SlowScreener(1_000_000);
    const keeper = open(catalogOf(sets));
    keeper.advanceTo(FIRST + MS_PER_HOUR);
    expect(keeper.currentMark).toBe(FIRST - 1);
    const { person } = keeper.current.tenures.OSA;
    expect(keeper.takeSeat({ person, name: 'somebody' }, FIRST + MS_PER_HOUR)).toMatchObject({ ok: true });
    expect(keeper.eventsSince(0).at(-1)).toMatchObject({ at: FIRST - 1, fact: { type: 'OperatorJoined' } });
    expect(keeper.modeAt(FIRST + MS_PER_HOUR)).toBe('active');
  });

  it('leaves out what lies more than a day before where a jump goes', async () => {
    screener = new Screener(pino({ level: 'silent' }), () => START);
    const keeper = open(catalogOf(sets));
    await run(keeper, START + 3 * MS_PER_DAY);
    const screened = keeper.eventsNaming('CatalogueScreened').map(({ at, fact }) => ({
      daysBefore: (START + 3 * MS_PER_DAY - at) / MS_PER_DAY,
      isDone: fact.type === 'CatalogueScreened' && fact.screening !== null,
    }));
    expect(screened.length).toBeGreaterThan(8);
    expect(screened.every(({ daysBefore, isDone }) => isDone === daysBefore <= 1)).toBe(true);
    expect(screened.filter(({ isDone }) => isDone)).toHaveLength(3);
  });

  it('says so when the catalogue cannot be screened', async () => {
    screener = new (class extends Screener {
      override screen(): Screening {
        return { status: 'failed', reason: 'no room' };
      }
      override known(): Screening {
        return { status: 'failed', reason: 'no room' };
      }
    })(pino({ level: 'silent' }), () => START);
    const keeper = open(catalogOf(sets));
    keeper.advanceTo(FIRST + MS_PER_MINUTE);
    const [line] = keeper.log({ before: 1e9, limit: 5 }, 'public').entries.filter(({ isAlert }) => isAlert);
    expect(line?.text).toBe('The catalogue could not be screened: no room');
  });
});
