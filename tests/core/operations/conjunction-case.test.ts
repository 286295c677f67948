import { describe, expect, it } from 'vitest';
import {
  CLOSEDOWN_AFTER_MS,
  nextScreeningAt,
  openCase,
  rescreenCase,
  tierOf,
} from '../../../core/operations/conjunction-case.ts';
import {
  advanceFloor,
  appendToFloor,
  configureExercise,
  startExercise,
} from '../../../core/operations/floor.ts';
import { decide } from '../../../core/operations/decide.ts';
import { NO_RULES, SCREENING_RULES } from '../../../core/operations/item-rules.ts';
import { ANYBODY } from '../../../core/operations/release.ts';
import { emptySurroundings } from '../../../core/operations/surroundings.ts';
import type { FloorState } from '../../../core/operations/state.ts';
import type { FloorEvent, FloorFact } from '../../../core/operations/events.ts';
import type { ScreeningPoint } from '../../../core/operations/types.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../../core/units.ts';

const START = Date.UTC(2026, 2, 2, 9);
const TCA = START + 5 * MS_PER_HOUR;
const around = emptySurroundings();

const point = (changed: Partial<ScreeningPoint> = {}): ScreeningPoint => ({
  at: START,
  tca: TCA,
  missKm: 0.5,
  missRtnKm: [0.3, 0.4, 0],
  relativeSpeedKmS: 11,
  pcMax: 1e-5,
  elementAgeDays: [0.5, 1],
  ...changed,
});

const near = (changed: Partial<ScreeningPoint>) => tierOf(point(changed), false, SCREENING_RULES);
const deep = (changed: Partial<ScreeningPoint>) => tierOf(point(changed), true, SCREENING_RULES);

/** A floor without other work, with one case from its start. */
function floorWithCase(): FloorState {
  const { state } = startExercise(configureExercise({ seed: 'case', start: START, load: 0 }));
  const item = openCase(
    { pair: [1, 2], names: ['ONE', 'TWO'], tier: 'reportable', point: point(), release: ANYBODY },
    'CASE',
  );
  return append(state, { type: 'ItemCreated', item });
}

function append(state: FloorState, fact: FloorFact, at = state.at): FloorState {
  return appendToFloor(state, [{ at, actor: 'system', fact }]).state;
}

function run(state: FloorState, to: number): { state: FloorState; events: readonly FloorEvent[] } {
  return advanceFloor(state, to, around);
}

describe('how a conjunction is reported', () => {
  it('near the Earth: by miss distance, probability and the days before', () => {
    expect(near({})).toBe('reportable');
    expect(near({ pcMax: 1e-4 })).toBe('emergency');
    expect(near({ pcMax: 0.99e-4 })).toBe('reportable');
    expect(near({ pcMax: 0.99e-7 })).toBe('watch');
    expect(near({ pcMax: null })).toBe('watch');
    expect(near({ missKm: 1.01, pcMax: 1e-3 })).toBe('watch');
    expect(near({ tca: START + 3 * MS_PER_DAY + 1, pcMax: 1e-3 })).toBe('watch');
  });

  it('in deep space: by miss distance alone', () => {
    expect(deep({ missKm: 5, pcMax: null })).toBe('emergency');
    expect(deep({ missKm: 5.01 })).toBe('watch');
    expect(deep({ missKm: 5, tca: START + 9 * MS_PER_DAY })).toBe('reportable');
    expect(deep({ missKm: 5, tca: START + 11 * MS_PER_DAY })).toBe('watch');
  });
});

const nextAfter = (
  screened: number | null,
  rules = { ...NO_RULES, isOn: true, screening: SCREENING_RULES },
) =>
  nextScreeningAt({
    exercise: { start: START, rules },
    screening: screened === null ? null : { at: screened },
  });

describe('the whole screening', () => {
  it('is once soon after an exercise began, and then half an hour into each shift', () => {
    expect(nextAfter(null)).toBe(START + 5 * MS_PER_MINUTE);
    expect(nextAfter(START + 5 * MS_PER_MINUTE)).toBe(Date.UTC(2026, 2, 2, 16, 30));
    expect(nextAfter(Date.UTC(2026, 2, 2, 16, 30))).toBe(Date.UTC(2026, 2, 3, 0, 30));
    expect(nextAfter(Date.UTC(2026, 2, 3, 0, 29))).toBe(Date.UTC(2026, 2, 3, 0, 30));
  });

  it('is not where rules are off, or of an exercise that knows of none', () => {
    expect(
      nextAfter(null, { ...NO_RULES, isOn: true, screening: { ...SCREENING_RULES, windowH: 0 } }),
    ).toBeNull();
    expect(nextAfter(null, { ...NO_RULES, isOn: false, screening: SCREENING_RULES })).toBeNull();
    expect(nextScreeningAt({ exercise: { start: START, rules: NO_RULES }, screening: null })).toBeNull();
  });
});

