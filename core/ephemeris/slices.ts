import { type Format, rangeOf, type Resolution } from '../protocol/pack.ts';
import type { Kilometers, Seconds } from '../units.ts';
import { type ObjectSteps, stepOfLevel, type Tier } from './steps.ts';

/** Objects in a slice at the most, so that one never takes long to make or to send. */
export const SLICE_SIZE = 1024;

/** Objects that are sent together: same steps, same format, same release. */
export interface Slice {
  /** Places in the catalogue, ascending. */
  readonly indices: Uint32Array;
  readonly format: Format;
  readonly resolution: Resolution;
  /** For each tier: the level of its step, and the error of any of its objects that is not exceeded. */
  readonly levels: readonly [number, number, number];
  readonly boundsKm: readonly [Kilometers, Kilometers, Kilometers];
  /** Who may see it: all its objects are of this release class. */
  readonly release: number;
  /** Its keyframes lie at t = k · step + phase, so that not all come at once. */
  readonly phase: Seconds;
}

const FINE: Resolution = { positionKm: 0.004, velocityKmS: 2e-5 };
const WIDE: Resolution = { positionKm: 0.001, velocityKmS: 1e-6 };
const FAR: Resolution = { positionKm: 0.016, velocityKmS: 1e-6 };

/** Room above the apogee of the mean elements, for what perturbs it. */
const APOGEE_MARGIN = 1.01;
/** The few places measured do not find the worst of an orbit. */
const MEASURE_MARGIN = 2;
/** One object moves into slices of its own kind when this many are too few for a slice: no limit is needed below it. */
const EARTH_RADIUS_KM = 6378.135;
const MU = 398_600.8;

export interface SlicedObject extends ObjectSteps {
  readonly apogeeKm: Kilometers;
}

/** Apogee radius of mean elements, km. */
export function apogeeOf(set: {
  readonly meanMotionRevPerDay: number;
  readonly eccentricity: number;
}): Kilometers {
  const n = (set.meanMotionRevPerDay * 2 * Math.PI) / 86_400;
  return Math.max(EARTH_RADIUS_KM, Math.cbrt(MU / (n * n)) * (1 + set.eccentricity));
}

/** The smallest format that holds an orbit. */
function packingOf(apogeeKm: Kilometers): { format: Format; resolution: Resolution } {
  const reach = apogeeKm * APOGEE_MARGIN;
  if (reach < rangeOf('PV16', FINE).positionKm) return { format: 'PV16', resolution: FINE };
  return { format: 'PV20', resolution: reach < rangeOf('PV20', WIDE).positionKm ? WIDE : FAR };
}

/**
 * Put objects into slices: those of equal steps and format together, in the order of the catalogue, at most
 * `SLICE_SIZE` in one. The slices of a level are spread evenly over its step.
 *
 * @param indices places in the catalogue, ascending, with what each needs in the same order
 * @param release the release class of them all
 */
export function sliceObjects(
  indices: readonly number[],
  objects: readonly SlicedObject[],
  release = 0,
): readonly Slice[] {
  const groups = new Map<
    string,
    { indices: number[]; worst: [number, number, number]; first: SlicedObject; reach: number }
  >();
  objects.forEach((object, i) => {
    const { format, resolution } = packingOf(object.apogeeKm);
    const key = `${format} ${resolution.positionKm} ${object.levels.join(' ')}`;
    let group = groups.get(key);
    if (!group || group.indices.length === SLICE_SIZE) {
      if (group) groups.set(`${key} ${i}`, group);
      group = { indices: [], worst: [0, 0, 0], first: object, reach: 0 };
      groups.set(key, group);
    }
    group.indices.push(indices[i]!);
    group.reach = Math.max(group.reach, object.apogeeKm);
    object.errorsKm.forEach((error, tier) => (group.worst[tier] = Math.max(group.worst[tier]!, error)));
  });
  const counts = new Map<number, number>();
  const all = [...groups.values()];
  for (const { first } of all) counts.set(first.levels[0], (counts.get(first.levels[0]) ?? 0) + 1);
  const placed = new Map<number, number>();
  return all.map(({ indices: own, worst, first, reach }) => {
    const { levels } = first;
    const [fine] = levels;
    const place = placed.get(fine) ?? 0;
    placed.set(fine, place + 1);
    const packing = packingOf(first.apogeeKm);
    const bound = (tier: Tier): Kilometers =>
      MEASURE_MARGIN * worst[tier] + packingErrorKm(packing.resolution, stepOfLevel(levels[tier]), reach);
    return {
      ...packing,
      indices: Uint32Array.from(own),
      levels,
      release,
      boundsKm: [bound(0), bound(1), bound(2)],
      phase: Math.floor((place * stepOfLevel(fine)) / counts.get(fine)!),
    };
  });
}

/**
 * What rounding adds: half a last bit of position on each axis, that of velocity times the largest weight it has between
 * keyframes, and float32 on the screen's side.
 */
function packingErrorKm(
  { positionKm, velocityKmS }: Resolution,
  step: Seconds,
  reachKm: Kilometers,
): Kilometers {
  return 0.87 * positionKm + 0.32 * 0.87 * step * velocityKmS + 4 * reachKm * 2 ** -24;
}
