import type { UtcMs } from '../units.ts';
import type { ElementSet } from './element-set.ts';

/** The sets of one object, oldest first and never empty. */
export type History = readonly [ElementSet, ...ElementSet[]];

/** Sort sets by object and epoch; of two from one epoch the one that came later is last. */
export function historiesOf(sets: Iterable<ElementSet>): ReadonlyMap<number, History> {
  const histories = new Map<number, [ElementSet, ...ElementSet[]]>();
  for (const set of sets) {
    const history = histories.get(set.catalogNumber);
    if (history) history.push(set);
    else histories.set(set.catalogNumber, [set]);
  }
  for (const history of histories.values()) history.sort((a, b) => a.epoch - b.epoch);
  return histories;
}

/** The set in use at a time: the newest not after it, or the oldest where all are after it. */
export function inUseAt(history: History, time: UtcMs): ElementSet {
  const [first] = history;
  return history.findLast((set) => set.epoch <= Math.max(time, first.epoch)) ?? first;
}
