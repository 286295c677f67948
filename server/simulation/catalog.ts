import { type AgeClass, ageClassOf, type RegimeAgeLimits } from '../../core/elements/age.ts';
import type { ElementSet } from '../../core/elements/element-set.ts';
import {
  CATALOG_NUMBER,
  ECCENTRICITY,
  ElementTable,
  EPOCH,
  MEAN_MOTION,
  NUMBER_COLUMNS,
} from '../../core/elements/element-table.ts';
import { guessObjectType, type ObjectType } from '../../core/elements/object-type.ts';
import { type Regime, regimeOf } from '../../core/elements/regime.ts';
import type { IdentityTable } from '../../core/identity/identity-table.ts';
import type { ObjectIdentity } from '../../core/identity/identity.ts';
import type { SourceInfo } from '../../core/protocol/events.ts';
import type { Viewer } from '../../core/operations/release.ts';
import type { ReleaseSet } from '../../core/operations/types.ts';
import type { UtcMs } from '../../core/units.ts';
import { type Audience, NO_RELEASES, type ObjectReleases } from './releases.ts';

/** One loaded source with its contents; a table is sorted by object and epoch, and empty when the source is off. */
export interface CatalogSource {
  readonly info: Omit<SourceInfo, 'objectsInUse'>;
  readonly table: ElementTable;
  readonly identities: IdentityTable | null;
}

/** One object as the catalogue has it at some time. */
export interface CatalogEntry {
  readonly index: number;
  readonly set: ElementSet;
  readonly sourceIndex: number;
  readonly name: string;
  readonly internationalDesignator: string;
  readonly objectType: ObjectType;
  readonly isTypeGuessed: boolean;
  readonly regime: Regime;
  readonly identity: (ObjectIdentity & { readonly source: string }) | null;
}

/**
 * Which element set of each object is in use at a time: the newest not after it, or the oldest where all are after it. Holds
 * for times from `from` up to, not including, `until`.
 */
export interface Selection {
  readonly from: UtcMs;
  readonly until: UtcMs;
  /** For each object, the place of its set in the catalogue. */
  readonly chosen: Uint32Array;
}

export interface CatalogOrder {
  readonly releases?: ObjectReleases;
  /** The revision before: its objects that are still there keep their order, new ones come after them. */
  readonly previous?: Catalog | null;
}

/**
 * Every element set of the sources that are on, by object and epoch: one immutable revision. Objects are in the order of their
 * release, then of their numbers, those that came with a later revision after all others; keyframes carry this order.
 */
export class Catalog {
  readonly revision: number;
  readonly sources: readonly CatalogSource[];
  readonly catalogNumbers: Float64Array;
  readonly indexByNumber: ReadonlyMap<number, number>;
  /** The sets of object i are at starts[i] to starts[i + 1], oldest first; of two from one epoch the later loaded is last. */
  private readonly starts: Uint32Array;
  private readonly epochs: Float64Array;
  private readonly sourceOf: Uint8Array;
  private readonly rowOf: Uint32Array;
  private readonly decayDates: Float64Array;
  private readonly releases: ObjectReleases;
  private readonly classes: Uint8Array;
  private median: UtcMs | null = null;

  constructor(
    sources: readonly CatalogSource[],
    revision: number,
    { releases = NO_RELEASES, previous = null }: CatalogOrder = {},
  ) {
    const byNumber = mergeSources(sources);
    const merged = inOrder(byNumber, orderOf(byNumber.catalogNumbers, releases, previous));
    this.releases = releases;
    this.classes = Uint8Array.from(merged.catalogNumbers, (number) => releases.classOf(number));
    this.revision = revision;
    this.sources = sources;
    this.starts = merged.starts;
    this.epochs = merged.epochs;
    this.sourceOf = merged.sourceOf;
    this.rowOf = merged.rowOf;
    this.catalogNumbers = merged.catalogNumbers;
    this.indexByNumber = new Map(Array.from(merged.catalogNumbers, (number, index) => [number, index]));
    this.decayDates = Float64Array.from(
      merged.catalogNumbers,
      (number) => this.identityOf(number)?.decayDate ?? Number.NaN,
    );
  }

