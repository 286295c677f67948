import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ElementSet } from '../../../core/elements/element-set.ts';
import {
  CATALOG_NUMBER,
  ElementTable,
  EPOCH,
  NUMBER_COLUMNS,
  NUMBERS_PER_SET,
  transferablesOf,
} from '../../../core/elements/element-table.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { STATION, VANGUARD } from './lines.ts';

const SETS = readElementSets(`ISS (ZARYA)\n${STATION}VANGUARD 1\n${VANGUARD}`).sets;
const [STATION_SET, VANGUARD_SET] = SETS as [ElementSet, ElementSet];

/** Room of a new table, beyond which it grows. */
const FIRST_ROOM = 256;

function numbered(count: number, name = (i: number): string => `OBJECT ${i}`): ElementSet[] {
  return Array.from({ length: count }, (_, i) => ({
    ...STATION_SET,
    catalogNumber: i + 1,
    name: name(i),
    epoch: STATION_SET.epoch + i / 8,
  }));
}

/** A set as a reader hands it over: numbers, and three texts one after the other. */
function rowOf(set: ElementSet): [Float64Array, Uint8Array, Uint32Array] {
  const texts = [set.name, set.internationalDesignator, set.classification].map((text) =>
    new TextEncoder().encode(text),
  );
  let end = 0;
  const ends = texts.map((text) => (end += text.length));
  const numbers = Float64Array.from(NUMBER_COLUMNS, (column) => set[column]);
  return [numbers, Uint8Array.from(texts.flatMap((text) => [...text])), Uint32Array.from(ends)];
}

const anyText = fc.string({ unit: 'grapheme', maxLength: 40 });
const anySet: fc.Arbitrary<ElementSet> = fc
  .tuple(
    fc.tuple(anyText, anyText, anyText),
    fc.array(fc.double(), { minLength: NUMBERS_PER_SET, maxLength: NUMBERS_PER_SET }),
  )
  .map(([[name, internationalDesignator, classification], numbers]) => ({
    ...STATION_SET,
    ...Object.fromEntries(NUMBER_COLUMNS.map((column, i) => [column, numbers[i]])),
    name,
    internationalDesignator,
    classification,
  }));

