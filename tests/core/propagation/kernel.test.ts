import { assert, constantFrom, double, integer, property, record, type Arbitrary } from 'fast-check';
import { eciToGeodetic, gstime } from 'satellite.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { ElementTable } from '../../../core/elements/element-table.ts';
import type { ElementSet } from '../../../core/elements/element-set.ts';
import { readElementSets } from '../../../core/elements/read.ts';
import { keyframeAt } from '../../../core/ephemeris/keyframes.ts';
import { geodeticOfEcef } from '../../../core/frames/geodetic.ts';
import { generateNotionalCatalog } from '../../../core/notional/generate.ts';
import { Arena } from '../../../core/propagation/kernel/arena.ts';
import { BulkSgp4 } from '../../../core/propagation/kernel/bulk-sgp4.ts';
import type { Query } from '../../../core/propagation/kernel/kernel.ts';
import { createPropagator } from '../../../core/propagation/sgp4.ts';
import { gmst } from '../../../core/time/sidereal.ts';
import { createKernel, loadSets } from '../../helpers/kernel.ts';
import { askOracle, type Oracle, oracleOf } from '../../helpers/oracle.ts';
import { VERIFICATION_OBJECTS, type VerificationObject } from '../../validation/sgp4-rows.ts';

/** Of satellite.js and of the published rows. */
const TOLERANCE_KM = 1e-6;
/** What a set's neighbours in a block may change: all of a block take the longer way when one needs it. */
const NEIGHBOURS_KM = 2e-8;
const RAW: Query = { form: 'state', gates: 'none', times: 'minutes' };
const DAY = 1440;
/** 2026-11-22T00:00:00Z. */
const EPOCH = 1_795_305_600_000;

const sets: readonly ElementSet[] = [...generateNotionalCatalog({ seed: 'kernel', epoch: EPOCH })].filter(
  (_, i) => i % 5 === 0,
);
const plain = sets[0]!;

function distance(a: ArrayLike<number>, at: number, b: ArrayLike<number>, bt = 0): number {
  return Math.hypot(a[at]! - b[bt]!, a[at + 1]! - b[bt + 1]!, a[at + 2]! - b[bt + 2]!);
}

function minutesOf(rows: readonly string[]): number[] {
  return rows.map((row) => Number(row.split(' ')[0]));
}

function setOf({ line1, line2 }: VerificationObject): ElementSet {
  return readElementSets(`${line1}\n${line2}\n`).sets[0]!;
}

/** The angle between two directions. */
function turnBetween(a: number, b: number): number {
  return Math.abs(Math.sin((a - b) / 2) * 2);
}

/** Any number of a range; below 1e-12 satellite.js divides by a sine that is not quite 0. */
function between(min: number, max: number): Arbitrary<number> {
  return double({ min, max, noNaN: true }).map((value) => (Math.abs(value) < 1e-12 ? 0 : value));
}

/** Of rows of six numbers that are not NaN, km. */
function largestDistance(a: Float64Array, b: Float64Array): number {
  let worst = 0;
  for (let at = 0; at < a.length; at += 6) {
    const one = distance(a, at, b, at);
    if (one > worst) worst = one;
  }
  return worst;
}

/** The largest distance from satellite.js, km, and what differs in its code. */
function compare(oracles: readonly Oracle[], minutes: readonly number[], bulk?: BulkSgp4) {
  const loaded = bulk ?? loadSets(oracles.map(({ set }) => set));
  const { numbers, status } = loaded.propagate(minutes, RAW);
  let worstKm = 0;
  let states = 0;
  const codes: string[] = [];
  oracles.forEach((oracle, i) =>
    minutes.forEach((t, j) => {
      const row = i * minutes.length + j;
      const { error, state, isDown } = askOracle(oracle, t);
      if (status[row] !== error)
        codes.push(`${oracle.set.catalogNumber} at ${t} min: ${status[row]}, not ${error}`);
      // A set whose drag has turned the orbit inside out is somewhere at 10⁵ km: no number means anything there.
      if (error !== 0 || state === null || isDown) return;
      states++;
      worstKm = Math.max(worstKm, distance(numbers, 6 * row, state));
    }),
  );
  return { worstKm, codes, states };
}

