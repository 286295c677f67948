import type { AssumedAccuracy } from '../../core/conjunction/assumed-covariance.ts';
import { pcMaxOf } from '../../core/conjunction/assess.ts';
import { type Approach, findClosestApproach } from '../../core/conjunction/closest-approach.ts';
import type { ConjunctionEvent } from '../../core/conjunction/screen.ts';
import type { ElementSet } from '../../core/elements/element-set.ts';
import type { ObjectType } from '../../core/elements/object-type.ts';
import { openCase, rescreenCase, screeningAfter, tierOf } from '../../core/operations/conjunction-case.ts';
import type { FloorFact } from '../../core/operations/events.ts';
import type { FloorState } from '../../core/operations/state.ts';
import type { Surroundings } from '../../core/operations/surroundings.ts';
import {
  type CatalogueScreening,
  CONJUNCTION_TIERS,
  type ConjunctionTier,
  type ReleaseSet,
  type ScreeningPoint,
  type ScreeningRules,
} from '../../core/operations/types.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, type UtcMs } from '../../core/units.ts';
import type { Catalog, Selection } from './catalog.ts';
import type { Screener, Screening, ScreeningWanted } from './screener.ts';

/** Where what is screened comes from. */
export interface ScreenedObjects {
  readonly catalog: () => Catalog;
  readonly find: (catalogNumber: number, at: UtcMs) => ElementSet | null;
  readonly commonRelease: (pair: readonly [number, number]) => ReleaseSet;
}

/** A screening that lies longer than this before the instant a floor is to run to is left out: nobody was there. */
const SKIPPED_AFTER_MS = 24 * MS_PER_HOUR;
/** Half an orbit: where the TCA of an open case is looked for again. */
const NEAR_MS = 45 * MS_PER_MINUTE;
/** Approaches of a pair nearer than this in time are one. */
const SAME_MS = 20 * MS_PER_MINUTE;
const DEEP_SPACE_MIN = 225;
const MINUTES_PER_DAY = 1440;

/** The whole screening of the catalogue as floors know it: each shift, and with every open case looked at again. */
export function createFloorScreening(
  screener: Screener | null,
  objects: ScreenedObjects,
  accuracy: AssumedAccuracy,
): Pick<Surroundings, 'isScreened' | 'screening'> {
  // What floors have waited for is not left out, however long it took. Of the newest few: a floor asks again and again.
  const awaited = new Set<UtcMs>();
  const elementsAt = createElementsAt();
  const partsAt = (rules: ScreeningRules, at: UtcMs): readonly ScreeningWanted[] =>
    partsOf(at, rules.windowH).map(({ start, end }) => ({
      catalog: objects.catalog(),
      chosen: elementsAt(objects.catalog(), at),
      start,
      hours: (end - start) / MS_PER_HOUR,
      thresholdKm: reachOf(rules),
      object: null,
    }));
  const isEmpty = () => objects.catalog().count === 0;
  return {
    isScreened(state, at, until) {
      const { screening: rules } = state.exercise.rules;
      if (!rules || !screener || isEmpty()) return true;
      if (until - at > SKIPPED_AFTER_MS && !awaited.has(at)) return true;
      // One after the other: the first that is not there is begun, and the others when it is.
      const isThere = partsAt(rules, at).every((part) => isOver(screener.screen(part, true)));
      if (isThere) return true;
      awaited.add(at);
      if (awaited.size > MOST_AWAITED) awaited.delete([...awaited][0]!);
      return false;
    },
    screening(state, at) {
      const { screening: rules } = state.exercise.rules;
      const follows = rules ? rescreenCases(state, { objects, accuracy, rules }, at) : [];
      if (!rules || !screener || isEmpty()) return { screening: null, follows };
      // Only what is there already: whoever has left it out does not wait for it now.
      const wanted = partsAt(rules, at);
      const parts = wanted.map((part) => screener.known(part));
      const hours = wanted.reduce((sum, part) => sum + part.hours, 0);
      const summary = {
        objects: objects.catalog().count,
        windowH: Math.round(10 * hours) / 10,
        thresholdKm: reachOf(rules),
      };
      const failed = parts.find((part) => part?.status === 'failed');
      if (failed?.status === 'failed') {
        const none = { approaches: 0, reportable: 0, emergencies: 0 };
        return { screening: { ...summary, ...none, problem: failed.reason }, follows };
      }
      const found = parts.flatMap((part) => (part?.status === 'done' ? [part] : []));
      if (found.length < parts.length) return { screening: null, follows };
      return newCases(state, { objects, accuracy, rules, summary, found, follows }, at);
    },
  };
}

