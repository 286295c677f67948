import { withChecksum } from '../core/elements/lines.ts';
import { below, changedDigits, type Mutation, pick, type Random } from './mutate.ts';

/** Fields of the two lines, as columns from 0 to before, with values at and beyond their limits. */
const FIELDS: Readonly<Record<'1' | '2', readonly (readonly [number, number, readonly string[]])[]>> = {
  1: [
    [2, 7, ['    1', '00000', 'A0000', 'Z9999', 'I0000', '99999', '  5  ', '-0005']],
    [7, 8, ['U', 'C', 'S', ' ', '\u007f']],
    [9, 17, ['        ', '57001A  ', '56001ZZZ', '98  7A  ', '98067   ', '00000AAA']],
    [
      18,
      32,
      [
        '57001.00000000',
        '56366.99999999',
        '00366.50000000',
        '01366.00000000',
        '20000.00000000',
        '20  1.5       ',
      ],
    ],
    [33, 43, [' .00000000', '-.99999999', '+.00000001', '  .0000001', '-1.0000000', '99.9999999']],
    [44, 52, [' 00000-0', ' 00000+0', '-99999-9', ' 99999+9', '        ', ' 10000+1']],
    [53, 61, [' 00000-0', ' 99999+9', '-99999+4', ' 10000+5', ' 10001+5', ' 00001-9', '        ']],
    [62, 63, ['0', '2', '3', '4', ' ', 'x']],
    [64, 68, ['   0', '9999', '    ', ' 9 9']],
  ],
  2: [
    [8, 16, ['  0.0000', '180.0000', '180.0001', ' 90.0000', ' 63.4349', '-00.0001', '179.9999']],
    [17, 25, ['  0.0000', '360.0000', '360.0001', '999.9999']],
    [26, 33, ['0000000', '9999999', '9990000', '8500000', '8500001', '0001000', '      0', '9       ']],
    [34, 42, ['  0.0000', '360.0000', ' 90.0000', '270.0000']],
    [43, 51, ['  0.0000', '180.0000', '360.0000']],
    [
      52,
      63,
      [
        ' 0.00000001',
        ' 0.00001000',
        ' 0.05000000',
        ' 0.04999999',
        ' 0.00000000',
        '18.40000000',
        '18.40000001',
      ],
    ],
    [
      52,
      63,
      [
        ' 6.40000000',
        ' 1.00270000',
        ' 2.00560000',
        '17.04000000',
        '99.99999999',
        '16.50000000',
        ' 6.39999999',
      ],
    ],
    [63, 68, ['    0', '99999', '     ']],
  ],
};

/** Change fields of one element line and put its checksum right: without that nearly all would fall at the first check. */
export const changeFields: Mutation = (text, random) => {
  const lines = text.split('\n');
  const places = lines.flatMap((line, i) => (/^[12] .{67}/.test(line) ? [i] : []));
  if (places.length === 0) return text;
  const at = pick(random, places);
  let line = lines[at] ?? '';
  for (let i = 1 + below(random, 3); i > 0; i--) line = changeField(line, random);
  lines[at] = withChecksum(line) + line.slice(69);
  return lines.join('\n');
};

function changeField(line: string, random: Random): string {
  const [from, to, values] = pick(random, FIELDS[line.startsWith('1') ? 1 : 2]);
  const value = random() < 0.4 ? pick(random, values) : changedDigits(line.slice(from, to), random);
  return line.slice(0, from) + value.slice(0, to - from).padEnd(to - from) + line.slice(to);
}
