import { daysFromCivil, isLeapYear } from '../time/calendar.ts';
import { MS_PER_DAY, type UtcMs } from '../units.ts';
import { fault, type Fault } from './account.ts';
import { blankPaddedAt, decimalAt, digitsAt, exponentialAt, fixedPointAt, textAt } from './bytes.ts';
import { parseCatalogNumber } from './catalog-number.ts';
import { NUMBER_COLUMNS, NUMBERS_PER_SET } from './element-table.ts';

export const TLE_LINE_LENGTH = 69;
/** Columns (from 0) that are blank in every sound line; anything else there means the columns have shifted. */
const BLANK_COLUMNS = { 1: [1, 8, 17, 43, 52, 61, 63], 2: [1, 7, 16, 25, 33, 42, 51] } as const;
const SPACE = 32;
const NEWLINE = 10;
const RETURN = 13;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;

/** One line of a file: `bytes` from `start` to `end`, blanks at both ends left out. */
export interface Line {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Its number in the file, from 1. */
  readonly number: number;
  readonly isIndented: boolean;
  /** The checksum it should have, where that is known already; else -1. */
  readonly sum: number;
}

/** The checksum of a line: digits add their value, a minus sign 1, all else 0, modulo 10. */
export function checksumAt(bytes: Uint8Array, start: number): number {
  let sum = 0;
  for (let i = start; i < start + TLE_LINE_LENGTH - 1; i++) {
    const c = bytes[i]!;
    if (c >= 48 && c <= 57) sum += c - 48;
    else if (c === 45) sum += 1;
  }
  return sum % 10;
}

const NO_TEXT = 1024;
/** What each character adds to a checksum; NO_TEXT for what is not printable ASCII. */
const CHECKSUM_VALUES = Uint16Array.from({ length: 256 }, (_, c) =>
  c < 32 || c > 126 ? NO_TEXT : c >= 48 && c <= 57 ? c - 48 : c === 45 ? 1 : 0,
);

/**
 * Look for an ordinary line: 69 columns of printable ASCII, none blank at either end, then the end of the line.
 *
 * @returns the checksum it should have; -1 when the line is anything else, or goes on after these bytes
 */
export function ordinaryChecksumAt(bytes: Uint8Array, start: number): number {
  const last = start + TLE_LINE_LENGTH - 1;
  const next = bytes[last + 1];
  if (next !== NEWLINE && !(next === RETURN && bytes[last + 2] === NEWLINE)) return -1;
  if (bytes[start] === SPACE || bytes[last] === SPACE) return -1;
  let sum = CHECKSUM_VALUES[bytes[last]!]! & NO_TEXT;
  for (let i = start; i < last; i++) sum += CHECKSUM_VALUES[bytes[i]!]!;
  return sum < NO_TEXT ? sum % 10 : -1;
}

/**
 * Check length, characters and columns of a line.
 *
 * @returns the checksum the line should have, or what is wrong with it
 */
export function checkTleLine(line: Line, which: 1 | 2): number | Fault {
  const { bytes, start } = line;
  const sum = line.sum < 0 ? checkCharacters(line, which) : line.sum;
  if (typeof sum !== 'number') return sum;
  const columns = BLANK_COLUMNS[which];
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i]!;
    if (bytes[start + column] !== SPACE) {
      const found = JSON.stringify(String.fromCharCode(bytes[start + column]!));
      return fault('columns', `line ${which}, column ${column + 1} should be blank, not ${found}`);
    }
  }
  return sum;
}

function checkCharacters(line: Line, which: 1 | 2): number | Fault {
  const { bytes, start, end } = line;
  const length = end - start;
  if (length < TLE_LINE_LENGTH - 1) {
    return fault('line-length', `line ${which} has ${length} columns, not ${TLE_LINE_LENGTH}`);
  }
  const columns = Math.min(end, start + TLE_LINE_LENGTH);
  for (let i = start; i < columns; i++) {
    if (CHECKSUM_VALUES[bytes[i]!] === NO_TEXT) return characterFault(line, which, i);
  }
  return checksumAt(bytes, start);
}

function characterFault({ bytes, start, end }: Line, which: 1 | 2, at: number): Fault {
  const c = bytes[at]!;
  const found = c > 126 ? JSON.stringify(textAt(bytes, at, Math.min(end, at + 4)).slice(0, 1)) : `code ${c}`;
  return fault('characters', `line ${which}, column ${at - start + 1}: ${found} is not ASCII text`);
}

/** What is wrong with the checksum of a line, or null; a line of 68 columns has none. */
export function checksumFault({ bytes, start, end }: Line, which: 1 | 2, expected: number): Fault | null {
  if (end - start < TLE_LINE_LENGTH) return null;
  const found = bytes[start + TLE_LINE_LENGTH - 1]!;
  return found === 48 + expected
    ? null
    : fault('checksum', `line ${which}: checksum is ${String.fromCharCode(found)}, should be ${expected}`);
}

