import { civilFromDays, daysFromCivil, formatIsoUtc } from '../time/calendar.ts';
import { MS_PER_DAY } from '../units.ts';
import { formatAlpha5 } from './catalog-number.ts';
import type { ElementSet } from './element-set.ts';
import { oneLineFault, type SetEncoding } from './set-encoding.ts';
import { checksumAt, TLE_LINE_LENGTH } from './tle-line.ts';

export interface TleLines {
  readonly line1: string;
  readonly line2: string;
}

/** An epoch and the text of it may differ by this: a nanosecond, the rounding of instants near 1970. */
const EPOCH_ROUNDING_MS = 1e-6;

/** The text of each field in its columns, null where it does not fit. */
type Columns = { readonly [Field in Exclude<keyof ElementSet, 'name'>]: string | null };
type WholeColumns = { readonly [Field in keyof Columns]: string };

/** Fields in the order in which a misfit is looked for, with what they are called. */
const FIELDS = [
  ['catalogNumber', 'catalog number'],
  ['epoch', 'epoch'],
  ['meanMotionRevPerDay', 'mean motion'],
  ['eccentricity', 'eccentricity'],
  ['inclinationDeg', 'inclination'],
  ['raanDeg', 'right ascension of the node'],
  ['argumentOfPerigeeDeg', 'argument of perigee'],
  ['meanAnomalyDeg', 'mean anomaly'],
  ['bstar', 'B*'],
  ['meanMotionDot', 'first derivative of mean motion'],
  ['meanMotionDdot', 'second derivative of mean motion'],
  ['internationalDesignator', 'international designator'],
  ['classification', 'classification'],
  ['elementSetNumber', 'element set number'],
  ['revolutionAtEpoch', 'revolution number'],
] as const satisfies readonly (readonly [keyof Columns, string])[];

/**
 * Write an element set as two TLE lines, if the format can hold it.
 *
 * @returns null when any number or the designator would lose anything, the year is outside 1957–2056, or the catalog
 * number is above 339999: such a set only fits an OMM. `describeTleMisfit` says which it was
 */
export function writeTle(set: ElementSet): TleLines | null {
  const columns = columnsOf(set);
  return areWhole(columns) ? linesOf(columns) : null;
}

/** Say why `writeTle` answers null for a set. */
export function describeTleMisfit(set: ElementSet): string {
  const columns = columnsOf(set);
  const [field, name] = FIELDS.find(([known]) => columns[known] === null) ?? FIELDS[0];
  const value = field === 'epoch' ? formatIsoUtc(set.epoch, 6) : JSON.stringify(set[field]);
  return `a TLE cannot hold the ${name} ${value} without loss`;
}

/** Write sets as lines 1 and 2; in the three-line form a line `0 NAME` stands before them. */
export function tleEncoding({ hasNames }: { hasNames: boolean }): SetEncoding {
  const encode: SetEncoding['encode'] = (set) => {
    const lines = writeTle(set);
    if (lines === null) return { unwritable: describeTleMisfit(set) };
    const unwritable = hasNames ? oneLineFault('the name', set.name) : null;
    if (unwritable !== null) return { unwritable };
    const line0 = hasNames ? `${`0 ${set.name}`.trimEnd()}\n` : '';
    return { text: `${line0}${lines.line1}\n${lines.line2}\n` };
  };
  return { head: '', separator: '', foot: '', encode };
}

function columnsOf(set: ElementSet): Columns {
  return {
    catalogNumber: formatAlpha5(set.catalogNumber),
    internationalDesignator: shortDesignator(set.internationalDesignator),
    classification: /^[!-~]?$/.test(set.classification) ? set.classification || 'U' : null,
    epoch: epochColumns(set.epoch),
    meanMotionRevPerDay: set.meanMotionRevPerDay < 100 ? exactly(set.meanMotionRevPerDay, 8) : null,
    eccentricity: set.eccentricity >= 0 && set.eccentricity < 1 ? exactly(set.eccentricity, 7) : null,
    inclinationDeg: angleColumns(set.inclinationDeg),
    raanDeg: angleColumns(set.raanDeg),
    argumentOfPerigeeDeg: angleColumns(set.argumentOfPerigeeDeg),
    meanAnomalyDeg: angleColumns(set.meanAnomalyDeg),
    bstar: exponentialColumns(set.bstar),
    meanMotionDot: meanMotionDotColumns(set.meanMotionDot),
    meanMotionDdot: exponentialColumns(set.meanMotionDdot),
    elementSetNumber: counterColumns(set.elementSetNumber, 4),
    revolutionAtEpoch: counterColumns(set.revolutionAtEpoch, 5),
  };
}

