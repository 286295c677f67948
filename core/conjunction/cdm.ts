import { InputError } from '../errors.ts';
import { rtnAxes } from '../frames/rtn.ts';
import { parseIsoUtc } from '../time/calendar.ts';
import type { Kilometers, UtcMs } from '../units.ts';
import { norm, subtract, type Vector3 } from '../vector.ts';
import { addCovariances, type Covariance, type RelativeState } from './collision-probability.ts';
import { type CdmLine, readCdmLines } from './cdm-lines.ts';

/** One of the two objects of a message. */
export interface CdmObject {
  readonly designator: string;
  readonly catalogName: string;
  readonly name: string;
  readonly internationalDesignator: string;
  readonly covarianceMethod: string;
  readonly maneuverable: string;
  readonly refFrame: string;
  /** In that frame at TCA: km, km/s. */
  readonly position: Vector3;
  readonly velocity: Vector3;
  /** Of position in R, T, N of this object's own orbit, km². */
  readonly covarianceRtn: Covariance;
}

/** A Conjunction Data Message: what of it is used. */
export interface Cdm {
  readonly version: string;
  readonly messageId: string;
  readonly originator: string;
  readonly creationDate: UtcMs;
  readonly tca: UtcMs;
  readonly missDistanceKm: Kilometers;
  readonly collisionProbability: number | null;
  readonly collisionProbabilityMethod: string;
  readonly comments: readonly string[];
  readonly objects: readonly [CdmObject, CdmObject];
}

const RELATIVE_KEYS = [
  'CCSDS_CDM_VERS CREATION_DATE ORIGINATOR MESSAGE_FOR MESSAGE_ID TCA MISS_DISTANCE RELATIVE_SPEED',
  'RELATIVE_POSITION_R RELATIVE_POSITION_T RELATIVE_POSITION_N',
  'RELATIVE_VELOCITY_R RELATIVE_VELOCITY_T RELATIVE_VELOCITY_N',
  'START_SCREEN_PERIOD STOP_SCREEN_PERIOD SCREEN_VOLUME_FRAME SCREEN_VOLUME_SHAPE',
  'SCREEN_VOLUME_X SCREEN_VOLUME_Y SCREEN_VOLUME_Z SCREEN_ENTRY_TIME SCREEN_EXIT_TIME',
  'COLLISION_PROBABILITY COLLISION_PROBABILITY_METHOD',
];
const OBJECT_KEYS = [
  'OBJECT OBJECT_DESIGNATOR CATALOG_NAME OBJECT_NAME INTERNATIONAL_DESIGNATOR OBJECT_TYPE',
  'OPERATOR_CONTACT_POSITION OPERATOR_ORGANIZATION OPERATOR_PHONE OPERATOR_EMAIL',
  'EPHEMERIS_NAME COVARIANCE_METHOD MANEUVERABLE ORBIT_CENTER REF_FRAME GRAVITY_MODEL ATMOSPHERIC_MODEL',
  'N_BODY_PERTURBATIONS SOLAR_RAD_PRESSURE EARTH_TIDES INTRACK_THRUST TIME_LASTOB_START TIME_LASTOB_END',
  'RECOMMENDED_OD_SPAN ACTUAL_OD_SPAN OBS_AVAILABLE OBS_USED TRACKS_AVAILABLE TRACKS_USED',
  'RESIDUALS_ACCEPTED WEIGHTED_RMS AREA_PC AREA_DRG AREA_SRP MASS CD_AREA_OVER_MASS CR_AREA_OVER_MASS',
  'THRUST_ACCELERATION SEDR X Y Z X_DOT Y_DOT Z_DOT',
];
const COVARIANCE_AXES = ['R', 'T', 'N', 'RDOT', 'TDOT', 'NDOT', 'DRG', 'SRP', 'THR'];

/** Keywords of version 1.0; later ones have more, which are passed over. Source: CCSDS 508.0-B-1, tables 3-1 to 3-4. */
const KEYWORDS = new Set([
  ...[...RELATIVE_KEYS, ...OBJECT_KEYS].flatMap((line) => line.split(' ')),
  ...COVARIANCE_AXES.flatMap((a, i) => COVARIANCE_AXES.slice(0, i + 1).map((b) => `C${a}_${b}`)),
]);

/** rad/s. */
const EARTH_RATE = 7.292115e-5;
const METERS_PER_KM = 1000;

/**
 * Read a Conjunction Data Message, KVN or XML.
 *
 * @throws InputError saying what is missing or wrong, and on which line
 * Source: CCSDS 508.0-B-1.
 */
export function readCdm(text: string): Cdm {
  const lines = readCdmLines(text);
  const firstObject = lines.findIndex(({ key }) => key === 'OBJECT');
  const secondObject = lines.findIndex(({ key }, i) => key === 'OBJECT' && i > firstObject);
  if (firstObject < 0 || secondObject < 0) throw new InputError('a CDM has two objects: OBJECT is missing');
  const about = new Part('the message', lines.slice(0, firstObject));
  const version = about.text('CCSDS_CDM_VERS');
  for (const { key, line } of lines)
    if (version.startsWith('1.') && key !== 'COMMENT' && !KEYWORDS.has(key))
      throw new InputError(`${line}: ${key} is no keyword of a CDM of version ${version}`);
  const objects = [
    readObject(new Part('OBJECT1', lines.slice(firstObject, secondObject))),
    readObject(new Part('OBJECT2', lines.slice(secondObject))),
  ] as const;
  if (objects[0].designator === objects[1].designator && objects[0].catalogName === objects[1].catalogName)
    throw new InputError(`both objects are ${objects[0].designator} of ${objects[0].catalogName}`);
  if (objects[0].refFrame !== objects[1].refFrame)
    throw new InputError(`the objects are in two frames, ${objects[0].refFrame} and ${objects[1].refFrame}`);
  return {
    version,
    messageId: about.text('MESSAGE_ID'),
    originator: about.text('ORIGINATOR'),
    creationDate: about.time('CREATION_DATE'),
    tca: about.time('TCA'),
    missDistanceKm: about.number('MISS_DISTANCE') / METERS_PER_KM,
    collisionProbability: about.has('COLLISION_PROBABILITY') ? about.number('COLLISION_PROBABILITY') : null,
    collisionProbabilityMethod: about.optional('COLLISION_PROBABILITY_METHOD'),
    comments: lines.filter(({ key }) => key === 'COMMENT').map(({ value }) => value),
    objects,
  };
}

