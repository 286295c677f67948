import { describe, expect, it } from 'vitest';
import { columnNames, CsvRowCutter } from '../../../core/elements/csv-rows.ts';

/** What comes of a text, one entry for each thing handed over. */
function cut(text: string): readonly unknown[] {
  const found: unknown[] = [];
  const cutter = new CsvRowCutter({
    takeHeader: (columns) => found.push(columns),
    takeRow: ({ line, cells }) => found.push([line, ...cells]),
    rejectRow: (line, { code }, text) => found.push([line, code, text]),
  });
  cutter.push(text);
  cutter.end();
  return found;
}

describe('rows of a CSV file', () => {
  it('are cells under the names of the first row, blank lines left out', () => {
    expect(cut(' a,"B"\r\n\r\n1,2\n"x, y","say ""z"""')).toEqual([
      ['A', 'B'],
      [3, '1', '2'],
      [4, 'x, y', 'say "z"'],
    ]);
  });

  it('may hold line ends within quotes, eight lines in all', () => {
    expect(cut('A,B\n"1\n2",3\n4,5')).toEqual([
      ['A', 'B'],
      [2, '1\n2', '3'],
      [4, '4', '5'],
    ]);
    const eight = '1\n2\n3\n4\n5\n6\n7\n8';
    expect(cut(`A,B\n"${eight}",x`)).toEqual([
      ['A', 'B'],
      [2, eight, 'x'],
    ]);
    expect(cut(`A\n"${eight}\n9"`)[1]).toEqual([2, 'csv', '"1']);
  });

  it('do not end at a lone carriage return, with quotes in the row or without', () => {
    expect(cut('A,B\n1\r2,3\n"1",2\r3')).toEqual([
      ['A', 'B'],
      [2, '1\r2', '3'],
      [3, '1', '2\r3'],
    ]);
  });

  it('with a lost quote cost only their own line', () => {
    expect(cut('A,B\n"1,2\n3,4\n5,6')).toEqual([
      ['A', 'B'],
      [2, 'csv', '"1,2'],
      [3, '3', '4'],
      [4, '5', '6'],
    ]);
  });

  it('are turned away where they have more or fewer cells than columns', () => {
    expect(cut('A,B\n1\n1,2,3\n1,2')).toEqual([
      ['A', 'B'],
      [2, 'csv', '1'],
      [3, 'csv', '1,2,3'],
      [4, '1', '2'],
    ]);
  });

  it('have names of columns whatever their case, quotes and a byte order mark', () => {
    expect(columnNames('\ufeff"Norad_Cat_Id", name ,\r')).toEqual(['NORAD_CAT_ID', 'NAME', '']);
  });
});