/** Read the catalog number of a line; null when there is none. */
export function catalogNumberOf({ bytes, start }: Line): number | null {
  let i = start + 2;
  while (i < start + 6 && bytes[i] === SPACE) i++;
  let number = 0;
  for (; i < start + 7; i++) {
    const digit = bytes[i]! - ZERO;
    if (!(digit >= 0 && digit <= 9)) return parseCatalogNumber(textAt(bytes, start + 2, start + 7));
    number = number * 10 + digit;
  }
  return number;
}

/** Whether two lines carry the same five characters for their object. */
function haveSameNumberText(line1: Line, line2: Line): boolean {
  for (let i = 2; i < 7; i++) {
    if (line1.bytes[line1.start + i] !== line2.bytes[line2.start + i]) return false;
  }
  return true;
}

/** Read ten columns, a sign and .NNNNNNNN; some lines of 2001 carry the sign one column early. */
function meanMotionDotAt(bytes: Uint8Array, from: number): number {
  const sign = bytes[from]!;
  const isUsual = bytes[from - 1] === SPACE && (sign === SPACE || sign === MINUS || sign === PLUS);
  if (!isUsual || bytes[from + 1] !== POINT) return decimalAt(bytes, from - 1, from + 10);
  const value = fixedPointAt(bytes, from + 1, 0, 8);
  return sign === MINUS ? -value : value;
}

/**
 * Read the numbers of two checked lines.
 *
 * @param out in the order of NUMBER_COLUMNS
 */
export function readTleNumbers(line1: Line, line2: Line, out: Float64Array): Fault | null {
  const a = line1.bytes;
  const b = line2.bytes;
  const i = line1.start;
  const j = line2.start;
  const number1 = catalogNumberOf(line1);
  const number2 = haveSameNumberText(line1, line2) ? number1 : catalogNumberOf(line2);
  if (number1 === null) return numberFault(line1, 1);
  if (number2 === null) return numberFault(line2, 2);
  if (number1 !== number2)
    return fault('number-mismatch', `line 1 is object ${number1}, line 2 is object ${number2}`);
  const ephemerisType = a[i + 62]!;
  if (ephemerisType !== SPACE && (ephemerisType < 48 || ephemerisType > 51)) {
    const found = String.fromCharCode(ephemerisType);
    return fault(
      'ephemeris-type',
      `ephemeris type ${found} is not for SGP4${found === '4' ? ' (4 is SGP4-XP)' : ''}`,
    );
  }
  const epoch = epochAt(a, i + 18);
  if (typeof epoch !== 'number') return epoch;
  out[0] = number1;
  out[1] = epoch;
  out[2] = fixedPointAt(b, j + 52, 2, 8);
  out[3] = digitsAt(b, j + 26, j + 33) / 1e7;
  out[4] = fixedPointAt(b, j + 8, 3, 4);
  out[5] = fixedPointAt(b, j + 17, 3, 4);
  out[6] = fixedPointAt(b, j + 34, 3, 4);
  out[7] = fixedPointAt(b, j + 43, 3, 4);
  out[8] = exponentialAt(a, i + 53);
  out[9] = meanMotionDotAt(a, i + 33);
  out[10] = exponentialAt(a, i + 44);
  out[11] = blankPaddedAt(a, i + 64, i + 68);
  out[12] = blankPaddedAt(b, j + 63, j + 68);
  let sum = 0;
  for (let k = 2; k < NUMBERS_PER_SET; k++) sum += out[k]!;
  return Number.isNaN(sum) ? unreadField(out) : null;
}

/**
 * Write designator and classification of a line 1 after a name.
 *
 * @param texts as in `ElementTable.pushRow`; the name ends at `ends[0]`
 */
export function writeTleTexts({ bytes, start }: Line, texts: Uint8Array, ends: Uint32Array): void {
  let at = writeDesignator(bytes, start + 9, texts, ends[0]!);
  ends[1] = at;
  texts[at++] = bytes[start + 7] === SPACE ? 85 : bytes[start + 7]!;
  ends[2] = at;
}

function numberFault({ bytes, start }: Line, which: 1 | 2): Fault {
  const found = JSON.stringify(textAt(bytes, start + 2, start + 7));
  return fault('catalogue-number', `line ${which}: ${found} is no catalog number`, which);
}

function unreadField(numbers: Float64Array): Fault {
  const unread = FIELDS.find(([field]) => Number.isNaN(numbers[NUMBER_COLUMNS.indexOf(field)]));
  return fault('field', `${unread?.[1] ?? 'a field'} is no number`, unread?.[1].startsWith('line 2') ? 2 : 1);
}

