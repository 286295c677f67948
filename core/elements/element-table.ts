import { spanText } from './bytes.ts';
import type { ElementSet } from './element-set.ts';

/** The numbers of an element set, in the order in which a table keeps them. */
export const NUMBER_COLUMNS = [
  'catalogNumber',
  'epoch',
  'meanMotionRevPerDay',
  'eccentricity',
  'inclinationDeg',
  'raanDeg',
  'argumentOfPerigeeDeg',
  'meanAnomalyDeg',
  'bstar',
  'meanMotionDot',
  'meanMotionDdot',
  'elementSetNumber',
  'revolutionAtEpoch',
] as const satisfies readonly (keyof ElementSet)[];

export const NUMBERS_PER_SET = NUMBER_COLUMNS.length;
export const CATALOG_NUMBER = 0;
export const EPOCH = 1;
export const MEAN_MOTION = 2;
export const ECCENTRICITY = 3;
export const INCLINATION = 4;
export const RAAN = 5;
export const ARGUMENT_OF_PERIGEE = 6;
export const MEAN_ANOMALY = 7;
export const BSTAR = 8;

/** A table as it crosses from thread to thread: nothing is copied but the arrays' ownership. */
export interface PackedElementTable {
  readonly length: number;
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly textEnds: Uint32Array<ArrayBuffer>;
  readonly text: Uint8Array<ArrayBuffer>;
}

export const TEXTS_PER_SET = 3;
/** Sets a new table has room for; it doubles. */
const FIRST_ROOM = 256;
const encoder = new TextEncoder();

/**
 * Many element sets as a few arrays: about 140 bytes a set instead of 500, nothing for the garbage collector to walk, and
 * free to hand to another thread. An `ElementSet` is made of a row when somebody asks for it.
 */
export class ElementTable implements Iterable<ElementSet> {
  private numbers: Float64Array<ArrayBuffer>;
  /** Where name, designator and classification of each set end in `text`. */
  private textEnds: Uint32Array<ArrayBuffer>;
  private text: Uint8Array<ArrayBuffer>;
  private count: number;
  /** Texts of the row that is being added. */
  private textsAdded = 0;

  constructor(packed?: PackedElementTable) {
    this.numbers = packed?.numbers ?? new Float64Array(FIRST_ROOM * NUMBERS_PER_SET);
    this.textEnds = packed?.textEnds ?? new Uint32Array(FIRST_ROOM * TEXTS_PER_SET);
    this.text = packed?.text ?? new Uint8Array(FIRST_ROOM * 32);
    this.count = packed?.length ?? 0;
  }

  static of(sets: Iterable<ElementSet>): ElementTable {
    const table = new ElementTable();
    for (const set of sets) table.push(set);
    return table;
  }

  get length(): number {
    return this.count;
  }

  push(set: ElementSet): void {
    const row = this.beginRow();
    for (let i = 0; i < NUMBERS_PER_SET; i++) this.numbers[row + i] = set[NUMBER_COLUMNS[i]!];
    this.addText(encoder.encode(set.name));
    this.addText(encoder.encode(set.internationalDesignator));
    this.addText(encoder.encode(set.classification));
    this.count++;
  }

  /**
   * Add a set from the bytes it was read from.
   *
   * @param numbers in the order of NUMBER_COLUMNS
   * @param texts name, designator and classification one after the other, UTF-8
   * @param ends where each of the three ends in `texts`
   */
  pushRow(numbers: Float64Array, texts: Uint8Array, ends: Uint32Array): void {
    const row = this.beginRow();
    for (let i = 0; i < NUMBERS_PER_SET; i++) this.numbers[row + i] = numbers[i]!;
    const start = this.textEnd();
    const size = ends[TEXTS_PER_SET - 1]!;
    this.reserveText(start + size);
    for (let i = 0; i < size; i++) this.text[start + i] = texts[i]!;
    const at = this.count * TEXTS_PER_SET;
    for (let i = 0; i < TEXTS_PER_SET; i++) this.textEnds[at + i] = start + ends[i]!;
    this.count++;
  }

  /** Add a set of another table. */
  pushFrom(other: ElementTable, index: number): void {
    const row = this.beginRow();
    const from = index * NUMBERS_PER_SET;
    for (let i = 0; i < NUMBERS_PER_SET; i++) this.numbers[row + i] = other.numbers[from + i]!;
    const at = this.count * TEXTS_PER_SET;
    const first = index * TEXTS_PER_SET;
    const textStart = first === 0 ? 0 : other.textEnds[first - 1]!;
    const textEnd = other.textEnds[first + TEXTS_PER_SET - 1]!;
    const start = this.textEnd();
    this.reserveText(start + textEnd - textStart);
    for (let i = textStart; i < textEnd; i++) this.text[start + i - textStart] = other.text[i]!;
    for (let i = 0; i < TEXTS_PER_SET; i++)
      this.textEnds[at + i] = start + other.textEnds[first + i]! - textStart;
    this.count++;
  }

