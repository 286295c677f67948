import { daysFromCivil, isLeapYear } from '../time/calendar.ts';
import { MS_PER_DAY, type UtcMs } from '../units.ts';
import { fault, type Fault } from './account.ts';
import { parseCatalogNumber } from './catalog-number.ts';
import type { ElementSet } from './element-set.ts';

/** Columns (from 0) that are blank in every sound line; a digit there means the columns have shifted. */
const BLANK_COLUMNS = { '1': [1, 8, 17, 43, 52, 61, 63], '2': [1, 7, 16, 25, 33, 42, 51] } as const;
export const TLE_LINE_LENGTH = 69;

/** The checksum of a line: digits add their value, a minus sign 1, all else 0, modulo 10. */
export function tleChecksum(line: string): number {
  let sum = 0;
  for (let i = 0; i < TLE_LINE_LENGTH - 1; i++) {
    const c = line.charCodeAt(i);
    if (c >= 48 && c <= 57) sum += c - 48;
    else if (c === 45) sum += 1;
  }
  return sum % 10;
}

/** Check length, characters and columns of a line; its checksum is the caller's, who knows about leniency. */
export function checkTleLine(line: string, which: '1' | '2'): Fault | null {
  if (line.length < TLE_LINE_LENGTH - 1) {
    return fault('line-length', `line ${which} has ${line.length} columns, not ${TLE_LINE_LENGTH}`);
  }
  for (let i = 0; i < TLE_LINE_LENGTH; i++) {
    const c = line.charCodeAt(i);
    if (c < 32 || c > 126) {
      return fault(
        'characters',
        `line ${which}, column ${i + 1}: ${JSON.stringify(line.charAt(i))} is not ASCII`,
      );
    }
  }
  for (const column of BLANK_COLUMNS[which]) {
    if (line.charCodeAt(column) !== 32) {
      return fault(
        'columns',
        `line ${which}, column ${column + 1} should be blank, not ${JSON.stringify(line.charAt(column))}`,
      );
    }
  }
  return null;
}

/** Turn two checked lines and a name into an element set. */
export function parseTleLines(name: string, line1: string, line2: string): ElementSet | Fault {
  const number1 = parseCatalogNumber(line1.slice(2, 7));
  const number2 = parseCatalogNumber(line2.slice(2, 7));
  if (number1 === null)
    return fault('catalogue-number', `line 1: ${JSON.stringify(line1.slice(2, 7))} is no catalog number`);
  if (number2 === null)
    return fault('catalogue-number', `line 2: ${JSON.stringify(line2.slice(2, 7))} is no catalog number`);
  if (number1 !== number2)
    return fault('number-mismatch', `line 1 is object ${number1}, line 2 is object ${number2}`);
  const ephemerisType = line1.charAt(62);
  if (!' 0123'.includes(ephemerisType)) {
    return fault(
      'ephemeris-type',
      `ephemeris type ${ephemerisType} is not for SGP4${ephemerisType === '4' ? ' (4 is SGP4-XP)' : ''}`,
    );
  }
  const epoch = tleEpoch(line1.slice(18, 20), line1.slice(20, 32));
  if (typeof epoch !== 'number') return epoch;
  const fields = {
    // Some lines of 2001 carry the sign one column early.
    meanMotionDot: decimal(line1.slice(32, 43)),
    meanMotionDdot: exponential(line1.slice(44, 52)),
    bstar: exponential(line1.slice(53, 61)),
    inclinationDeg: decimal(line2.slice(8, 16)),
    raanDeg: decimal(line2.slice(17, 25)),
    eccentricity: assumedDecimal(line2.slice(26, 33)),
    argumentOfPerigeeDeg: decimal(line2.slice(34, 42)),
    meanAnomalyDeg: decimal(line2.slice(43, 51)),
    meanMotionRevPerDay: decimal(line2.slice(52, 63)),
    elementSetNumber: blankPadded(line1.slice(64, 68)),
    revolutionAtEpoch: blankPadded(line2.slice(63, 68)),
  };
  const unread = FIELD_NAMES.find((field) => Number.isNaN(fields[field]));
  if (unread !== undefined) return fault('field', `${FIELD_PLACES[unread]} is no number`);
  return {
    catalogNumber: number1,
    name,
    internationalDesignator: designator(line1.slice(9, 17)),
    classification: line1.charAt(7).trim() || 'U',
    epoch,
    ...fields,
  };
}