  /** The release class of an object; 0 is released to everybody. */
  classOf(index: number): number {
    return this.classes[index]!;
  }

  classOfNumber(catalogNumber: number): number {
    return this.releases.classOf(catalogNumber);
  }

  /** The nations an object is released to. */
  releaseOf(index: number): ReleaseSet {
    return this.releases.sets[this.classOf(index)]!;
  }

  get releaseClasses(): number {
    return this.releases.sets.length;
  }

  audienceOf(viewer: Viewer): Audience {
    return this.releases.audienceOf(viewer);
  }

  get count(): number {
    return this.catalogNumbers.length;
  }

  /** Choose the sets in use at a time; `previous` is answered when it still holds. */
  selectAt(time: UtcMs, previous: Selection | null = null): Selection {
    if (previous && time >= previous.from && time < previous.until) return previous;
    const chosen = new Uint32Array(this.count);
    let from = Number.NEGATIVE_INFINITY;
    let until = Number.POSITIVE_INFINITY;
    for (let i = 0; i < chosen.length; i++) {
      const place = this.placeAt(i, time);
      chosen[i] = place;
      // The oldest epoch also serves the time before it.
      if (this.epochs[place]! > this.epochs[this.starts[i]!]!) from = Math.max(from, this.epochs[place]!);
      if (place + 1 < this.starts[i + 1]!) until = Math.min(until, this.epochs[place + 1]!);
    }
    return { from, until, chosen };
  }

  /** The place of the set of one object that is in use at a time. */
  placeAt(index: number, time: UtcMs): number {
    const first = this.starts[index]!;
    const until = Math.max(time, this.epochs[first]!);
    let low = first;
    let high = this.starts[index + 1]!;
    // Below `low` no set is after the time, from `high` on every one is.
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.epochs[middle]! <= until) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** The middle epoch of the newest set of each object, 0 when there are none. */
  get medianEpoch(): UtcMs {
    if (this.median === null) {
      const newest = Float64Array.from(
        this.catalogNumbers,
        (_, i) => this.epochs[this.starts[i + 1]! - 1]!,
      ).sort();
      this.median = newest[newest.length >> 1] ?? 0;
    }
    return this.median;
  }

  epochAt(place: number): UtcMs {
    return this.epochs[place]!;
  }

  regimeAt(place: number): Regime {
    const { table } = this.sources[this.sourceOf[place]!]!;
    const row = this.rowOf[place]!;
    return regimeOf({
      meanMotionRevPerDay: table.number(row, MEAN_MOTION),
      eccentricity: table.number(row, ECCENTRICITY),
    });
  }

  sourceIndexAt(place: number): number {
    return this.sourceOf[place]!;
  }

  setAt(place: number): ElementSet {
    return this.sources[this.sourceOf[place]!]!.table.at(this.rowOf[place]!);
  }

  /** Whether a set is the same as one of another revision: all that propagation and its age depend on. */
  isSameSet(place: number, other: Catalog, otherPlace: number): boolean {
    const { table } = this.sources[this.sourceOf[place]!]!;
    const { table: otherTable } = other.sources[other.sourceOf[otherPlace]!]!;
    const row = this.rowOf[place]!;
    const otherRow = other.rowOf[otherPlace]!;
    if (table === otherTable && row === otherRow) return true;
    return PROPAGATED.every((column) => table.number(row, column) === otherTable.number(otherRow, column));
  }

  /** The sets of chosen places as a table of their own, to hand to another thread. */
  tableOf(places: Iterable<number>): ElementTable {
    const table = new ElementTable();
    for (const place of places)
      table.pushFrom(this.sources[this.sourceOf[place]!]!.table, this.rowOf[place]!);
    return table;
  }