  /**
   * Copy a set out; the inverse of `pushRow`.
   *
   * @param numbers in the order of NUMBER_COLUMNS
   * @param ends where each of the three texts ends in the answer
   * @returns name, designator and classification one after the other, UTF-8; a view, gone with the next change
   */
  readRow(index: number, numbers: Float64Array, ends: Uint32Array): Uint8Array {
    const from = index * NUMBERS_PER_SET;
    for (let i = 0; i < NUMBERS_PER_SET; i++) numbers[i] = this.numbers[from + i]!;
    const first = index * TEXTS_PER_SET;
    const start = first === 0 ? 0 : this.textEnds[first - 1]!;
    for (let i = 0; i < TEXTS_PER_SET; i++) ends[i] = this.textEnds[first + i]! - start;
    return this.text.subarray(start, start + ends[TEXTS_PER_SET - 1]!);
  }

  /** One number of a set, by its place in NUMBER_COLUMNS. */
  number(index: number, column: number): number {
    return this.numbers[index * NUMBERS_PER_SET + column]!;
  }

  at(index: number): ElementSet {
    if (!(index >= 0 && index < this.count)) throw new RangeError(`no element set ${index} of ${this.count}`);
    const { numbers } = this;
    const row = index * NUMBERS_PER_SET;
    return {
      catalogNumber: numbers[row]!,
      name: this.textOf(index, 0),
      internationalDesignator: this.textOf(index, 1),
      classification: this.textOf(index, 2),
      epoch: numbers[row + 1]!,
      meanMotionRevPerDay: numbers[row + 2]!,
      eccentricity: numbers[row + 3]!,
      inclinationDeg: numbers[row + 4]!,
      raanDeg: numbers[row + 5]!,
      argumentOfPerigeeDeg: numbers[row + 6]!,
      meanAnomalyDeg: numbers[row + 7]!,
      bstar: numbers[row + 8]!,
      meanMotionDot: numbers[row + 9]!,
      meanMotionDdot: numbers[row + 10]!,
      elementSetNumber: numbers[row + 11]!,
      revolutionAtEpoch: numbers[row + 12]!,
    };
  }

  *[Symbol.iterator](): Generator<ElementSet> {
    for (let i = 0; i < this.count; i++) yield this.at(i);
  }

  /** Forget the sets, keep the room. */
  clear(): void {
    this.count = 0;
  }

  /** The arrays cut to what is in them. */
  pack(): PackedElementTable {
    return {
      length: this.count,
      numbers: this.numbers.slice(0, this.count * NUMBERS_PER_SET),
      textEnds: this.textEnds.slice(0, this.count * TEXTS_PER_SET),
      text: this.text.slice(0, this.textEnd()),
    };
  }

  private textEnd(): number {
    return this.count === 0 ? 0 : this.textEnds[this.count * TEXTS_PER_SET - 1]!;
  }

  private textOf(index: number, which: number): string {
    const at = index * TEXTS_PER_SET + which;
    const start = at === 0 ? 0 : this.textEnds[at - 1]!;
    return spanText(this.text, start, this.textEnds[at]!);
  }

  private beginRow(): number {
    const row = this.count * NUMBERS_PER_SET;
    if (row === this.numbers.length) {
      const room = Math.max(FIRST_ROOM, this.count * 2);
      this.numbers = grown(new Float64Array(room * NUMBERS_PER_SET), this.numbers);
      this.textEnds = grown(new Uint32Array(room * TEXTS_PER_SET), this.textEnds);
    }
    this.textsAdded = 0;
    return row;
  }

  private addText(bytes: Uint8Array): void {
    const at = this.count * TEXTS_PER_SET + this.textsAdded++;
    const start = at === 0 ? 0 : this.textEnds[at - 1]!;
    this.reserveText(start + bytes.length);
    this.text.set(bytes, start);
    this.textEnds[at] = start + bytes.length;
  }

  private reserveText(size: number): void {
    if (size > this.text.length)
      this.text = grown(new Uint8Array(Math.max(size, this.text.length * 2)), this.text);
  }
}

/** The arrays of a packed table, to hand over with a message. */
export function transferablesOf({ numbers, textEnds, text }: PackedElementTable): ArrayBuffer[] {
  return [numbers.buffer, textEnds.buffer, text.buffer];
}

function grown<T extends Float64Array | Uint32Array | Uint8Array>(larger: T, old: T): T {
  larger.set(old);
  return larger;
}
