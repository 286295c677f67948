import type { ObjectType } from '../elements/object-type.ts';
import type { Degrees, Kilometers } from '../units.ts';

export type Range = readonly [low: number, high: number];

/** How the orbits of a family lie in space. Altitudes are semi-major axis minus 6378.135 km unless they say perigee or apogee. */
export type Shape =
  /** Equal circles: planes evenly over `span` degrees of node (360 delta, 180 star), Walker phasing `phasing`. */
  | {
      readonly kind: 'walker';
      readonly planes: number;
      readonly altitude: Kilometers;
      readonly inclination: Degrees;
      readonly span: 360 | 180;
      readonly phasing: number;
    }
  /** Satellites of one launch, still close behind each other on their way up. */
  | {
      readonly kind: 'train';
      readonly perTrain: number;
      readonly altitude: Range;
      readonly inclination: Degrees;
      readonly spacing: Degrees;
    }
  /** Any node: inclination normal about a mean, eccentricity log-normal about a median. */
  | {
      readonly kind: 'band';
      readonly altitude: Range;
      readonly inclination: { readonly mean: Degrees; readonly sigma: Degrees };
      readonly eccentricity: number;
    }
  /** Inclination from the altitude so that the node follows the Sun; `hours` are local times of the ascending node. */
  | {
      readonly kind: 'sun-synchronous';
      readonly altitude: Range;
      readonly eccentricity: number;
      readonly hours: readonly number[];
    }
  /** Pieces of one broken object: velocity kicks of `kick` m/s a component, nodes spread since by their different rates. */
  | {
      readonly kind: 'breakup';
      readonly altitude: Kilometers;
      readonly inclination: Degrees;
      readonly kick: number;
      readonly ageYears: number;
    }
  | {
      readonly kind: 'eccentric';
      readonly perigee: Range;
      readonly apogee: Range;
      readonly inclination: { readonly mean: Degrees; readonly sigma: Degrees };
      /** Argument of perigee; null is anywhere. */
      readonly perigeeArgument: { readonly mean: Degrees; readonly sigma: Degrees } | null;
    }
  /** Geosynchronous: `inclination` limits station-kept ones; null follows the 53-year cycle of uncontrolled ones. */
  | {
      readonly kind: 'geosynchronous';
      readonly inclination: Range | null;
      /** Semi-major axis less the synchronous one; [0, 0] stays over its longitude. */
      readonly offset: Range;
      readonly eccentricity: number;
    };

export interface Family {
  /** Part of the name of payloads; other types are numbered through. */
  readonly label: string;
  readonly type: ObjectType;
  readonly count: number;
  readonly launchYears: Range;
  readonly perLaunch: number;
  /** B*, log-normal about a median (inverse Earth radii); null where the air is not felt. */
  readonly bstar: { readonly median: number; readonly sigma: number } | null;
  readonly shape: Shape;
}

const PAYLOAD_DRAG = { median: 2.5e-4, sigma: 0.7 };
const COMMS_DRAG = { median: 1.2e-4, sigma: 0.5 };
const STAGE_DRAG = { median: 1.4e-4, sigma: 0.7 };
const LOW_DEBRIS_DRAG = { median: 1.6e-3, sigma: 1 };
const DEBRIS_DRAG = { median: 9e-4, sigma: 1 };
const UNKNOWN_DRAG = { median: 7e-4, sigma: 0.7 };
const TRANSFER_DRAG = { median: 8e-4, sigma: 0.8 };

/** 6 and 18 h: dawn–dusk; 9.5–10.5 and 13.5–14.5 h: imaging and weather. Ascending or descending alike. */
const IMAGING_HOURS = [9.5, 10, 10.5, 10.5, 13.5, 13.5, 14.5, 22.5, 22, 18, 6];
const ANY_HOUR = Array.from({ length: 48 }, (_, i) => i / 2);

const MOLNIYA_PERIGEE = { mean: 278, sigma: 12 };
const CRITICAL = { mean: 63.6, sigma: 0.9 };