describe('the kernel against the published rows of AIAA 2006-6753', () => {
  it.each(VERIFICATION_OBJECTS)('gives every row within a millimetre: $about', (object) => {
    const minutes = minutesOf(object.rows);
    const { numbers, status } = loadSets([setOf(object)]).propagate(minutes, RAW);
    expect([...status]).toEqual(minutes.map(() => 0));
    object.rows.forEach((row, i) => {
      const [, ...published] = row.split(' ').map(Number);
      expect(distance(numbers, 6 * i, published)).toBeLessThan(TOLERANCE_KM);
      expect(distance(numbers, 6 * i + 3, published, 3)).toBeLessThan(3e-9);
    });
  });

  it('gives them in any order, all sets together and each to its own time', () => {
    const objects = VERIFICATION_OBJECTS;
    const wanted = objects.flatMap((object, set) => object.rows.map((row) => ({ set, row })));
    const shuffled = wanted.map((one, i) => ({ one, key: (i * 7919) % wanted.length }));
    shuffled.sort((a, b) => a.key - b.key);
    const { numbers, status } = loadSets(objects.map(setOf)).propagateEach(
      shuffled.map(({ one }) => one.set),
      shuffled.map(({ one }) => Number(one.row.split(' ')[0])),
      RAW,
    );
    expect(status.every((code) => code === 0)).toBe(true);
    shuffled.forEach(({ one }, i) => {
      const [, ...published] = one.row.split(' ').map(Number);
      expect(distance(numbers, 6 * i, published)).toBeLessThan(TOLERANCE_KM);
    });
  });
});

describe('the kernel against satellite.js', () => {
  it('agrees on a catalogue of all regimes within a year, codes included', () => {
    const oracles = sets.map(oracleOf);
    const minutes = [-365, -30, -3, -0.3, 0, 0.4, 3, 30, 365].map((day) => day * DAY);
    const { worstKm, codes, states } = compare(oracles, minutes);
    expect(codes).toEqual([]);
    expect(states).toBeGreaterThan(20_000);
    expect(worstKm).toBeLessThan(TOLERANCE_KM);
  });

  const angle = double({ min: 0, max: 359.9999, noNaN: true });
  const orbit = (
    meanMotion: Arbitrary<number>,
    eccentricity: Arbitrary<number>,
    inclination: Arbitrary<number>,
  ) =>
    record({
      meanMotionRevPerDay: meanMotion,
      eccentricity,
      inclinationDeg: inclination,
      raanDeg: angle,
      argumentOfPerigeeDeg: angle,
      meanAnomalyDeg: angle,
      bstar: between(-1e-3, 1e-3),
      epoch: integer({ min: 0, max: 1_800_000_000_000 }),
    });
  /** Any orbit with its perigee at or above the surface. */
  const above = (min: number, max: number) =>
    orbit(between(min, max), between(0, 1), between(0, 180)).map((one) => {
      const axis = (1440 / (2 * Math.PI * one.meanMotionRevPerDay * 13.446839)) ** (2 / 3);
      return { ...one, eccentricity: one.eccentricity * Math.max(0, 1 - 1 / axis) };
    });
  const classes: Readonly<Record<string, Arbitrary<Partial<ElementSet>>>> = {
    'low orbits': above(6.5, 16.5),
    'deep space': above(0.2, 6.3),
    'one revolution a day': orbit(between(0.95, 1.05), between(0, 0.7), between(0, 180)),
    'half a day, eccentric': orbit(between(1.92, 2.08), between(0.5, 0.75), between(0, 180)),
    'near the equator': orbit(between(0.9, 4), between(0, 0.5), between(0, 12)),
    'on the equator, or backwards on it': orbit(
      between(0.9, 15),
      between(0, 0.05),
      constantFrom(0, 1e-9, 179.999_999, 180),
    ),
  };

  it.each(Object.entries(classes))(
    'agrees on any orbit: %s',
    (_name, arbitrary) => {
      assert(
        property(arbitrary, between(-30 * DAY, 30 * DAY), (elements, minutes) => {
          const oracle = oracleOf({ ...plain, ...elements });
          const { worstKm, codes } = compare([oracle], [minutes, 0]);
          expect(codes).toEqual([]);
          expect(worstKm).toBeLessThan(TOLERANCE_KM);
        }),
        { numRuns: 400, seed: 1 },
      );
    },
    120_000,
  );
});