const FIELDS = [
  ['meanMotionDot', 'line 1, columns 34–43 (first derivative of mean motion)'],
  ['meanMotionDdot', 'line 1, columns 45–52 (second derivative of mean motion)'],
  ['bstar', 'line 1, columns 54–61 (B*)'],
  ['elementSetNumber', 'line 1, columns 65–68 (element set number)'],
  ['inclinationDeg', 'line 2, columns 9–16 (inclination)'],
  ['raanDeg', 'line 2, columns 18–25 (right ascension of the node)'],
  ['eccentricity', 'line 2, columns 27–33 (eccentricity)'],
  ['argumentOfPerigeeDeg', 'line 2, columns 35–42 (argument of perigee)'],
  ['meanAnomalyDeg', 'line 2, columns 44–51 (mean anomaly)'],
  ['meanMotionRevPerDay', 'line 2, columns 53–63 (mean motion)'],
  ['revolutionAtEpoch', 'line 2, columns 64–68 (revolution number)'],
] as const;

/** TLE years run from 1957 to 2056. */
function fullYear(twoDigits: number): number {
  return twoDigits < 57 ? 2000 + twoDigits : 1900 + twoDigits;
}

/** YYDDD.DDDDDDDD; the day and its fraction are read apart, so that no digit is lost. */
function epochAt(bytes: Uint8Array, from: number): UtcMs | Fault {
  const year = fullYear(digitsAt(bytes, from, from + 2));
  let point = from + 2;
  while (point < from + 14 && bytes[point] !== 46) point++;
  const day = decimalAt(bytes, from + 2, point);
  const fraction = point >= from + 13 ? 0 : fixedPointAt(bytes, point, 0, from + 13 - point);
  const isSigned = bytes[from + 2] === 45 || bytes[from + 2] === 43;
  if (Number.isNaN(year + day + fraction) || isSigned || fraction < 0) {
    return fault('epoch', `epoch ${JSON.stringify(textAt(bytes, from, from + 14))} is no date`);
  }
  const days = isLeapYear(year) ? 366 : 365;
  if (day < 1 || day > days)
    return fault('epoch', `epoch day ${day} does not exist: ${year} has ${days} days`);
  return (firstOfYear(year) + day - 1) * MS_PER_DAY + fraction * MS_PER_DAY;
}

let knownYear = 1970;
let knownDays = 0;

/** Days from 1970 to 1 January; files repeat their year. */
function firstOfYear(year: number): number {
  if (year !== knownYear) {
    knownDays = daysFromCivil({ year, month: 1, day: 1 });
    knownYear = year;
  }
  return knownDays;
}

/**
 * Write "98067A  " as 1998-067A; blanks among the digits of the launch number are zeros. Anything else is kept as it
 * stands, blanks at both ends left out.
 *
 * @returns where it ends
 */
function writeDesignator(bytes: Uint8Array, from: number, out: Uint8Array, at: number): number {
  let start = from;
  let end = from + 8;
  while (start < end && bytes[start] === SPACE) start++;
  while (end > start && bytes[end - 1] === SPACE) end--;
  if (!isDesignator(bytes, start, end)) return copyBytes(bytes, start, end, out, at);
  const isThisCentury = bytes[start]! < 53 || (bytes[start] === 53 && bytes[start + 1]! < 55);
  out[at] = isThisCentury ? 50 : 49;
  out[at + 1] = isThisCentury ? 48 : 57;
  out[at + 2] = bytes[start]!;
  out[at + 3] = bytes[start + 1]!;
  out[at + 4] = 45;
  for (let i = 2; i < 5; i++) out[at + 3 + i] = bytes[start + i] === SPACE ? 48 : bytes[start + i]!;
  let piece = start + 5;
  while (bytes[piece] === SPACE) piece++;
  return copyBytes(bytes, piece, end, out, at + 8);
}

/** Two digits of the year, three of the launch (blanks allowed before its last), then capitals. */
function isDesignator(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 6) return false;
  if (!isDigit(bytes[start]!) || !isDigit(bytes[start + 1]!) || !isDigit(bytes[start + 4]!)) return false;
  for (let i = start + 2; i < start + 4; i++) if (!isDigit(bytes[i]!) && bytes[i] !== SPACE) return false;
  let piece = start + 5;
  while (piece < end && bytes[piece] === SPACE) piece++;
  for (let i = piece; i < end; i++) if (bytes[i]! < 65 || bytes[i]! > 90) return false;
  return true;
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

function copyBytes(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
  let to = at;
  for (let i = start; i < end; i++) out[to++] = bytes[i]!;
  return to;
}