const MOST_AWAITED = 64;
const MOVABLE: readonly ObjectType[] = ['payload', 'unknown'];
const SHIFT_MS = 8 * MS_PER_HOUR;

function isOver(screening: Screening | null): boolean {
  return screening?.status === 'done' || screening?.status === 'failed';
}

function reachOf({ reportMissKm, deepMissKm }: ScreeningRules): number {
  return Math.max(reportMissKm, deepMissKm);
}

/**
 * The window of a screening in pieces between the instants at which shifts screen, so that the next one, with the same elements, has only
 * its last piece to do. The first of an exercise reaches as far as the next one will, less what that has more.
 */
export function partsOf(
  at: UtcMs,
  windowH: number,
): readonly { readonly start: UtcMs; readonly end: UtcMs }[] {
  const next = screeningAfter(at);
  const end =
    windowH * MS_PER_HOUR <= SHIFT_MS ? at + windowH * MS_PER_HOUR : next + windowH * MS_PER_HOUR - SHIFT_MS;
  const parts: { start: UtcMs; end: UtcMs }[] = [];
  for (let start = at; start < end;) {
    const stop = Math.min(end, screeningAfter(start));
    parts.push({ start, end: stop });
    start = stop;
  }
  return parts;
}

/** The elements that are known at an instant, with a name for the choice; remembers the last one. */
function createElementsAt(): (catalog: Catalog, at: UtcMs) => { places: Uint32Array; id: string } {
  let last: { catalog: Catalog; selection: Selection; id: string } | null = null;
  return (catalog, at) => {
    const before = last?.catalog === catalog ? last : null;
    const selection = catalog.selectAt(at, before?.selection ?? null);
    if (before?.selection !== selection) last = { catalog, selection, id: fingerprint(selection.chosen) };
    return { places: selection.chosen, id: last!.id };
  };
}

/** FNV-1a over the choice. */
function fingerprint(places: Uint32Array): string {
  let hash = 0x811c9dc5;
  for (const place of places) hash = Math.imul(hash ^ place, 0x01000193);
  return (hash >>> 0).toString(36);
}

type Done = Extract<Screening, { status: 'done' }>;

interface Assessing {
  readonly objects: ScreenedObjects;
  readonly accuracy: AssumedAccuracy;
  readonly rules: ScreeningRules;
}

/** Open cases whose time has not come, each at its own pair: whatever has become of the distance, it is a point of the history. */
function rescreenCases(
  state: FloorState,
  { objects, accuracy, rules }: Assessing,
  at: UtcMs,
): readonly FloorFact[] {
  return Object.values(state.items).flatMap((item): readonly FloorFact[] => {
    const last = item.conjunction?.points.at(-1);
    if (!item.conjunction || !last || last.tca <= at) return [];
    const [one, two] = item.conjunction.pair.map((number) => objects.find(number, at));
    if (!one || !two) return [];
    const window = { start: Math.max(at, last.tca - NEAR_MS), end: last.tca + NEAR_MS };
    const found = findClosestApproach(one, two, window);
    if (!found.ok) return [];
    const point = pointOf(found, [one, two], { at, accuracy });
    return [rescreenCase(item, point, tierOf(point, isDeepSpace([one, two]), rules))];
  });
}

