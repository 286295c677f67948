import { createArrivalSchedule, type Surroundings } from '../../core/operations/surroundings.ts';
import type { FloorFact } from '../../core/operations/events.ts';
import { ANYBODY, COALITION } from '../../core/operations/release.ts';
import type { FloorState } from '../../core/operations/state.ts';
import type { Fact, ReleaseSet, WatchedPair, WorkItem } from '../../core/operations/types.ts';
import { tierOf } from '../../core/operations/conjunction-case.ts';
import { SCREENING_RULES } from '../../core/operations/item-rules.ts';
import { openItem } from '../../core/operations/workload.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, type UtcMs } from '../../core/units.ts';
import { AIDA_KIRSCHNER, type AssumedAccuracy } from '../../core/conjunction/assumed-covariance.ts';
import { findClosestApproach } from '../../core/conjunction/closest-approach.ts';
import type { ElementSet } from '../../core/elements/element-set.ts';
import { type AgeClass, ageClassOf, type RegimeAgeLimits } from '../../core/elements/age.ts';
import { type Catalog, countAgeClasses } from './catalog.ts';
import { createFloorScreening, isDeepSpace, pointOf } from './floor-screening.ts';
import type { Screener } from './screener.ts';

/** Where the newest element set of an object that is not after an instant comes from. */
export type FindSet = (catalogNumber: number, at: UtcMs) => ElementSet | null;

/** The nations an object is released to. */
export type FindRelease = (catalogNumber: number) => ReleaseSet;

interface Objects {
  readonly find: FindSet;
  readonly releaseOf: FindRelease;
  readonly accuracy: AssumedAccuracy;
}

/** Element sets that come with a scenario go before those of the catalogue. */
function approachFinder(objects: Objects): Surroundings['approach'] {
  return (_state, wanted, at) => [approachFact(objects, wanted, at)];
}

/** Who may know of several objects at once: nobody but trainers where no nation may know of all. */
function commonRelease(sets: readonly ReleaseSet[]): ReleaseSet {
  return sets.reduce((common, set) => {
    if (set.includes('*')) return common;
    return common.includes('*') ? set : common.filter((nation) => set.includes(nation));
  }, ANYBODY);
}

function failed(problem: string): FloorFact {
  return { type: 'SourceFailed', source: 'closest approach', problem, follows: [] };
}

/** A closest approach, computed by SGP4 from two element sets, as an item of the orbital safety desk. */
function approachFact(
  { find, releaseOf, accuracy }: Objects,
  { pair, windowH, item }: { pair: WatchedPair; windowH: number; item: string },
  at: UtcMs,
): FloorFact {
  const release = commonRelease([releaseOf(pair.primary), releaseOf(pair.secondary)]);
  // A failure is told to the whole coalition: it names nothing that is released to fewer.
  if (!release.includes('*') && !(find(pair.primary, at) && find(pair.secondary, at)))
    return failed('there is no element set of an object of a watched pair');
  const primary = find(pair.primary, at);
  const secondary = find(pair.secondary, at);
  if (!primary || !secondary) {
    return failed(`there is no element set of object ${primary ? pair.secondary : pair.primary}`);
  }
  const found = findClosestApproach(primary, secondary, { start: at, end: at + windowH * MS_PER_HOUR });
  if (!release.includes('*') && (!found.ok || found.missDistance > pair.thresholdKm))
    return failed('a watched pair has no approach below its threshold');
  if (!found.ok) return failed(`${pair.primary} and ${pair.secondary}: ${found.detail} (${found.reason})`);
  if (found.missDistance > pair.thresholdKm) {
    return failed(
      `${pair.primary} and ${pair.secondary} come no nearer than ${found.missDistance.toFixed(3)} km in ${windowH} h, above ${pair.thresholdKm} km`,
    );
  }
  const point = pointOf(found, [primary, secondary], { at, accuracy });
  const tier = tierOf(point, isDeepSpace([primary, secondary]), SCREENING_RULES);
  const age = (set: ElementSet): string => `${((at - set.epoch) / MS_PER_DAY).toFixed(2)} d`;
  const [radial, transverse, normal] = found.missRtn;
  const words: readonly (readonly [string, string])[] = [
    ['TCA', formatIsoUtc(found.tca)],
    ['Miss distance', `${(1000 * found.missDistance).toFixed(0)} m`],
    ['Miss R, T, N', `${radial.toFixed(3)}, ${transverse.toFixed(3)}, ${normal.toFixed(3)} km`],
    ['Relative speed', `${found.relativeSpeed.toFixed(3)} km/s`],
    ['Element ages', `${age(primary)}, ${age(secondary)}`],
    ['Source', 'computed by SGP4 from element sets, screening grade'],
  ];
  return {
    type: 'ItemCreated',
    item: {
      ...openItem({
        id: item,
        type: 'APPROACH',
        source: 'computed',
        summary: `Closest approach ${primary.name} #${pair.primary} and ${secondary.name} #${pair.secondary}`,
        objects: [pair.primary, pair.secondary],
        severity: found.missDistance < 1 ? 3 : 2,
        desk: 'OSA',
        createdAt: at,
        acknowledgeBy: at + 15 * MS_PER_MINUTE,
        resolveBy: Math.max(found.tca, at + 60 * MS_PER_MINUTE),
        nextActionAt: null,
        criticalAt: found.tca,
        actions: [],
        contingency: 'If the owner cannot be reached, call the Director.',
        facts: words.map(([label, value], i): Fact => ({
          id: `f${i + 1}`,
          label,
          value,
          isCritical: i < 2,
          asOf: at,
          release,
        })),
        release,
        effortMs: 30 * MS_PER_MINUTE,
        waitMs: 0,
        acknowledgeAfterMs: 3 * MS_PER_MINUTE,
      }),
      conjunction: { pair: [pair.primary, pair.secondary], tier, points: [point], decision: null },
    },
  };
}

