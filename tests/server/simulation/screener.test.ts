import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readElementSets } from '../../../core/elements/read.ts';
import { MS_PER_HOUR } from '../../../core/units.ts';
import { Screener, type Screening, type ScreeningWanted } from '../../../server/simulation/screener.ts';
import { catalogOf } from '../../helpers/catalog.ts';
import { COLLISION_2009 } from '../../helpers/sets.ts';

const { sets } = readElementSets(COLLISION_2009, { lenient: true });
const START = Date.UTC(2009, 1, 10, 12);

describe('the screener', () => {
  let screener: Screener;
  const first = catalogOf(sets);
  const wantedAt = (start: number, catalog = first): ScreeningWanted => ({
    catalog,
    start,
    hours: 8,
    thresholdKm: 5,
    object: null,
  });
  beforeEach(() => {
    screener = new Screener(pino({ level: 'silent' }), () => START);
  });
  afterEach(() => screener.close());

  /** Ask until it is over. */
  async function over(wanted: ScreeningWanted): Promise<Screening> {
    for (;;) {
      const screening = screener.screen(wanted);
      if (screening?.status === 'done' || screening?.status === 'failed') return screening;
      // oxlint-disable-next-line no-await-in-loop -- until it is over
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  it('keeps what was asked for last, and not more however much is asked', async () => {
    const last = wantedAt(START);
    expect(await over(last)).toMatchObject({ status: 'done', events: [{ isNeighbours: false }] });
    // Thirty years on nothing is screened, and that is an answer, too.
    const late = Array.from({ length: 60 }, (_, i) => wantedAt(START + (262_800 + i) * MS_PER_HOUR));
    for (const wanted of late) {
      expect(await over(wanted)).toMatchObject({ status: 'failed' }); // oxlint-disable-line no-await-in-loop
      // Somebody looks at it again and again.
      expect(screener.screen(last)).toMatchObject({ status: 'done' });
    }
    const kept = late.filter((wanted) => screener.known(wanted) !== null);
    expect(kept.length).toBeLessThan(20);
    expect(kept.at(-1)).toBe(late.at(-1));
  });

  it('gives up what it screens of a catalogue when there is a newer one', async () => {
    const old = { ...wantedAt(START), hours: 168 };
    expect(screener.screen(old)).toEqual({ status: 'waiting' });
    const newer = wantedAt(START, catalogOf(sets, 2));
    screener.screen(newer);
    expect(screener.known(old)).toBeNull();
    expect(await over(newer)).toMatchObject({ status: 'done' });
  });

  it('goes on with what the floor needs although somebody cancels it', async () => {
    const wanted = wantedAt(START);
    expect(screener.cancel(wanted)).toBe('unknown');
    screener.screen(wanted, true);
    expect(screener.cancel(wanted)).toBe('needed');
    expect(await over(wanted)).toMatchObject({ status: 'done' });
    expect(screener.cancel(wanted)).toBe('unknown');
  });
});
