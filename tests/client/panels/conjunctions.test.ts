import { describe, expect, it } from 'vitest';
import { conjunctionsCsv, listConjunctions, SORT_KEYS } from '../../../client/panels/conjunctions/rows.ts';
import { severityOf } from '../../../client/panels/conjunctions/severity.ts';
import type { ConjunctionAnswer } from '../../../core/protocol/events.ts';

function object(catalogNumber: number): ConjunctionAnswer['objects'][0] {
  return { catalogNumber, name: `OBJECT "${catalogNumber}"`, objectType: 'debris', elementAgeDays: 0.5 };
}

function conjunction(
  numbers: readonly [number, number],
  tca: string,
  other: Partial<ConjunctionAnswer> = {},
): ConjunctionAnswer {
  return {
    objects: [object(numbers[0]), object(numbers[1])],
    tca: `2026-11-25T${tca}:00.000Z`,
    missKm: 2,
    missRtnKm: [1, 1, 1.4],
    relativeSpeedKmS: 10,
    approachAngleDeg: 90,
    pcMax: 1e-6,
    status: 'ok',
    tier: 'watch',
    ...other,
  };
}

const far = conjunction([1, 2], '08:00');
const reported = conjunction([3, 4], '10:00', { missKm: 0.9, relativeSpeedKmS: 5, tier: 'reportable' });
const emergency = conjunction([5, 6], '12:00', { missKm: 0.1, pcMax: 2e-4, tier: 'emergency' });
const formation = conjunction([7, 8], '09:00', { missKm: 0.01, pcMax: null, status: 'neighbours' });
const all = [far, reported, emergency, formation];

describe('the table of conjunctions', () => {
  it('tells how each would be reported', () => {
    expect(all.map(severityOf)).toEqual(['near', 'reportable', 'emergency', 'neighbours']);
    expect(severityOf({ ...emergency, status: 'neighbours' })).toBe('neighbours');
    expect(severityOf({ ...emergency, status: 'window-edge' })).toBe('emergency');
  });

  it('is sorted by each of its columns, the time of approach deciding between equals', () => {
    const orders = Object.fromEntries(
      SORT_KEYS.map((key) => [
        key,
        listConjunctions(all, '', key).map((one) => one.objects[0].catalogNumber),
      ]),
    );
    expect(orders).toEqual({
      severity: [5, 3, 1, 7],
      tca: [1, 7, 3, 5],
      miss: [7, 5, 3, 1],
      speed: [1, 7, 5, 3],
      pcMax: [5, 1, 3, 7],
    });
  });

  it('is filtered by name and number of either object', () => {
    expect(listConjunctions(all, ' object "6', 'tca')).toEqual([emergency]);
    expect(listConjunctions(all, '8', 'tca')).toEqual([formation]);
    expect(listConjunctions(all, 'nobody', 'tca')).toEqual([]);
  });

  it('is saved as CSV with quoted names', () => {
    const [header, row, end] = conjunctionsCsv([formation]).split('\n');
    expect(header!.split(',')).toHaveLength(12);
    expect(row).toBe(
      '7,"OBJECT ""7""",8,"OBJECT ""8""",2026-11-25T09:00:00.000Z,0.01,10,1,1,1.4,,neighbours',
    );
    expect(end).toBe('');
  });
});