describe('the forms of an answer', () => {
  let bulk: BulkSgp4;
  const minutes = [-2000, 0, 100, 5000];

  beforeAll(() => {
    bulk = loadSets(sets);
  });

  it('are the same by set, by time, and row by row', () => {
    const bySet = copy(bulk.propagate(minutes, RAW));
    const byTime = copy(bulk.propagate(minutes, RAW, 'by-time'));
    const each = copy(
      bulk.propagateEach(
        sets.flatMap((_, i) => minutes.map(() => i)),
        sets.flatMap(() => minutes),
        RAW,
      ),
    );
    expect(each.status).toEqual(bySet.status);
    expect(largestDistance(each.numbers, bySet.numbers)).toBeLessThan(NEIGHBOURS_KM);
    const turned = bySet.numbers.slice();
    sets.forEach((_, i) =>
      minutes.forEach((_t, j) => {
        const from = 6 * (j * sets.length + i);
        turned.set(byTime.numbers.subarray(from, from + 6), 6 * (i * minutes.length + j));
      }),
    );
    expect(turned).toEqual(bySet.numbers);
  });

  it('do not depend on what was asked before: the integrator of resonance starts where it may', () => {
    const times = [0, 9000, -9000, 8999, 700, -700, 40_000, 39_000].map((t) => [t]);
    const alone = times.map((t) => copy(loadSets(sets).propagate(t, RAW)).numbers);
    const together = times.map((t) => copy(bulk.propagate(t, RAW)).numbers);
    expect(together).toEqual(alone);
  });

  it('are positions alone, when only these are asked for', () => {
    const states = copy(bulk.propagate(minutes, RAW)).numbers;
    const positions = bulk.propagate(minutes, { ...RAW, form: 'position' }).numbers;
    const expected = states.filter((_, i) => i % 6 < 3);
    expect(positions).toEqual(expected);
  });

  it('take UTC as they take minutes', () => {
    const byMinutes = copy(bulk.propagate([777], RAW)).numbers;
    const byTime = bulk.propagateEach(
      sets.map((_, i) => i),
      sets.map(({ epoch }) => epoch + 777 * 60_000),
      { ...RAW, times: 'utc' },
    ).numbers;
    let worst = 0;
    for (let row = 0; row < sets.length; row++)
      worst = Math.max(
        worst,
        Number.isNaN(byTime[6 * row]) ? 0 : distance(byTime, 6 * row, byMinutes, 6 * row),
      );
    // UTC in milliseconds has steps of 0.24 µs here.
    expect(worst).toBeLessThan(4e-6);
    expect(byTime.filter(Number.isNaN)).toHaveLength(byMinutes.filter(Number.isNaN).length);
  });

  it('are keyframes as the single propagator makes them', () => {
    const time = EPOCH + 12_345_678;
    const { numbers, status } = bulk.propagate([time], { form: 'keyframe', gates: 'sanity', times: 'utc' });
    const state = new Float64Array(6);
    let worstKm = 0;
    let worstKmS = 0;
    let compared = 0;
    const codes: number[] = [];
    sets.forEach((set, i) => {
      const code = keyframeAt(createPropagator(set), time, state, 0);
      codes.push(code);
      if (code !== 0) return;
      compared++;
      worstKm = Math.max(worstKm, distance(numbers, 6 * i, state));
      worstKmS = Math.max(worstKmS, distance(numbers, 6 * i + 3, state, 3));
    });
    expect([...status]).toEqual(codes);
    expect(compared).toBeGreaterThan(4000);
    // satellite.js keeps a deep-space epoch to 40 µs, and days since 4713 BC as well.
    expect(worstKm).toBeLessThan(4e-6);
    // A difference of two positions: twice their error.
    expect(worstKmS).toBeLessThan(1e-6);
  });

  it('have a velocity that is the derivative of the positions', () => {
    const time = EPOCH + 3_600_000;
    const at = (seconds: number) =>
      copy(bulk.propagate([time + seconds * 1000], { form: 'position', gates: 'sanity', times: 'utc' }))
        .numbers;
    const [a, b, c, d] = [at(-2), at(-1), at(1), at(2)];
    const { numbers, status } = bulk.propagate([time], { form: 'keyframe', gates: 'sanity', times: 'utc' });
    const errors: number[] = [];
    for (let i = 0; i < sets.length; i++) {
      if (status[i] !== 0) continue;
      // Five points, error of order 4: below 1e-9 km/s.
      const derivative = [0, 1, 2].map(
        (axis) => (a[3 * i + axis]! - 8 * b[3 * i + axis]! + 8 * c[3 * i + axis]! - d[3 * i + axis]!) / 12,
      );
      errors.push(distance(numbers, 6 * i + 3, derivative));
    }
    errors.sort((x, y) => x - y);
    // core/ephemeris/keyframes.ts: 8e-4 m/s.
    expect(errors[Math.floor(errors.length * 0.99)]).toBeLessThan(1.5e-6);
  });

  it('are geodetic as satellite.js and core/frames have them', () => {
    const time = EPOCH + 50_000_000;
    const states = copy(bulk.propagate([time], { ...RAW, times: 'utc' }));
    const { numbers, status } = bulk.propagate([time], { form: 'geodetic', gates: 'none', times: 'utc' });
    expect(status).toEqual(states.status);
    const theirs = gstime(new Date(time));
    const ours = gmst(time);
    const worst = { ours: 0, height: 0, theirs: 0 };
    sets.forEach((_, i) => {
      if (status[i] !== 0) return;
      const [x, y, z] = [0, 1, 2].map((axis) => states.numbers[6 * i + axis]!) as [number, number, number];
      const ecef = [
        x * Math.cos(ours) + y * Math.sin(ours),
        y * Math.cos(ours) - x * Math.sin(ours),
        z,
      ] as const;
      const expected = geodeticOfEcef(ecef);
      const oracle = eciToGeodetic({ x, y, z }, theirs);
      worst.ours = Math.max(
        worst.ours,
        turnBetween(numbers[3 * i]!, expected.latitude),
        turnBetween(numbers[3 * i + 1]!, expected.longitude),
      );
      worst.height = Math.max(worst.height, Math.abs(numbers[3 * i + 2]! - expected.height));
      worst.theirs = Math.max(
        worst.theirs,
        turnBetween(numbers[3 * i]!, oracle.latitude),
        turnBetween(numbers[3 * i + 1]!, oracle.longitude),
      );
    });
    expect(worst.ours).toBeLessThan(1e-12);
    expect(worst.height).toBeLessThan(1e-8);
    // Its days since 4713 BC have steps of 40 µs: 3e-9 rad of the Earth's rotation.
    expect(worst.theirs).toBeLessThan(4e-9);
  });
});

