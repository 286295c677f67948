import { expect, test } from 'vitest';
import { ClockOffset } from '../../../client/link/clock-offset.ts';
import { SimulationClock } from '../../../client/link/clock.ts';
import { nextDelay } from '../../../client/link/retry.ts';

const RUNNING = { timelineId: 1, simulationTime: 1000, wall: 1000, rate: 1 };

test('before an announced segment takes effect, the previous one holds', () => {
  const clock = new SimulationClock();
  clock.reset(RUNNING);
  clock.announce({ timelineId: 1, simulationTime: 1500, wall: 1500, rate: 0 });
  expect(clock.simulationTime(1400)).toBe(1400);
  expect(clock.simulationTime(1500)).toBe(1500);
  expect(clock.simulationTime(9000)).toBe(1500);
});

test('a later announcement replaces what was announced for its instant or after it', () => {
  const clock = new SimulationClock();
  clock.reset(RUNNING);
  clock.announce({ timelineId: 1, simulationTime: 2000, wall: 2000, rate: 0 });
  clock.announce({ timelineId: 1, simulationTime: 1800, wall: 1800, rate: 10 });
  expect(clock.simulationTime(2100)).toBe(1800 + 3000);
});

test('without a welcome there is no time', () => {
  expect(new SimulationClock().simulationTime(5)).toBeNaN();
});

test('the offset comes from the exchange with the shortest round trip', () => {
  const offset = new ClockOffset();
  offset.guess(0, 400);
  expect(offset.offset()).toBe(400);
  offset.add(1000, 1200, 1500);
  expect(offset.offset()).toBe(400);
  offset.add(2000, 2010, 2505);
  expect(offset.offset()).toBe(500);
  expect(offset.uncertainty()).toBe(5);
  offset.reset();
  expect(offset.offset()).toBe(0);
  expect(offset.uncertainty()).toBeNull();
});

test('retries wait longer each time, and never over 15 s', () => {
  expect([0, 1, 2, 3, 4, 50].map(nextDelay)).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
});

test('knows how much faster the other clock runs, within a tenth of a part in a million, after a minute', () => {
  const offset = new ClockOffset();
  expect(offset.drift()).toBeNull();
  for (let i = 0; i <= 30; i++) {
    const sent = 10_000 * i;
    // Every third exchange is held up on its way back.
    const delay = i % 3 === 0 ? 80 : 2;
    offset.add(sent, sent + 2 + delay, 500 + (sent + 2) * (1 + 40e-6));
  }
  expect(offset.drift()).toBeCloseTo(40, 1);
});
