import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { detectFormat, readElementSets } from '../../core/elements/read.ts';
import { FRAGMENT_1, FRAGMENT_2, STATION, VANGUARD } from '../core/elements/lines.ts';
import { ISS_2008, VANGUARD_2000 } from '../helpers/sets.ts';
import { encodeOmm, OMM_FORMATS, ommValuesOf } from './encodings.ts';
import { below, MAX_LENGTH, type Random } from './mutate.ts';

const LARGEST_FILE = 20_000_000;
const PIECES_PER_FILE = 300;

/** The typed sets of the tests in every format: what the fuzzers begin with. Strings of bytes. */
export function typedSeeds(): readonly string[] {
  const tle = `${ISS_2008}\n${VANGUARD_2000}\n${FRAGMENT_1}\n${FRAGMENT_2}\n`;
  const messages = readElementSets(STATION + VANGUARD).sets.map(ommValuesOf);
  return [
    STATION,
    tle,
    tle.replaceAll('\n', '\r\n'),
    STATION + VANGUARD,
    ...OMM_FORMATS.map((format) => encodeOmm(format, messages)),
  ];
}

/** Pieces of the files of a folder and its subfolders, as strings of bytes. */
export function seedsOfFolder(folder: string, random: Random): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile() && statSync(file).size <= LARGEST_FILE)
    .flatMap((file) => piecesOf(readFileSync(file), random));
}

function piecesOf(bytes: Buffer, random: Random): readonly string[] {
  const text = bytes.toString('latin1');
  if (text.length <= MAX_LENGTH / 3) return text === '' ? [] : [text];
  const lines = text.split('\n');
  const isTable = detectFormat(bytes) === 'omm-csv';
  const isJson = detectFormat(bytes) === 'omm-json';
  const pieces: string[] = [];
  for (let i = 0; i < Math.min(PIECES_PER_FILE, lines.length); i++) {
    const start = below(random, lines.length);
    const piece =
      isJson && lines.length < 100
        ? jsonPiece(text, random)
        : lines.slice(start, start + 2 + below(random, 12)).join('\n');
    pieces.push((isTable ? `${lines[0] ?? ''}\n${piece}` : piece).slice(0, MAX_LENGTH / 3));
  }
  return pieces;
}

/** Some records of an array that is one long line. */
function jsonPiece(text: string, random: Random): string {
  const start = text.indexOf('{', below(random, text.length));
  return `[${text.slice(Math.max(0, start), start + 400 + below(random, 2000))}`;
}
