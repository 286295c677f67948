import type { ElementSet } from '../elements/element-set.ts';
import { createRandom, normal } from '../random.ts';
import { MS_PER_DAY, type UtcMs } from '../units.ts';
import { roundAngle, roundTo } from './angles.ts';
import { DECAYING, FAMILIES, type Family } from './families.ts';
import { DesignatorBook, FIRST_NOTIONAL_CATALOG_NUMBER, NameBook } from './labels.ts';
import { carry, dragPerBstar, EARTH_RADIUS_KM, secularRates, type MeanOrbit } from './orbit.ts';
import { placeOrbit, skyAt } from './shapes.ts';

export interface NotionalCatalogOptions {
  readonly seed: string;
  /** The instant for which constellations are in phase and satellites over their longitudes; sets are up to two days older. */
  readonly epoch: UtcMs;
  /** Objects to make, all families in proportion. Default: about 30,000. */
  readonly count?: number;
}

const OLDEST_SET_DAYS = 2;
/** No object but the ones named so comes down in this time. */
const SAFE_DAYS = 60;
const MINUTES_PER_DAY = 1440;

/**
 * Make a catalogue of invented objects that is shaped like the real one.
 *
 * For a floor that has no network and no file: the regimes, constellations and breakup clouds of the public catalogue of
 * 2025, with invented numbers. Nobody can take it for real: catalog numbers run from 900,000,001, every name has
 * the word NOTIONAL, every designator starts with N. The same seed and epoch give the same catalogue; with
 * another epoch the constellations are the same and their objects elsewhere.
 *
 * @returns element sets in the order of their catalog numbers; all but twelve, named DECAYING, propagate for 60 days
 *
 * Source: counts by regime in `FAMILIES`. Check: tests/core/notional/.
 */
export function generateNotionalCatalog({ seed, epoch, count }: NotionalCatalogOptions): ElementSet[] {
  const families = [...FAMILIES, DECAYING];
  const total = families.reduce((sum, family) => sum + family.count, 0);
  const factor = (count ?? total) / total;
  const names = new NameBook();
  const designators = new DesignatorBook();
  const sky = skyAt(epoch);
  const sets: ElementSet[] = [];
  let before = 0;
  for (const family of families) {
    const first = Math.round(before * factor);
    before += family.count;
    const familyCount = Math.round(before * factor) - first;
    const random = createRandom(`${seed}/${family.type}/${family.label}`);
    const familyPhase = random();
    for (let index = 0; index < familyCount; index++) {
      const orbit = placeOrbit(family.shape, { index, count: familyCount, random, familyPhase, sky });
      sets.push(
        elementSetOf({
          orbit,
          family,
          epoch,
          ageDays: drawAgeDays(random),
          bstarDraw: normal(random),
          catalogNumber: FIRST_NOTIONAL_CATALOG_NUMBER + sets.length,
          name: names.next(family),
          internationalDesignator: designators.next(family, index),
        }),
      );
    }
  }
  return sets;
}

/** Days since a set was made: half of them under 0.4, none above two. */
function drawAgeDays(random: () => number): number {
  const age = -0.55 * Math.log(1 - random());
  return age < OLDEST_SET_DAYS ? age : OLDEST_SET_DAYS * random();
}

interface Draft {
  readonly orbit: MeanOrbit;
  readonly family: Family;
  readonly epoch: UtcMs;
  readonly ageDays: number;
  /** Standard normal. */
  readonly bstarDraw: number;
  readonly catalogNumber: number;
  readonly name: string;
  readonly internationalDesignator: string;
}

/** Carry an orbit back to the epoch of its set, rounded to the decimals of published sets and whole milliseconds. */
function elementSetOf(draft: Draft): ElementSet {
  const { orbit, family, epoch } = draft;
  const setEpoch = Math.floor(epoch - draft.ageDays * MS_PER_DAY);
  const rates = secularRates(orbit);
  const then = carry(orbit, rates, (setEpoch - epoch) / MS_PER_DAY);
  const meanMotion = rates.meanAnomaly / 360;
  const dragPerMinute = family.bstar === null ? 0 : dragPerBstar(orbit);
  const bstar = Number(bstarOf(draft, dragPerMinute).toPrecision(5));
  const yearsInOrbit = Math.max(0.1, 1970 + epoch / (365.25 * MS_PER_DAY) - family.launchYears[1]);
  return {
    catalogNumber: draft.catalogNumber,
    name: draft.name,
    internationalDesignator: draft.internationalDesignator,
    classification: 'U',
    epoch: setEpoch,
    meanMotionRevPerDay: roundTo(meanMotion, 8),
    eccentricity: roundTo(then.eccentricity, 7),
    inclinationDeg: roundTo(then.inclination, 4),
    raanDeg: roundAngle(then.raan),
    argumentOfPerigeeDeg: roundAngle(then.argumentOfPerigee),
    meanAnomalyDeg: roundAngle(then.meanAnomaly),
    bstar,
    meanMotionDot: roundTo(1.5 * meanMotion * bstar * dragPerMinute * MINUTES_PER_DAY, 8),
    meanMotionDdot: 0,
    elementSetNumber: 999,
    revolutionAtEpoch: Math.floor(meanMotion * 365.25 * yearsInOrbit) % 100_000,
  };
}

function bstarOf({ family, orbit, bstarDraw }: Draft, dragPerMinute: number): number {
  if (family.bstar === null) return 0;
  const drawn = family.bstar.median * Math.exp(family.bstar.sigma * bstarDraw);
  return family === DECAYING ? drawn : Math.min(drawn, safeBstar(orbit, dragPerMinute));
}

/** The largest B* that leaves an orbit well above the air for 60 days; SGP4's drag grows as the orbit sinks. */
function safeBstar({ semiMajorAxis, eccentricity }: MeanOrbit, dragPerMinute: number): number {
  const perigee = semiMajorAxis * (1 - eccentricity) - EARTH_RADIUS_KM;
  const lossKm = eccentricity > 0.1 ? 0.01 * semiMajorAxis : 0.15 * (perigee - 120);
  return lossKm / (2 * semiMajorAxis * dragPerMinute * SAFE_DAYS * MINUTES_PER_DAY);
}
