import { json2satrec, twoline2satrec } from 'satellite.js';
import { readElementSets } from '../../core/elements/read.ts';
import { writeTle } from '../../core/elements/tle-write.ts';
import { compare, print, printComparison, type Subject } from './measure.ts';

/** Reading element sets, against a loop of satellite.js' readers over the same text. */
export function benchElements({ sets, text: given }: Subject): void {
  const text =
    given ??
    sets
      .map(writeTle)
      .flatMap((lines) => (lines ? [lines.line1, lines.line2] : []))
      .join('\n');
  const isJson = text.trimStart().startsWith('[');
  const lines = isJson ? [] : text.split('\n').filter((line) => /^[12] /.test(line));
  const records = isJson ? (JSON.parse(text) as Parameters<typeof json2satrec>[0][]) : [];
  const count = isJson ? records.length : lines.length / 2;
  if (count === 0)
    return print('  the notional catalogue has nine-digit numbers and no TLE: give --catalog FILE');
  const satelliteJs = isJson
    ? {
        name: 'satellite.js json2satrec, JSON already parsed',
        run: () => records.forEach((record) => json2satrec(record)),
      }
    : {
        name: 'satellite.js twoline2satrec, lines already split',
        run: () => {
          for (let i = 0; i + 1 < lines.length; i += 2) twoline2satrec(lines[i]!, lines[i + 1]!);
        },
      };
  const medians = compare([
    { name: 'readElementSets, with every check', run: () => void readElementSets(text) },
    satelliteJs,
  ]);
  printComparison(medians, { name: 'set', count });
}
