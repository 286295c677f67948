import { AccountBook, fault, type LoadResult } from './account.ts';
import { splitJsonRecords } from './json-records.ts';
import { takeOmmRecord } from './omm-records.ts';

/**
 * Read Orbit Mean-Elements Messages in JSON: one object or an array of them, as CelesTrak and Space-Track write them.
 *
 * Each record is read by itself, so that a broken one costs only itself and is named with its line.
 */
export function readOmmJson(text: string): LoadResult {
  const book = new AccountBook();
  for (const record of splitJsonRecords(text)) {
    const { line, text: source } = record;
    if ('broken' in record) book.reject(line, fault('json', record.broken), source);
    else if (!isRecord(record.value))
      book.reject(line, fault('json', 'a record should be an object'), source);
    else takeOmmRecord(book, { line, text: source, fields: { ...record.value } });
  }
  return book.close('omm-json');
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