describe('the gates of the kernel', () => {
  const minutes = [-3000, -850, -400, -60, -25, -5, 0, 5, 60, 400, 850, 3000].map((day) => day * DAY);
  const drag = sets.filter((set) => set.meanMotionRevPerDay > 14).slice(0, 800);
  /** As sets are that are about to fall, and some that have long fallen. */
  const falling = drag.map((set, i) => ({
    ...set,
    meanMotionRevPerDay: set.meanMotionRevPerDay + (i % 3) * 0.6,
    bstar: (i % 2 === 0 ? 1e-5 : -1e-5) * 10 ** (i % 7),
  }));

  it('of decay are those of satellite.js', () => {
    const oracles = falling.map(oracleOf);
    const { status } = loadSets(oracles.map(({ set }) => set)).propagate(minutes, { ...RAW, gates: 'decay' });
    let down = 0;
    oracles.forEach((oracle, i) =>
      minutes.forEach((t, j) => {
        const { error, isDown } = askOracle(oracle, t);
        if (error === 0 && isDown) down++;
        expect(status[i * minutes.length + j]).toBe(error === 0 && isDown ? 6 : error);
      }),
    );
    expect(down).toBeGreaterThan(100);
  });

  it('of sanity are those of the single propagator', () => {
    const { status } = loadSets(falling).propagate(minutes, { ...RAW, gates: 'sanity' });
    const seen: Record<number, number> = {};
    const codes: number[] = [];
    const out = new Float64Array(6);
    falling.forEach((set) => {
      const propagator = createPropagator(set);
      minutes.forEach((t) => {
        const code = propagator.propagate(t, out, 0);
        seen[code] = (seen[code] ?? 0) + 1;
        codes.push(code);
      });
    });
    expect([...status]).toEqual(codes);
    // Fine, elements out of range, down, out of the range of the orbit, with another energy.
    for (const code of [0, 1, 6, 8, 9]) expect(seen[code] ?? 0, `code ${code}`).toBeGreaterThan(0);
  });
});

