import { degreesToRadians, ecfToLookAngles, eciToEcf, gstime, json2satrec, sgp4 } from 'satellite.js';
import { describe, expect, it } from 'vitest';
import { ommKeywordsOf } from '../../../core/elements/omm-write.ts';
import type { ElementSet } from '../../../core/elements/element-set.ts';
import { generateNotionalCatalog } from '../../../core/notional/generate.ts';
import { createPropagator } from '../../../core/propagation/sgp4.ts';
import { findPasses, type Pass } from '../../../core/sensors/passes.ts';
import { isSunlit } from '../../../core/sensors/shadow.ts';
import { sunDirection } from '../../../core/frames/sun.ts';
import { DEG_PER_RAD, MS_PER_HOUR, RAD_PER_DEG } from '../../../core/units.ts';
import { scale } from '../../../core/vector.ts';

/** The figure; what is measured is below 20 ms. */
const TIME_TOLERANCE_MS = 1000;
/** satellite.js takes other Earth radii for its sites: some tens of metres, seen from 200 km and more. */
const ANGLE_TOLERANCE_DEG = 0.02;
const START = Date.UTC(2026, 10, 22);
const HOURS = 12;
const CATALOG = generateNotionalCatalog({ seed: 'passes', epoch: START });

const SITES = {
  Vandenberg: [34.74, -120.57, 112],
  'the north pole': [90, 0, 0],
  'the south pole': [-90, 0, 2800],
  'the date line': [-16.8, 179.99, 5],
  'the equator': [0, 9.4, 15],
} as const;

/** One object of each kind of orbit, by mean motion (rev/day), eccentricity and inclination. */
const ORBITS = {
  'a low orbit': pick(
    (set) => set.meanMotionRevPerDay > 15 && set.inclinationDeg > 50 && set.inclinationDeg < 60,
  ),
  'a sun-synchronous orbit': pick(
    (set) => set.meanMotionRevPerDay > 14 && Math.abs(set.inclinationDeg - 98) < 1,
  ),
  'a transfer orbit': pick((set) => set.eccentricity > 0.6 && set.inclinationDeg < 30),
  'a Molniya orbit': pick((set) => set.eccentricity > 0.6 && Math.abs(set.inclinationDeg - 63.4) < 1.5),
  'a navigation orbit': pick(
    (set) => Math.abs(set.meanMotionRevPerDay - 2.005) < 0.02 && set.eccentricity < 0.1,
  ),
  'a geostationary orbit': pick((set) => Math.abs(set.meanMotionRevPerDay - 1.0027) < 0.001),
} as const;

function pick(wanted: (set: ElementSet) => boolean): ElementSet {
  const set = CATALOG.find(wanted);
  if (!set) throw new Error('the notional catalogue has no such orbit');
  return set;
}

function siteOf([latitudeDeg, longitudeDeg, heightM]: readonly [number, number, number]) {
  return {
    latitude: latitudeDeg * RAD_PER_DEG,
    longitude: longitudeDeg * RAD_PER_DEG,
    height: heightM / 1000,
  };
}

interface Seen {
  readonly rise: number | null;
  readonly set: number | null;
  readonly maxElevationDeg: number;
}

/** Passes by scanning each second with satellite.js' own propagation, rotation and look angles. */
function scan(set: ElementSet, place: readonly [number, number, number], minElevationDeg: number): Seen[] {
  const satrec = json2satrec(ommKeywordsOf(set));
  const observer = {
    latitude: degreesToRadians(place[0]),
    longitude: degreesToRadians(place[1]),
    height: place[2] / 1000,
  };
  const elevationDeg = (time: number): number => {
    const { position } = sgp4(satrec, (time - set.epoch) / 60_000)!;
    return ecfToLookAngles(observer, eciToEcf(position, gstime(new Date(time)))).elevation * DEG_PER_RAD;
  };
  const seen: Seen[] = [];
  let open: { rise: number | null; max: number } | null = null;
  let last = elevationDeg(START);
  if (last >= minElevationDeg) open = { rise: null, max: last };
  for (let time = START + 1000; time <= START + HOURS * MS_PER_HOUR; time += 1000) {
    const now = elevationDeg(time);
    const crossing = time - 1000 * ((now - minElevationDeg) / (now - last));
    if (now >= minElevationDeg)
      open = { rise: open ? open.rise : crossing, max: Math.max(open?.max ?? -90, now) };
    else if (open) {
      seen.push({ rise: open.rise, set: crossing, maxElevationDeg: open.max });
      open = null;
    }
    last = now;
  }
  if (open) seen.push({ rise: open.rise, set: null, maxElevationDeg: open.max });
  return seen;
}

