import { describe, expect, it } from 'vitest';
import { closeUpOf } from '../../../client/panels/conjunctions/close-up-view.tsx';
import { formatAge, formatMiss, formatPc } from '../../../client/panels/conjunctions/figures.ts';
import { roundLength } from '../../../client/panels/conjunctions/plane-plot.tsx';
import { trendOf } from '../../../client/panels/conjunctions/trend.ts';
import type { EncounterObject } from '../../../core/protocol/events.ts';

function object(
  position: readonly [number, number, number],
  velocity: readonly [number, number, number],
): EncounterObject {
  return {
    catalogNumber: 1,
    name: 'ONE',
    objectType: 'payload',
    elementAgeDays: 1,
    epoch: '2026-11-25T00:00:00.000Z',
    position,
    velocity,
    sigmaRtnKm: [0.1, 0.5, 0.2],
  };
}

const trend = (...points: readonly (readonly [number | null, number])[]) =>
  trendOf(points.map(([pcMax, missKm]) => ({ pcMax, missKm })));

describe('an encounter close up', () => {
  it('is drawn in the radial, transverse and normal of the first object', () => {
    // The first goes along y at x = 7000 km; the second meets it going along z.
    const scene = closeUpOf({
      objects: [object([7000, 0, 0], [0, 7.5, 0]), object([7000.3, 0.4, 0], [0, 0, 7.5])],
      missRtnKm: [0.3, 0.4, 0],
      hbrM: 10,
    });
    expect(scene.miss).toEqual([0.3, 0.4, 0]);
    expect(scene.relativeVelocity.map((value) => Math.round(value * 1e9) / 1e9)).toEqual([0, -7.5, 7.5]);
    expect(scene.hardBody).toBe(0.01);
    const [first, second] = scene.ellipsoids;
    expect(first.axes.map((axis) => axis.map((value) => Math.round(value * 1e9) / 1e9))).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    // Along the track of the second is across that of the first.
    expect(second.axes[1][2]).toBeCloseTo(1, 3);
    expect(second.sigma).toEqual([0.1, 0.5, 0.2]);
  });

  it('has a scale bar of a round length', () => {
    expect([0.0123, 0.5, 1.99, 2, 7, 49.9].map(roundLength)).toEqual([0.01, 0.5, 1, 2, 5, 20]);
  });

  it('says distances, ages and probabilities as people do', () => {
    expect([0.0166, 0.9994, 1, 12.345].map(formatMiss)).toEqual(['17 m', '999 m', '1.00 km', '12.35 km']);
    expect([0.04, -0.04, -1.26].map(formatAge)).toEqual(['0.0', '0.0', '-1.3']);
    expect([null, 0, 1.234e-5].map(formatPc)).toEqual(['–', '0', '1.2e-5']);
  });

  it('says whether a case has become graver from the last screening but one to the last', () => {
    expect(trend([1e-5, 1])).toBe('first');
    expect(trend([1e-3, 1], [1e-5, 1], [1.1e-5, 0.9])).toBe('steady');
    expect(trend([1e-5, 1], [1e-4, 1])).toBe('rising');
    expect(trend([1e-4, 0.1], [1e-5, 0.1])).toBe('falling');
    expect(trend([null, 1], [null, 0.5])).toBe('rising');
  });
});
