import { fault, type Fault } from '../elements/account.ts';
import { parseCatalogNumber } from '../elements/catalog-number.ts';
import { longDesignator } from '../elements/designator.ts';
import type { ObjectType } from '../elements/object-type.ts';
import { parseIsoUtc } from '../time/calendar.ts';
import type { UtcMs } from '../units.ts';
import { type ObjectIdentity, RADAR_SIZES, type RadarSize, radarSizeOf } from './identity.ts';

/** Each field by the names its column has with CelesTrak, with Space-Track, and in plain lists; the first cell that is filled counts. */
const COLUMNS = {
  catalogNumber: ['NORAD_CAT_ID', 'CATALOG_NUMBER', 'OBJECT_NUMBER'],
  name: ['OBJECT_NAME', 'SATNAME', 'NAME'],
  internationalDesignator: ['OBJECT_ID', 'INTLDES', 'INTERNATIONAL_DESIGNATOR'],
  objectType: ['OBJECT_TYPE', 'TYPE'],
  isTypeGuessed: ['TYPE_GUESSED'],
  owner: ['OWNER', 'COUNTRY'],
  launchDate: ['LAUNCH_DATE', 'LAUNCH'],
  launchSite: ['LAUNCH_SITE', 'SITE'],
  decayDate: ['DECAY_DATE', 'DECAY'],
  radarCrossSectionM2: ['RCS'],
  radarSize: ['RCS_SIZE'],
  hardBodyRadiusM: ['HBR_M'],
  mass: ['MASS_KG'],
  operationalStatus: ['OPS_STATUS_CODE'],
  isCurrent: ['CURRENT'],
} as const;
export type SatcatField = keyof typeof COLUMNS;

/** The text of a field of one row; empty where the file has no such column or nothing in it. */
export type SatcatCells = (field: SatcatField) => string;

/** Columns of which a catalogue has two at the least, besides the number. */
const TELLING: readonly SatcatField[] = [
  'name',
  'internationalDesignator',
  'objectType',
  'owner',
  'launchDate',
  'decayDate',
];

/** Whether columns are those of a satellite catalogue; element sets in CSV have some of them too, and MEAN_MOTION. */
export function areSatcatColumns(columns: readonly string[]): boolean {
  const has = (field: SatcatField): boolean => COLUMNS[field].some((name) => columns.includes(name));
  return has('catalogNumber') && TELLING.filter(has).length >= 2 && !columns.includes('MEAN_MOTION');
}

/** Where the columns of each field stand, in the order in which they count. */
export type SatcatColumns = ReadonlyMap<string, readonly number[]>;

export function findSatcatColumns(columns: readonly string[]): SatcatColumns {
  const placesOf = (names: readonly string[]): readonly number[] =>
    names.map((name) => columns.indexOf(name)).filter((place) => place >= 0);
  return new Map(Object.entries(COLUMNS).map(([field, names]) => [field, placesOf(names)]));
}

/** Look into the cells of one row by field. */
export function satcatCells(columns: SatcatColumns, cells: readonly string[]): SatcatCells {
  return (field) => {
    for (const place of columns.get(field) ?? []) {
      const cell = cells[place]!.trim();
      if (cell !== '') return cell;
    }
    return '';
  };
}

const TYPES: ReadonlyMap<string, ObjectType> = new Map([
  ['PAY', 'payload'],
  ['PAYLOAD', 'payload'],
  ['R/B', 'rocket-body'],
  ['ROCKET BODY', 'rocket-body'],
  ['DEB', 'debris'],
  ['DEBRIS', 'debris'],
  ['UNK', 'unknown'],
  ['UNKNOWN', 'unknown'],
  ['TBA', 'unknown'],
  ['', 'unknown'],
]);

/** What a catalogue's word for a type means; null for a word nobody uses. */
export function objectTypeOf(word: string): ObjectType | null {
  return TYPES.get(word.toUpperCase()) ?? null;
}

/** Turn one row into an identity, or say what is wrong with it. */
export function readIdentity(cellsOf: SatcatCells): ObjectIdentity | Fault {
  const number = cellsOf('catalogNumber');
  const catalogNumber = parseCatalogNumber(number);
  if (catalogNumber === null)
    return fault('catalogue-number', `${JSON.stringify(number)} is no catalog number`);
  let wrong: Fault | null = null;
  const date = (field: 'launchDate' | 'decayDate'): UtcMs | null => {
    const text = cellsOf(field);
    const time = parseIsoUtc(text);
    if (text !== '' && time === null) wrong ??= fieldFault(field, text, 'no date');
    return time;
  };
  const amount = (field: 'radarCrossSectionM2' | 'hardBodyRadiusM' | 'mass'): number | null => {
    const text = cellsOf(field);
    const value = amountOf(text);
    if (Number.isNaN(value)) wrong ??= fieldFault(field, text, 'no number from 0');
    return value;
  };
  const radarCrossSectionM2 = amount('radarCrossSectionM2');
  const identity: ObjectIdentity = {
    catalogNumber,
    name: cellsOf('name'),
    internationalDesignator: longDesignator(cellsOf('internationalDesignator')),
    objectType: objectTypeOf(cellsOf('objectType')) ?? 'unknown',
    isTypeGuessed: cellsOf('isTypeGuessed') === '1',
    owner: cellsOf('owner'),
    launchDate: date('launchDate'),
    launchSite: cellsOf('launchSite'),
    decayDate: date('decayDate'),
    radarSize:
      radarCrossSectionM2 === null ? namedSize(cellsOf('radarSize')) : radarSizeOf(radarCrossSectionM2),
    radarCrossSectionM2,
    hardBodyRadiusM: amount('hardBodyRadiusM'),
    mass: amount('mass'),
    operationalStatus: cellsOf('operationalStatus'),
  };
  return wrong ?? identity;
}

/** Null where nothing stands, NaN for what is no number from 0. */
function amountOf(text: string): number | null {
  if (text === '' || text.toUpperCase() === 'N/A') return null;
  const value = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}

function namedSize(text: string): RadarSize | null {
  return RADAR_SIZES.find((size) => size === text.toLowerCase()) ?? null;
}

function fieldFault(field: SatcatField, text: string, what: string): Fault {
  return fault('field', `${COLUMNS[field][0]} ${JSON.stringify(text)} is ${what}`);
}