const FIELD_PLACES = {
  meanMotionDot: 'line 1, columns 34–43 (first derivative of mean motion)',
  meanMotionDdot: 'line 1, columns 45–52 (second derivative of mean motion)',
  bstar: 'line 1, columns 54–61 (B*)',
  inclinationDeg: 'line 2, columns 9–16 (inclination)',
  raanDeg: 'line 2, columns 18–25 (right ascension of the node)',
  eccentricity: 'line 2, columns 27–33 (eccentricity)',
  argumentOfPerigeeDeg: 'line 2, columns 35–42 (argument of perigee)',
  meanAnomalyDeg: 'line 2, columns 44–51 (mean anomaly)',
  meanMotionRevPerDay: 'line 2, columns 53–63 (mean motion)',
  elementSetNumber: 'line 1, columns 65–68 (element set number)',
  revolutionAtEpoch: 'line 2, columns 64–68 (revolution number)',
} as const;
const FIELD_NAMES = [
  'meanMotionDot',
  'meanMotionDdot',
  'bstar',
  'inclinationDeg',
  'raanDeg',
  'eccentricity',
  'argumentOfPerigeeDeg',
  'meanAnomalyDeg',
  'meanMotionRevPerDay',
  'elementSetNumber',
  'revolutionAtEpoch',
] as const satisfies readonly (keyof typeof FIELD_PLACES)[];

/** TLE years run from 1957 to 2056. */
function fullYear(twoDigits: number): number {
  return twoDigits < 57 ? 2000 + twoDigits : 1900 + twoDigits;
}

function tleEpoch(yearText: string, dayText: string): UtcMs | Fault {
  const match = /^(\d{1,3})(\.\d*)?$/.exec(dayText.trim());
  if (!/^[\d ]\d$/.test(yearText) || !match) {
    return fault('epoch', `epoch ${JSON.stringify(yearText + dayText)} is no date`);
  }
  const year = fullYear(Number(yearText));
  const day = Number(match[1]);
  const days = isLeapYear(year) ? 366 : 365;
  if (day < 1 || day > days)
    return fault('epoch', `epoch day ${day} does not exist: ${year} has ${days} days`);
  const midnight = (daysFromCivil({ year, month: 1, day: 1 }) + day - 1) * MS_PER_DAY;
  return midnight + Number(match[2] === '.' ? 0 : (match[2] ?? 0)) * MS_PER_DAY;
}

function decimal(text: string): number {
  const trimmed = text.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(trimmed) ? Number(trimmed) : Number.NaN;
}

/** " 28098-4" is 0.28098e-4; all blank is 0. */
function exponential(text: string): number {
  if (text.trim() === '') return 0;
  const match = /^([ +-]?)([ \d]{4}\d)([ +-]\d)$/.exec(text);
  if (!match) return Number.NaN;
  const [, sign, digits, exponent] = match;
  if (digits === undefined || exponent === undefined) return Number.NaN;
  const value = Number(`0.${digits.replaceAll(' ', '0')}e${exponent.replace(' ', '+')}`);
  return sign === '-' ? -value : value;
}

/** "1859667" is 0.1859667; blanks are zeros. */
function assumedDecimal(text: string): number {
  return /^[ \d]{6}\d$/.test(text) ? Number(`0.${text.replaceAll(' ', '0')}`) : Number.NaN;
}

function blankPadded(text: string): number {
  return text.trim() === '' ? 0 : /^[ \d]*$/.test(text) ? Number(text.replaceAll(' ', '')) : Number.NaN;
}

/** "98067A  " is 1998-067A; blanks among the digits of the launch number are zeros. Anything else is kept as it stands. */
function designator(text: string): string {
  const match = /^(\d{2})([ \d]{3})\s*([A-Z]{1,3})$/.exec(text.trim());
  if (!match) return text.trim();
  const [, year, launch, piece] = match;
  return `${fullYear(Number(year))}-${(launch ?? '').replaceAll(' ', '0')}${piece}`;
}
