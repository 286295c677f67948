import { daysFromCivil, isLeapYear } from '../time/calendar.ts';
import { MS_PER_DAY, type UtcMs } from '../units.ts';
import { fault, type Fault } from './account.ts';
import { blankPaddedAt, decimalAt, digitsAt, exponentialAt, textAt } from './bytes.ts';
import { parseCatalogNumber } from './catalog-number.ts';
import type { ElementSet } from './element-set.ts';

export const TLE_LINE_LENGTH = 69;
/** Columns (from 0) that are blank in every sound line; anything else there means the columns have shifted. */
const BLANK_COLUMNS = { 1: [1, 8, 17, 43, 52, 61, 63], 2: [1, 7, 16, 25, 33, 42, 51] } as const;
const SPACE = 32;

/** One line of a file: `bytes` from `start` to `end`, blanks at both ends left out. */
export interface Line {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Its number in the file, from 1. */
  readonly number: number;
  readonly isIndented: boolean;
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

/** Check length, characters and columns of a line. */
export function checkTleLine({ bytes, start, end }: Line, which: 1 | 2): Fault | null {
  const length = end - start;
  if (length < TLE_LINE_LENGTH - 1) {
    return fault('line-length', `line ${which} has ${length} columns, not ${TLE_LINE_LENGTH}`);
  }
  const stop = start + Math.min(length, TLE_LINE_LENGTH);
  for (let i = start; i < stop; i++) {
    const c = bytes[i]!;
    if (c < 32 || c > 126) return characterFault({ bytes, start, end }, which, i);
  }
  const columns = BLANK_COLUMNS[which];
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i]!;
    if (bytes[start + column] !== SPACE) {
      const found = JSON.stringify(String.fromCharCode(bytes[start + column]!));
      return fault('columns', `line ${which}, column ${column + 1} should be blank, not ${found}`);
    }
  }
  return null;
}

function characterFault(
  { bytes, start, end }: Pick<Line, 'bytes' | 'start' | 'end'>,
  which: 1 | 2,
  at: number,
): Fault {
  const c = bytes[at]!;
  const found = c > 126 ? JSON.stringify(textAt(bytes, at, Math.min(end, at + 4)).slice(0, 1)) : `code ${c}`;
  return fault('characters', `line ${which}, column ${at - start + 1}: ${found} is not ASCII text`);
}

/** What is wrong with the checksum of a line, or null; a line of 68 columns has none. */
export function checksumFault({ bytes, start, end }: Line, which: 1 | 2): Fault | null {
  if (end - start < TLE_LINE_LENGTH) return null;
  const found = bytes[start + TLE_LINE_LENGTH - 1]!;
  const expected = checksumAt(bytes, start);
  return found === 48 + expected
    ? null
    : fault('checksum', `line ${which}: checksum is ${String.fromCharCode(found)}, should be ${expected}`);
}

/** Read the catalog number of a line; null when there is none. */
export function catalogNumberOf({ bytes, start }: Line): number | null {
  const digits = decimalAt(bytes, start + 2, start + 7);
  if (Number.isInteger(digits) && bytes[start + 2]! !== 45 && bytes[start + 2]! !== 43) return digits;
  return parseCatalogNumber(textAt(bytes, start + 2, start + 7));
}

/** Turn two checked lines and a name into an element set. */
export function parseTleLines(name: string, line1: Line, line2: Line): ElementSet | Fault {
  const a = line1.bytes;
  const b = line2.bytes;
  const i = line1.start;
  const j = line2.start;
  const number1 = catalogNumberOf(line1);
  const number2 = catalogNumberOf(line2);
  if (number1 === null)
    return fault(
      'catalogue-number',
      `line 1: ${JSON.stringify(textAt(a, i + 2, i + 7))} is no catalog number`,
    );
  if (number2 === null)
    return fault(
      'catalogue-number',
      `line 2: ${JSON.stringify(textAt(b, j + 2, j + 7))} is no catalog number`,
      2,
    );
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
  const set: ElementSet = {
    catalogNumber: number1,
    name,
    internationalDesignator: designatorAt(a, i + 9),
    classification: a[i + 7] === 85 || a[i + 7] === SPACE ? 'U' : String.fromCharCode(a[i + 7]!),
    epoch,
    meanMotionRevPerDay: decimalAt(b, j + 52, j + 63),
    eccentricity: digitsAt(b, j + 26, j + 33) / 1e7,
    inclinationDeg: decimalAt(b, j + 8, j + 16),
    raanDeg: decimalAt(b, j + 17, j + 25),
    argumentOfPerigeeDeg: decimalAt(b, j + 34, j + 42),
    meanAnomalyDeg: decimalAt(b, j + 43, j + 51),
    bstar: exponentialAt(a, i + 53),
    // Some lines of 2001 carry the sign one column early.
    meanMotionDot: decimalAt(a, i + 32, i + 43),
    meanMotionDdot: exponentialAt(a, i + 44),
    elementSetNumber: blankPaddedAt(a, i + 64, i + 68),
    revolutionAtEpoch: blankPaddedAt(b, j + 63, j + 68),
  };
  const sum =
    set.meanMotionRevPerDay +
    set.eccentricity +
    set.inclinationDeg +
    set.raanDeg +
    set.argumentOfPerigeeDeg +
    set.meanAnomalyDeg +
    set.bstar +
    set.meanMotionDot +
    set.meanMotionDdot +
    set.elementSetNumber +
    set.revolutionAtEpoch;
  return Number.isNaN(sum) ? unreadField(set) : set;
}

function unreadField(set: ElementSet): Fault {
  const unread = FIELDS.find(([field]) => Number.isNaN(set[field]));
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
  const fraction = point >= from + 13 ? 0 : decimalAt(bytes, point, from + 14);
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

/** "98067A  " is 1998-067A; blanks among the digits of the launch number are zeros. Anything else is kept as it stands. */
function designatorAt(bytes: Uint8Array, from: number): string {
  let start = from;
  while (start < from + 8 && bytes[start] === SPACE) start++;
  const year = digitsAt(bytes, start, start + 2);
  const launch = digitsAt(bytes, start + 2, start + 5);
  const isSound = start + 5 < from + 8 && bytes[start + 1] !== SPACE && year >= 0 && launch >= 0;
  const piece = isSound ? textAt(bytes, start + 5, from + 8) : '';
  if (piece === '' || !isCapitals(piece)) return textAt(bytes, from, from + 8);
  return `${fullYear(year)}-${launch < 10 ? '00' : launch < 100 ? '0' : ''}${launch}${piece}`;
}

function isCapitals(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 65 || c > 90) return false;
  }
  return true;
}
