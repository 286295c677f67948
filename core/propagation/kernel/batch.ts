import {
  ARGUMENT_OF_PERIGEE,
  BSTAR,
  ECCENTRICITY,
  type ElementTable,
  EPOCH,
  INCLINATION,
  MEAN_ANOMALY,
  MEAN_MOTION,
  RAAN,
} from '../../elements/element-table.ts';
import type { Arena } from './arena.ts';
import { isResonant, type Kernel, KINDS, LANES } from './kernel.ts';

/** Bytes a kernel needs to work in, for itself. */
export const SCRATCH_BYTES = 16_384;
/** The columns of a table that SGP4 uses, in the order of the kernel. */
const COLUMNS = [
  EPOCH,
  MEAN_MOTION,
  ECCENTRICITY,
  INCLINATION,
  RAAN,
  ARGUMENT_OF_PERIGEE,
  MEAN_ANOMALY,
  BSTAR,
];
/**
 * Within a class sets are ordered by these eccentricities, so that Kepler's equation takes as many steps in all lanes of a
 * block; between two of them the order stays, so that answers are written near each other.
 */
const ECCENTRICITY_STEPS = [0.0015, 0.045, 0.1, 0.2, 0.4, 0.6, 0.7, 0.8];
const ECCENTRICITY_BINS = ECCENTRICITY_STEPS.length + 1;

/** The sets of a batch. */
export type Sets = Pick<ElementTable, 'length' | 'number'>;

/** Where the sets of one class lie in memory. */
interface KindLayout {
  readonly blocks: number;
  readonly constants: number;
  /** One number a lane: the set it is of. Lanes without one repeat their neighbour. */
  readonly order: number;
}

/** Where a batch of element sets lies; plain data, so that another thread can be told. */
export interface BatchLayout {
  readonly count: number;
  readonly kinds: readonly KindLayout[];
  /** Of each set: its class, and its lane among the blocks of that class. */
  readonly kindOf: number;
  readonly slotOf: number;
  readonly at: number;
  readonly bytes: number;
}

/** A batch whose constants are not all made yet. */
export interface PlannedBatch {
  readonly layout: BatchLayout;
  /** Where the elements lie until then. */
  readonly elements: number;
  readonly elementBytes: number;
}

/** Copy sets into a kernel's memory and decide where each lies; `initialiseBlocks` then makes their constants. */
export function planBatch(kernel: Kernel, arena: Arena, scratch: number, sets: Sets): PlannedBatch {
  const { exports, memory } = kernel;
  const count = sets.length;
  const elementBytes = count * COLUMNS.length * 8;
  const at = arena.allocate(elementBytes);
  const kindsAt = arena.allocate(count);
  const elements = new Float64Array(memory.buffer, at, count * COLUMNS.length);
  for (let i = 0; i < count; i++)
    for (let column = 0; column < COLUMNS.length; column++)
      elements[i * COLUMNS.length + column] = sets.number(i, COLUMNS[column]!);
  if (count > 0) exports.classify(at, count, kindsAt, scratch);
  const kindOf = Uint8Array.from(new Uint8Array(memory.buffer, kindsAt, count));
  arena.release(kindsAt, count);
  return { layout: layOut(kernel, arena, kindOf, orderSets(kindOf, elements)), elements: at, elementBytes };
}

function layOut(
  { exports, memory }: Kernel,
  arena: Arena,
  kindOf: Uint8Array,
  orders: readonly Uint32Array[],
): BatchLayout {
  const count = kindOf.length;
  const parts = orders.map((order, kind) => ({
    blocks: order.length / LANES,
    bytes: (order.length / LANES) * exports.blockBytes(kind),
  }));
  const bytes = parts.reduce((sum, part) => sum + part.bytes + part.blocks * LANES * 4, 0) + count * 5 + 16;
  const at = arena.allocate(bytes);
  let next = at;
  const take = (size: number) => {
    const place = next;
    next += size;
    return place;
  };
  const constants = parts.map((part) => take(part.bytes));
  const kinds = parts.map(({ blocks }, kind) => ({
    blocks,
    constants: constants[kind]!,
    order: take(blocks * LANES * 4),
  }));
  const layout: BatchLayout = { count, kinds, slotOf: take(count * 4), kindOf: take(count), at, bytes };
  new Uint8Array(memory.buffer, layout.kindOf, count).set(kindOf);
  const slotOf = new Uint32Array(memory.buffer, layout.slotOf, count);
  orders.forEach((order, kind) => {
    new Uint32Array(memory.buffer, kinds[kind]!.order, order.length).set(order);
    // Backwards, so that a set keeps its own lane and not one that repeats it.
    for (let lane = order.length - 1; lane >= 0; lane--) slotOf[order[lane]!] = lane;
  });
  return layout;
}

/** Make the constants of blocks of one class: about 1 µs a set. */
export function initialiseBlocks(
  { exports }: Kernel,
  { layout, elements }: Pick<PlannedBatch, 'layout' | 'elements'>,
  { kind, first, end }: BlockRange,
  scratch: number,
): void {
  const { constants, order } = layout.kinds[kind]!;
  exports.initialise(kind, first, end, elements, order, constants, scratch);
}

/** Blocks of one class, or rows of sets of one class: what work is divided into. */
export interface BlockRange {
  readonly kind: number;
  readonly first: number;
  readonly end: number;
}

/**
 * Make element sets ready for SGP4, in a kernel's memory. About 290 bytes a near-earth set, 430 to 540 a deep-space one.
 *
 * Nothing is refused: a set that is not one answers a status at every time.
 */
export function loadBatch(kernel: Kernel, arena: Arena, scratch: number, sets: Sets): BatchLayout {
  const planned = planBatch(kernel, arena, scratch, sets);
  planned.layout.kinds.forEach(({ blocks }, kind) =>
    initialiseBlocks(kernel, planned, { kind, first: 0, end: blocks }, scratch),
  );
  arena.release(planned.elements, planned.elementBytes);
  return planned.layout;
}

/** The sets of each class by eccentricity, filled up to whole blocks with the last one. */
function orderSets(kindOf: Uint8Array, elements: Float64Array): Uint32Array[] {
  const bins = KINDS * ECCENTRICITY_BINS;
  const starts = new Uint32Array(bins + 1);
  const binOf = (set: number) => {
    const e = elements[set * COLUMNS.length + 2]!;
    let bin = 0;
    while (e > ECCENTRICITY_STEPS[bin]!) bin++;
    return kindOf[set]! * ECCENTRICITY_BINS + bin;
  };
  for (let set = 0; set < kindOf.length; set++) starts[binOf(set) + 1]!++;
  for (let bin = 0; bin < bins; bin++) starts[bin + 1]! += starts[bin]!;
  const sorted = new Uint32Array(kindOf.length);
  const next = starts.slice();
  for (let set = 0; set < kindOf.length; set++) sorted[next[binOf(set)]!++] = set;
  return Array.from({ length: KINDS }, (_, kind) => {
    const sets = sorted.subarray(starts[kind * ECCENTRICITY_BINS], starts[(kind + 1) * ECCENTRICITY_BINS]);
    const order = new Uint32Array(Math.ceil(sets.length / LANES) * LANES).fill(sets.at(-1) ?? 0);
    order.set(sets);
    return order;
  });
}

/** Bytes that one thread needs for the integrators of a batch; they begin as zeros. */
export function integratorBytesOf(kernel: Kernel, layout: BatchLayout): number {
  return layout.kinds
    .filter((_, kind) => isResonant(kind))
    .reduce((sum, { blocks }) => sum + blocks * kernel.exports.integratorBytes(), 0);
}
