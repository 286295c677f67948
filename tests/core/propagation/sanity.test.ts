import { describe, expect, it } from 'vitest';
import { readElementSets } from '../../../core/elements/read.ts';
import { createSanityGate } from '../../../core/propagation/sanity.ts';
import { statusName } from '../../../core/propagation/status.ts';
import { STATION } from '../elements/lines.ts';

/** The station's apogee is 6,804 km from the centre; a quarter more and 500 km is 9,005 km. */
const gate = createSanityGate(readElementSets(STATION).sets[0]!);

function judge(...state: number[]): string {
  return statusName(gate(Float64Array.from([0, 0, 0, ...state]), 3));
}

describe('the sane range of a low orbit', () => {
  it('reaches from the surface of the Earth to half above apogee and 500 km', () => {
    expect(judge(6790, 0, 0, 0, 7.66, 0)).toBe('ok');
    expect(judge(0, 0, -6379, 0, 7.66, 0)).toBe('ok');
    expect(judge(0, 0, -6378, 0, 7.66, 0)).toBe('left-sane-range');
    expect(judge(0, 10600, 0, 0, 7.66, 0)).toBe('ok');
    expect(judge(0, 10800, 0, 0, 7.66, 0)).toBe('left-sane-range');
    expect(judge(0, 0, 0, 0, 0, 0)).toBe('left-sane-range');
  });

  it('holds only finite numbers, in position and velocity', () => {
    expect(judge(6790, Number.NaN, 0, 0, 7.66, 0)).toBe('not-a-number');
    expect(judge(6790, 0, 0, 0, 0, Infinity)).toBe('not-a-number');
    expect(judge(-Infinity, 0, 0, 0, 0, 0)).toBe('not-a-number');
  });
});
