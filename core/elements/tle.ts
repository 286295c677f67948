import { type AccountBook, type Fault, fault, type ReadOptions, type RecordReader } from './account.ts';
import { textAt } from './bytes.ts';
import type { ElementSet } from './element-set.ts';
import { ElementTable, NUMBERS_PER_SET } from './element-table.ts';
import { areWithinRanges, describeRangeFault, mayLackPosition } from './ranges.ts';
import {
  catalogNumberOf,
  checksumFault,
  checkTleLine,
  type Line,
  ordinaryChecksumAt,
  readTleNumbers,
  TLE_LINE_LENGTH,
  writeTleTexts,
} from './tle-line.ts';

const NEWLINE = 10;
const SPACE = 32;
const HASH = 35;
const ZERO = 48;
const ONE = 49;
const TWO = 50;
/** A line that goes on beyond this is no text of ours; what follows is left unread up to its end. */
const LINE_LIMIT = 4096;
const NOTHING = new Uint8Array(0);

/**
 * Read two-line and three-line element sets, with or without `0 ` before the name, from chunks of bytes.
 *
 * Comment lines (#), blank lines, CRLF and blanks after column 69 are taken in silence. A line that belongs to no set is a
 * reject when it is half a set, a warning when it is text. Reading goes on after every fault.
 *
 * Source: Space-Track, "Basic description of the two line element set format". Check: tests/core/elements/tle.test.ts.
 */
export class TleReader implements RecordReader {
  private readonly book: AccountBook;
  private readonly options: ReadOptions;
  private rest: Uint8Array = NOTHING;
  private lineNumber = 0;
  private name: Line | null = null;
  private line1: Line | null = null;
  /** A line 2 that came first: half a set, or swapped with the line 1 that follows. */
  private early2: Line | null = null;
  /** The rest of a line that is too long is being passed over. */
  private isSkipping = false;
  /** The set that is being read: numbers, and name, designator, classification. */
  private readonly numbers = new Float64Array(NUMBERS_PER_SET);
  private readonly texts = new Uint8Array(LINE_LIMIT + 32);
  private readonly ends = new Uint32Array(3);

  constructor(book: AccountBook, options: ReadOptions = {}) {
    this.book = book;
    this.options = options;
  }

  push(chunk: Uint8Array): void {
    let start = this.finishRest(chunk);
    for (;;) {
      const sum = ordinaryChecksumAt(chunk, start);
      const end = sum < 0 ? chunk.indexOf(NEWLINE, start) : start + TLE_LINE_LENGTH;
      if (end < 0) break;
      if (sum < 0) {
        this.takeLine(chunk, start, Math.min(end, start + LINE_LIMIT));
        start = end + 1;
      } else {
        const line = { bytes: chunk, start, end, number: ++this.lineNumber, isIndented: false, sum };
        this.takeTrimmed(line);
        start = end + (chunk[end] === NEWLINE ? 1 : 2);
      }
    }
    this.keepRest(chunk, start);
    this.name = ownLine(this.name, chunk);
    this.line1 = ownLine(this.line1, chunk);
    this.early2 = ownLine(this.early2, chunk);
  }

  end(): void {
    if (this.rest.length > 0) this.takeLine(this.rest, 0, this.rest.length);
    this.dropHalfSets();
    this.dropName();
  }

  /** Take the line that began in an earlier chunk. @returns where the next begins */
  private finishRest(chunk: Uint8Array): number {
    if (this.rest.length === 0 && !this.isSkipping) return 0;
    const end = chunk.indexOf(NEWLINE);
    if (end < 0) return 0;
    const line = joined(this.rest, chunk.subarray(0, Math.min(end, LINE_LIMIT)));
    this.rest = NOTHING;
    if (this.isSkipping) this.isSkipping = false;
    else this.takeLine(line, 0, Math.min(line.length, LINE_LIMIT));
    return end + 1;
  }

