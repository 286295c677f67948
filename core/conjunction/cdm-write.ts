import { XMLBuilder } from 'fast-xml-parser';
import type { ElementSet } from '../elements/element-set.ts';
import { temeToEcef } from '../frames/ecef.ts';
import { rtnAxes } from '../frames/rtn.ts';
import { formatIsoUtc } from '../time/calendar.ts';
import { MS_PER_DAY, type UtcMs } from '../units.ts';
import { dot, subtract, vectorAt } from '../vector.ts';
import { type AssumedAccuracy, assumedVariances } from './assumed-covariance.ts';
import type { Conjunction } from './screen-desk.ts';

/** What of a conjunction is written. */
type Written = Omit<Conjunction, 'one' | 'two' | 'isEdge'>;

/** What a message says beside the conjunction itself. */
export interface CdmContext {
  readonly createdAt: UtcMs;
  readonly originator: string;
  readonly accuracy: AssumedAccuracy;
  /** Combined hard-body radius, metres. */
  readonly hbrM: number;
  /** With the assumed covariances, by FOSTER-1992; null where there is none. */
  readonly pc: number | null;
  readonly window: { readonly start: UtcMs; readonly end: UtcMs };
}

const METERS_PER_KM = 1000;
const AXES = ['R', 'T', 'N', 'RDOT', 'TDOT', 'NDOT'];

/** A message in its parts; what XML has as elements about keywords, KVN leaves out. */
type Part = Row | { readonly group: string; readonly parts: readonly Part[] };
interface Row {
  readonly key: string;
  readonly value: string;
  readonly unit?: string;
}

/**
 * Write a conjunction of two element sets as a message in KVN.
 *
 * The frame is ITRF as far as Greenwich mean sidereal time alone makes it (polar motion left out, 16 m at most); covariances are assumed,
 * and the message says so. Times of messages have three decimals here as elsewhere.
 *
 * Source: CCSDS 508.0-B-1. Check: tests/core/conjunction/cdm.test.ts.
 */
export function writeCdm(
  conjunction: Written,
  sets: readonly [ElementSet, ElementSet],
  context: CdmContext,
): string {
  const lines = [row('CCSDS_CDM_VERS', VERSION), ...rowsOf(partsOf(conjunction, sets, context))].map(
    ({ key, value, unit }) =>
      key === 'COMMENT'
        ? `COMMENT ${value}`
        : `${key.padEnd(28)} = ${value}${unit === undefined ? '' : ` [${unit}]`}`,
  );
  return `${lines.join('\n')}\n`;
}