describe('what is no element set', () => {
  const absurd: readonly Partial<ElementSet>[] = [
    ...(
      [
        'meanMotionRevPerDay',
        'eccentricity',
        'inclinationDeg',
        'raanDeg',
        'meanAnomalyDeg',
        'bstar',
        'epoch',
      ] as const
    ).flatMap((field) =>
      [Number.NaN, Infinity, -Infinity, 1e300, -1e300].map((value) => ({ [field]: value })),
    ),
    { meanMotionRevPerDay: 0 },
    { meanMotionRevPerDay: -15 },
    { meanMotionRevPerDay: 1e-5 },
    { meanMotionRevPerDay: 1e6 },
    { eccentricity: 1 },
    { eccentricity: 1.5 },
    { eccentricity: -0.5 },
    { eccentricity: 0.999_999_999_999 },
    { bstar: 1e10 },
    { inclinationDeg: 180 },
    { inclinationDeg: 720 },
  ];
  const bases = [15, 5, 1, 2].map((meanMotionRevPerDay) => ({
    ...plain,
    meanMotionRevPerDay,
    eccentricity: 0.001,
  }));
  const wrong = bases.flatMap((base) => absurd.map((one) => ({ ...base, ...one })));
  const times = [0, 1, -1, 1e4, -1e6, 1e7, 1e9, 1e300, Number.NaN, Infinity, -Infinity];

  it('gives a status or numbers, never one for the other, and comes to an end', () => {
    const { numbers, status } = loadSets(wrong).propagate(times, RAW);
    let refused = 0;
    status.forEach((code, row) => {
      const finite = numbers.subarray(6 * row, 6 * row + 6).every(Number.isFinite);
      expect(finite, `row ${row}: ${code}`).toBe(code === 0);
      if (code !== 0) refused++;
    });
    expect(refused).toBeGreaterThan(status.length / 2);
  });

  it('is beyond a hundred years from the epoch of any set', () => {
    const { status } = loadSets(bases).propagate([52_560_001, -52_560_001], RAW);
    expect([...status].every((code) => code !== 0)).toBe(true);
  });

  it('changes nothing for its neighbours, in blocks and in rows', () => {
    const alone = copy(loadSets(sets.slice(0, 400)).propagate([100], RAW));
    const mixed = sets.slice(0, 400).flatMap((set, i) => [set, wrong[i % wrong.length]!]);
    const bulk = loadSets(mixed);
    const together = copy(bulk.propagate([100], RAW));
    const rows = copy(
      bulk.propagateEach(
        mixed.map((_, i) => i),
        mixed.map(() => 100),
        RAW,
      ),
    );
    for (let i = 0; i < 400; i++) {
      expect(together.status[2 * i]).toBe(alone.status[i]);
      if (alone.status[i] !== 0) continue;
      expect(distance(together.numbers, 12 * i, alone.numbers, 6 * i)).toBeLessThan(NEIGHBOURS_KM);
      expect(distance(rows.numbers, 12 * i, alone.numbers, 6 * i)).toBeLessThan(NEIGHBOURS_KM);
    }
  });

  it('can be no set at all', () => {
    const bulk = loadSets([]);
    expect(bulk.propagate([0], RAW).status).toHaveLength(0);
    expect(bulk.propagateEach([], [], RAW).status).toHaveLength(0);
  });
});

describe('memory of the kernel', () => {
  it('takes at most 600 bytes a set', () => {
    const { layout } = loadSets(sets);
    expect(layout.bytes / layout.count).toBeLessThan(600);
  });

  it('is given out once, and again when it has been given back', () => {
    const arena = new Arena(createKernel());
    const places = [100, 6400, 64].map((bytes) => ({ bytes, at: arena.allocate(bytes) }));
    for (const { at } of places) expect(at % 64).toBe(0);
    expect(places[1]!.at - places[0]!.at).toBe(128);
    arena.release(places[1]!.at, 6400);
    expect(arena.allocate(3200)).toBe(places[1]!.at);
    expect(arena.allocate(3200)).toBe(places[1]!.at + 3200);
    expect(arena.allocate(64)).toBe(places[2]!.at + 64);
  });

  it('grows with what is loaded, and not with how often', () => {
    const kernel = createKernel();
    const table = ElementTable.of(sets);
    const arena = new Arena(kernel);
    const load = () => {
      const bulk = new BulkSgp4(kernel, table, arena);
      bulk.propagate([0, 1, 2], RAW);
      bulk.close();
      return kernel.memory.buffer.byteLength;
    };
    const once = load();
    for (let i = 0; i < 5; i++) load();
    expect(load()).toBe(once);
  });
});

function copy({ numbers, status }: { numbers: Float64Array; status: Uint8Array }) {
  return { numbers: numbers.slice(), status: status.slice() };
}
