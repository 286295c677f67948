import { gmst } from '../time/sidereal.ts';
import { sunDirection } from '../frames/sun.ts';
import { normal } from '../random.ts';
import { DEG_PER_RAD, RAD_PER_DEG, type Degrees, type UtcMs } from '../units.ts';
import type { Range, Shape } from './families.ts';
import {
  EARTH_RADIUS_KM,
  secularRates,
  sunSynchronousInclination,
  synchronousSemiMajorAxis,
  type MeanOrbit,
} from './orbit.ts';

/** Where an object stands in its family, and what turns with time. */
export interface Placing {
  readonly index: number;
  readonly count: number;
  readonly random: () => number;
  /** A number the whole family shares, [0, 1). */
  readonly familyPhase: number;
  readonly sky: Sky;
}

export interface Sky {
  readonly sunRightAscension: Degrees;
  readonly greenwich: Degrees;
}

export function skyAt(time: UtcMs): Sky {
  const [x, y] = sunDirection(time);
  return { sunRightAscension: Math.atan2(y, x) * DEG_PER_RAD, greenwich: gmst(time) * DEG_PER_RAD };
}

type ShapeOf<K extends Shape['kind']> = Extract<Shape, { kind: K }>;

/** Draw the orbit of one object at the instant of the sky. */
export function placeOrbit(shape: Shape, placing: Placing): MeanOrbit {
  switch (shape.kind) {
    case 'walker':
      return placeWalker(shape, placing);
    case 'train':
      return placeTrain(shape, placing);
    case 'band':
      return placeBand(shape, placing);
    case 'sun-synchronous':
      return placeSunSynchronous(shape, placing);
    case 'breakup':
      return placeFragment(shape, placing);
    case 'eccentric':
      return placeEccentric(shape, placing);
    case 'geosynchronous':
      return placeGeosynchronous(shape, placing);
  }
}

/** Source of the pattern: J. G. Walker, "Satellite constellations", JBIS 37 (1984). */
function placeWalker(shape: ShapeOf<'walker'>, { index, count, random, familyPhase }: Placing): MeanOrbit {
  const plane = Math.floor((index * shape.planes) / count);
  const first = Math.ceil((plane * count) / shape.planes);
  const inPlane = Math.ceil(((plane + 1) * count) / shape.planes) - first;
  const argumentOfLatitude =
    (360 * (index - first)) / inPlane + (360 * shape.phasing * plane) / count + normal(random) * 0.05;
  return nearCircle(random, {
    semiMajorAxis: EARTH_RADIUS_KM + shape.altitude + normal(random) * 0.02,
    inclination: Math.abs(shape.inclination + normal(random) * 0.005),
    raan: 360 * familyPhase + (shape.span * plane) / shape.planes + normal(random) * 0.03,
    argumentOfLatitude,
  });
}

function placeTrain(shape: ShapeOf<'train'>, { index, random, familyPhase }: Placing): MeanOrbit {
  const train = Math.floor(index / shape.perTrain);
  const [low, high] = shape.altitude;
  // Successive trains are spread by the golden ratio, which never bunches.
  const spread = (familyPhase + train * 0.618034) % 1;
  return nearCircle(random, {
    semiMajorAxis: EARTH_RADIUS_KM + low + (high - low) * spread,
    inclination: shape.inclination + normal(random) * 0.002,
    raan: 360 * ((spread * 7) % 1) + normal(random) * 0.01,
    argumentOfLatitude: 360 * ((spread * 13) % 1) - (index % shape.perTrain) * shape.spacing,
  });
}

function nearCircle(
  random: () => number,
  orbit: Pick<MeanOrbit, 'semiMajorAxis' | 'inclination' | 'raan'> & { argumentOfLatitude: Degrees },
): MeanOrbit {
  const argumentOfPerigee = 90 + normal(random) * 12;
  return {
    semiMajorAxis: orbit.semiMajorAxis,
    eccentricity: 1.3e-4 * (0.6 + 0.8 * random()),
    inclination: orbit.inclination,
    raan: orbit.raan,
    argumentOfPerigee,
    meanAnomaly: orbit.argumentOfLatitude - argumentOfPerigee,
  };
}