/** The keywords of the message itself, or of one object. */
class Part {
  private readonly name: string;
  private readonly lines = new Map<string, CdmLine>();

  constructor(name: string, lines: readonly CdmLine[]) {
    this.name = name;
    for (const one of lines) {
      if (one.key === 'COMMENT') continue;
      if (this.lines.has(one.key)) throw new InputError(`${one.line}: ${one.key} of ${name} is there twice`);
      this.lines.set(one.key, one);
    }
  }

  has(key: string): boolean {
    return this.lines.has(key);
  }

  optional(key: string): string {
    return this.lines.get(key)?.value ?? '';
  }

  text(key: string): string {
    return this.line(key).value;
  }

  number(key: string): number {
    const { value, line } = this.line(key);
    const number = Number(value);
    if (value === '' || !Number.isFinite(number))
      throw new InputError(`${line}: ${key} of ${this.name} is no number: ${value.slice(0, 40)}`);
    return number;
  }

  time(key: string): UtcMs {
    const { value, line } = this.line(key);
    const time = parseIsoUtc(value.endsWith('Z') ? value : `${value}Z`);
    if (time === null)
      throw new InputError(`${line}: ${key} of ${this.name} is no time: ${value.slice(0, 40)}`);
    return time;
  }

  private line(key: string): CdmLine {
    const line = this.lines.get(key);
    if (!line) throw new InputError(`${key} of ${this.name} is missing`);
    return line;
  }
}

function readObject(part: Part): CdmObject {
  const refFrame = part.text('REF_FRAME');
  const position: Vector3 = [part.number('X'), part.number('Y'), part.number('Z')];
  const given: Vector3 = [part.number('X_DOT'), part.number('Y_DOT'), part.number('Z_DOT')];
  if (!(norm(position) > 0))
    throw new InputError(`the position of ${part.text('OBJECT')} is the Earth's centre`);
  // R, T and N are those of the orbit in inertial space.
  const turning: Vector3 = [-EARTH_RATE * position[1], EARTH_RATE * position[0], 0];
  const velocity: Vector3 = refFrame.startsWith('ITRF')
    ? [given[0] + turning[0], given[1] + turning[1], given[2]]
    : given;
  const squareKm = METERS_PER_KM * METERS_PER_KM;
  const covariance = (key: string) => part.number(key) / squareKm;
  const covarianceRtn: Covariance = [
    covariance('CR_R'),
    covariance('CT_R'),
    covariance('CN_R'),
    covariance('CT_T'),
    covariance('CN_T'),
    covariance('CN_N'),
  ];
  for (const [i, key] of [
    [0, 'CR_R'],
    [3, 'CT_T'],
    [5, 'CN_N'],
  ] as const)
    if (covarianceRtn[i] < 0) throw new InputError(`${key} of ${part.text('OBJECT')} is a negative variance`);
  return {
    designator: part.text('OBJECT_DESIGNATOR'),
    catalogName: part.text('CATALOG_NAME'),
    name: part.text('OBJECT_NAME'),
    internationalDesignator: part.text('INTERNATIONAL_DESIGNATOR'),
    covarianceMethod: part.text('COVARIANCE_METHOD'),
    maneuverable: part.text('MANEUVERABLE'),
    refFrame,
    position,
    velocity,
    covarianceRtn,
  };
}

/** The second object from the first, with the sum of their covariances, in the frame of the message. */
export function relativeStateOf({ objects: [one, two] }: Cdm): RelativeState {
  return {
    position: subtract(two.position, one.position),
    velocity: subtract(two.velocity, one.velocity),
    covariance: addCovariances(inFrame(one), inFrame(two)),
    radiusKm: norm(one.position),
  };
}

function inFrame({ position, velocity, covarianceRtn }: CdmObject): Covariance {
  const axes = rtnAxes(position, velocity);
  const [rr, rt, rn, tt, tn, nn] = covarianceRtn;
  const matrix = [
    [rr, rt, rn],
    [rt, tt, tn],
    [rn, tn, nn],
  ] as const;
  const at = (i: number, j: number) =>
    axes.reduce(
      (sum, a, k) => sum + axes.reduce((part, b, l) => part + a[i]! * matrix[k]![l]! * b[j]!, 0),
      0,
    );
  return [at(0, 0), at(0, 1), at(0, 2), at(1, 1), at(1, 2), at(2, 2)];
}

/** The hard-body radius that a comment names, as NASA CARA writes it: `HBR = 52.8`, metres. */
export function hardBodyRadiusOf({ comments }: Cdm): number | null {
  for (const comment of comments) {
    const radius = /^HBR\s*=\s*([\d.]+)/.exec(comment)?.[1];
    if (radius !== undefined) return Number(radius);
  }
  return null;
}