  /** Places of all sets of an object, oldest first. */
  placesOf(index: number): readonly number[] {
    const first = this.starts[index]!;
    return Array.from({ length: this.starts[index + 1]! - first }, (_, i) => first + i);
  }

  entryAt(index: number, place: number): CatalogEntry {
    const set = this.setAt(place);
    const identity = this.identityOf(set.catalogNumber);
    const name = set.name || (identity?.name ?? '');
    const isTypeKnown = identity !== null && identity.objectType !== 'unknown' && !identity.isTypeGuessed;
    const guessed =
      identity && identity.objectType !== 'unknown' ? identity.objectType : guessObjectType(name);
    return {
      index,
      set,
      sourceIndex: this.sourceOf[place]!,
      name,
      internationalDesignator: set.internationalDesignator || (identity?.internationalDesignator ?? ''),
      objectType: isTypeKnown ? identity.objectType : guessed,
      isTypeGuessed: !isTypeKnown,
      regime: regimeOf(set),
      identity,
    };
  }

  /** Whether a satellite catalogue says that an object was down at a time. */
  hasRecordedDecay(index: number, time: UtcMs): boolean {
    return this.decayDates[index]! <= time;
  }

  /** When an object came down by a satellite catalogue; NaN where none says so. */
  decayDateAt(index: number): UtcMs {
    return this.decayDates[index]!;
  }

  /** What the satellite catalogues say of an object; the one loaded last that knows it. */
  identityOf(catalogNumber: number): (ObjectIdentity & { readonly source: string }) | null {
    for (let i = this.sources.length - 1; i >= 0; i--) {
      const { identities, info } = this.sources[i]!;
      const identity = identities?.get(catalogNumber);
      if (identity) return { ...identity, source: info.name };
    }
    return null;
  }
}

/** What propagation and age depend on: all numbers but those that count sets and revolutions. */
const PROPAGATED = NUMBER_COLUMNS.flatMap((name, column) =>
  name === 'elementSetNumber' || name === 'revolutionAtEpoch' ? [] : column,
);

/**
 * Objects that both revisions have and whose keyframes differ, because other sets are in use or they are down since another time:
 * places in the later one, ascending.
 */
export function changedObjects(
  before: { readonly catalog: Catalog; readonly selected: Selection },
  after: { readonly catalog: Catalog; readonly selected: Selection },
): Uint32Array<ArrayBuffer> {
  const changed: number[] = [];
  after.catalog.catalogNumbers.forEach((number, index) => {
    const was = before.catalog.indexByNumber.get(number);
    if (was === undefined) return;
    const place = after.selected.chosen[index]!;
    const isSame =
      after.catalog.isSameSet(place, before.catalog, before.selected.chosen[was]!) &&
      Object.is(after.catalog.decayDateAt(index), before.catalog.decayDateAt(was));
    if (!isSame) changed.push(index);
  });
  return Uint32Array.from(changed);
}

/** Each source as the page shows it, with the objects whose elements (or identity) come from it. */
export function describeSources(catalog: Catalog, { chosen }: Selection): readonly SourceInfo[] {
  const inUse = catalog.sources.map(() => 0);
  for (const place of chosen) inUse[catalog.sourceIndexAt(place)]!++;
  return catalog.sources.map(({ info, identities }, i) => ({
    ...info,
    objectsInUse: identities
      ? catalog.catalogNumbers.filter((number) => identities.has(number)).length
      : inUse[i]!,
  }));
}

/** Count objects by the age of their sets at a time. */
export function countAgeClasses(
  catalog: Catalog,
  { chosen }: Selection,
  { time, limits }: { time: UtcMs; limits: RegimeAgeLimits },
): Readonly<Record<AgeClass, number>> {
  const counts = { fresh: 0, ageing: 0, stale: 0, lost: 0 };
  for (const place of chosen) {
    counts[ageClassOf(catalog.epochAt(place), time, limits[catalog.regimeAt(place)])]++;
  }
  return counts;
}