function placeBand(shape: ShapeOf<'band'>, { random }: Placing): MeanOrbit {
  const semiMajorAxis = EARTH_RADIUS_KM + between(shape.altitude, (random() + random()) / 2);
  return {
    semiMajorAxis,
    eccentricity: drawEccentricity(shape.eccentricity, semiMajorAxis, random),
    inclination: clampInclination(shape.inclination.mean + shape.inclination.sigma * normal(random)),
    ...anyOrientation(random),
  };
}

function placeSunSynchronous(shape: ShapeOf<'sun-synchronous'>, { random, sky }: Placing): MeanOrbit {
  const semiMajorAxis = EARTH_RADIUS_KM + between(shape.altitude, (random() + random()) / 2);
  const hour = (shape.hours[Math.floor(random() * shape.hours.length)] ?? 12) + 0.25 * normal(random);
  return {
    semiMajorAxis,
    eccentricity: drawEccentricity(shape.eccentricity, semiMajorAxis, random),
    inclination: sunSynchronousInclination(semiMajorAxis) + 0.04 * normal(random),
    ...anyOrientation(random),
    raan: sky.sunRightAscension + (hour - 12) * 15,
  };
}

/** Pieces nearer than this to the ground have come down since. */
function lowestPerigeeKm(ageYears: number): number {
  return Math.min(480, 300 + 6 * ageYears);
}

/**
 * Draw one piece of a breakup: a velocity kick to a circular orbit, then the drift of node and perigee since.
 * Kicks are normal with a log-normal size, which gives the long tails of real clouds; air drag since is left out.
 */
function placeFragment(shape: ShapeOf<'breakup'>, placing: Placing): MeanOrbit {
  const floor = lowestPerigeeKm(shape.ageYears);
  let orbit = kickedOrbit(shape, placing);
  for (let i = 0; i < 12 && perigeeOf(orbit) < floor; i++) orbit = kickedOrbit(shape, placing);
  if (perigeeOf(orbit) >= floor) return orbit;
  return { ...orbit, semiMajorAxis: EARTH_RADIUS_KM + shape.altitude, eccentricity: 0.002 };
}

function kickedOrbit(shape: ShapeOf<'breakup'>, { random, familyPhase }: Placing): MeanOrbit {
  const radius = EARTH_RADIUS_KM + shape.altitude;
  const speed = Math.sqrt(398_600.8 / radius) * 1000;
  const size = (shape.kick / speed) * Math.exp(0.45 * normal(random));
  const [radial, along, across] = [size * normal(random), size * normal(random), size * normal(random)];
  const latitudeArgument = 360 * familyPhase;
  const semiMajorAxis = radius / (2 - (1 + along) ** 2 - radial * radial - across * across);
  const inclination = shape.inclination + across * Math.cos(latitudeArgument * RAD_PER_DEG) * DEG_PER_RAD;
  const eccentricity = Math.hypot(2 * along, radial);
  const rates = secularRates({ semiMajorAxis, eccentricity, inclination });
  const days = shape.ageYears * 365.25;
  const nodeKick =
    (across * Math.sin(latitudeArgument * RAD_PER_DEG) * DEG_PER_RAD) / Math.sin(inclination * RAD_PER_DEG);
  const trueAnomaly = Math.atan2(radial, 2 * along) * DEG_PER_RAD;
  return {
    semiMajorAxis,
    eccentricity,
    inclination,
    raan: 720 * familyPhase + nodeKick + rates.raan * days,
    argumentOfPerigee: latitudeArgument - trueAnomaly + rates.argumentOfPerigee * days,
    meanAnomaly: 360 * random(),
  };
}