function newCases(
  state: FloorState,
  {
    objects,
    accuracy,
    rules,
    summary,
    found,
    follows,
  }: Assessing & {
    readonly summary: Pick<CatalogueScreening, 'objects' | 'windowH' | 'thresholdKm'>;
    readonly found: readonly Done[];
    readonly follows: readonly FloorFact[];
  },
  at: UtcMs,
): ReturnType<Surroundings['screening']> {
  const catalog = objects.catalog();
  const approaches = found.flatMap(({ events, chosen }) =>
    // Where one piece ends the next begins.
    events.filter(({ isEdge }) => !isEdge).map((event) => ({ event, chosen })),
  );
  const assessed = approaches.flatMap(({ event, chosen }) => {
    if (event.isNeighbours || event.tca <= at) return [];
    // Near the Earth nothing farther is reported: most need not be looked at.
    const isLow = [event.one, event.two].some((index) => catalog.regimeAt(chosen[index]!) === 'low');
    if (isLow && event.missDistance > rules.reportMissKm) return [];
    const sets = setsOf(catalog, event, chosen);
    const point = pointOf(event, sets, { at, accuracy });
    return [{ event, chosen, sets, point, tier: tierOf(point, isDeepSpace(sets), rules) }];
  });
  const reported = assessed.filter(({ tier }) => tier !== 'watch');
  const isKnown = (pair: readonly [number, number], tca: UtcMs) =>
    [
      ...Object.values(state.items).flatMap(({ conjunction, criticalAt }) =>
        conjunction && criticalAt !== null ? [{ pair: conjunction.pair, tca: criticalAt }] : [],
      ),
      ...state.settled,
    ].some((known) => pair.every((one) => known.pair.includes(one)) && Math.abs(known.tca - tca) < SAME_MS);
  // Where neither can be moved nothing can be done.
  const entriesOf = ({ one, two }: ConjunctionEvent, chosen: Uint32Array) =>
    [one, two].map((index) => catalog.entryAt(index, chosen[index]!));
  const worst = reported
    .filter(({ event, chosen }) =>
      entriesOf(event, chosen).some(({ objectType }) => MOVABLE.includes(objectType)),
    )
    .map((one) => ({ ...one, pair: [one.sets[0].catalogNumber, one.sets[1].catalogNumber] as const }))
    .filter(({ pair, point }) => !isKnown(pair, point.tca))
    .sort((a, b) => rank(b.tier) - rank(a.tier) || (b.point.pcMax ?? 0) - (a.point.pcMax ?? 0))
    .slice(0, rules.perScreening);
  const opened = worst.map(({ event, chosen, pair, point, tier }): FloorFact => {
    const names = entriesOf(event, chosen).map(({ name }) => name);
    const id = `CONJ-${pair.join('-')}-${Math.round(point.tca / MS_PER_MINUTE)
      .toString(36)
      .toUpperCase()}`;
    const release = objects.commonRelease(pair);
    const [first = '', second = ''] = names;
    return {
      type: 'ItemCreated',
      item: openCase({ pair, names: [first, second], tier, point, release }, id),
    };
  });
  return {
    screening: {
      ...summary,
      approaches: approaches.length,
      reportable: reported.length,
      emergencies: reported.filter(({ tier }) => tier === 'emergency').length,
      problem: null,
    },
    follows: [...follows, ...opened],
  };
}

function rank(tier: ConjunctionTier): number {
  return CONJUNCTION_TIERS.indexOf(tier);
}

function setsOf(
  catalog: Catalog,
  { one, two }: ConjunctionEvent,
  chosen: Uint32Array,
): readonly [ElementSet, ElementSet] {
  return [catalog.setAt(chosen[one]!), catalog.setAt(chosen[two]!)];
}

/** Both: who passes through low orbits is reported as they are. */
export function isDeepSpace(sets: readonly ElementSet[]): boolean {
  return sets.every(({ meanMotionRevPerDay }) => MINUTES_PER_DAY / meanMotionRevPerDay >= DEEP_SPACE_MIN);
}

/** What a screening at an instant says of an approach. */
export function pointOf(
  approach: Approach | ConjunctionEvent,
  [one, two]: readonly [ElementSet, ElementSet],
  { at, accuracy }: { readonly at: UtcMs; readonly accuracy: AssumedAccuracy },
): ScreeningPoint {
  const { tca, missDistance, missRtn, relativeSpeed } = approach;
  return {
    at,
    tca,
    missKm: missDistance,
    missRtnKm: missRtn,
    relativeSpeedKmS: relativeSpeed,
    pcMax: pcMaxOf(approach, [one.epoch, two.epoch], accuracy),
    elementAgeDays: [(tca - one.epoch) / MS_PER_DAY, (tca - two.epoch) / MS_PER_DAY],
  };
}
