import { type AccountBook, type Fault, fault, isFault, type ReadOptions } from './account.ts';
import { textAt } from './bytes.ts';
import { checkRanges } from './ranges.ts';
import {
  catalogNumberOf,
  checksumFault,
  checkTleLine,
  type Line,
  parseTleLines,
  TLE_LINE_LENGTH,
} from './tle-line.ts';

const NEWLINE = 10;
const SPACE = 32;
const HASH = 35;
const ONE = 49;
const TWO = 50;

/**
 * Read two-line and three-line element sets, with or without `0 ` before the name, from chunks of bytes.
 *
 * Comment lines (#), blank lines, CRLF and blanks after column 69 are taken in silence. A line that belongs to no set is a
 * reject when it is half a set, a warning when it is text. Reading goes on after every fault.
 *
 * Source: Space-Track, "Basic description of the two line element set format". Check: tests/core/elements/tle.test.ts.
 */
export class TleReader {
  private readonly book: AccountBook;
  private readonly options: ReadOptions;
  private rest: Uint8Array = new Uint8Array(0);
  private lineNumber = 0;
  private name: Line | null = null;
  private line1: Line | null = null;
  /** A line 2 that came first: half a set, or swapped with the line 1 that follows. */
  private early2: Line | null = null;

  constructor(book: AccountBook, options: ReadOptions = {}) {
    this.book = book;
    this.options = options;
  }

  push(chunk: Uint8Array): void {
    const bytes = this.rest.length > 0 ? joined(this.rest, chunk) : chunk;
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(NEWLINE, start);
      if (end < 0) break;
      this.takeLine(bytes, start, end);
      start = end + 1;
    }
    this.rest = bytes.slice(start);
    this.name = ownLine(this.name);
    this.line1 = ownLine(this.line1);
    this.early2 = ownLine(this.early2);
  }

  end(): void {
    if (this.rest.length > 0) this.takeLine(this.rest, 0, this.rest.length);
    this.dropHalfSets();
    this.dropName();
  }

  private takeLine(bytes: Uint8Array, from: number, to: number): void {
    this.lineNumber++;
    let start = from;
    let end = to;
    while (start < end && bytes[start]! <= SPACE) start++;
    while (end > start && bytes[end - 1]! <= SPACE) end--;
    if (start === end) return this.dropName();
    const line: Line = { bytes, start, end, number: this.lineNumber, isIndented: start > from };
    const first = bytes[start]!;
    if (first === HASH) return;
    if ((first === ONE || first === TWO) && looksLikeElementLine(line)) {
      if (first === ONE) this.takeLine1(line);
      else this.takeLine2(line);
      return;
    }
    this.dropHalfSets();
    this.dropName();
    this.name = line;
  }

  private takeLine1(line: Line): void {
    const isSwapped = this.early2 !== null && this.line1 === null && sameNumber(this.early2, line);
    if (!isSwapped) this.dropHalfSets();
    this.line1 = line;
  }

  private takeLine2(line: Line): void {
    if (this.line1 === null) {
      this.dropHalfSets();
      this.dropName();
      this.early2 = line;
      return;
    }
    const { line1, name } = this;
    this.line1 = null;
    this.name = null;
    this.dropHalfSets();
    this.readSet(name, line1, line);
  }

  private dropName(): void {
    if (this.name === null || this.line1 !== null) return;
    const { bytes, start, end, number } = this.name;
    this.book.warn(
      number,
      'stray-text',
      `text that belongs to no element set: ${textAt(bytes, start, Math.min(end, start + 80))}`,
    );
    this.name = null;
  }

  /** Turn away what waits for its other half. */
  private dropHalfSets(): void {
    const { early2, line1 } = this;
    this.early2 = null;
    this.line1 = null;
    if (early2 !== null && line1 !== null) {
      this.reject(early2, fault('line-order', 'line 2 stands before line 1'));
    } else if (early2 !== null) {
      this.reject(early2, halfSetFault(early2, 2));
    } else if (line1 !== null) {
      this.reject(line1, halfSetFault(line1, 1));
      this.name = null;
    }
  }

  private readSet(name: Line | null, line1: Line, line2: Line): void {
    const wrong1 = checkTleLine(line1, 1);
    if (wrong1) return this.reject(line1, wrong1);
    const wrong2 = checkTleLine(line2, 2);
    if (wrong2) return this.reject(line2, wrong2);
    const sum1 = checksumFault(line1, 1);
    const sum2 = checksumFault(line2, 2);
    if (!this.options.lenient && sum1) return this.reject(line1, sum1);
    if (!this.options.lenient && sum2) return this.reject(line2, sum2);
    const set = parseTleLines(nameOf(name), line1, line2);
    const wrong = isFault(set) ? set : checkRanges(set);
    if (isFault(set) || wrong) {
      if (wrong) this.reject(wrong.line === 2 ? line2 : line1, wrong);
      return;
    }
    this.warnAbout(line1, 1, sum1);
    this.warnAbout(line2, 2, sum2);
    this.book.accept(set);
  }

  private warnAbout(line: Line, which: 1 | 2, sum: Fault | null): void {
    const length = line.end - line.start;
    if (line.isIndented) this.book.warn(line.number, 'indented', `line ${which} is indented`);
    if (length < TLE_LINE_LENGTH) this.book.warn(line.number, 'no-checksum', `line ${which} has no checksum`);
    if (sum) this.book.warn(line.number, 'checksum', sum.reason);
    if (length > TLE_LINE_LENGTH) {
      this.book.warn(
        line.number,
        'trailing-text',
        `line ${which} goes on after column ${TLE_LINE_LENGTH}; the rest is ignored`,
      );
    }
  }

  private reject(line: Line, wrong: Fault): void {
    this.book.reject(
      line.number,
      wrong,
      textAt(line.bytes, line.start, Math.min(line.end, line.start + 200)),
    );
  }
}

/** "1 25544U", "2 25544 ", "1     5U", "1 A0000U": a digit, a blank, and what may be a number; or anything that long. */
function looksLikeElementLine({ bytes, start, end }: Line): boolean {
  if (end - start < 3 || bytes[start + 1] !== SPACE) return false;
  if (end - start >= 60) return true;
  const first = bytes[start + 2]!;
  if (!(isDigitOrBlank(first) || (first >= 65 && first <= 90))) return false;
  for (let i = start + 3; i < Math.min(end, start + 7); i++) if (!isDigitOrBlank(bytes[i]!)) return false;
  return true;
}

function isDigitOrBlank(c: number): boolean {
  return (c >= 48 && c <= 57) || c === SPACE;
}

function sameNumber(a: Line, b: Line): boolean {
  const number = catalogNumberOf(a);
  return number !== null && number === catalogNumberOf(b);
}

function halfSetFault(line: Line, which: 1 | 2): Fault {
  const shape = checkTleLine(line, which);
  return shape?.code === 'line-length'
    ? shape
    : fault('orphan-line', `line ${which} without a line ${which === 1 ? '2 after' : '1 before'} it`);
}

function nameOf(line: Line | null): string {
  if (line === null) return '';
  const { bytes, start, end } = line;
  const isMarked = bytes[start] === 48 && (bytes[start + 1] === SPACE || end === start + 1);
  return textAt(bytes, isMarked ? start + 1 : start, end);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}

/** A line that outlives its chunk takes its bytes along. */
function ownLine(line: Line | null): Line | null {
  if (line === null || line.start === 0) return line;
  const bytes = line.bytes.slice(line.start, line.end);
  return { ...line, bytes, start: 0, end: bytes.length };
}
