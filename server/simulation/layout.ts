import type { RegimeAgeLimits } from '../../core/elements/age.ts';
import { ECCENTRICITY, type ElementTable, MEAN_MOTION } from '../../core/elements/element-table.ts';
import { apogeeOf, type Slice, sliceObjects, type SlicedObject } from '../../core/ephemeris/slices.ts';
import { amendSlices, placeAfter } from '../../core/protocol/amend.ts';
import { type Amendment, MOST_GONE } from '../../core/protocol/frames.ts';
import { MS_PER_DAY, type UtcMs } from '../../core/units.ts';
import type { BulkPropagator, MeasuredSteps, ObjectLimits } from './bulk-propagator.ts';
import type { Catalog } from './catalog.ts';

/** Errors change as objects fall; farther than this from when they were measured they are measured again. */
const HOLDS_FOR_MS = 3 * MS_PER_DAY;

/** Which objects travel together, and how finely; of one revision of the catalogue. */
export interface Layout {
  readonly id: number;
  readonly catalogRevision: number;
  readonly slices: readonly Slice[];
  /** The instant about which the steps were measured. */
  readonly measuredAt: UtcMs;
  readonly catalog: Catalog;
  /** How it comes from another; null where it was measured as a whole. */
  readonly from: LayoutOrigin | null;
}

/** Holds nothing of the layout it begins from: a long row of changes must not keep all that was. */
export interface LayoutOrigin {
  readonly amendment: Amendment;
  /** Of each slice of the base: places whose objects have left it. */
  readonly dropped: readonly Uint16Array[];
}

let nextId = 1;

/** Measure every object at an instant, with the elements a room uses, and put them into slices. */
export async function makeLayout(
  propagator: BulkPropagator,
  catalog: Catalog,
  { room, time }: { room: number; time: UtcMs },
): Promise<Layout> {
  const steps = await propagator.measure(room, time);
  const table = catalog.tableOf(catalog.selectAt(time).chosen);
  const slices = Array.from({ length: catalog.releaseClasses }, (_, release) => {
    const indices = indicesOfClass(catalog, release);
    return sliceObjects(
      indices,
      indices.map((i) => slicedObject(table, i, steps)),
      release,
    );
  }).flat();
  const { revision } = catalog;
  return { id: nextId++, catalogRevision: revision, slices, measuredAt: time, catalog, from: null };
}

/** More objects than this share of the catalogue gone, new or on other steps, and everything is measured anew. */
const MOST_CHANGED = 0.25;
/** Layouts amended again and again fall into small pieces; from so many slices on they are made anew. */
const MOST_SLICES = 1000;

/**
 * The layout that another becomes when the catalogue changes: who is gone leaves its slice; who is new, or needs a shorter step or
 * a wider format with its new elements, comes into slices after the others. Everybody else stays where it is.
 *
 * @param changed objects that were there before and have other elements: places in the new catalogue, ascending
 * @returns null when so much is other that it had better be measured as a whole
 */
export async function amendLayout(
  propagator: BulkPropagator,
  base: Layout,
  { catalog, changed }: { catalog: Catalog; changed: Uint32Array },
): Promise<Layout | null> {
  const before = base.catalog;
  const gone = Uint32Array.from(before.catalogNumbers.keys()).filter(
    (i) => !catalog.indexByNumber.has(before.catalogNumbers[i]!),
  );
  const first = before.count - gone.length;
  const fresh = Uint32Array.from({ length: catalog.count - first }, (_, i) => first + i);
  const looked = Uint32Array.from([...changed, ...fresh]);
  const place = placeAfter(gone);
  const isInOrder = before.catalogNumbers.every((number, i) => {
    const after = place(i);
    return after < 0 || catalog.catalogNumbers[after] === number;
  });
  if (!isInOrder) return null;
  if (gone.length + looked.length > MOST_CHANGED * Math.max(1, before.count) || gone.length > MOST_GONE)
    return null;
  const time = base.measuredAt;
  const steps = looked.length > 0 ? await propagator.measure(NO_ROOM, time, looked) : NO_STEPS;
  const table = catalog.tableOf(Array.from(looked, (index) => catalog.placeAt(index, time)));
  const objects = Array.from(looked, (_, i) => slicedObject(table, i, steps));
  const sliceOf = new Map<number, Slice>();
  for (const slice of base.slices) for (const index of slice.indices) sliceOf.set(place(index), slice);
  const moving = Array.from(looked.keys()).filter((i) => !fits(objects[i]!, sliceOf.get(looked[i]!)));
  const added = Array.from({ length: catalog.releaseClasses }, (_, release) => {
    const own = moving.filter((i) => catalog.classOf(looked[i]!) === release);
    return sliceObjects(
      own.map((i) => looked[i]!),
      own.map((i) => objects[i]!),
      release,
    );
  }).flat();
  if (base.slices.length + added.length > MOST_SLICES) return null;
  const amendment = { baseLayoutId: base.id, gone, added: added.map(({ indices }) => indices) };
  const { slices, dropped } = amendSlices(
    base.slices.map(({ indices }) => indices),
    amendment,
  );
  return {
    id: nextId++,
    catalogRevision: catalog.revision,
    slices: [...base.slices, ...added].map((slice, i) => ({ ...slice, indices: slices[i]! })),
    measuredAt: base.measuredAt,
    catalog,
    from: { amendment, dropped },
  };
}

const NO_STEPS: MeasuredSteps = { levels: new Uint8Array(0), errorsKm: new Float32Array(0) };
/** A room that uses the common elements. */
const NO_ROOM = -1;

/** Whether an object keeps the bounds of a slice at its steps. */
function fits(object: SlicedObject, slice: Slice | undefined): boolean {
  if (!slice) return false;
  const [alone] = sliceObjects([0], [object]);
  return (
    alone!.format === slice.format &&
    alone!.resolution.positionKm === slice.resolution.positionKm &&
    // With a shorter step than it needs it is well inside the bound.
    alone!.levels.every(
      (level, tier) =>
        level > slice.levels[tier]! ||
        (level === slice.levels[tier]! && alone!.boundsKm[tier]! <= slice.boundsKm[tier]!),
    )
  );
}

function indicesOfClass(catalog: Catalog, release: number): readonly number[] {
  const all = Array.from({ length: catalog.count }, (_, i) => i);
  return all.filter((i) => catalog.classOf(i) === release);
}

export function isLayoutPast({ measuredAt }: Layout, time: UtcMs): boolean {
  return Math.abs(time - measuredAt) > HOLDS_FOR_MS;
}

function slicedObject(table: ElementTable, i: number, { levels, errorsKm }: MeasuredSteps): SlicedObject {
  const three = (values: Uint8Array | Float32Array): [number, number, number] => [
    values[3 * i]!,
    values[3 * i + 1]!,
    values[3 * i + 2]!,
  ];
  const apogeeKm = apogeeOf({
    meanMotionRevPerDay: table.number(i, MEAN_MOTION),
    eccentricity: table.number(i, ECCENTRICITY),
  });
  return { levels: three(levels), errorsKm: three(errorsKm), apogeeKm };
}

/** What the propagator needs to know of objects beside their elements. */
export function limitsOf(catalog: Catalog, chosen: Uint32Array, limits: RegimeAgeLimits): ObjectLimits {
  return {
    decayedAt: Float64Array.from(chosen, (_, i) => catalog.decayDateAt(i)),
    staleAfter: Float64Array.from(chosen, (place) => limits[catalog.regimeAt(place)].stale * MS_PER_DAY),
  };
}
