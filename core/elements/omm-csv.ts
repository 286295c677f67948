// oxlint-disable-next-line typescript/triple-slash-reference -- every project that imports this file must see the types
/// <reference path="./papaparse.d.ts" />
import Papa from 'papaparse';
import { type AccountBook, type Fault, fault } from './account.ts';
import type { OmmFields } from './omm-fields.ts';
import { takeOmmRecord } from './omm-records.ts';
import { LINE_LIMIT, LineCutter } from './text-lines.ts';
import type { TextReader } from './text-reader.ts';

/** A quoted cell may hold line ends; a row goes on over this many lines at most. */
const MAX_ROW_LINES = 8;

/**
 * Read Orbit Mean-Elements Messages in CSV, as CelesTrak and Space-Track write them: columns found by their names in the
 * first row, in any order, quoted or not. A row with another number of columns is turned away; nothing is read shifted,
 * and a lost quote costs its own line only.
 */
export class OmmCsvReader implements TextReader {
  private readonly book: AccountBook;
  private readonly cutter: LineCutter;
  private columns: readonly string[] | null = null;
  /** Lines of a row whose quotes are still open. */
  private open: readonly string[] = [];
  private openLine = 0;

  constructor(book: AccountBook) {
    this.book = book;
    this.cutter = new LineCutter((line, number, isCut) => this.takeLine(line, number, isCut));
  }

  push(text: string): void {
    this.cutter.push(text);
  }

  end(): void {
    this.cutter.end();
    this.dropOpenLines();
  }

  private takeLine(line: string, number: number, isCut: boolean): void {
    if (isCut)
      return this.book.reject(
        number,
        fault('csv', `longer than ${LINE_LIMIT} characters`),
        line.slice(0, 200),
      );
    if (this.open.length === 0) {
      if (line.trim() === '') return;
      this.openLine = number;
    }
    this.open = [...this.open, line];
    const row = this.open.join('\n');
    const isWhole = hasEvenQuotes(row);
    if (!isWhole && this.open.length < MAX_ROW_LINES) return;
    const fields = isWhole ? this.readRow(row) : fault('csv', 'a quote is never closed');
    if (this.open.length > 1 && isFaultOfRow(fields)) return this.dropOpenLines();
    this.open = [];
    if (fields) takeOmmRecord(this.book, { line: this.openLine, text: row, fields });
  }

  /** The lines of a row that came to nothing: the first has a stray quote, the others are read anew. */
  private dropOpenLines(): void {
    const [first, ...others] = this.open;
    if (first === undefined) return;
    const line = this.openLine;
    this.open = [];
    this.book.reject(line, fault('csv', 'a quote is never closed'), first);
    others.forEach((other, i) => this.takeLine(other, line + 1 + i, false));
    if (others.length > 0) this.dropOpenLines();
  }

  /** The cells of a row by their columns, or what is wrong with it; null for the header itself. */
  private readRow(row: string): OmmFields | Fault | null {
    const { data, errors } = Papa.parse(row, { delimiter: ',' });
    const cells = data[0] ?? [];
    const [error] = errors;
    if (error) return fault('csv', `not a row: ${error.message}`);
    if (this.columns === null) {
      this.columns = cells.map((name) => name.trim().toUpperCase());
      return null;
    }
    const { columns } = this;
    if (cells.length !== columns.length)
      return fault('csv', `${cells.length} cells for ${columns.length} columns`);
    return Object.fromEntries(columns.map((name, i) => [name, cells[i]]));
  }
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

function isFaultOfRow(fields: OmmFields | Fault | null): fields is Fault {
  return fields !== null && 'code' in fields && 'reason' in fields;
}

function hasEvenQuotes(row: string): boolean {
  let isEven = true;
  for (let i = row.indexOf('"'); i >= 0; i = row.indexOf('"', i + 1)) isEven = !isEven;
  return isEven;
}
