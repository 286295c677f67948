import { describe, expect, it } from 'vitest';
import { historiesOf, inUseAt } from '../../../core/elements/history.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { ISS_2008, VANGUARD_2000 } from '../../helpers/sets.ts';

const { sets } = readElementSets(`${ISS_2008}\n${VANGUARD_2000}`);
const [iss, vanguard] = [sets[0]!, sets[1]!];
const DAY = 86_400_000;

describe('the history of an object', () => {
  const days = [3, 1, 2].map((day) => ({ ...iss, epoch: iss.epoch + day * DAY, name: `day ${day}` }));
  const histories = historiesOf([...days, vanguard, { ...days[0]!, name: 'day 3, corrected' }]);
  const history = histories.get(25_544)!;

  it('is sorted by epoch, and of two sets from one epoch the later read is last', () => {
    expect(history.map(({ name }) => name)).toEqual(['day 1', 'day 2', 'day 3', 'day 3, corrected']);
    expect(histories.get(5)).toEqual([vanguard]);
  });
  it('gives the newest set that is not after a time', () => {
    expect(inUseAt(history, iss.epoch + 2 * DAY).name).toBe('day 2');
    expect(inUseAt(history, iss.epoch + 3 * DAY - 1).name).toBe('day 2');
    expect(inUseAt(history, iss.epoch + 300 * DAY).name).toBe('day 3, corrected');
  });
  it('gives the oldest set where all are after the time', () => {
    expect(inUseAt(history, iss.epoch).name).toBe('day 1');
  });
});
