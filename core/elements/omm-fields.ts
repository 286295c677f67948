import { parseIsoUtc } from '../time/calendar.ts';
import { EARLIEST_INSTANT, LATEST_INSTANT } from '../time/clock.ts';
import type { UtcMs } from '../units.ts';
import { fault, isFault, type Fault } from './account.ts';
import { MAX_CATALOG_NUMBER, parseCatalogNumber } from './catalog-number.ts';
import { longDesignator } from './designator.ts';
import type { ElementSet } from './element-set.ts';

/** The keywords of one OMM, by CCSDS 502.0-B-3, with values as numbers or text. */
export type OmmFields = Readonly<Record<string, unknown>>;

/** Turn the keywords of one OMM into an element set; unknown keywords are ignored, as the standard asks. */
export function elementSetOfOmm(fields: OmmFields): ElementSet | Fault {
  const wrongKind = checkKind(fields);
  if (wrongKind) return wrongKind;
  const catalogNumber = parseCatalogNumber(textOf(fields['NORAD_CAT_ID']));
  if (catalogNumber === null || catalogNumber > MAX_CATALOG_NUMBER) {
    return fault(
      'catalogue-number',
      `NORAD_CAT_ID ${JSON.stringify(fields['NORAD_CAT_ID'] ?? null)} is no catalog number`,
    );
  }
  const epoch = epochOf(fields);
  if (typeof epoch !== 'number') return epoch;
  const numbers = readNumbers(fields);
  if (isFault(numbers)) return numbers;
  return {
    catalogNumber,
    name: nameOf(fields),
    internationalDesignator: longDesignator(firstText(fields, ['OBJECT_ID', 'INTLDES'])),
    classification: textOf(fields['CLASSIFICATION_TYPE']).trim() || 'U',
    epoch,
    ...numbers,
  };
}

/**
 * Read the epoch; Space-Track's older classes write "2025-09-27 19:46:00" with EPOCH_MICROSECONDS beside it, which count
 * where EPOCH has no fraction of its own.
 */
function epochOf(fields: OmmFields): UtcMs | Fault {
  const text = textOf(fields['EPOCH']);
  const epoch = parseIsoUtc(text);
  if (epoch === null) return fault('epoch', `EPOCH ${JSON.stringify(fields['EPOCH'] ?? null)} is no date`);
  if (epoch < EARLIEST_INSTANT || epoch > LATEST_INSTANT)
    return fault('epoch', `EPOCH ${JSON.stringify(text)} is not within the years 1957–2099`);
  const beside = fields['EPOCH_MICROSECONDS'] ?? '';
  if (beside === '' || text.includes('.')) return epoch;
  const microseconds = numberOf(beside);
  return microseconds !== null && Number.isInteger(microseconds) && microseconds >= 0 && microseconds < 1e6
    ? epoch + microseconds / 1000
    : fault('epoch', `EPOCH_MICROSECONDS ${JSON.stringify(beside)} is no whole number from 0 to 999999`);
}

/** OBJECT_NAME, or what Space-Track's older classes have in its place. */
function nameOf(fields: OmmFields): string {
  return (
    firstText(fields, ['OBJECT_NAME', 'SATNAME']) || firstText(fields, ['TLE_LINE0']).replace(/^0\s+/, '')
  );
}

/** The first of some keywords that says anything. */
function firstText(fields: OmmFields, keywords: readonly string[]): string {
  return keywords.map((keyword) => textOf(fields[keyword]).trim()).find((text) => text !== '') ?? '';
}

type NumberFields = Omit<
  ElementSet,
  'catalogNumber' | 'name' | 'internationalDesignator' | 'classification' | 'epoch'
>;

/** Read the numbers of an OMM; the first that is missing or none is the fault. */
function readNumbers(fields: OmmFields): NumberFields | Fault {
  let wrong: Fault | null = null;
  const optional = (keyword: string): number => {
    const raw = fields[keyword];
    return raw === undefined || raw === null || raw === '' ? 0 : required(keyword);
  };
  const required = (keyword: string): number => {
    const number = numberOf(fields[keyword]);
    if (number === null) wrong ??= numberFault(keyword, fields[keyword]);
    return number ?? 0;
  };
  const counter = (keyword: string): number => {
    const number = optional(keyword);
    if (!Number.isInteger(number) || number < 0) {
      wrong ??= fault('field', `${keyword} ${number} is no whole number from 0`);
    }
    return number;
  };
  const numbers: NumberFields = {
    meanMotionRevPerDay: required('MEAN_MOTION'),
    eccentricity: required('ECCENTRICITY'),
    inclinationDeg: required('INCLINATION'),
    raanDeg: required('RA_OF_ASC_NODE'),
    argumentOfPerigeeDeg: required('ARG_OF_PERICENTER'),
    meanAnomalyDeg: required('MEAN_ANOMALY'),
    bstar: required('BSTAR'),
    meanMotionDot: optional('MEAN_MOTION_DOT'),
    meanMotionDdot: optional('MEAN_MOTION_DDOT'),
    elementSetNumber: counter('ELEMENT_SET_NO'),
    revolutionAtEpoch: counter('REV_AT_EPOCH'),
  };
  return wrong ?? numbers;
}

/** Refuse what SGP4 must not be fed with: another theory, frame, centre, time system or ephemeris type. */
function checkKind(fields: OmmFields): Fault | null {
  const expected = { CENTER_NAME: 'EARTH', REF_FRAME: 'TEME', TIME_SYSTEM: 'UTC' } as const;
  for (const [keyword, wanted] of Object.entries(expected)) {
    const found = textOf(fields[keyword]).trim().toUpperCase();
    if (found !== '' && found !== wanted) return fault('theory', `${keyword} is ${found}, not ${wanted}`);
  }
  const theory = textOf(fields['MEAN_ELEMENT_THEORY']).trim().toUpperCase();
  if (!['', 'SGP4', 'SGP/SGP4', 'SDP4'].includes(theory))
    return fault('theory', `MEAN_ELEMENT_THEORY is ${theory}, not SGP4`);
  const ephemerisType = textOf(fields['EPHEMERIS_TYPE']).trim();
  return ['', '0', '1', '2', '3'].includes(ephemerisType)
    ? null
    : fault('ephemeris-type', `EPHEMERIS_TYPE ${ephemerisType} is not for SGP4`);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(value)) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function numberFault(keyword: string, value: unknown): Fault {
  return value === undefined || value === null || value === ''
    ? fault('missing-field', `${keyword} is missing`)
    : fault('field', `${keyword} ${JSON.stringify(value)} is no number`);
}
