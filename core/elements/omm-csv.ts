// oxlint-disable-next-line typescript/triple-slash-reference -- every project that imports this file must see the types
/// <reference path="./papaparse.d.ts" />
import Papa from 'papaparse';
import { AccountBook, fault, type LoadResult } from './account.ts';
import { takeOmmRecord } from './omm-records.ts';

/**
 * Read Orbit Mean-Elements Messages in CSV, as CelesTrak and Space-Track write them: columns found by their names in the
 * first row, in any order, quoted or not. A row with another number of columns is turned away; nothing is read shifted.
 */
export function readOmmCsv(text: string): LoadResult {
  const book = new AccountBook();
  let columns: readonly string[] | null = null;
  let line = 1;
  Papa.parse(text, {
    delimiter: ',',
    step({ data, errors }) {
      const start = line;
      line += 1 + data.reduce((breaks, cell) => breaks + (cell.match(/\n/g)?.length ?? 0), 0);
      if (data.length === 1 && data[0]?.trim() === '') return;
      if (columns === null) {
        columns = data.map((name) => name.trim().toUpperCase());
        return;
      }
      takeOmmRecord(book, { line: start, text: data.join(','), fields: fieldsOfRow(columns, data, errors) });
    },
  });
  return book.close('omm-csv');
}

/** Whether a first line is the header of such a file. */
export function isOmmCsvHeader(line: string): boolean {
  const columns = line
    .toUpperCase()
    .replaceAll('"', '')
    .split(',')
    .map((name) => name.trim());
  return columns.includes('NORAD_CAT_ID') && columns.includes('MEAN_MOTION');
}

function fieldsOfRow(
  columns: readonly string[],
  cells: readonly string[],
  errors: readonly { message: string }[],
) {
  const [error] = errors;
  if (error) return fault('csv', `not a row: ${error.message}`);
  if (cells.length !== columns.length)
    return fault('csv', `${cells.length} cells for ${columns.length} columns`);
  return Object.fromEntries(columns.map((name, i) => [name, cells[i]]));
}
