import { describe, expect, it } from 'vitest';
import { clockMode, simulationTimeAt } from '../../../core/time/clock.ts';

const SEGMENT = { timelineId: 3, simulationTime: 5_000_000, wall: 1_000_000, rate: 10 };

describe('the simulation clock', () => {
  it('is a straight line over wall time, backwards too', () => {
    expect(simulationTimeAt(SEGMENT, 1_000_000)).toBe(5_000_000);
    expect(simulationTimeAt(SEGMENT, 1_002_000)).toBe(5_020_000);
    expect(simulationTimeAt({ ...SEGMENT, rate: -100 }, 1_000_500)).toBe(4_950_000);
    expect(simulationTimeAt({ ...SEGMENT, rate: 0 }, 9_999_999)).toBe(5_000_000);
  });

  it('is live only at rate one and on the wall clock’s own time, paused at rate zero', () => {
    const live = { ...SEGMENT, rate: 1, simulationTime: 1_000_400 };
    expect(clockMode(live)).toBe('live');
    expect(clockMode({ ...live, simulationTime: 1_002_000 })).toBe('running');
    expect(clockMode({ ...live, rate: 2 })).toBe('running');
    expect(clockMode({ ...live, rate: -1 })).toBe('running');
    expect(clockMode({ ...live, rate: 0 })).toBe('paused');
  });
});