describe('a table of element sets', () => {
  it('is empty at first, and says so when asked for a set', () => {
    const table = new ElementTable();
    expect(table).toHaveLength(0);
    expect([...table]).toEqual([]);
    expect(() => table.at(0)).toThrow(RangeError);
  });

  it('gives back each set as it was put in, in order', () => {
    const table = ElementTable.of(SETS);
    expect(table).toHaveLength(2);
    expect(table.at(0)).toEqual(STATION_SET);
    expect(table.at(1)).toEqual(VANGUARD_SET);
    expect([...table]).toEqual(SETS);
    for (const index of [-1, 2, Number.NaN]) expect(() => table.at(index)).toThrow(RangeError);
  });

  it('gives single numbers by their columns', () => {
    const table = ElementTable.of(SETS);
    expect(table.number(1, CATALOG_NUMBER)).toBe(5);
    expect(table.number(0, EPOCH)).toBe(STATION_SET.epoch);
    NUMBER_COLUMNS.forEach((column, i) => expect(table.number(1, i)).toBe(VANGUARD_SET[column]));
  });

  it('holds the same whether sets or rows of bytes are put in', () => {
    const table = new ElementTable();
    table.pushRow(...rowOf(STATION_SET));
    table.push(VANGUARD_SET);
    table.pushRow(...rowOf({ ...VANGUARD_SET, name: '', internationalDesignator: '' }));
    expect([...table]).toEqual([...SETS, { ...VANGUARD_SET, name: '', internationalDesignator: '' }]);
  });

  it('grows past its first room, one set at a time', () => {
    for (const count of [FIRST_ROOM - 1, FIRST_ROOM, FIRST_ROOM + 1, 5 * FIRST_ROOM]) {
      const sets = numbered(count);
      const table = new ElementTable();
      sets.forEach((set, i) => (i % 2 === 0 ? table.push(set) : table.pushRow(...rowOf(set))));
      expect(table, `${count} sets`).toHaveLength(count);
      expect([...table]).toEqual(sets);
    }
  });

  it('grows for long texts long before it is full of sets', () => {
    const long = 'X'.repeat(20_000);
    const sets = numbered(3, (i) => `${i}${long}`);
    expect([...ElementTable.of(sets)]).toEqual(sets);
    const table = new ElementTable();
    for (const set of sets) table.pushRow(...rowOf(set));
    expect([...table]).toEqual(sets);
  });

  it('keeps names in any script, and only half a character becomes another', () => {
    const names = ['МИР', '天宮', 'É', '🛰 ONE', 'a\u0000b', '\u007f', ''];
    const table = ElementTable.of(numbered(names.length, (i) => names[i]!));
    expect([...table].map(({ name }) => name)).toEqual(names);
    expect(ElementTable.of(numbered(1, () => 'A\ud83d')).at(0).name).toBe('A\ufffd');
  });

  it('forgets its sets and is used again', () => {
    const table = ElementTable.of(numbered(300));
    table.clear();
    expect([...table]).toEqual([]);
    table.push(VANGUARD_SET);
    expect([...table]).toEqual([VANGUARD_SET]);
  });

  it('gives back any numbers and any text', () => {
    fc.assert(
      fc.property(fc.array(anySet, { maxLength: 5 }), (sets) => {
        const rows = new ElementTable();
        for (const set of sets) rows.pushRow(...rowOf(set));
        expect([...ElementTable.of(sets)]).toEqual(sets);
        expect([...rows]).toEqual(sets);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a packed table', () => {
  it('has no room to spare and is a table again', () => {
    const packed = ElementTable.of(numbered(300)).pack();
    expect(packed.numbers).toHaveLength(300 * NUMBERS_PER_SET);
    expect(packed.textEnds).toHaveLength(900);
    expect(packed.text).toHaveLength(packed.textEnds.at(-1)!);
    expect([...new ElementTable(packed)]).toEqual(numbered(300));
  });

  it('shares nothing with the table it is of', () => {
    const table = ElementTable.of(numbered(2));
    const packed = table.pack();
    table.clear();
    table.push(VANGUARD_SET);
    expect([...new ElementTable(packed)]).toEqual(numbered(2));
  });

  it('crosses to another thread with its three arrays', () => {
    const packed = ElementTable.of(SETS).pack();
    const transfer = transferablesOf(packed);
    expect(transfer).toHaveLength(3);
    const moved = structuredClone(packed, { transfer });
    expect(packed.numbers).toHaveLength(0);
    expect([...new ElementTable(moved)]).toEqual(SETS);
  });

  it('takes more sets, also when it was empty', () => {
    for (const count of [0, 1, 300]) {
      const table = new ElementTable(ElementTable.of(numbered(count)).pack());
      table.push(VANGUARD_SET);
      table.pushRow(...rowOf(STATION_SET));
      expect([...table], `${count} sets before`).toEqual([...numbered(count), VANGUARD_SET, STATION_SET]);
    }
  });
});

describe('a set of one table', () => {
  it('is put into another with its texts', () => {
    const from = ElementTable.of([...SETS, ...numbered(400, (i) => `天宮 ${i}`)]);
    const table = new ElementTable();
    for (const index of [1, 401, 0, 2]) table.pushFrom(from, index);
    expect([...table]).toEqual([1, 401, 0, 2].map((index) => from.at(index)));
  });

  it('is copied out as numbers and bytes, which make the same set again', () => {
    const table = ElementTable.of([...SETS, ...numbered(1, () => '🛰')]);
    const copy = new ElementTable();
    const numbers = new Float64Array(NUMBERS_PER_SET);
    const ends = new Uint32Array(3);
    for (let i = 0; i < table.length; i++) copy.pushRow(numbers, table.readRow(i, numbers, ends), ends);
    expect([...copy]).toEqual([...table]);
  });
});
