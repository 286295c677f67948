import { AccountBook, type ElementFormat, fault, type LoadResult, type ReadOptions } from './account.ts';
import { isOmmCsvHeader, readOmmCsv } from './omm-csv.ts';
import { readOmmJson } from './omm-json.ts';
import { readOmmKvn } from './omm-kvn.ts';
import { isOmmXml, readOmmXml } from './omm-xml.ts';
import { TleReader } from './tle.ts';

/**
 * Read element sets in whichever accepted format a file is in, found from its content.
 *
 * @param input the bytes of the file, or its text; a byte order mark is taken in silence
 * @returns the sets with the accounting of every record; never throws on what the file says
 */
export function readElementSets(input: Uint8Array | string, options: ReadOptions = {}): LoadResult {
  const bytes = withoutMark(typeof input === 'string' ? new TextEncoder().encode(input) : input);
  const result = readAs(detectFormat(bytes), bytes, options);
  return result.account.records === 0 ? nothingToRead(bytes) : result;
}

/** Tell the format from the first lines; what looks like nothing else is taken for TLE. */
export function detectFormat(bytes: Uint8Array): ElementFormat {
  const beginning = new TextDecoder().decode(bytes.subarray(0, 4096)).trimStart();
  if (beginning.startsWith('[') || beginning.startsWith('{')) return 'omm-json';
  if (beginning.startsWith('<') && isOmmXml(beginning)) return 'omm-xml';
  const first = beginning.split('\n').find((line) => !/^(COMMENT|#)/.test(line)) ?? '';
  if (/^CCSDS_OMM_VERS\s*=/.test(first)) return 'omm-kvn';
  return isOmmCsvHeader(first) ? 'omm-csv' : 'tle';
}

function readAs(format: ElementFormat, bytes: Uint8Array, options: ReadOptions): LoadResult {
  switch (format) {
    case 'tle':
      return readTle(bytes, options);
    case 'omm-json':
      return readOmmJson(new TextDecoder().decode(bytes));
    case 'omm-csv':
      return readOmmCsv(new TextDecoder().decode(bytes));
    case 'omm-xml':
      return readOmmXml(new TextDecoder().decode(bytes));
    case 'omm-kvn':
      return readOmmKvn(new TextDecoder().decode(bytes));
  }
}

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
  return 'no line starts an element set in a format that can be read (TLE, OMM in JSON, CSV, XML or KVN)';
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
