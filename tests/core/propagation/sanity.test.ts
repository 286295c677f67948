import { describe, expect, it } from 'vitest';
import type { ElementSet } from '../../../core/elements/element-set.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { createSanityGate } from '../../../core/propagation/sanity.ts';
import { createPropagator } from '../../../core/propagation/sgp4.ts';
import { statusName } from '../../../core/propagation/status.ts';
import { STATION } from '../elements/lines.ts';

/** km³/s², WGS-72. */
const MU = 398_600.8;
const MINUTES_PER_DAY = 1440;
/** Semi-major axis of the station's mean elements, km. */
const AXIS = 6798.9;
/** 45110 in 2023, as kept in satellite.js issue #152; it is down after some 206 days. */
const DECAYED = [
  '1 45110U 20007A   23232.80903846 0.00110000  00000-0  32750-2 0    04',
  '2 45110  69.9913 111.5649 0009740 159.9373 200.0626 15.34502222    06',
].join('\n');

const station = readElementSets(STATION).sets[0]!;
const decayed = readElementSets(DECAYED).sets[0]!;
/** The station's apogee is 6,804 km from the centre; half more and 500 km is 10,705 km. */
const gate = createSanityGate(station);

function judge(...state: number[]): string {
  return statusName(gate(Float64Array.from([0, 0, 0, ...state]), 3));
}

/** The speed at a distance on an orbit of a semi-major axis, km/s; by vis-viva. */
function speedAt(radius: number, semiMajorAxis: number): number {
  return Math.sqrt(MU * (2 / radius - 1 / semiMajorAxis));
}

/** Count the answers of SGP4 without gates by what the gate says of them. */
function countStatuses(set: ElementSet, { from, to }: { from: number; to: number }): Record<string, number> {
  const propagator = createPropagator(set, { gates: false });
  const judgeState = createSanityGate(set);
  const counts: Record<string, number> = {};
  const out = new Float64Array(6);
  for (let day = from; day <= to; day += 1 / 24) {
    if (propagator.propagate(day * MINUTES_PER_DAY, out, 0) !== 0) continue;
    const name = statusName(judgeState(out, 0));
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describe('the sane range of a low orbit', () => {
  it('reaches from the surface of the Earth to half above apogee and 500 km', () => {
    expect(judge(6790, 0, 0, 0, 7.66, 0)).toBe('ok');
    expect(judge(0, 0, -6379, 0, speedAt(6379, AXIS), 0)).toBe('ok');
    expect(judge(0, 0, -6378, 0, speedAt(6378, AXIS), 0)).toBe('left-sane-range');
    expect(judge(0, 10600, 0, 0, speedAt(10600, AXIS), 0)).toBe('ok');
    expect(judge(0, 10800, 0, 0, speedAt(10800, AXIS), 0)).toBe('left-sane-range');
    expect(judge(0, 0, 0, 0, 0, 0)).toBe('left-sane-range');
  });

  it('holds only finite numbers, in position and velocity', () => {
    expect(judge(6790, Number.NaN, 0, 0, 7.66, 0)).toBe('not-a-number');
    expect(judge(6790, 0, 0, 0, 0, Infinity)).toBe('not-a-number');
    expect(judge(-Infinity, 0, 0, 0, 0, 0)).toBe('not-a-number');
    expect(judge(6790, 0, 0, 1e200, 0, 0)).toBe('not-a-number');
  });
});

describe('the energy of a state', () => {
  it('may be that of an orbit three tenths larger than the set’s, and no larger', () => {
    expect(judge(6790, 0, 0, 0, speedAt(6790, AXIS * 1.29), 0)).toBe('ok');
    expect(judge(6790, 0, 0, 0, 0, -speedAt(6790, AXIS * 1.32))).toBe('energy-out-of-range');
  });

  it('may not be that of a parabola or a hyperbola', () => {
    expect(judge(6790, 0, 0, 0, Math.sqrt((2 * MU) / 6790), 0)).toBe('energy-out-of-range');
    expect(judge(6790, 0, 0, 0, 177_000, 0)).toBe('energy-out-of-range');
  });

  it('may be as low as drag makes it, until the orbit is a twentieth smaller than the Earth', () => {
    expect(judge(6400, 0, 0, 0, speedAt(6400, 6350), 0)).toBe('ok');
    expect(judge(6400, 0, 0, 0, speedAt(6400, 6060), 0)).toBe('ok');
    expect(judge(6400, 0, 0, 0, speedAt(6400, 6058), 0)).toBe('energy-out-of-range');
    expect(judge(6400, 0, 0, 0, 0, 0)).toBe('energy-out-of-range');
  });

  it('is measured against the set’s own orbit where that is smaller than the Earth', () => {
    // 18 rev/day: 6,150 km. Its apogee is 9 % higher.
    const suborbital = createSanityGate({ ...station, meanMotionRevPerDay: 18, eccentricity: 0.09 });
    const axis = 6150;
    const state = (share: number): Float64Array =>
      Float64Array.from([6400, 0, 0, 0, speedAt(6400, axis * share), 0]);
    expect(statusName(suborbital(state(0.96), 0))).toBe('ok');
    expect(statusName(suborbital(state(0.94), 0))).toBe('energy-out-of-range');
  });

  it('leaves room for what the Earth’s flattening does near the perigee of an orbit that is nearly a parabola', () => {
    const nearParabola = createSanityGate({ ...station, meanMotionRevPerDay: 0.05, eccentricity: 0.9784 });
    const axis = 311_000;
    const atPerigee = (share: number): string => {
      const speed = Math.sqrt(MU * (2 / 6720 - 1 / axis + share / 6720));
      return statusName(nearParabola(Float64Array.from([6720, 0, 0, 0, speed, 0]), 0));
    };
    expect(atPerigee(0)).toBe('ok');
    // Beyond what the growth of the axis allows by itself: 0.3/1.3 of 1/axis is a share of 0.005.
    expect(atPerigee(0.0065)).toBe('ok');
    expect(atPerigee(0.0075)).toBe('energy-out-of-range');
  });

  it('gives away a good part of the nonsense about an object long down that lies near its old orbit', () => {
    const before = countStatuses(decayed, { from: 0, to: 200 });
    expect(Object.keys(before)).toEqual(['ok']);
    const after = countStatuses(decayed, { from: 206, to: 1000 });
    expect(after['left-sane-range']).toBeGreaterThan(5000);
    expect(after['energy-out-of-range']).toBeGreaterThan(200);
  });
});
