import {
  CATALOG_NUMBER,
  type ElementTable,
  EPOCH,
  NUMBERS_PER_SET,
  TEXTS_PER_SET,
} from '../../core/elements/element-table.ts';

/** Numbers in front of the body: catalog number and epoch, which are columns of their own. */
const KEY_NUMBERS = 2;
const NUMBER_BYTES = (NUMBERS_PER_SET - KEY_NUMBERS) * Float64Array.BYTES_PER_ELEMENT;
const HEAD_BYTES = NUMBER_BYTES + TEXTS_PER_SET * Uint32Array.BYTES_PER_ELEMENT;

const numbers = new Float64Array(NUMBERS_PER_SET);
const ends = new Uint32Array(TEXTS_PER_SET);

/** An element set as a row of the store: its key, and all the rest as bytes, equal when the sets are. */
export interface ElementRow {
  readonly catalogNumber: number;
  readonly epoch: number;
  readonly body: Buffer;
}

export function encodeRow(table: ElementTable, index: number): ElementRow {
  const texts = table.readRow(index, numbers, ends);
  const body = Buffer.allocUnsafe(HEAD_BYTES + texts.length);
  for (let i = KEY_NUMBERS; i < NUMBERS_PER_SET; i++) body.writeDoubleLE(numbers[i]!, (i - KEY_NUMBERS) * 8);
  for (let i = 0; i < TEXTS_PER_SET; i++) body.writeUInt32LE(ends[i]!, NUMBER_BYTES + i * 4);
  body.set(texts, HEAD_BYTES);
  return { catalogNumber: numbers[CATALOG_NUMBER]!, epoch: numbers[EPOCH]!, body };
}

/** Add a row of the store to a table; the inverse of `encodeRow`. */
export function decodeRow({ catalogNumber, epoch, body }: ElementRow, table: ElementTable): void {
  numbers[CATALOG_NUMBER] = catalogNumber;
  numbers[EPOCH] = epoch;
  for (let i = KEY_NUMBERS; i < NUMBERS_PER_SET; i++) numbers[i] = body.readDoubleLE((i - KEY_NUMBERS) * 8);
  for (let i = 0; i < TEXTS_PER_SET; i++) ends[i] = body.readUInt32LE(NUMBER_BYTES + i * 4);
  table.pushRow(numbers, body.subarray(HEAD_BYTES), ends);
}