function areWhole(columns: Columns): columns is WholeColumns {
  return FIELDS.every(([field]) => columns[field] !== null);
}

function linesOf(c: WholeColumns): TleLines {
  const first =
    `1 ${c.catalogNumber}${c.classification} ${c.internationalDesignator} ${c.epoch} ` +
    `${c.meanMotionDot} ${c.meanMotionDdot} ${c.bstar} 0 ${c.elementSetNumber}`;
  const second =
    `2 ${c.catalogNumber} ${c.inclinationDeg} ${c.raanDeg} ${c.eccentricity.slice(2)} ` +
    `${c.argumentOfPerigeeDeg} ${c.meanAnomalyDeg} ` +
    `${c.meanMotionRevPerDay.padStart(11)}${c.revolutionAtEpoch}`;
  return { line1: first + String(checksum(first)), line2: second + String(checksum(second)) };
}

/** The number with so many decimals, or null if that changes it. */
function exactly(value: number, decimals: number): string | null {
  const text = value.toFixed(decimals);
  return Number(text) === value ? text : null;
}

function angleColumns(degrees: number): string | null {
  return degrees >= 0 && degrees < 1000 ? (exactly(degrees, 4)?.padStart(8) ?? null) : null;
}

/** Epoch as YYDDD.DDDDDDDD; the text must give back the same instant. */
function epochColumns(epoch: number): string | null {
  const days = Math.floor(epoch / MS_PER_DAY);
  const { year } = civilFromDays(days);
  if (year < 1957 || year > 2056) return null;
  const fraction = ((epoch - days * MS_PER_DAY) / MS_PER_DAY).toFixed(8);
  const written = days * MS_PER_DAY + Number(fraction) * MS_PER_DAY;
  if (fraction.startsWith('1') || Math.abs(written - epoch) > EPOCH_ROUNDING_MS) return null;
  const day = days - daysFromCivil({ year, month: 1, day: 1 }) + 1;
  return `${String(year % 100).padStart(2, '0')}${String(day).padStart(3, '0')}${fraction.slice(1)}`;
}

function meanMotionDotColumns(value: number): string | null {
  const text = exactly(value, 8);
  if (text === null || Math.abs(value) >= 1) return null;
  return `${signColumn(value)}${text.replace(/^-?0/, '')}`;
}

/** 0.28098e-4 as " 28098-4". */
function exponentialColumns(value: number): string | null {
  if (value === 0) return `${signColumn(value)}00000+0`;
  const [mantissa = '', exponentText = '0'] = Math.abs(value).toExponential(4).split('e');
  const exponent = Number(exponentText) + 1;
  const digits = mantissa.replace('.', '');
  if (exponent < -9 || exponent > 9) return null;
  if (Number(`0.${digits}e${exponent}`) !== Math.abs(value)) return null;
  return `${signColumn(value)}${digits}${exponent > 0 ? '+' : '-'}${Math.abs(exponent)}`;
}

/** Real lines have minus zeros; they stay what they are. */
function signColumn(value: number): string {
  return value < 0 || Object.is(value, -0) ? '-' : ' ';
}

/** 1998-067A as "98067A  "; anything else as it stands, if its eight columns can hold it. */
function shortDesignator(designator: string): string | null {
  const match = /^(?:19[5-9]|20[0-5])\d-\d{3}[A-Z]{1,3}$/.test(designator);
  const text = match ? designator.slice(2).replace('-', '') : designator;
  return /^[ -~]{0,8}$/.test(text) ? text.padEnd(8) : null;
}

function counterColumns(value: number, width: number): string | null {
  return Number.isInteger(value) && value >= 0 && value < 10 ** width ? String(value).padStart(width) : null;
}

const scratch = new Uint8Array(TLE_LINE_LENGTH);

function checksum(line: string): number {
  for (let i = 0; i < line.length; i++) scratch[i] = line.charCodeAt(i);
  return checksumAt(scratch, 0);
}
