import { describe, expect, it } from 'vitest';
import { hardBodyRadiusOf, readCdm, relativeStateOf } from '../../../core/conjunction/cdm.ts';

const AXES = ['R', 'T', 'N', 'RDOT', 'TDOT', 'NDOT'];

/** The keywords of an object; the figures are of no real one. */
function objectLines(number: 1 | 2, state: readonly string[], variances: readonly string[]): string[] {
  const covariance = AXES.flatMap((a, i) =>
    AXES.slice(0, i + 1).map((b, j) => `C${a}_${b} = ${i === j && i < 3 ? variances[i] : '0'} [m**2]`),
  );
  return [
    `OBJECT = OBJECT${number}`,
    `OBJECT_DESIGNATOR = 9000${number}`,
    'CATALOG_NAME = SATCAT',
    `OBJECT_NAME = TEST ${number}`,
    `INTERNATIONAL_DESIGNATOR = 2026-00${number}A`,
    'EPHEMERIS_NAME = NONE',
    'COVARIANCE_METHOD = CALCULATED',
    'MANEUVERABLE = N/A',
    'REF_FRAME = EME2000',
    ...['X', 'Y', 'Z'].map((key, i) => `${key} = ${state[i]} [km]`),
    ...['X_DOT', 'Y_DOT', 'Z_DOT'].map((key, i) => `${key} = ${state[3 + i]} [km/s]`),
    ...covariance,
  ];
}

const HEADER = [
  'CCSDS_CDM_VERS = 1.0',
  'COMMENT HBR = 12.5',
  'CREATION_DATE = 2026-11-20T00:00:00.000',
  'ORIGINATOR = WATCHFLOOR',
  'MESSAGE_ID = 1',
  'TCA = 2026-324T12:00:00.500',
  'MISS_DISTANCE = 1000 [m]',
  'COLLISION_PROBABILITY = 1.5E-04',
];
const ONE = objectLines(1, ['7000', '0', '0', '0', '7.5', '0'], ['100', '400', '900']);
const TWO = objectLines(2, ['7001', '0', '0', '0', '0', '7.5'], ['1', '4', '9']);
const KVN = [...HEADER, ...ONE, ...TWO].join('\r\n');

/** The same message as XML: what groups the keywords does not matter to the reader. */
const XML = `<?xml version="1.0"?>
<cdm id="CCSDS_CDM_VERS" version="1.0"><header><COMMENT>HBR = 12.5</COMMENT>${xmlOf(HEADER.slice(2, 5))}</header><body>
<relativeMetadataData>${xmlOf(HEADER.slice(5))}</relativeMetadataData>
<segment>${xmlOf(ONE)}</segment><segment>${xmlOf(TWO)}</segment></body></cdm>`;

function xmlOf(lines: readonly string[]): string {
  return lines
    .map((line) => {
      const [, key, value, unit] = /^(\w+) = (.*?)(?: \[(.*)\])?$/.exec(line)!;
      return `<${key}${unit ? ` units="${unit}"` : ''}>${value}</${key}>`;
    })
    .join('\n');
}

describe('a conjunction data message', () => {
  it('is the same in KVN and in XML', () => {
    const message = readCdm(KVN);
    expect(message).toMatchObject({
      tca: Date.UTC(2026, 10, 20, 12, 0, 0, 500),
      missDistanceKm: 1,
      collisionProbability: 1.5e-4,
      objects: [
        { designator: '90001', position: [7000, 0, 0], velocity: [0, 7.5, 0] },
        { designator: '90002', name: 'TEST 2', covarianceRtn: [1e-6, 0, 0, 4e-6, 0, 9e-6] },
      ],
    });
    expect(hardBodyRadiusOf(message)).toBe(12.5);
    expect(readCdm(XML)).toEqual(message);
  });

  it('has covariances in the frame of each orbit, which are turned before they are added', () => {
    const { position, velocity, covariance } = relativeStateOf(readCdm(KVN));
    expect(position).toEqual([1, 0, 0]);
    expect(velocity).toEqual([0, -7.5, 7.5]);
    // One flies along y with its normal along z, two along z with its normal along −y.
    const expected = [100 + 1, 0, 0, 400 + 9, 0, 900 + 4];
    covariance.forEach((value, i) => expect(value * 1e6).toBeCloseTo(expected[i]!, 9));
  });

  it.each([
    ['no TCA', KVN.replace(/TCA.*\r\n/, ''), 'TCA of the message is missing'],
    ['no second object', KVN.slice(0, KVN.indexOf('OBJECT = OBJECT2')), 'OBJECT is missing'],
    ['an unknown keyword', KVN.replace('ORIGINATOR', 'ORIGIN'), 'line 4: ORIGIN is no keyword'],
    ['no covariance', KVN.replace(/CR_R.*\r\n/, ''), 'CR_R of OBJECT1 is missing'],
    [
      'a negative variance',
      KVN.replace('CR_R = 100', 'CR_R = -100'),
      'CR_R of OBJECT1 is a negative variance',
    ],
    ['no number', KVN.replace('X = 7000', 'X = far'), 'line 18: X of OBJECT1 is no number: far'],
    ['one object twice', KVN.replaceAll('90002', '90001'), 'both objects are 90001 of SATCAT'],
    ['two frames', KVN.replace('REF_FRAME = EME2000', 'REF_FRAME = ITRF'), 'in two frames'],
    ['no time', KVN.replace('2026-324T12', '2026-399T12'), 'TCA of the message is no time'],
    ['a keyword twice', KVN.replace('ORIGINATOR', 'MESSAGE_ID = 2\r\nORIGINATOR'), 'is there twice'],
    ['text', 'hello', 'line 1: KEYWORD = VALUE is wanted'],
    ['nothing', '', 'OBJECT is missing'],
    ['broken XML', XML.replace('</header>', ''), 'line'],
    ['another XML', '<?xml version="1.0"?><omm></omm>', 'no <cdm> in it'],
  ])('is turned away with a reason: %s', (_about, text, reason) => {
    expect(() => readCdm(text)).toThrow(reason);
  });

  it('of a later version may say more than is known here', () => {
    const later = KVN.replace('VERS = 1.0', 'VERS = 2.0').replace(
      'ORIGINATOR',
      'CLASSIFICATION = none\r\nORIGINATOR',
    );
    expect(readCdm(later).version).toBe('2.0');
  });
});
