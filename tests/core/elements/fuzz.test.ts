import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectFormat, readElementSets } from '../../../core/elements/read.ts';
import { judgeAtEpoch } from '../../../core/propagation/epoch-check.ts';
import { createRandom } from '../../../core/random.ts';
import { typedSeeds } from '../../fuzz/corpus.ts';
import { examine, examineCuts } from '../../fuzz/examine.ts';
import { makeInput, withHead } from '../../fuzz/inputs.ts';

/** The long form is `npm run fuzz -- elements --count 1000000`. */
const SEEDS = typedSeeds();
const MUTATED_RUNS = 1500;

const anyInput = fc
  .string({ minLength: 1, maxLength: 12 })
  .map((seed) => makeInput(createRandom(seed), SEEDS));
/** Bytes that look a little like a file, and bytes that do not. */
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc
    .array(fc.constantFrom(...Array.from('12 0U.-\n"{}[],:<>=/ommabE5\r\u00ff')), { maxLength: 300 })
    .map((characters) => new Uint8Array(Buffer.from(characters.join(''), 'latin1'))),
);
const anyCuts = fc.array(fc.nat(), { minLength: 1, maxLength: 12 });

describe('damaged element sets of every format', () => {
  it('never make a reader throw, are all accounted for, and have a position at their epoch where accepted', () => {
    let accepted = 0;
    let rejected = 0;
    fc.assert(
      fc.property(anyInput, (input) => {
        const examination = examine(input);
        expect(examination.findings).toEqual([]);
        accepted += examination.accepted;
        rejected += examination.rejected;
      }),
      { numRuns: MUTATED_RUNS },
    );
    expect(accepted).toBeGreaterThan(MUTATED_RUNS / 2);
    expect(rejected).toBeGreaterThan(MUTATED_RUNS / 2);
  });

  it('are read alike in whatever pieces they come', () => {
    const formats = new Set<string>();
    fc.assert(
      fc.property(anyInput, anyCuts, (input, cuts) => {
        const format = detectFormat(input);
        formats.add(format);
        const file = withHead(input, format);
        const start = file.length - input.length;
        const places = cuts.map((cut) => start + (cut % (input.length + 1)));
        expect(examineCuts(file, places)).toEqual([]);
      }),
      { numRuns: 600 },
    );
    expect([...formats].toSorted()).toEqual(['omm-csv', 'omm-json', 'omm-kvn', 'omm-xml', 'tle']);
  });

  it('are read alike when every byte comes by itself', () => {
    for (const seed of SEEDS) {
      const input = Buffer.from(seed, 'latin1');
      const file = withHead(input, detectFormat(input));
      const places = Array.from({ length: file.length }, (_, i) => i);
      expect(examineCuts(file, places)).toEqual([]);
      expect(readElementSets(file, { judge: judgeAtEpoch }).account.accepted).toBeGreaterThan(0);
    }
  });
});

describe('a message without an end', () => {
  // Found by the long form: the excerpt went on into whatever had come with it.
  it('is quoted alike in whatever pieces it comes, and no further than it goes', () => {
    const file = withHead(Buffer.from('<omm>\n<a><omm>b<omm>c'), 'omm-xml');
    for (let cut = file.length - 20; cut < file.length; cut++) expect(examineCuts(file, [cut])).toEqual([]);
    const texts = readElementSets(file).account.rejects.map(({ text }) => text);
    expect(texts).toEqual(['<omm>', '<omm>b', '<omm>c']);
  });

  it('is given up at the same place in whatever pieces it comes', () => {
    for (const length of [1_000_000, 1_000_010]) {
      const file = Buffer.from(`<ndm><omm>${'x'.repeat(length - 5)}</omm><omm>y`);
      const cuts = [5 + length - 1, 5 + length + 3];
      for (const cut of cuts) expect(examineCuts(file, [4100, cut]), `${length} ${cut}`).toEqual([]);
    }
  });
});

describe('any bytes at all', () => {
  it('never make a reader throw, whole or in pieces', () => {
    fc.assert(
      fc.property(anyBytes, anyCuts, (bytes, cuts) => {
        expect(examine(bytes).findings).toEqual([]);
        expect(examineCuts(bytes, cuts)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
