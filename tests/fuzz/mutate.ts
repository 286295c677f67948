/** Ways to damage a text. Texts are strings of bytes: each character is one of 256. */

export type Random = () => number;
export type Mutation = (text: string, random: Random, others: readonly string[]) => string;

/** Longest text that comes out of a mutation. */
export const MAX_LENGTH = 12_000;

/** What means something to one format or another, between spaces. */
const ODD_WORDS =
  '1 2 0 "" },{ <omm> </omm> <!-- ]]> <![CDATA[ &lt; &#0; \\u0000 \\" e9 - + . 999999999 COMMENT CCSDS_OMM_VERS='.split(
    ' ',
  );
const ODD_TEXTS = [
  ...Array.from('\0\n\r\t "\'\\{}[]<>&,=:#\u007f\u00ff'),
  ...ODD_WORDS,
  '1 ',
  '2 ',
  '\r\n',
  // UTF-8: a byte order mark, é, a satellite, half a satellite.
  '\u00ef\u00bb\u00bf',
  '\u00c3\u00a9',
  '\u00f0\u009f\u009b\u00b0',
  '\u00f0\u009f',
];
/** Values at and beyond limits, whichever keyword they are given to. */
const ODD_VALUES = [
  '',
  '2025-09-27 19:46:00',
  ...`0 -0 1 -1 0.0 1e-320 1e308 1e309 -1e308 NaN Infinity null 0x10 1_000 0.00000001 0.05 0.049 18.4 18.400001 17.04 6.4
    2.006 1.0027 0.9999999 0.99999999999 1.0000001 0.85 90 179.9999999 180 180.0000001 360 359.99999 360.0001 63.4349 10000
    10000.1 -10000 0.0001 999 99999 100000 339999 340000 999999999 1000000000 A0001 Z9999 I0000 SGP4 SGP4-XP 4 EARTH TEME
    UTC TAI 2024-02-29T24:00:00 2023-02-29T00:00:00 2016-12-31T23:59:60 0000-01-01T00:00:00+14:00 2056-366 526944 0.5
    9999-12-31T23:59:59.9999999 1957-001T00:00:00 2024-01-01T00:00:00.000000000000000001 1949-12-31T23:59:59Z`.split(
    /\s+/,
  ),
];

/** From 0, below `most`. */
export function below(random: Random, most: number): number {
  return Math.floor(random() * most);
}

export function pick<T>(random: Random, list: readonly T[]): T {
  const item = list[below(random, list.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

const flipByte: Mutation = (text, random) => {
  const at = below(random, text.length);
  const code = (text.charCodeAt(at) || 0) ^ (1 << below(random, 8));
  return text.slice(0, at) + String.fromCharCode(code & 0xff) + text.slice(at + 1);
};

const insertOdd: Mutation = (text, random) => {
  const at = below(random, text.length + 1);
  return text.slice(0, at) + pick(random, ODD_TEXTS) + text.slice(at);
};

const replaceByte: Mutation = (text, random) => {
  const at = below(random, text.length);
  return text.slice(0, at) + String.fromCharCode(below(random, 256)) + text.slice(at + 1);
};

const deleteSpan: Mutation = (text, random) => {
  const at = below(random, text.length);
  return text.slice(0, at) + text.slice(at + 1 + below(random, random() < 0.7 ? 4 : 200));
};

const repeatSpan: Mutation = (text, random) => {
  const at = below(random, text.length);
  const span = text.slice(at, at + 1 + below(random, 200));
  return text.slice(0, at) + span.repeat(1 + below(random, 4)) + text.slice(at);
};

const splice: Mutation = (text, random, others) => {
  const other = pick(random, others);
  return text.slice(0, below(random, text.length)) + other.slice(below(random, other.length));
};

const truncate: Mutation = (text, random) => text.slice(0, below(random, text.length));

const swapLines: Mutation = (text, random) => {
  const lines = text.split('\n');
  const [i, j] = [below(random, lines.length), below(random, lines.length)];
  [lines[i], lines[j]] = [lines[j] ?? '', lines[i] ?? ''];
  return lines.join('\n');
};

const dropOrDoubleLine: Mutation = (text, random) => {
  const lines = text.split('\n');
  const i = below(random, lines.length);
  lines.splice(i, random() < 0.5 ? 1 : 0, ...(random() < 0.5 ? [lines[i] ?? ''] : []));
  return lines.join('\n');
};

/** Give one value of an OMM another, in whichever encoding it is. */
const changeValue: Mutation = (text, random) => {
  const places = [
    ...text.matchAll(/(?<=": ?)(?:"[^"\n]*"|[-\w.+]+)|(?<= = )[^\n]*|(?<=>)[^<>\n]+(?=<)|(?<=,)[^,\n]*/g),
  ];
  if (places.length === 0) return insertOdd(text, random, []);
  const place = pick(random, places);
  const value = random() < 0.5 ? pick(random, ODD_VALUES) : changedDigits(place[0], random);
  const isQuoted = place[0].startsWith('"') && !value.startsWith('"');
  return `${text.slice(0, place.index)}${isQuoted ? `"${value}"` : value}${text.slice(place.index + place[0].length)}`;
};

/** Some digits of a text changed, its shape kept. */
export function changedDigits(text: string, random: Random): string {
  const share = random();
  return text.replaceAll(/\d/g, (digit) => (random() < share ? String(below(random, 10)) : digit));
}

/** What damages the text as such. */
export const TEXT_MUTATIONS: readonly Mutation[] = [
  flipByte,
  insertOdd,
  replaceByte,
  deleteSpan,
  repeatSpan,
  splice,
  truncate,
  swapLines,
  dropOrDoubleLine,
];
/** What changes a value and leaves the text whole. */
export const VALUE_MUTATIONS: readonly Mutation[] = [changeValue];
