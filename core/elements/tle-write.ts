import { civilFromDays, daysFromCivil } from '../time/calendar.ts';
import { MS_PER_DAY } from '../units.ts';
import { formatAlpha5 } from './catalog-number.ts';
import type { ElementSet } from './element-set.ts';
import { checksumAt } from './tle-line.ts';

export interface TleLines {
  readonly line1: string;
  readonly line2: string;
}

/**
 * Write an element set as two TLE lines, if the format can hold it.
 *
 * @returns null when any number or the designator would lose anything, the year is outside 1957–2056, or the catalog
 * number is above 339999: such a set only fits an OMM
 */
export function writeTle(set: ElementSet): TleLines | null {
  const number = formatAlpha5(set.catalogNumber);
  const epoch = epochColumns(set.epoch);
  const ndot = meanMotionDotColumns(set.meanMotionDot);
  const nddot = exponentialColumns(set.meanMotionDdot);
  const bstar = exponentialColumns(set.bstar);
  const inclination = angleColumns(set.inclinationDeg);
  const raan = angleColumns(set.raanDeg);
  const argumentOfPerigee = angleColumns(set.argumentOfPerigeeDeg);
  const meanAnomaly = angleColumns(set.meanAnomalyDeg);
  const eccentricity = exactly(set.eccentricity, 7);
  const meanMotion = exactly(set.meanMotionRevPerDay, 8);
  const designator = shortDesignator(set.internationalDesignator);
  if (
    number === null ||
    designator === null ||
    !/^[ -~]?$/.test(set.classification) ||
    !isCounter(set.elementSetNumber, 9999) ||
    !isCounter(set.revolutionAtEpoch, 99_999) ||
    epoch === null ||
    ndot === null ||
    nddot === null ||
    bstar === null ||
    inclination === null ||
    raan === null ||
    argumentOfPerigee === null ||
    meanAnomaly === null ||
    eccentricity === null ||
    meanMotion === null ||
    set.eccentricity >= 1 ||
    set.meanMotionRevPerDay >= 100
  ) {
    return null;
  }
  const setNumber = String(set.elementSetNumber).padStart(4);
  const revolution = String(set.revolutionAtEpoch).padStart(5);
  const first =
    `1 ${number}${set.classification || 'U'} ${designator} ${epoch} ` +
    `${ndot} ${nddot} ${bstar} 0 ${setNumber}`;
  const second =
    `2 ${number} ${inclination} ${raan} ${eccentricity.slice(2)} ${argumentOfPerigee} ${meanAnomaly} ` +
    `${meanMotion.padStart(11)}${revolution}`;
  return { line1: first + String(checksum(first)), line2: second + String(checksum(second)) };
}

/** The number with so many decimals, or null if that changes it. */
function exactly(value: number, decimals: number): string | null {
  const text = value.toFixed(decimals);
  return Number(text) === value ? text : null;
}

function angleColumns(degrees: number): string | null {
  return exactly(degrees, 4)?.padStart(8) ?? null;
}

/** Epoch as YYDDD.DDDDDDDD; the text must give back the very same instant. */
function epochColumns(epoch: number): string | null {
  const days = Math.floor(epoch / MS_PER_DAY);
  const { year } = civilFromDays(days);
  if (year < 1957 || year > 2056) return null;
  const fraction = ((epoch - days * MS_PER_DAY) / MS_PER_DAY).toFixed(8);
  if (fraction.startsWith('1') || days * MS_PER_DAY + Number(fraction) * MS_PER_DAY !== epoch) return null;
  const day = days - daysFromCivil({ year, month: 1, day: 1 }) + 1;
  return `${String(year % 100).padStart(2, '0')}${String(day).padStart(3, '0')}${fraction.slice(1)}`;
}

function meanMotionDotColumns(value: number): string | null {
  const text = exactly(value, 8);
  if (text === null || Math.abs(value) >= 1) return null;
  return `${value < 0 ? '-' : ' '}${text.replace(/^-?0/, '')}`;
}

/** 0.28098e-4 as " 28098-4". */
function exponentialColumns(value: number): string | null {
  if (value === 0) return ' 00000+0';
  const [mantissa = '', exponentText = '0'] = Math.abs(value).toExponential(4).split('e');
  const exponent = Number(exponentText) + 1;
  const digits = mantissa.replace('.', '');
  if (exponent < -9 || exponent > 9) return null;
  if (Number(`0.${digits}e${exponent}`) !== Math.abs(value)) return null;
  return `${value < 0 ? '-' : ' '}${digits}${exponent > 0 ? '+' : '-'}${Math.abs(exponent)}`;
}

/** 1998-067A as "98067A  "; anything else as it stands, if its eight columns can hold it. */
function shortDesignator(designator: string): string | null {
  const match = /^(?:19[5-9]|20[0-5])\d-\d{3}[A-Z]{1,3}$/.test(designator);
  const text = match ? designator.slice(2).replace('-', '') : designator;
  return /^[ -~]{0,8}$/.test(text) ? text.padEnd(8) : null;
}

function isCounter(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

function checksum(line: string): number {
  return checksumAt(new TextEncoder().encode(line), 0);
}
