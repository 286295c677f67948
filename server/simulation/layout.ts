import type { RegimeAgeLimits } from '../../core/elements/age.ts';
import { ECCENTRICITY, type ElementTable, MEAN_MOTION } from '../../core/elements/element-table.ts';
import { apogeeOf, type Slice, sliceObjects, type SlicedObject } from '../../core/ephemeris/slices.ts';
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
  return { id: nextId++, catalogRevision: catalog.revision, slices, measuredAt: time };
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
