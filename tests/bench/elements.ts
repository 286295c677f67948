import { json2satrec, twoline2satrec } from 'satellite.js';
import { readElementSets } from '../../core/elements/read.ts';
import { writeTle } from '../../core/elements/tle-write.ts';
import { compare, print, printComparison, type Subject } from './measure.ts';

/** Reading element sets, against satellite.js' readers over the same bytes. */
export function benchElements({ sets, text: given }: Subject): void {
  const text =
    given ??
    sets
      .map((set, i) => writeTle({ ...set, catalogNumber: i + 1, internationalDesignator: '' }))
      .flatMap((lines) => (lines ? [lines.line1, lines.line2] : []))
      .join('\n');
  const bytes = Buffer.from(text);
  const { account } = readElementSets(bytes, { lenient: true });
  if (account.records === 0) return print('  no element sets: give --catalog FILE');
  const isJson = text.trimStart().startsWith('[');
  const satelliteJs = isJson
    ? { name: 'JSON.parse and satellite.js json2satrec', run: () => readJson(bytes) }
    : { name: 'satellite.js twoline2satrec, line by line', run: () => readLines(bytes) };
  const medians = compare([
    { name: 'readElementSets, with every check', run: () => void readElementSets(bytes, { lenient: true }) },
    satelliteJs,
  ]);
  printComparison(medians, { name: 'set', count: account.records });
}

function readLines(bytes: Buffer): void {
  const lines = bytes.toString().split('\n');
  let first = '';
  for (const line of lines) {
    if (line.startsWith('1 ')) first = line;
    else if (line.startsWith('2 ')) twoline2satrec(first, line);
  }
}

function readJson(bytes: Buffer): void {
  for (const record of JSON.parse(bytes.toString()) as Parameters<typeof json2satrec>[0][])
    json2satrec(record);
}