function walker(
  label: string,
  [planes, perPlane]: readonly [number, number],
  [altitude, inclination]: readonly [Kilometers, Degrees],
  rest: Partial<Omit<Family, 'shape'>> & { span?: 360 | 180; phasing?: number } = {},
): Family {
  const { span = 360, phasing = 1, ...family } = rest;
  return {
    label,
    type: 'payload',
    count: planes * perPlane,
    launchYears: [2020, 2025],
    perLaunch: 22,
    bstar: COMMS_DRAG,
    ...family,
    shape: { kind: 'walker', planes, altitude, inclination, span, phasing },
  };
}

/** A cloud of debris; its pieces share one launch. */
function cloud(
  count: number,
  [altitude, inclination]: readonly [Kilometers, Degrees],
  kick: number,
  [year, ageYears]: readonly [number, number],
): Family {
  return {
    label: `CLOUD ${year}-${altitude}-${inclination}`,
    type: 'debris',
    count,
    launchYears: [year, year],
    perLaunch: count,
    bstar: altitude < 900 ? LOW_DEBRIS_DRAG : DEBRIS_DRAG,
    shape: { kind: 'breakup', altitude, inclination, kick, ageYears },
  };
}

function band(
  type: ObjectType,
  label: string,
  count: number,
  [altitude, mean, sigma, eccentricity]: readonly [Range, Degrees, Degrees, number],
): Family {
  const drag = {
    payload: PAYLOAD_DRAG,
    'rocket-body': STAGE_DRAG,
    debris: DEBRIS_DRAG,
    unknown: UNKNOWN_DRAG,
  };
  return {
    label,
    type,
    count,
    launchYears: [1975, 2019],
    perLaunch: type === 'debris' ? 8 : type === 'payload' ? 3 : 1,
    bstar: drag[type],
    shape: { kind: 'band', altitude, inclination: { mean, sigma }, eccentricity },
  };
}

function sunSynchronous(
  type: ObjectType,
  label: string,
  count: number,
  [altitude, eccentricity, hours]: readonly [Range, number, readonly number[]],
): Family {
  return {
    ...band(type, label, count, [altitude, 0, 0, 0]),
    launchYears: type === 'debris' || type === 'rocket-body' ? [1980, 2024] : [2012, 2025],
    perLaunch: type === 'payload' || type === 'unknown' ? 12 : 1,
    shape: { kind: 'sun-synchronous', altitude, eccentricity, hours },
  };
}

function eccentric(
  type: ObjectType,
  label: string,
  count: number,
  [perigee, apogee, mean, sigma]: readonly [Range, Range, Degrees, Degrees],
): Family {
  return {
    label,
    type,
    count,
    launchYears: [1975, 2023],
    perLaunch: type === 'debris' ? 6 : 1,
    bstar: perigee[0] > 1000 ? null : TRANSFER_DRAG,
    shape: { kind: 'eccentric', perigee, apogee, inclination: { mean, sigma }, perigeeArgument: null },
  };
}

function geosynchronous(
  type: ObjectType,
  label: string,
  count: number,
  [inclination, offset, eccentricity]: readonly [Range | null, Range, number],
): Family {
  return {
    label,
    type,
    count,
    launchYears: [1978, 2024],
    perLaunch: type === 'debris' ? 4 : 1,
    bstar: null,
    shape: { kind: 'geosynchronous', inclination, offset, eccentricity },
  };
}

/**
 * Everything in the notional catalogue.
 *
 * Numbers of objects, altitudes and inclinations follow the public catalogue of 1 September 2025 (28,488 element sets:
 * 52 % payloads, 36 % debris, 8 % rocket bodies, 4 % not identified), scaled up by 5 % for growth. Each row is a
 * regime that really exists; no row is a real object, and no operator is named.
 */
