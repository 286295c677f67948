import type { AccountBook, Fault } from './account.ts';
import { columnNames, type CsvRow, CsvRowCutter } from './csv-rows.ts';
import { takeOmmRecord } from './omm-records.ts';
import type { TextReader } from './text-reader.ts';

/**
 * Read Orbit Mean-Elements Messages in CSV, as CelesTrak and Space-Track write them: columns found by their names in the
 * first row, in any order, quoted or not.
 */
export class OmmCsvReader implements TextReader {
  private readonly book: AccountBook;
  private readonly cutter = new CsvRowCutter(this);
  private columns: readonly string[] = [];

  constructor(book: AccountBook) {
    this.book = book;
  }

  push(text: string): void {
    this.cutter.push(text);
  }

  end(): void {
    this.cutter.end();
  }

  takeHeader(columns: readonly string[]): void {
    this.columns = columns;
  }

  takeRow({ line, text, cells }: CsvRow): void {
    const fields = Object.fromEntries(this.columns.map((name, i) => [name, cells[i]]));
    takeOmmRecord(this.book, { line, text, fields });
  }

  rejectRow(line: number, wrong: Fault, text: string): void {
    this.book.reject(line, wrong, text);
  }
}

/** Whether a first line is the header of such a file. */
export function isOmmCsvHeader(line: string): boolean {
  const columns = columnNames(line);
  return columns.includes('NORAD_CAT_ID') && columns.includes('MEAN_MOTION');
}