  /** Keep the beginning of a line whose end is still to come. */
  private keepRest(chunk: Uint8Array, start: number): void {
    if (this.isSkipping || start >= chunk.length) return;
    this.rest = joined(this.rest, chunk.subarray(start, start + LINE_LIMIT + 1));
    if (this.rest.length <= LINE_LIMIT) return;
    this.takeLine(this.rest, 0, LINE_LIMIT);
    this.rest = NOTHING;
    this.isSkipping = true;
  }

  private takeLine(bytes: Uint8Array, from: number, to: number): void {
    this.lineNumber++;
    let start = from;
    let end = to;
    while (start < end && bytes[start]! <= SPACE) start++;
    while (end > start && bytes[end - 1]! <= SPACE) end--;
    if (start === end) return this.dropName();
    this.takeTrimmed({ bytes, start, end, number: this.lineNumber, isIndented: start > from, sum: -1 });
  }

  private takeTrimmed(line: Line): void {
    const first = line.bytes[line.start]!;
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
    const due1 = checkTleLine(line1, 1);
    if (typeof due1 !== 'number') return this.reject(line1, due1);
    const due2 = checkTleLine(line2, 2);
    if (typeof due2 !== 'number') return this.reject(line2, due2);
    const sum1 = checksumFault(line1, 1, due1);
    const sum2 = checksumFault(line2, 2, due2);
    if (!this.options.lenient && sum1) return this.reject(line1, sum1);
    if (!this.options.lenient && sum2) return this.reject(line2, sum2);
    const { numbers, texts, ends } = this;
    const wrong = readTleNumbers(line1, line2, numbers);
    if (wrong) return this.reject(wrong.line === 2 ? line2 : line1, wrong);
    ends[0] = writeName(name, texts);
    writeTleTexts(line1, texts, ends);
    const outside = areWithinRanges(numbers) ? this.checkPosition(line2) : describeRangeFault(this.rowSet());
    if (outside) return this.reject(outside.line === 2 ? line2 : line1, outside);
    if (sum1 || line1.isIndented || line1.end - line1.start !== TLE_LINE_LENGTH)
      this.warnAbout(line1, 1, sum1);
    if (sum2 || line2.isIndented || line2.end - line2.start !== TLE_LINE_LENGTH)
      this.warnAbout(line2, 2, sum2);
    this.book.acceptRow(numbers, texts, ends);
  }

  private checkPosition(line2: Line): Fault | null {
    const { book, numbers } = this;
    if (!book.hasJudge) return null;
    const isDoubtful = mayLackPosition({
      epoch: numbers[1]!,
      meanMotionRevPerDay: numbers[2]!,
      eccentricity: numbers[3]!,
      inclinationDeg: numbers[4]!,
    });
    return isDoubtful ? book.judge(this.rowSet(), line2.number) : null;
  }

  /** The set that is being read, as an object. */
  private rowSet(): ElementSet {
    const table = new ElementTable();
    table.pushRow(this.numbers, this.texts, this.ends);
    return table.at(0);
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
  return typeof shape !== 'number' && shape.code === 'line-length'
    ? shape
    : fault('orphan-line', `line ${which} without a line ${which === 1 ? '2 after' : '1 before'} it`);
}

/** Write a name without the "0 " of a three-line set. @returns where it ends */
function writeName(line: Line | null, out: Uint8Array): number {
  if (line === null) return 0;
  const { bytes, end } = line;
  let { start } = line;
  if (bytes[start] === ZERO && (bytes[start + 1] === SPACE || end === start + 1)) start++;
  while (start < end && bytes[start]! <= SPACE) start++;
  let at = 0;
  for (let i = start; i < end; i++) out[at++] = bytes[i]!;
  return at;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}

/** A line that outlives its chunk takes its bytes along: the chunk may be used again. */
function ownLine(line: Line | null, chunk: Uint8Array): Line | null {
  if (line === null || line.bytes !== chunk) return line;
  // Not `slice`, which copies nothing of a Buffer.
  const bytes = new Uint8Array(chunk.subarray(line.start, line.end));
  return { ...line, bytes, start: 0, end: bytes.length };
}