export const FAMILIES: readonly Family[] = [
  // Broadband constellations: 84 % of all active payloads fly in shells such as these.
  walker('COMMS 1', [72, 21], [540, 53.05], { phasing: 17 }),
  walker('COMMS 2', [36, 21], [547, 53.22], { phasing: 5 }),
  walker('COMMS 3', [28, 50], [484, 43], { phasing: 9, perLaunch: 24 }),
  walker('COMMS 4', [28, 47], [559, 43], { phasing: 11 }),
  walker('COMMS 5', [28, 44], [475, 53.16], { phasing: 13, perLaunch: 24 }),
  walker('COMMS 6', [36, 14], [572, 70], { phasing: 7 }),
  walker('COMMS 7', [6, 35], [563, 97.6], { phasing: 1 }),
  walker('COMMS 8', [26, 14], [358, 43], { phasing: 3, perLaunch: 13 }),
  walker('COMMS 9', [26, 13], [362, 53.16], { phasing: 3, perLaunch: 13 }),
  walker('COMMS 10', [15, 22], [443, 53.16], { phasing: 2, perLaunch: 24 }),
  walker('COMMS 11', [6, 20], [435, 70]),
  walker('COMMS 12', [12, 54], [1202, 87.9], { span: 180, launchYears: [2019, 2023], perLaunch: 36 }),
  walker('COMMS 13', [6, 12], [780, 86.4], {
    span: 180,
    phasing: 3,
    launchYears: [2017, 2019],
    perLaunch: 10,
  }),
  walker('COMMS 14', [8, 6], [1414, 52], { launchYears: [2007, 2013], perLaunch: 6 }),
  walker('COMMS 15', [4, 9], [740, 45], { launchYears: [1997, 2014], perLaunch: 8 }),
  walker('COMMS 16', [17, 8], [630, 51.9], { launchYears: [2025, 2025], perLaunch: 27 }),
  walker('COMMS 17', [5, 18], [1069, 89], { span: 180, launchYears: [2024, 2025], perLaunch: 18 }),
  walker('COMMS 18', [4, 16], [1150, 86.5], { span: 180, launchYears: [2024, 2025], perLaunch: 9 }),
  walker('COMMS 19', [4, 8], [600, 50], { launchYears: [2022, 2025], perLaunch: 8 }),
  {
    ...walker('TRAIN', [12, 23], [0, 0], { launchYears: [2025, 2025], perLaunch: 23 }),
    shape: { kind: 'train', perTrain: 23, altitude: [295, 350], inclination: 53.16, spacing: 0.6 },
  },
  band('payload', 'COMMS LOWERING', 130, [[330, 460], 53.1, 0.06, 3e-4]),
  { ...band('payload', 'STORE', 420, [[1410, 1500], 74.02, 0.05, 0.003]), perLaunch: 8 },

  // Navigation.
  walker('NAV 1', [6, 6], [20_182, 55], { bstar: null, launchYears: [1997, 2023], perLaunch: 1 }),
  walker('NAV 2', [3, 8], [19_130, 64.8], { bstar: null, launchYears: [2006, 2023], perLaunch: 3 }),
  walker('NAV 3', [3, 9], [23_222, 56], { bstar: null, launchYears: [2014, 2024], perLaunch: 2 }),
  walker('NAV 4', [3, 9], [21_528, 55], { bstar: null, launchYears: [2017, 2024], perLaunch: 2 }),
  { ...band('payload', 'NAV RETIRED', 190, [[18_900, 21_300], 64.5, 1, 0.004]), bstar: null },
  { ...band('rocket-body', 'NAV STAGE', 110, [[18_800, 20_700], 64.2, 2.5, 0.006]), bstar: null },
  walker('NAV LOW', [30, 8], [985, 82.94], { launchYears: [1976, 2010], perLaunch: 1, bstar: PAYLOAD_DRAG }),
  walker('COMMS 20', [1, 28], [8063, 0.05], { bstar: null, launchYears: [2013, 2024], perLaunch: 4 }),

  // Sun-synchronous: imaging, weather, radar, and most cubesats.
  sunSynchronous('payload', 'EARTH', 620, [[480, 830], 6e-4, IMAGING_HOURS]),
  sunSynchronous('payload', 'CUBE', 980, [[430, 600], 8e-4, IMAGING_HOURS]),
  sunSynchronous('payload', 'EARTH OLD', 230, [[560, 920], 0.0015, ANY_HOUR]),
  sunSynchronous('unknown', 'SSO', 560, [[440, 610], 9e-4, IMAGING_HOURS]),
  sunSynchronous('rocket-body', 'SSO', 230, [[480, 900], 0.006, ANY_HOUR]),
  sunSynchronous('debris', 'SSO', 420, [[560, 880], 0.006, ANY_HOUR]),

  // Other low payloads.
  band('payload', 'SURVEY', 130, [[470, 620], 35, 0.03, 6e-4]),
  band('payload', 'CUBE LOW', 170, [[390, 450], 51.64, 0.02, 5e-4]),
  band('payload', 'CUBE MID', 230, [[460, 600], 45, 2.5, 0.001]),
  band('payload', 'RADIO', 120, [[590, 1100], 63.4, 0.6, 0.006]),
  band('payload', 'WEATHER', 190, [[780, 960], 82.2, 0.7, 0.002]),
  band('payload', 'LEGACY', 360, [[620, 1250], 74, 3, 0.01]),
  band('payload', 'POLAR', 210, [[600, 1300], 90, 2.5, 0.004]),
  band('payload', 'CALIBRATION', 90, [[700, 1600], 66, 5, 0.02]),
  band('payload', 'GEODESY', 9, [[5000, 5900], 80, 28, 0.005]),

  // Rocket bodies in low orbits.
  band('rocket-body', 'LOW 1', 260, [[950, 1000], 82.95, 0.03, 0.003]),
  band('rocket-body', 'LOW 2', 150, [[700, 1560], 74.03, 0.05, 0.006]),
  band('rocket-body', 'LOW 3', 120, [[560, 1000], 81.6, 0.8, 0.004]),
  band('rocket-body', 'LOW 4', 40, [[820, 860], 71, 0.05, 0.001]),
  band('rocket-body', 'LOW 5', 90, [[700, 1500], 101, 1.4, 0.03]),
  band('rocket-body', 'LOW 6', 80, [[470, 1200], 65, 3, 0.02]),
  band('rocket-body', 'LOW 7', 70, [[420, 900], 40, 9, 0.02]),

  // Clouds of the great breakups: [altitude, inclination], kick m/s, [launch year, age of the cloud].
  cloud(2000, [822, 98.8], 54, [1999, 19]),
  cloud(560, [790, 74.03], 52, [1993, 17]),
  cloud(120, [778, 86.4], 42, [1997, 17]),
  cloud(480, [768, 98.75], 28, [2000, 10]),
  cloud(210, [768, 98.7], 26, [1995, 11]),
  cloud(310, [915, 99.9], 50, [1970, 55]),
  cloud(720, [785, 98.8], 45, [2022, 3]),
  cloud(620, [775, 89], 40, [2024, 1.2]),
  cloud(250, [760, 98.4], 50, [1986, 39]),
  cloud(200, [880, 66.8], 50, [1961, 64]),
  cloud(430, [930, 82.95], 42, [1981, 34]),
  cloud(260, [785, 82.55], 36, [1978, 30]),
  cloud(430, [880, 65.8], 28, [1980, 38]),
  cloud(330, [1274, 90.2], 40, [1965, 46]),
  cloud(300, [1074, 100.2], 45, [1970, 55]),
  cloud(400, [1440, 102], 50, [1974, 51]),
  cloud(420, [1480, 101.4], 48, [1977, 48]),
  cloud(280, [820, 71], 36, [1992, 33]),
  cloud(330, [770, 74], 55, [1979, 44]),
  cloud(50, [560, 82.6], 40, [1982, 4]),
  band('debris', 'LOW 1', 260, [[620, 1150], 81.5, 1, 0.006]),
  band('debris', 'LOW 2', 220, [[650, 1500], 62.5, 2, 0.02]),
  band('debris', 'LOW 3', 190, [[600, 1200], 68, 2, 0.015]),
  band('debris', 'LOW 4', 130, [[600, 1900], 31, 3, 0.03]),
  band('debris', 'LOW 5', 120, [[750, 1900], 86, 1.5, 0.02]),

  // Not identified.
  band('unknown', 'LOW 1', 330, [[650, 1600], 90, 9, 0.01]),
  band('unknown', 'LOW 2', 170, [[480, 1200], 67, 5, 0.006]),
  band('unknown', 'LOW 3', 90, [[900, 1950], 100, 3, 0.02]),
  eccentric('unknown', 'HIGH', 26, [[1200, 3500], [18_000, 36_000], 35, 15]),

  // The geostationary belt, and what was left in it and above it.
  geosynchronous('payload', 'GEO', 470, [[0, 0.09], [0, 0], 2.2e-4]),
  geosynchronous('payload', 'GEO TILTED', 190, [null, [0, 0], 4e-4]),
  geosynchronous('payload', 'GEO SLANT', 16, [[41, 55], [0, 0], 0.01]),
  geosynchronous('payload', 'GEO RETIRED', 730, [null, [40, 480], 0.001]),
  geosynchronous('rocket-body', 'GEO', 305, [null, [-700, 900], 0.006]),
  geosynchronous('debris', 'GEO', 130, [null, [-900, 1000], 0.02]),

  // Twelve-hour orbits over the north, their stages and debris.
  {
    ...eccentric('payload', 'HEO', 96, [[1100, 2600], [37_700, 39_300], 63.6, 0.9]),
    shape: {
      kind: 'eccentric',
      perigee: [1100, 2600],
      apogee: [37_700, 39_300],
      inclination: CRITICAL,
      perigeeArgument: MOLNIYA_PERIGEE,
    },
  },
  eccentric('rocket-body', 'HEO', 94, [[1400, 4500], [35_600, 39_000], 64.4, 2]),
  eccentric('debris', 'HEO', 48, [[1500, 5000], [34_500, 38_800], 65.5, 3]),

  // Geostationary transfer, and other long ellipses.
  eccentric('payload', 'TRANSFER', 36, [[500, 1400], [20_500, 36_000], 15, 8]),
  eccentric('rocket-body', 'TRANSFER', 350, [[420, 1300], [22_500, 37_000], 16, 8]),
  eccentric('debris', 'TRANSFER', 450, [[450, 1400], [20_500, 36_500], 14, 10]),
  eccentric('payload', 'LONG', 60, [[1500, 9000], [12_000, 45_000], 40, 20]),
  eccentric('rocket-body', 'LONG 1', 180, [[500, 1300], [5600, 14_500], 33, 14]),
  eccentric('rocket-body', 'LONG 2', 150, [[2000, 11_000], [33_000, 43_000], 24, 13]),
  eccentric('debris', 'LONG 1', 220, [[600, 2000], [6000, 19_000], 49, 8]),
  eccentric('debris', 'LONG 2', 220, [[1300, 6000], [17_000, 34_000], 18, 7]),
  eccentric('payload', 'SCIENCE', 14, [[9000, 26_000], [95_000, 160_000], 40, 20]),

  // Between low and twelve-hour orbits.
  band('payload', 'BETWEEN', 45, [[2100, 9000], 60, 20, 0.03]),
  band('rocket-body', 'BETWEEN', 54, [[2100, 5000], 52, 18, 0.06]),
  band('debris', 'BETWEEN', 92, [[2100, 4500], 85, 12, 0.05]),
];

/** Rocket bodies in their last days; they are named so, and SGP4 takes each down within 60 days. */
export const DECAYING: Family = {
  ...band('rocket-body', 'DECAYING', 12, [[190, 240], 52, 10, 5e-4]),
  launchYears: [2025, 2025],
  bstar: { median: 6e-4, sigma: 0.3 },
};
