import { describe, expect, it } from 'vitest';
import { createRunMeter, type RunMetrics } from '../../../core/operations/metrics.ts';
import { applyEvent } from '../../../core/operations/reducer.ts';
import { kssOfPerson } from '../../../core/operations/rest.ts';
import type { FloorState } from '../../../core/operations/state.ts';
import type { InjectedItem } from '../../../core/operations/types.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../../core/units.ts';
import { configurationAt, MONDAY, PlayedFloor } from './playing.ts';

const START = MONDAY + 9 * MS_PER_HOUR;

const item = (id: string, effortMin: number, acknowledgeAfterMin = 3): InjectedItem => ({
  id,
  type: 'UCT',
  summary: id,
  severity: 2,
  desk: 'OA1',
  objects: [],
  acknowledgeMin: 30,
  resolveMin: 600,
  effortMin,
  waitMin: 0,
  acknowledgeAfterMin,
  nextActionAt: null,
  criticalAt: null,
  contingency: '',
  actions: [],
  facts: [],
  release: ['*'],
});

function quiet(): PlayedFloor {
  return new PlayedFloor({ ...configurationAt(START), load: 0 });
}

function inject(floor: PlayedFloor, wanted: InjectedItem): void {
  expect(floor.train({ type: 'inject', action: { type: 'item', item: wanted } })).toMatchObject({ ok: true });
}

function measured(floor: PlayedFloor): RunMetrics {
  const meter = createRunMeter();
  let state: FloorState | null = null;
  for (const event of floor.events) {
    meter.take(state, event);
    state = applyEvent(state, event);
  }
  return meter.result(floor.now);
}

describe('the metrics of a run', () => {
  it('count the queue of a desk over time, its most, and what arrives in a quarter of an hour', () => {
    const floor = quiet();
    inject(floor, item('A', 20));
    floor.advance(START + 10 * MS_PER_MINUTE);
    inject(floor, item('B', 10));
    floor.advance(START + 20 * MS_PER_MINUTE);
    inject(floor, item('C', 25));
    floor.advance(START + 5 * MS_PER_HOUR);
    const { desks } = measured(floor);
    const openMin = ['A', 'B', 'C'].map((id) => {
      const at = (type: string) =>
        floor.events.find(({ fact }) =>
          fact.type === 'ItemCreated' && type === 'ItemCreated'
            ? fact.item.id === id
            : fact.type === type && 'item' in fact && fact.item === id,
        )!.at;
      return (at('ItemResolved') - at('ItemCreated')) / MS_PER_MINUTE;
    });
    expect(openMin.every((minutes) => minutes > 10)).toBe(true);
    expect(desks.OA1.queue_max).toBe(3);
    expect(desks.OA1.queue_mean).toBeCloseTo(openMin.reduce((a, b) => a + b) / 300, 5);
    // A and B come in the quarter from 09:00, C in the next.
    expect(desks.OA1.peak_15_min_load).toBeCloseTo(30 / 15, 6);
    expect(desks.OA2).toMatchObject({ queue_max: 0, queue_mean: 0, peak_15_min_load: 0 });
  });

  it('tell how old is what a boundary carries over', () => {
    const floor = quiet();
    floor.advance(START + MS_PER_HOUR);
    inject(floor, item('old', 1000));
    floor.advance(START + 5 * MS_PER_HOUR);
    inject(floor, item('young', 1000));
    floor.advance(START + 8 * MS_PER_HOUR);
    const { desks } = measured(floor);
    // At 16:00 one is six hours old and one two.
    expect(desks.OA1.carried_per_shift).toBe(2);
    expect(desks.OA1.carried_age_mean_min).toBe(240);
  });

  it('name the greatest sleepiness with which one of a crew left a desk', () => {
    const floor = quiet();
    const { crew } = floor.state.shift;
    floor.advance(START + 9 * MS_PER_HOUR);
    const meter = createRunMeter();
    let state: FloorState | null = null;
    let most = 1;
    for (const event of floor.events) {
      const { fact, at } = event;
      if (state && fact.type === 'ResponsibilityTransferred' && state.people[fact.from]?.crew === crew)
        most = Math.max(most, kssOfPerson(state, fact.from, at));
      meter.take(state, event);
      state = applyEvent(state, event);
    }
    expect(most).toBeGreaterThan(1);
    const { kss_max: found } = meter.result(floor.now);
    expect(found[crew]).toBe(most);
    expect(Object.values(found).filter((kss) => kss !== null)).toHaveLength(1);
  });

  it('set the time spent telling beside the time the facts want', () => {
    const floor = new PlayedFloor(configurationAt(START, { seed: 'brief' }));
    floor.advance(START + 8 * MS_PER_HOUR);
    const metrics = measured(floor);
    expect(metrics.brief_mean_min).toBeGreaterThan(0);
    expect(metrics.brief_wanted_mean_min).toBeGreaterThan(0);
    expect(Math.abs(metrics.brief_mean_min - metrics.brief_wanted_mean_min)).toBeLessThan(2);
  });
});