/** The approaches of watched pairs that are below their thresholds and not on the floor yet. */
function watchedApproaches(state: FloorState, objects: Objects, at: UtcMs): readonly FloorFact[] {
  const { pairs, approachWindowH } = state.exercise.rules;
  return pairs.flatMap((pair) => {
    const item = `APPROACH-${pair.primary}-${pair.secondary}`;
    if (state.items[item]) return [];
    const fact = approachFact(objects, { pair, windowH: approachWindowH, item }, at);
    return fact.type === 'ItemCreated' ? [fact] : [];
  });
}

export interface SurroundingsOptions {
  readonly scenarioSets?: readonly ElementSet[];
  /** Null: the catalogue is not screened. */
  readonly screener?: Screener | null;
  /** What is assumed of element sets. */
  readonly accuracy?: AssumedAccuracy;
}

/**
 * What the floor sees of the catalogue: a survey at an instant, and the items it makes. A function of the catalogue and the
 * time alone, so that the same journal comes out at any rate.
 */
export function catalogueSurroundings(
  catalog: () => Catalog,
  ageLimits: RegimeAgeLimits,
  { scenarioSets = [], screener = null, accuracy = AIDA_KIRSCHNER }: SurroundingsOptions = {},
): Surroundings {
  const find = createFindSet(catalog, scenarioSets);
  const releaseOf: FindRelease = (catalogNumber) => {
    const known = catalog();
    const index = known.indexByNumber.get(catalogNumber);
    return index === undefined ? ANYBODY : known.releaseOf(index);
  };
  const objects: Objects = { find, releaseOf, accuracy };
  return {
    arrivals: createArrivalSchedule(),
    survey: (state, at) => {
      const surveyed = surveyCatalogue(state, at, { catalog: catalog(), ageLimits });
      return (
        surveyed && {
          ...surveyed,
          follows: [...surveyed.follows, ...watchedApproaches(state, objects, at)],
        }
      );
    },
    approach: approachFinder(objects),
    ...createFloorScreening(
      screener,
      { catalog, find, commonRelease: (pair) => commonRelease(pair.map(releaseOf)) },
      accuracy,
    ),
  };
}

/** Sets of the scenarios go before those of the catalogue. */
export function createFindSet(catalog: () => Catalog, scenarioSets: readonly ElementSet[]): FindSet {
  return (catalogNumber, at) => {
    const own = scenarioSets.findLast((set) => set.catalogNumber === catalogNumber);
    if (own) return own;
    const known = catalog();
    const index = known.indexByNumber.get(catalogNumber);
    return index === undefined ? null : known.setAt(known.placeAt(index, at));
  };
}

interface Surveyed {
  readonly catalog: Catalog;
  readonly ageLimits: RegimeAgeLimits;
}

