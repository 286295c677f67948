import type { Answer } from '../../core/protocol/events.ts';
import type { Milliseconds, UtcMs } from '../../core/units.ts';
import { text } from '../text.ts';
import { segment, simulationTime } from '../view-state.ts';
import { actions } from './actions.ts';
import { nextRate } from './clock-words.ts';

/** What keys and buttons ask of the clock. */

let rateBeforePause = 1;

export function togglePause(): Promise<Answer> {
  const rate = segment.value?.rate ?? 0;
  if (rate === 0) return runAt(rateBeforePause);
  rateBeforePause = rate;
  return actions().clock({ type: 'pause' });
}

export function runAt(rate: number): Promise<Answer> {
  return actions().clock({ type: 'run', rate });
}

export function stepRate(direction: 1 | -1): Promise<Answer> {
  return runAt(nextRate(segment.value?.rate ?? 0, direction));
}

export function reverse(): Promise<Answer> {
  const rate = segment.value?.rate ?? 0;
  return runAt(-(rate === 0 ? rateBeforePause : rate));
}

export function jumpTo(time: UtcMs): Promise<Answer> {
  return actions().clock({ type: 'jump', time });
}

export function jumpBy(amount: Milliseconds): Promise<Answer> {
  const time = simulationTime.value;
  if (Number.isNaN(time)) return Promise.resolve({ ok: false, rule: 'link', reason: text.clock.waiting });
  return jumpTo(time + amount);
}

export function goLive(): Promise<Answer> {
  return actions().clock({ type: 'live' });
}