function find(
  set: ElementSet,
  place: readonly [number, number, number],
  minElevationDeg: number,
): readonly Pass[] {
  return findPasses(createPropagator(set), {
    site: siteOf(place),
    start: START,
    end: START + HOURS * MS_PER_HOUR,
    minElevation: minElevationDeg * RAD_PER_DEG,
  });
}

describe('the passes of an object over a site', () => {
  const cases = Object.entries(ORBITS).flatMap(([orbit, set]) =>
    Object.entries(SITES).map(([site, place]) => ({ orbit, set, site, place })),
  );

  it.each(cases)('agree with a scan second by second: $orbit over $site', ({ set, place }) => {
    for (const minElevationDeg of [0, 10]) {
      const expected = scan(set, place, minElevationDeg).filter(
        // A pass that only grazes the limit may be seen by one and not the other.
        ({ maxElevationDeg }) => maxElevationDeg > minElevationDeg + ANGLE_TOLERANCE_DEG,
      );
      const found = find(set, place, minElevationDeg).filter(
        ({ culmination }) => culmination.look.elevation * DEG_PER_RAD > minElevationDeg + ANGLE_TOLERANCE_DEG,
      );
      expect(found).toHaveLength(expected.length);
      found.forEach(({ rise, culmination, set: setting }, i) => {
        const { rise: riseTime, set: setTime, maxElevationDeg } = expected[i]!;
        expect(apart(rise?.time ?? null, riseTime)).toBeLessThan(TIME_TOLERANCE_MS);
        expect(apart(setting?.time ?? null, setTime)).toBeLessThan(TIME_TOLERANCE_MS);
        expect(Math.abs(culmination.look.elevation * DEG_PER_RAD - maxElevationDeg)).toBeLessThan(
          ANGLE_TOLERANCE_DEG,
        );
        expect(culmination.time).toBeGreaterThanOrEqual(rise?.time ?? START);
        expect(culmination.time).toBeLessThanOrEqual(setting?.time ?? Number.POSITIVE_INFINITY);
      });
    }
  });

  it('are there to be compared: most orbits are seen from somewhere', () => {
    const counts = cases.map(({ set, place }) => find(set, place, 0).length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(40);
  });

  it('begin and end at the least elevation, and are highest in between', () => {
    const passes = find(ORBITS['a low orbit'], SITES.Vandenberg, 5);
    expect(passes.length).toBeGreaterThan(1);
    const edges = passes.flatMap(({ rise, set }) => [rise, set]).filter((edge) => edge !== null);
    expect(edges.length).toBeGreaterThan(1);
    for (const edge of edges) expect(edge.look.elevation * DEG_PER_RAD).toBeCloseTo(5, 3);
    for (const { culmination } of passes) expect(culmination.look.elevation * DEG_PER_RAD).toBeGreaterThan(5);
  });

  it('finds a pass of a second that stands between two samples', () => {
    const set = ORBITS['a low orbit'];
    const [highest] = [...find(set, SITES.Vandenberg, 0)].sort(
      (a, b) => b.culmination.look.elevation - a.culmination.look.elevation,
    );
    const topDeg = highest!.culmination.look.elevation * DEG_PER_RAD;
    const short = find(set, SITES.Vandenberg, topDeg - 0.0005).filter(({ rise }) => rise !== null);
    expect(short).toHaveLength(1);
    expect(short[0]!.set!.time - short[0]!.rise!.time).toBeLessThan(10_000);
  });

  it('of an object that never sets are one, cut at both ends', () => {
    const passes = Object.values(SITES).map((place) => find(ORBITS['a geostationary orbit'], place, -90));
    for (const pass of passes) expect(pass).toMatchObject([{ rise: null, set: null }]);
  });
});

describe('sunlight', () => {
  it('fails behind the Earth and nowhere else', () => {
    const sun = sunDirection(START);
    expect(isSunlit(scale(sun, 7000), START)).toBe(true);
    expect(isSunlit(scale(sun, -7000), START)).toBe(false);
    expect(isSunlit(scale(sun, -400_000), START)).toBe(false);
    const aside = [sun[1], -sun[0], 0] as const;
    const unit = Math.hypot(...aside);
    const beside = (km: number) =>
      [
        -7000 * sun[0] + (km * aside[0]) / unit,
        -7000 * sun[1] + (km * aside[1]) / unit,
        -7000 * sun[2],
      ] as const;
    expect(isSunlit(beside(6370), START)).toBe(false);
    expect(isSunlit(beside(6390), START)).toBe(true);
  });
});

/** 0 where neither has the edge, infinite where only one has. */
function apart(found: number | null, expected: number | null): number {
  if (found === null && expected === null) return 0;
  return found === null || expected === null ? Number.POSITIVE_INFINITY : Math.abs(found - expected);
}