function placeEccentric(shape: ShapeOf<'eccentric'>, { random }: Placing): MeanOrbit {
  const perigee = EARTH_RADIUS_KM + between(shape.perigee, random() ** 1.5);
  const apogee = EARTH_RADIUS_KM + between(shape.apogee, Math.sqrt(random()));
  const orientation = anyOrientation(random);
  const { perigeeArgument } = shape;
  return {
    semiMajorAxis: (perigee + apogee) / 2,
    eccentricity: (apogee - perigee) / (apogee + perigee),
    inclination: clampInclination(shape.inclination.mean + shape.inclination.sigma * normal(random)),
    ...orientation,
    argumentOfPerigee: perigeeArgument
      ? perigeeArgument.mean + perigeeArgument.sigma * normal(random)
      : orientation.argumentOfPerigee,
  };
}

/** Satellites over each 30° of longitude from 180° W, in the public catalogue of 2025-09-01 (810 synchronous ones). */
const SATELLITES_BY_LONGITUDE = [23, 38, 81, 57, 32, 63, 74, 87, 114, 110, 85, 46];
/** The pole about which uncontrolled orbits wander, and how long a round takes. Source: L. J. Friesen et al., 1993. */
const LAPLACE_TILT_DEG = 7.4;
const WANDER_YEARS = 53;

function placeGeosynchronous(shape: ShapeOf<'geosynchronous'>, { random, sky }: Placing): MeanOrbit {
  const tilt = shape.inclination
    ? { inclination: between(shape.inclination, random()), raan: 360 * random() }
    : wanderedTilt(1 + 44 * random());
  const argumentOfPerigee = 360 * random();
  const longitude = drawLongitude(random);
  return {
    semiMajorAxis:
      synchronousSemiMajorAxis(tilt.inclination) + between(shape.offset, (random() + random()) / 2),
    eccentricity: Math.min(0.1, shape.eccentricity * Math.exp(0.6 * normal(random))),
    ...tilt,
    argumentOfPerigee,
    meanAnomaly: longitude + sky.greenwich - tilt.raan - argumentOfPerigee,
  };
}

/** Tilt and node of an orbit left alone for some years after it was equatorial. */
function wanderedTilt(years: number): { inclination: Degrees; raan: Degrees } {
  const angle = Math.PI * (1 - (2 * years) / WANDER_YEARS);
  const x = LAPLACE_TILT_DEG * (1 + Math.cos(angle));
  const y = LAPLACE_TILT_DEG * Math.sin(angle);
  return { inclination: Math.hypot(x, y), raan: Math.atan2(y, x) * DEG_PER_RAD };
}

function drawLongitude(random: () => number): Degrees {
  const total = SATELLITES_BY_LONGITUDE.reduce((sum, n) => sum + n, 0);
  let rest = random() * total;
  const bin = SATELLITES_BY_LONGITUDE.findIndex((n) => (rest -= n) < 0);
  return -180 + 30 * (Math.max(0, bin) + random());
}

function between([low, high]: Range, fraction: number): number {
  return low + (high - low) * fraction;
}

function perigeeOf(orbit: MeanOrbit): number {
  return orbit.semiMajorAxis * (1 - orbit.eccentricity) - EARTH_RADIUS_KM;
}

/** Log-normal about a median; cut where the perigee would come below 330 km or half-way to the ground. */
function drawEccentricity(median: number, semiMajorAxis: number, random: () => number): number {
  const altitude = semiMajorAxis - EARTH_RADIUS_KM;
  const most = (altitude - Math.min(330, altitude - 5)) / semiMajorAxis;
  return Math.min(median * Math.exp(0.7 * normal(random)), 0.9 * most);
}

function clampInclination(inclination: Degrees): Degrees {
  const folded = Math.abs(inclination);
  return folded > 180 ? 360 - folded : folded;
}

function anyOrientation(random: () => number): Pick<MeanOrbit, 'raan' | 'argumentOfPerigee' | 'meanAnomaly'> {
  return { raan: 360 * random(), argumentOfPerigee: 360 * random(), meanAnomaly: 360 * random() };
}
