import { changeFields } from './mutate-tle.ts';
import { MAX_LENGTH, type Mutation, pick, type Random, TEXT_MUTATIONS, VALUE_MUTATIONS } from './mutate.ts';

/** The most mutations on one input; half of all inputs have one. */
const MOST_MUTATIONS = 6;

/** Make the next input: a seed, damaged. Half of the mutations keep its shape and change its numbers. */
export function makeInput(random: Random, seeds: readonly string[]): Uint8Array {
  let text = pick(random, seeds);
  for (let i = 0; i < MOST_MUTATIONS; i++) {
    text = pick(random, mutationsFor(text, random))(text, random, seeds).slice(0, MAX_LENGTH);
    if (random() < 0.5) break;
  }
  return Buffer.from(text, 'latin1');
}

function mutationsFor(text: string, random: Random): readonly Mutation[] {
  if (random() < 0.5) return TEXT_MUTATIONS;
  return /^[12] .{67}/m.test(text) && random() < 0.9 ? [changeFields] : VALUE_MUTATIONS;
}

/** Beginnings longer than what the format is told from: only what comes after them reaches a reader in pieces. */
const LONG = 4200;
const HEADS = {
  tle: '# comment\n'.repeat(LONG / 10),
  'omm-json': `[${' '.repeat(LONG)}\n`,
  'omm-xml': `<?xml version="1.0"?>\n<ndm>${' '.repeat(LONG)}\n`,
  'omm-kvn': `CCSDS_OMM_VERS = 3.0\n${'COMMENT x\n'.repeat(LONG / 10)}`,
  unknown: '',
  'omm-csv': '',
} as const;

/** Put a head before an input, so that cuts in it count. */
export function withHead(input: Uint8Array, format: keyof typeof HEADS): Uint8Array {
  const text = Buffer.from(input).toString('latin1');
  if (format !== 'omm-csv') return Buffer.from(HEADS[format] + text, 'latin1');
  const [header = '', row = ''] = text.split('\n');
  const rows = Math.ceil(LONG / (row.length + 2));
  return Buffer.from(`${header}\n${`${row}\n`.repeat(rows)}${text}`, 'latin1');
}
