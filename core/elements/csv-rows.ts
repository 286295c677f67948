// oxlint-disable-next-line typescript/triple-slash-reference -- every project that imports this file must see the types
/// <reference path="./papaparse.d.ts" />
import Papa from 'papaparse';
import { type Fault, fault } from './account.ts';
import { LINE_LIMIT, LineCutter } from './text-lines.ts';
import type { TextReader } from './text-reader.ts';

/** A quoted cell may hold line ends; a row goes on over this many lines at most. */
export const MAX_ROW_LINES = 8;

/** One row of a table, as many cells as there are columns. */
export interface CsvRow {
  /** The line on which it starts, from 1. */
  readonly line: number;
  readonly text: string;
  readonly cells: readonly string[];
}

/** Where the rows of a file go. */
export interface CsvRowTaker {
  /** The names of the columns, as `columnNames` gives them: once, before any row. */
  takeHeader(columns: readonly string[]): void;
  takeRow(row: CsvRow): void;
  rejectRow(line: number, wrong: Fault, text: string): void;
}

/**
 * Cuts a CSV text that comes in pieces into rows; the first names the columns. A row with another number of cells is turned
 * away, so that nothing is read shifted, and a lost quote costs its own line only. Blank lines are left out.
 */
export class CsvRowCutter implements TextReader {
  private readonly taker: CsvRowTaker;
  private readonly cutter: LineCutter;
  private columnCount: number | null = null;
  /** Lines of a row whose quotes are still open. */
  private open: readonly string[] = [];
  private openLine = 0;

  constructor(taker: CsvRowTaker) {
    this.taker = taker;
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
    if (isCut) {
      const wrong = fault('csv', `longer than ${LINE_LIMIT} characters`);
      return this.taker.rejectRow(number, wrong, line.slice(0, 200));
    }
    if (this.open.length === 0) {
      if (line.trim() === '') return;
      this.openLine = number;
    }
    this.open = [...this.open, line];
    const text = this.open.join('\n');
    const isWhole = hasEvenQuotes(text);
    if (!isWhole && this.open.length < MAX_ROW_LINES) return;
    const cells = isWhole ? this.readCells(text) : fault('csv', 'a quote is never closed');
    if (this.open.length > 1 && !isCells(cells)) return this.dropOpenLines();
    this.open = [];
    if (!isCells(cells)) this.taker.rejectRow(this.openLine, cells, text);
    else if (this.columnCount !== null) this.taker.takeRow({ line: this.openLine, text, cells });
    else this.begin(cells);
  }

  private begin(cells: readonly string[]): void {
    this.columnCount = cells.length;
    this.taker.takeHeader(cells.map(columnName));
  }

  /** The lines of a row that came to nothing: the first has a stray quote, the others are read anew. */
  private dropOpenLines(): void {
    const [first, ...others] = this.open;
    if (first === undefined) return;
    const line = this.openLine;
    this.open = [];
    this.taker.rejectRow(line, fault('csv', 'a quote is never closed'), first);
    others.forEach((other, i) => this.takeLine(other, line + 1 + i, false));
    if (others.length > 0) this.dropOpenLines();
  }

  private readCells(text: string): readonly string[] | Fault {
    const cells = text.includes('"') ? quotedCells(text) : text.split(',');
    if (isCells(cells) && this.columnCount !== null && cells.length !== this.columnCount)
      return fault('csv', `${cells.length} cells for ${this.columnCount} columns`);
    return cells;
  }
}

function quotedCells(text: string): readonly string[] | Fault {
  const { data, errors } = Papa.parse(text, { delimiter: ',', newline: '\n' });
  const [error] = errors;
  return error ? fault('csv', `not a row: ${error.message}`) : (data[0] ?? []);
}

/** The names of the columns in a first line, whatever their order, case and quotes. */
export function columnNames(line: string): readonly string[] {
  return line.replaceAll('"', '').split(',').map(columnName);
}

function columnName(cell: string): string {
  return cell.trim().toUpperCase();
}

function isCells(cells: readonly string[] | Fault): cells is readonly string[] {
  return !('code' in cells);
}

function hasEvenQuotes(text: string): boolean {
  let isEven = true;
  for (let i = text.indexOf('"'); i >= 0; i = text.indexOf('"', i + 1)) isEven = !isEven;
  return isEven;
}