/** Write the same message in XML: one `cdm`. Source: CCSDS 508.0-B-1, section 4, and 505.0-B-1. */
export function writeCdmXml(
  conjunction: Written,
  sets: readonly [ElementSet, ElementSet],
  context: CdmContext,
): string {
  const builder = new XMLBuilder({
    preserveOrder: true,
    attributeNamePrefix: '',
    ignoreAttributes: false,
    processEntities: true,
    format: true,
    indentBy: ' ',
  });
  const nodes = partsOf(conjunction, sets, context).map(nodeOf);
  const tree = [{ cdm: nodes, ':@': { id: 'CCSDS_CDM_VERS', version: VERSION } }];
  return `${XML_HEAD}${builder.build(tree).trim()}\n`;
}

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const VERSION = '1.0';
/** What XML 1.0 cannot hold. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const FOREIGN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function nodeOf(part: Part): object {
  if ('group' in part) return { [part.group]: part.parts.map(nodeOf) };
  const text = [{ '#text': part.value.replaceAll(FOREIGN, '\ufffd') }];
  return part.unit === undefined ? { [part.key]: text } : { [part.key]: text, ':@': { units: part.unit } };
}

function rowsOf(parts: readonly Part[]): readonly Row[] {
  return parts.flatMap((part) => ('group' in part ? rowsOf(part.parts) : [part]));
}

function partsOf(
  conjunction: Written,
  sets: readonly [ElementSet, ElementSet],
  context: CdmContext,
): readonly Part[] {
  const { tca, missDistance, missRtn, relativeSpeed, states } = conjunction;
  const velocityRtn = relativeVelocityRtn(states[0], states[1]).map((value) => value * METERS_PER_KM);
  const missM = missRtn.map((value) => value * METERS_PER_KM);
  const numbers = sets.map(({ catalogNumber }) => catalogNumber);
  const relative = {
    group: 'relativeMetadataData',
    parts: [
      row('TCA', timeOf(tca, 6)),
      row('MISS_DISTANCE', missDistance * METERS_PER_KM, 'm'),
      row('RELATIVE_SPEED', relativeSpeed * METERS_PER_KM, 'm/s'),
      {
        group: 'relativeStateVector',
        parts: [
          ...AXES.slice(0, 3).map((axis, i) => row(`RELATIVE_POSITION_${axis}`, missM[i]!, 'm')),
          ...AXES.slice(0, 3).map((axis, i) => row(`RELATIVE_VELOCITY_${axis}`, velocityRtn[i]!, 'm/s')),
        ],
      },
      row('START_SCREEN_PERIOD', timeOf(context.window.start)),
      row('STOP_SCREEN_PERIOD', timeOf(context.window.end)),
      ...(context.pc === null
        ? []
        : [row('COLLISION_PROBABILITY', context.pc), row('COLLISION_PROBABILITY_METHOD', 'FOSTER-1992')]),
    ],
  };
  return [
    {
      group: 'header',
      parts: [
        comment('Screening grade: from element sets, by SGP4. Not sufficient for a decision to manoeuvre.'),
        comment(`Covariances assumed: ${context.accuracy.name}`),
        comment(`HBR = ${context.hbrM}`),
        row('CREATION_DATE', timeOf(context.createdAt)),
        row('ORIGINATOR', context.originator),
        row('MESSAGE_ID', `${numbers.join('-')}-${timeOf(tca).replaceAll(/[-:.T]/g, '')}`),
      ],
    },
    {
      group: 'body',
      parts: [relative, ...sets.map((set, i) => segmentOf(set, i, conjunction, context))],
    },
  ];
}

function segmentOf(set: ElementSet, which: number, { tca, states }: Written, { accuracy }: CdmContext): Part {
  const state = states[which]!;
  const { positionEcef, velocityEcef } = temeToEcef(
    { positionTeme: vectorAt(state, 0), velocityTeme: vectorAt(state, 3) },
    tca,
  );
  const variances = assumedVariances(accuracy, state, (tca - set.epoch) / MS_PER_DAY);
  const squareM = METERS_PER_KM * METERS_PER_KM;
  const metadata = [
    row('OBJECT', `OBJECT${which + 1}`),
    row('OBJECT_DESIGNATOR', String(set.catalogNumber)),
    row('CATALOG_NAME', 'SATCAT'),
    row('OBJECT_NAME', set.name || 'UNKNOWN'),
    row('INTERNATIONAL_DESIGNATOR', set.internationalDesignator || 'UNKNOWN'),
    row('EPHEMERIS_NAME', 'NONE'),
    row('COVARIANCE_METHOD', 'DEFAULT'),
    row('MANEUVERABLE', 'N/A'),
    row('ORBIT_CENTER', 'EARTH'),
    row('REF_FRAME', 'ITRF'),
  ];
  const stateVector = [
    comment(`Element set of ${formatIsoUtc(set.epoch, 6)}`),
    ...['X', 'Y', 'Z'].map((key, i) => row(key, positionEcef[i]!, 'km')),
    ...['X_DOT', 'Y_DOT', 'Z_DOT'].map((key, i) => row(key, velocityEcef[i]!, 'km/s')),
  ];
  const covarianceMatrix = [
    comment('Of the velocity nothing is assumed'),
    ...AXES.flatMap((a, i) =>
      AXES.slice(0, i + 1).map((b, j) =>
        row(`C${a}_${b}`, i === j && i < 3 ? variances[i]! * squareM : 0, unitOf(i, j)),
      ),
    ),
  ];
  return {
    group: 'segment',
    parts: [
      { group: 'metadata', parts: metadata },
      {
        group: 'data',
        parts: [
          { group: 'stateVector', parts: stateVector },
          { group: 'covarianceMatrix', parts: covarianceMatrix },
        ],
      },
    ],
  };
}

function unitOf(i: number, j: number): string {
  const rates = (i > 2 ? 1 : 0) + (j > 2 ? 1 : 0);
  return ['m**2', 'm**2/s', 'm**2/s**2'][rates]!;
}

function row(key: string, value: string | number, unit?: string): Row {
  return { key, value: String(value), ...(unit !== undefined && { unit }) };
}

function comment(value: string): Row {
  return row('COMMENT', value);
}

function timeOf(time: UtcMs, digits = 3): string {
  return formatIsoUtc(time, digits).replace('Z', '');
}

function relativeVelocityRtn(a: readonly number[], b: readonly number[]): readonly number[] {
  const [position, velocity] = [vectorAt(a, 0), vectorAt(a, 3)];
  const relative = subtract(vectorAt(b, 3), velocity);
  return rtnAxes(position, velocity).map((axis) => dot(relative, axis));
}