describe('the case', () => {
  it('is decided on by the simulated desk, waits for its time and is closed down after it', () => {
    const { state, events } = run(floorWithCase(), TCA + MS_PER_HOUR);
    const steps = events.flatMap(({ at, fact }) =>
      'item' in fact && fact.item === 'CASE' ? [[fact.type, at] as const] : [],
    );
    expect(steps.map(([type]) => type)).toEqual([
      'ItemAcknowledged',
      'ItemStarted',
      'ConjunctionDecided',
      'ItemWaiting',
      'ItemStarted',
      'ItemResolved',
    ]);
    expect(steps.at(-2)![1]).toBeGreaterThanOrEqual(TCA + CLOSEDOWN_AFTER_MS);
    expect(state.items['CASE']).toBeUndefined();
    expect(state.settled).toEqual([]);
    expect(events.at(-1)?.fact).not.toMatchObject({ type: 'ItemDeadlineMissed' });
  });

  it('keeps every screening, and only what has changed is a new fact', () => {
    const before = floorWithCase();
    const same = rescreenCase(before.items['CASE']!, point({ at: START + MS_PER_HOUR }), 'reportable');
    expect(same).toMatchObject({ type: 'ConjunctionRescreened', facts: [] });
    const again = append(before, same);
    expect(again.items['CASE']!.conjunction!.points).toHaveLength(2);
    expect(again.items['CASE']!.facts).toEqual(before.items['CASE']!.facts);
    const nearer = point({ at: START + 2 * MS_PER_HOUR, missKm: 0.2 });
    const changed = append(again, rescreenCase(again.items['CASE']!, nearer, 'reportable'));
    const facts = changed.items['CASE']!.facts;
    expect(facts.map(({ label }) => label).toSorted()).toEqual(
      before.items['CASE']!.facts.map(({ label }) => label).toSorted(),
    );
    expect(facts.find(({ label }) => label === 'Miss distance')).toMatchObject({
      value: '200 m',
      asOf: START + 2 * MS_PER_HOUR,
    });
    expect(changed.items['CASE']!.known.desk.toSorted()).toEqual(facts.map(({ id }) => id).toSorted());
  });

  it('wakes the desk when it becomes an emergency: the same item, graver', () => {
    const { state } = run(floorWithCase(), START + MS_PER_HOUR);
    expect(state.items['CASE']).toMatchObject({ state: 'waiting', severity: 2 });
    const worse = point({ at: state.at, pcMax: 1e-3, tca: TCA + 30_000 });
    const changed = append(state, rescreenCase(state.items['CASE']!, worse, 'emergency'));
    expect(changed.items['CASE']).toMatchObject({
      state: 'acknowledged',
      severity: 3,
      criticalAt: TCA + 30_000,
      resolveBy: TCA + 30_000 + MS_PER_HOUR,
    });
    // It is not closed before its time although nothing is left to be done.
    const { state: later } = run(changed, TCA);
    expect(later.items['CASE']).toMatchObject({ state: 'waiting' });
    const { state: after } = run(later, TCA + MS_PER_HOUR);
    expect(after.items['CASE']).toBeUndefined();
  });

  it('of very many screenings keeps the first and the last', () => {
    let state = floorWithCase();
    for (let i = 1; i <= 200; i++)
      state = append(state, rescreenCase(state.items['CASE']!, point({ at: START + i }), 'reportable'));
    const { points } = state.items['CASE']!.conjunction!;
    expect(points).toHaveLength(64);
    expect(points[0]!.at).toBe(START);
    expect(points.at(-1)!.at).toBe(START + 200);
  });

  it('is decided on by who holds the desk, with a reason, and the decision is told on', () => {
    const { person } = floorWithCase().tenures.OSA;
    const seated = append(floorWithCase(), { type: 'OperatorJoined', person, name: 'somebody' });
    const acknowledged = append(seated, { type: 'ItemAcknowledged', item: 'CASE' });
    const ask = (state: FloorState, reason: string) =>
      decide(
        state,
        { type: 'decide-conjunction', item: 'CASE', decision: 'inform-owner', reason },
        { person, at: state.at },
      );
    expect(ask(seated, 'first')).toMatchObject({ ok: false, rule: 'item-state' });
    expect(ask(acknowledged, ' ')).toMatchObject({ ok: false });
    const decision = ask(acknowledged, 'telephone');
    expect(decision.ok).toBe(true);
    const state = append(acknowledged, decision.facts![0]!);
    expect(state.items['CASE']!.conjunction!.decision).toMatchObject({
      what: 'inform-owner',
      reason: 'telephone',
    });
    expect(state.items['CASE']!.facts.at(-1)).toMatchObject({
      label: 'Decision',
      value: 'inform the owner: telephone',
      isCritical: true,
    });
    expect(
      decide(
        state,
        { type: 'decide-conjunction', item: 'CASE', decision: 'monitor', reason: 'mine' },
        { person: state.tenures.LRO.person, at: state.at },
      ),
    ).toMatchObject({ ok: false });
  });

  it('that is closed before its time is remembered until it is over', () => {
    const state = append(floorWithCase(), { type: 'ItemResolved', item: 'CASE', outcome: 'not ours' });
    expect(state.settled).toEqual([{ pair: [1, 2], tca: TCA }]);
    const screened: FloorFact = { type: 'CatalogueScreened', screening: null, follows: [] };
    expect(append(state, screened, TCA - 1).settled).toHaveLength(1);
    expect(append(state, screened, TCA + 1).settled).toEqual([]);
  });
});
