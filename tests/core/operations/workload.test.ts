import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHIFT_MS } from '../../../core/operations/shift.ts';
import { arrivalsOfShift } from '../../../core/operations/workload.ts';
import { MONDAY, PROPERTY } from './playing.ts';

const shifts = fc.record({ seed: fc.string(), index: fc.integer({ min: -20_000, max: 70_000 }) });

describe('the simulated work of a shift', () => {
  it('is the same for the same seed and shift, in order, on whole milliseconds and within the shift', () => {
    fc.assert(
      fc.property(shifts, ({ seed, index }) => {
        const start = index * SHIFT_MS;
        const arrivals = arrivalsOfShift(seed, start);
        expect(arrivalsOfShift(seed, start)).toEqual(arrivals);
        arrivals.forEach(({ at, item }, i) => {
          expect(Number.isInteger(at)).toBe(true);
          expect(at >= start && at < start + SHIFT_MS).toBe(true);
          expect(at).toBeGreaterThanOrEqual(arrivals[Math.max(0, i - 1)]!.at);
          expect(item.createdAt).toBe(at);
          expect(item.acknowledgeBy).toBeGreaterThan(at);
          expect(item.resolveBy).toBeGreaterThan(item.acknowledgeBy);
          expect(item.effortMs).toBeGreaterThanOrEqual(60_000);
          expect(item.facts.every(({ value }) => value !== '')).toBe(true);
        });
      }),
      PROPERTY,
    );
  });

  it('bears different numbers for each item of a year', () => {
    const ids = Array.from({ length: 1098 }, (_, i) =>
      arrivalsOfShift('year', MONDAY + i * SHIFT_MS),
    ).flatMap((arrivals) => arrivals.map(({ item }) => item.id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('comes at the stated rates: 48.13 items a day over a year, within five standard deviations', () => {
    const days = 366;
    const count = Array.from({ length: days * 3 }, (_, i) =>
      arrivalsOfShift('rate', MONDAY + i * SHIFT_MS),
    ).reduce((sum, arrivals) => sum + arrivals.length, 0);
    const expected = 48.13 * days;
    expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });

  it('is about notional objects only, numbered from 900,000,001', () => {
    for (const { item } of arrivalsOfShift('numbers', MONDAY)) {
      expect(item.summary).toMatch(/notional object 9000\d{5}$/);
    }
  });
});