function surveyCatalogue(state: FloorState, at: UtcMs, { catalog, ageLimits }: Surveyed) {
  if (catalog.count === 0) return null;
  const selected = catalog.selectAt(at);
  const counts = countAgeClasses(catalog, selected, { time: at, limits: ageLimits });
  const before = state.survey?.at ?? null;
  const crossed: Record<'stale' | 'lost' | 'decayed', number[]> = { stale: [], lost: [], decayed: [] };
  let decayed = 0;
  const ages: number[] = [];
  for (let i = 0; i < catalog.count; i++) {
    const { chosen } = selected;
    const epoch = catalog.epochAt(chosen[i]!);
    ages.push((at - epoch) / MS_PER_DAY);
    const hasDecayed = catalog.hasRecordedDecay(i, at);
    if (hasDecayed) decayed++;
    if (before === null) continue;
    if (hasDecayed && !catalog.hasRecordedDecay(i, before)) crossed.decayed.push(i);
    if (hasDecayed) continue;
    const limits = ageLimits[catalog.regimeAt(chosen[i]!)];
    const now: AgeClass = ageClassOf(epoch, at, limits);
    if (now !== 'stale' && now !== 'lost') continue;
    if (ageClassOf(epoch, before, limits) !== now) crossed[now].push(i);
  }
  const median = ages.sort((a, b) => a - b)[Math.floor(ages.length / 2)] ?? 0;
  const classes = Array.from({ length: catalog.releaseClasses }, (_, releaseClass) => releaseClass);
  const follows = (['decayed', 'lost', 'stale'] as const).flatMap((kind) =>
    // An item says who it is for: objects of one release never stand in that of another.
    classes.flatMap((releaseClass) =>
      itemsFor(state, {
        kind,
        indices: crossed[kind].filter((index) => catalog.classOf(index) === releaseClass),
        at,
        catalog,
      }),
    ),
  );
  return {
    survey: {
      objects: catalog.count,
      stale: counts.stale,
      lost: counts.lost,
      decayed,
      medianAgeDays: Math.round(median * 10) / 10,
      sources: catalog.sources.flatMap(({ info }) => (info.isOn ? info.name : [])).join(', '),
    },
    follows,
  };
}

const KINDS = {
  decayed: { type: 'DECAY', title: 'Decayed, by the satellite catalogue', desk: 'LRO', severity: 2 },
  lost: { type: 'LOST', title: 'Lost: no elements for long', desk: 'OA1', severity: 2 },
  stale: { type: 'STALE', title: 'Stale elements', desk: 'OA1', severity: 1 },
} as const;

/** One item each for the first objects of a kind, and one for all the others together. */
function itemsFor(
  state: FloorState,
  {
    kind,
    indices,
    at,
    catalog,
  }: { kind: keyof typeof KINDS; indices: readonly number[]; at: UtcMs; catalog: Catalog },
): FloorFact[] {
  const { perSurvey } = state.exercise.rules;
  const { title } = KINDS[kind];
  const [any] = indices;
  if (any === undefined) return [];
  const release = commonRelease([kind === 'decayed' ? ANYBODY : COALITION, catalog.releaseOf(any)]);
  const single = indices.slice(0, perSurvey).map((index) => {
    const { set, name } = catalog.entryAt(index, catalog.placeAt(index, at));
    const { catalogNumber, epoch } = set;
    return computedItem(kind, {
      id: `${KINDS[kind].type}-${catalogNumber}-${stamp(at)}`,
      summary: `${title}: ${name} #${catalogNumber}`,
      objects: [catalogNumber],
      at,
      release,
      facts: [
        ['Element age', `${((at - epoch) / MS_PER_DAY).toFixed(1)} d`],
        ['Epoch', formatIsoUtc(epoch, 0)],
      ],
    });
  });
  const rest = indices.length - single.length;
  const together =
    rest > 0
      ? [
          computedItem(kind, {
            id: `${KINDS[kind].type}-MORE-${catalog.classOf(any) === 0 ? '' : `${catalog.classOf(any)}-`}${stamp(at)}`,
            release,
            summary: `${title}: ${rest} more objects since the last survey`,
            objects: indices.slice(perSurvey, perSurvey + 50).map((index) => catalog.catalogNumbers[index]!),
            at,
            facts: [['Objects', String(rest)]],
          }),
        ]
      : [];
  return [...single, ...together].map((item) => ({ type: 'ItemCreated', item }));
}

function computedItem(
  kind: keyof typeof KINDS,
  {
    id,
    summary,
    objects,
    at,
    release,
    facts,
  }: {
    id: string;
    summary: string;
    objects: readonly number[];
    at: UtcMs;
    release: ReleaseSet;
    facts: readonly (readonly [string, string])[];
  },
): WorkItem {
  const { type, desk, severity } = KINDS[kind];
  return openItem({
    id,
    type,
    source: 'computed',
    summary,
    objects,
    severity,
    desk,
    createdAt: at,
    acknowledgeBy: at + 60 * MS_PER_MINUTE,
    resolveBy: at + 24 * MS_PER_HOUR,
    nextActionAt: null,
    criticalAt: null,
    actions: [],
    contingency: 'If it is not seen by the next survey, ask for a search.',
    facts: facts.map(([label, value], i): Fact => ({
      id: `f${i + 1}`,
      label,
      value,
      isCritical: i === 0,
      asOf: at,
      release,
    })),
    release,
    effortMs: 15 * MS_PER_MINUTE,
    waitMs: 0,
    acknowledgeAfterMs: 3 * MS_PER_MINUTE,
  });
}

function stamp(at: UtcMs): string {
  return Math.floor(at / 1000)
    .toString(36)
    .toUpperCase();
}
