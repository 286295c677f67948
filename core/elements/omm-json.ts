import { type AccountBook, fault } from './account.ts';
import { type JsonRecord, JsonRecordCutter } from './json-records.ts';
import { takeOmmRecord } from './omm-records.ts';
import type { TextReader } from './text-reader.ts';

/**
 * Read Orbit Mean-Elements Messages in JSON: one object or an array of them, as CelesTrak and Space-Track write them.
 *
 * Each record is read by itself, so that a broken one costs only itself and is named with its line.
 */
export function ommJsonReader(book: AccountBook): TextReader {
  return new JsonRecordCutter((record) => takeJsonRecord(book, record));
}

function takeJsonRecord(book: AccountBook, record: JsonRecord): void {
  const { line, text } = record;
  if ('broken' in record) book.reject(line, fault('json', record.broken), text);
  else if (!isRecord(record.value)) book.reject(line, fault('json', 'a record should be an object'), text);
  else takeOmmRecord(book, { line, text, fields: { ...record.value } });
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
