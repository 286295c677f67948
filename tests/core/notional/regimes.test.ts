import { describe, expect, it } from 'vitest';
import type { ElementSet } from '../../../core/elements/element-set.ts';
import { guessObjectType, type ObjectType } from '../../../core/elements/object-type.ts';
import { sunDirection } from '../../../core/frames/sun.ts';
import { generateNotionalCatalog } from '../../../core/notional/generate.ts';
import { createPropagator, minutesSinceEpoch } from '../../../core/propagation/sgp4.ts';
import { positionTemeToEcef } from '../../../core/frames/ecef.ts';
import { RAD_PER_DEG } from '../../../core/units.ts';
import type { Vector3 } from '../../../core/vector.ts';

const EPOCH = Date.UTC(2026, 2, 1, 12);
const sets = generateNotionalCatalog({ seed: 'regimes', epoch: EPOCH });

type Regime = 'low' | 'geosynchronous' | 'twelve-hour' | 'half-day circles' | 'long ellipses' | 'other';

/**
 * Counted with the function `regimeOf` below in Space-Track's public catalogue of 1 September 2025 (28,488 sets, as
 * kept in github.com/Bill-Gray/tles, old_tles/20250901.tle.gz).
 */
const REAL_TOTAL = 28_488;
const REAL_REGIMES: Record<Regime, number> = {
  low: 24_213,
  geosynchronous: 1759,
  'twelve-hour': 225,
  'half-day circles': 402,
  'long ellipses': 1631,
  other: 258,
};
const REAL_TYPES: Record<ObjectType, number> = {
  payload: 14_840,
  debris: 10_354,
  'rocket-body': 2162,
  unknown: 1132,
};
/** Sets in each 100 km of mean altitude, 300–1500 km, same source. */
const REAL_LOW_ALTITUDES = [1029, 4242, 5625, 1569, 2664, 2677, 1715, 876, 821, 814, 311, 946];
/** Sets within half a degree of an inclination, low orbits, same source. */
const REAL_INCLINATIONS: readonly [degrees: number, sets: number][] = [
  [53, 4163],
  [43, 3059],
  [74, 1458],
  [83, 1364],
  [70, 732],
  [88, 697],
  [89, 714],
  [86, 292],
];

/** Of the whole catalogue; the shape is to be right, not each number. */
const SHARE_TOLERANCE = 0.025;
/** Air drag, which drew the real cloud's lower edge down, is not in the generator. */
const CLOUD_TOLERANCE_KM = 75;
/** Scatter the generator gives on purpose (0.03° in node, 0.05° along) and short-period perturbations (0.1°). */
const PLANE_TOLERANCE_DEG = 0.4;
const SLOT_TOLERANCE_DEG = 0.8;
/** The pull of the Earth's uneven equator moves a satellite that nobody steers by up to 0.8° in a month; the rest is Sun and Moon. */
const MONTHLY_DRIFT_DEG = 2;

function altitudes(set: ElementSet): { mean: number; perigee: number; apogee: number } {
  const n = (set.meanMotionRevPerDay * 2 * Math.PI) / 86_400;
  const a = Math.cbrt(398_600.8 / (n * n));
  return {
    mean: a - 6378.135,
    perigee: a * (1 - set.eccentricity) - 6378.135,
    apogee: a * (1 + set.eccentricity) - 6378.135,
  };
}

function regimeOf(set: ElementSet): Regime {
  const n = set.meanMotionRevPerDay;
  if (set.eccentricity > 0.25) {
    const isTwelveHour = n > 1.9 && n < 2.2 && set.inclinationDeg > 55 && set.inclinationDeg < 75;
    return isTwelveHour && set.eccentricity > 0.4 ? 'twelve-hour' : 'long ellipses';
  }
  if (n > 0.9 && n < 1.1) return 'geosynchronous';
  if (n > 11.25) return 'low';
  return n > 1.6 && n < 2.4 ? 'half-day circles' : 'other';
}

function stateAtEpoch(set: ElementSet): { position: Vector3; velocity: Vector3 } {
  const out = new Float64Array(6);
  expect(createPropagator(set).propagate(minutesSinceEpoch(set, EPOCH), out, 0)).toBe(0);
  return { position: [out[0]!, out[1]!, out[2]!], velocity: [out[3]!, out[4]!, out[5]!] };
}

function named(prefix: string): ElementSet[] {
  const found = sets.filter((set) => set.name.startsWith(`NOTIONAL ${prefix}-`));
  expect(found.length, `with ${prefix}`).toBeGreaterThan(0);
  return found;
}

