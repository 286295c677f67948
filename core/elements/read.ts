import { AccountBook, fault, type LoadResult, type ReadOptions } from './account.ts';
import { readOmmJson } from './omm-json.ts';
import { TleReader } from './tle.ts';

/**
 * Read element sets in whichever accepted format a file is in, found from its content.
 *
 * @param input the bytes of the file, or its text; a byte order mark is taken in silence
 * @returns the sets with the accounting of every record; never throws on what the file says
 */
export function readElementSets(input: Uint8Array | string, options: ReadOptions = {}): LoadResult {
  const bytes = withoutMark(typeof input === 'string' ? new TextEncoder().encode(input) : input);
  const start = bytes.find((byte) => byte > SPACE);
  const result =
    start === BRACKET || start === BRACE
      ? readOmmJson(new TextDecoder().decode(bytes))
      : readTle(bytes, options);
  return result.account.records === 0 ? nothingToRead(bytes) : result;
}

const SPACE = 32;
const BRACKET = 91;
const BRACE = 123;

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function readTle(bytes: Uint8Array, options: ReadOptions): LoadResult {
  const book = new AccountBook();
  const reader = new TleReader(book, options);
  reader.push(bytes);
  reader.end();
  return book.close('tle');
}

/** The answer for a file in which there is nothing to read. */
function nothingToRead(bytes: Uint8Array): LoadResult {
  const book = new AccountBook();
  const beginning = new TextDecoder().decode(bytes.subarray(0, 4096));
  const first = beginning.split('\n').find((line) => line.trim() !== '') ?? '';
  const what = first === '' ? 'the file is empty' : describe(first, bytes);
  book.reject(1, fault('not-element-data', `no element sets: ${what}`), first.trim());
  return book.close('unknown');
}

function describe(first: string, bytes: Uint8Array): string {
  if (bytes.subarray(0, 4096).includes(0) || first.includes('\ufffd')) return 'this looks like a binary file';
  if (/^\s*<(!doctype|html)/i.test(first)) return 'this is an HTML page';
  return 'no line starts an element set in a format that can be read (TLE, OMM JSON)';
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
