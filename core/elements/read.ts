import type { LoadResult, ReadOptions } from './account.ts';
import { readOmmJson } from './omm-json.ts';
import { noElementData, readTle } from './tle.ts';

/**
 * Read element sets in whichever accepted format a text is in, found from its content.
 *
 * @returns the sets with the accounting of every record; never throws on what the text says
 */
export function readElementSets(text: string, options: ReadOptions = {}): LoadResult {
  const start = /[^\s\ufeff]/.exec(text)?.[0];
  if (start !== '[' && start !== '{') return readTle(text, options);
  const result = readOmmJson(text);
  return result.account.records === 0 ? noElementData(text) : result;
}

/** Keep one set an object: the newest epoch, the later one in the file where epochs are equal. */
export function newestPerObject<T extends { catalogNumber: number; epoch: number }>(
  sets: Iterable<T>,
): Map<number, T> {
  const newest = new Map<number, T>();
  for (const set of sets) {
    const known = newest.get(set.catalogNumber);
    if (known === undefined || set.epoch >= known.epoch) newest.set(set.catalogNumber, set);
  }
  return newest;
}