describe('the regimes of the notional catalogue', () => {
  it('share the sky as the regimes of the real catalogue do', () => {
    for (const [regime, real] of Object.entries(REAL_REGIMES)) {
      const share = sets.filter((set) => regimeOf(set) === regime).length / sets.length;
      expect(Math.abs(share - real / REAL_TOTAL), `${regime}: ${share}`).toBeLessThan(SHARE_TOLERANCE);
      expect(share, `with ${regime}`).toBeGreaterThan(0.6 * (real / REAL_TOTAL));
    }
  });

  it('hold payloads, debris, rocket bodies and unknown objects in the real proportions', () => {
    for (const [type, real] of Object.entries(REAL_TYPES)) {
      const share = sets.filter((set) => guessObjectType(set.name) === type).length / sets.length;
      expect(Math.abs(share - real / REAL_TOTAL), `${type}: ${share}`).toBeLessThan(SHARE_TOLERANCE);
    }
  });

  it('crowd the low altitudes where the real ones do', () => {
    const low = sets.filter((set) => regimeOf(set) === 'low');
    REAL_LOW_ALTITUDES.forEach((real, index) => {
      const from = 300 + 100 * index;
      const found = low.filter(
        (set) => altitudes(set).mean >= from && altitudes(set).mean < from + 100,
      ).length;
      expect(Math.abs(found / sets.length - real / REAL_TOTAL), `${from} km: ${found}`).toBeLessThan(
        SHARE_TOLERANCE,
      );
    });
  });

  it('have the inclinations that launch sites and constellations made common', () => {
    const low = sets.filter((set) => regimeOf(set) === 'low');
    for (const [degrees, real] of REAL_INCLINATIONS) {
      const found = low.filter((set) => Math.abs(set.inclinationDeg - degrees) <= 0.5).length;
      expect(found / sets.length, `${degrees}°`).toBeGreaterThan(0.6 * (real / REAL_TOTAL));
      expect(found / sets.length, `${degrees}°`).toBeLessThan(1.6 * (real / REAL_TOTAL));
    }
  });

  it('keep station over every thirty degrees of longitude of the geostationary belt, most over Asia', () => {
    const bins = Array.from({ length: 12 }, () => 0);
    for (const set of named('GEO')) {
      const [x, y, z] = positionTemeToEcef(stateAtEpoch(set).position, EPOCH);
      expect(Math.abs(Math.hypot(x, y, z) - 42_164), `with ${set.name}`).toBeLessThan(120);
      const longitude = (Math.atan2(y, x) / RAD_PER_DEG + 360 + 180) % 360;
      bins[Math.floor(longitude / 30)]! += 1;
    }
    expect(Math.min(...bins)).toBeGreaterThan(0);
    expect(bins[8]! + bins[9]!).toBeGreaterThan(2 * (bins[0]! + bins[1]!));
  });

  it('leave a kept satellite within two degrees of its longitude for thirty days', () => {
    const out = new Float64Array(6);
    for (const set of named('GEO').slice(0, 60)) {
      const longitudeAt = (days: number): number => {
        const time = EPOCH + days * 86_400_000;
        createPropagator(set).propagate(minutesSinceEpoch(set, time), out, 0);
        const [x, y] = positionTemeToEcef([out[0]!, out[1]!, out[2]!], time);
        return Math.atan2(y, x) / RAD_PER_DEG;
      };
      const drift = ((longitudeAt(30) - longitudeAt(0) + 540) % 360) - 180;
      expect(Math.abs(drift), `with ${set.name}`).toBeLessThan(MONTHLY_DRIFT_DEG);
    }
  });

  it('tilt the uncontrolled geosynchronous orbits up to fifteen degrees, never more', () => {
    const tilts = named('GEO RETIRED').map((set) => set.inclinationDeg);
    expect(Math.max(...tilts)).toBeLessThan(15.2);
    expect(Math.max(...tilts)).toBeGreaterThan(13);
    const old = named('GEO RETIRED').filter((set) => set.inclinationDeg > 5);
    // Their nodes crowd about the vernal equinox, as the real ones do (13 of 1,040 real ones above 5° lie in this half).
    expect(old.filter((set) => set.raanDeg > 100 && set.raanDeg < 260)).toEqual([]);
  });

  it.each([
    ['COMMS 13', 6, 12, 30, 3],
    ['COMMS 1', 72, 21, 5, 17],
    ['NAV 3', 3, 9, 120, 1],
  ])(
    'space the planes of %s, a Walker constellation, evenly in node, its satellites evenly in each plane, and the planes in phase',
    (label, planes, perPlane, nodeStep, phasing) => {
      const members = named(label).map(stateAtEpoch);
      expect(members).toHaveLength(planes * perPlane);
      const places = members.map(({ position: r, velocity: v }) => {
        const h: Vector3 = [r[1] * v[2] - r[2] * v[1], r[2] * v[0] - r[0] * v[2], r[0] * v[1] - r[1] * v[0]];
        const node = Math.atan2(h[0], -h[1]);
        const along = r[0] * Math.cos(node) + r[1] * Math.sin(node);
        const inclination = Math.acos(h[2] / Math.hypot(...h));
        return { node: node / RAD_PER_DEG, u: Math.atan2(r[2] / Math.sin(inclination), along) / RAD_PER_DEG };
      });
      for (let plane = 1; plane < planes; plane++) {
        const step = (places[plane * perPlane]!.node - places[(plane - 1) * perPlane]!.node + 360) % 360;
        expect(Math.abs(step - nodeStep), `plane ${plane}`).toBeLessThan(PLANE_TOLERANCE_DEG);
        const lead = places[plane * perPlane]!.u - places[(plane - 1) * perPlane]!.u;
        const offPhase = ((lead - (360 * phasing) / members.length + 540) % 360) - 180;
        expect(Math.abs(offPhase), `phase of plane ${plane}`).toBeLessThan(SLOT_TOLERANCE_DEG);
      }
      for (let slot = 1; slot < perPlane; slot++) {
        const step = (places[slot]!.u - places[slot - 1]!.u + 360) % 360;
        expect(Math.abs(step - 360 / perPlane), `slot ${slot}`).toBeLessThan(SLOT_TOLERANCE_DEG);
      }
    },
  );

  it('turn the nodes of sun-synchronous orbits with the Sun, to a tenth of a degree a day', () => {
    const cubes = named('CUBE').filter((_, index) => index % 10 === 0);
    const out = new Float64Array(6);
    const nodeAt = (set: ElementSet, days: number): number => {
      createPropagator(set).propagate(days * 1440, out, 0);
      const [x, y, z, vx, vy, vz] = out as unknown as [number, number, number, number, number, number];
      return Math.atan2(y * vz - z * vy, -(z * vx - x * vz)) / RAD_PER_DEG;
    };
    for (const set of cubes) {
      const rate = (((nodeAt(set, 30) - nodeAt(set, 0) + 540) % 360) - 180) / 30;
      expect(Math.abs(rate - 0.9856), `with ${set.name}`).toBeLessThan(0.1);
    }
  });

  it('put most imaging satellites over mid-morning or early afternoon', () => {
    const [sx, sy] = sunDirection(EPOCH);
    const sun = Math.atan2(sy, sx) / RAD_PER_DEG;
    const hours = named('EARTH').map((set) => ((set.raanDeg - sun) / 15 + 12 + 48) % 24);
    const usual = hours.filter(
      (hour) => (hour % 12 > 9 && hour % 12 < 11.2) || (hour % 12 > 1 && hour % 12 < 3),
    );
    expect(usual.length / hours.length).toBeGreaterThan(0.6);
  });

  it('spread a breakup cloud about its orbit, wider in altitude and node the longer ago', () => {
    const clouds = new Map<string, ElementSet[]>();
    for (const set of sets.filter((s) => guessObjectType(s.name) === 'debris')) {
      const launch = set.internationalDesignator.replace(/[A-Z]+$/, '');
      clouds.set(launch, [...(clouds.get(launch) ?? []), set]);
    }
    const large = [...clouds.values()]
      .filter((cloud) => cloud.length >= 500)
      .sort((a, b) => b.length - a.length);
    expect(large.length).toBeGreaterThanOrEqual(4);
    const biggest = large[0]!.map((set) => altitudes(set).mean).sort((a, b) => a - b);
    // FENGYUN 1C's cloud in the same real catalogue: 627 and 1087 km at 5 % and 95 %, 831 km median (1,929 sets).
    const real = [627, 831, 1087] as const;
    [0.05, 0.5, 0.95].forEach((part, index) => {
      const found = biggest[Math.floor(biggest.length * part)]!;
      expect(Math.abs(found - real[index]!), `${part}: ${found} km`).toBeLessThan(CLOUD_TOLERANCE_KM);
    });
    const old = nodeSpread(large[0]!);
    const young = nodeSpread(large.find((cloud) => Math.abs(cloud[0]!.inclinationDeg - 89) < 2)!);
    expect(old).toBeLessThan(0.5);
    expect(young).toBeGreaterThan(old);
  });

  it('stand the twelve-hour orbits of the north on their southern perigee', () => {
    for (const set of named('HEO')) {
      expect(set.argumentOfPerigeeDeg, `with ${set.name}`).toBeGreaterThan(225);
      expect(set.argumentOfPerigeeDeg, `with ${set.name}`).toBeLessThan(330);
      expect(Math.abs(set.meanMotionRevPerDay - 2.006), `with ${set.name}`).toBeLessThan(0.12);
    }
  });
});

/** 1 when all nodes agree, 0 when they are all round. */
function nodeSpread(cloud: readonly ElementSet[]): number {
  const c = cloud.reduce((sum, set) => sum + Math.cos(set.raanDeg * RAD_PER_DEG), 0) / cloud.length;
  const s = cloud.reduce((sum, set) => sum + Math.sin(set.raanDeg * RAD_PER_DEG), 0) / cloud.length;
  return Math.hypot(c, s);
}