interface Merged {
  readonly catalogNumbers: Float64Array;
  readonly starts: Uint32Array;
  readonly epochs: Float64Array;
  readonly sourceOf: Uint8Array;
  readonly rowOf: Uint32Array;
}

/** Merge tables that are each sorted by object and epoch into one order; equal keys in the order of the sources. */
function mergeSources(sources: readonly CatalogSource[]): Merged {
  const tables = sources.map(({ info, table }) => (info.isOn ? table : new ElementTable()));
  const total = tables.reduce((sum, table) => sum + table.length, 0);
  const epochs = new Float64Array(total);
  const sourceOf = new Uint8Array(total);
  const rowOf = new Uint32Array(total);
  const catalogNumbers: number[] = [];
  const starts: number[] = [];
  const rows = tables.map(() => 0);
  for (let place = 0; place < total; place++) {
    const source = nextSource(tables, rows);
    const row = rows[source]!++;
    const number = tables[source]!.number(row, CATALOG_NUMBER);
    if (number !== catalogNumbers.at(-1)) {
      catalogNumbers.push(number);
      starts.push(place);
    }
    epochs[place] = tables[source]!.number(row, EPOCH);
    sourceOf[place] = source;
    rowOf[place] = row;
  }
  return {
    catalogNumbers: Float64Array.from(catalogNumbers),
    starts: Uint32Array.from([...starts, total]),
    epochs,
    sourceOf,
    rowOf,
  };
}

/** Places of objects, by number, in the order of the catalogue. */
function orderOf(
  numbers: Float64Array,
  releases: ObjectReleases,
  previous: Catalog | null,
): readonly number[] {
  const before = (number: number): number => previous?.indexByNumber.get(number) ?? Number.POSITIVE_INFINITY;
  const keys = Array.from(numbers, (number) => [before(number), releases.classOf(number)] as const);
  const places = keys.map((_, place) => place);
  return places.sort((a, b) => {
    const [beforeA, classA] = keys[a]!;
    const [beforeB, classB] = keys[b]!;
    if (beforeA !== beforeB) return beforeA - beforeB;
    return classA - classB || a - b;
  });
}

/** The same sets with their objects in another order. */
function inOrder(merged: Merged, order: readonly number[]): Merged {
  if (order.every((place, i) => place === i)) return merged;
  const starts = new Uint32Array(order.length + 1);
  const epochs = new Float64Array(merged.epochs.length);
  const sourceOf = new Uint8Array(merged.epochs.length);
  const rowOf = new Uint32Array(merged.epochs.length);
  let at = 0;
  order.forEach((place, i) => {
    const first = merged.starts[place]!;
    const end = merged.starts[place + 1]!;
    starts[i] = at;
    epochs.set(merged.epochs.subarray(first, end), at);
    sourceOf.set(merged.sourceOf.subarray(first, end), at);
    rowOf.set(merged.rowOf.subarray(first, end), at);
    at += end - first;
  });
  starts[order.length] = at;
  return {
    catalogNumbers: Float64Array.from(order, (place) => merged.catalogNumbers[place]!),
    starts,
    epochs,
    sourceOf,
    rowOf,
  };
}

/** The table whose next row comes first; the earlier one of two equal rows. */
function nextSource(tables: readonly ElementTable[], rows: readonly number[]): number {
  let best = -1;
  let bestNumber = Number.POSITIVE_INFINITY;
  let bestEpoch = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tables.length; i++) {
    const table = tables[i]!;
    const row = rows[i]!;
    if (row >= table.length) continue;
    const number = table.number(row, CATALOG_NUMBER);
    if (number > bestNumber) continue;
    const epoch = table.number(row, EPOCH);
    if (number === bestNumber && epoch >= bestEpoch) continue;
    best = i;
    bestNumber = number;
    bestEpoch = epoch;
  }
  return best;
}
