import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FLAG_BREAK,
  FLAG_HIDDEN,
  FLAG_OK,
  FORMATS,
  type Format,
  packState,
  rangeOf,
  type Resolution,
  unpackState,
  WORDS_OF,
} from '../../../core/protocol/pack.ts';

const RESOLUTION: Readonly<Record<Format, Resolution>> = {
  PV16: { positionKm: 0.004, velocityKmS: 2e-5 },
  PV20: { positionKm: 0.001, velocityKmS: 1e-6 },
};

const axis = (limit: number) =>
  fc.oneof(fc.double({ min: -limit, max: limit, noNaN: true }), fc.constantFrom(-limit, 0, limit));

describe.each(FORMATS)('a state packed as %s', (format) => {
  const resolution = RESOLUTION[format];
  const range = rangeOf(format, resolution);
  const states = fc.tuple(
    ...[1, 2, 3].map(() => axis(range.positionKm)),
    ...[1, 2, 3].map(() => axis(range.velocityKmS)),
  );

  it('comes back within half a last bit on each axis, with its flag, among others', () => {
    const size = WORDS_OF[format];
    fc.assert(
      fc.property(fc.array(states, { minLength: 1, maxLength: 5 }), fc.nat(3), (many, flag) => {
        fc.pre(flag !== FLAG_HIDDEN);
        const words = new Uint32Array(many.length * size);
        many.forEach((state, i) =>
          expect(packState(format, resolution, { state, from: 0, flag }, words, i * size)).toBe(true),
        );
        const out = new Float64Array(6);
        many.forEach((state, i) => {
          expect(unpackState(format, resolution, { words, at: i * size }, out, 0)).toBe(flag);
          state.forEach((value, j) => {
            const half = (j < 3 ? resolution.positionKm : resolution.velocityKmS) / 2;
            expect(Math.abs(out[j]! - value)).toBeLessThan(half * (1 + 1e-9));
          });
        });
      }),
    );
  });

  it('that does not fit, or is no number, is hidden and says so', () => {
    const words = new Uint32Array(WORDS_OF[format]);
    const out = new Float64Array(6).fill(1);
    for (const state of [
      [range.positionKm * 1.001, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, -range.velocityKmS * 1.001, 0],
      [0, Number.NaN, 0, 0, 0, 0],
      [0, 0, Number.POSITIVE_INFINITY, 0, 0, 0],
    ]) {
      words.fill(0xffffffff);
      expect(packState(format, resolution, { state, from: 0, flag: FLAG_OK }, words, 0)).toBe(false);
      expect(unpackState(format, resolution, { words, at: 0 }, out, 0)).toBe(FLAG_HIDDEN);
      expect([...out]).toEqual([0, 0, 0, 0, 0, 0]);
    }
  });
});

describe('the layout of the words', () => {
  it('is the one of the table: every field alone sets its own bits', () => {
    const unit: Resolution = { positionKm: 1, velocityKmS: 1 };
    const wordsOf = (format: Format, state: readonly number[], flag = FLAG_OK) => {
      const words = new Uint32Array(WORDS_OF[format]);
      packState(format, unit, { state, from: 0, flag }, words, 0);
      return [...words].map((word) => word.toString(16));
    };
    expect(wordsOf('PV16', [1, 2, 3, 0, 0, 0])).toEqual(['1', '2', '3', '0']);
    expect(wordsOf('PV16', [0, 0, 0, 1 + 2 ** 10, 0, 0])).toEqual(['400000', '400000', '0', '0']);
    expect(wordsOf('PV16', [0, 0, 0, 0, 1 + 2 ** 10, 5])).toEqual(['0', '0', '400000', '100005']);
    expect(wordsOf('PV16', [-1, 0, 0, 0, 0, 0], FLAG_BREAK)).toEqual(['3fffff', '0', '0', 'c0000000']);
    expect(wordsOf('PV20', [1, 2, 3, 0, 0, 0])).toEqual(['1', '2', '3', '0', '0']);
    expect(wordsOf('PV20', [0, 0, 0, 1 + 2 ** 5, 1 + 2 ** 5, 1 + 2 ** 5 + 2 ** 17])).toEqual([
      '8000000', '8000000', '8000000', '100001', '100001',
    ]); // prettier-ignore
    expect(wordsOf('PV20', [0, 0, -1, 0, 0, 0], FLAG_BREAK)).toEqual(['0', '0', '7ffffff', '0', '30000000']);
  });
});
