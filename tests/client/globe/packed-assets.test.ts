import { array, assert, double, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packedBorders, packedCoastlines, packedStars } from '../../../client/assets.plugin.ts';
import {
  cutAtMapEdges,
  packLines,
  packStars,
  unpackLines,
  unpackStars,
  type LonLat,
} from '../../../client/globe/packed-assets.ts';

/** Half of a packed unit, 180°/32767, plus room for float32. */
const ANGLE_TOLERANCE_DEG = 0.0028;
const DEG = 180 / Math.PI;

const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

describe('packed stars', () => {
  test('come back within half a unit', () => {
    const star = { rightAscensionDeg: 101.287, declinationDeg: -16.716, magnitude: -1.44, colorIndex: 0.009 };
    const [back] = unpackStars(bufferOf(packStars([star])));
    expect(Math.abs(back!.rightAscensionDeg - star.rightAscensionDeg)).toBeLessThan(ANGLE_TOLERANCE_DEG);
    expect(Math.abs(back!.declinationDeg - star.declinationDeg)).toBeLessThan(ANGLE_TOLERANCE_DEG);
    expect(back!.magnitude).toBeCloseTo(star.magnitude, 3);
    expect(back!.colorIndex).toBeCloseTo(star.colorIndex, 3);
  });

  test('take a right ascension beyond 180° as the negative angle', () => {
    const star = { rightAscensionDeg: 279.23, declinationDeg: 38.78, magnitude: 0.03, colorIndex: 0 };
    const [back] = unpackStars(bufferOf(packStars([star])));
    expect(Math.abs(back!.rightAscensionDeg - (279.23 - 360))).toBeLessThan(ANGLE_TOLERANCE_DEG);
  });

  test('are the 5044 of d3-celestial, eight bytes each, with Sirius the brightest', () => {
    const bytes = packedStars();
    expect(bytes.length).toBe(5044 * 8);
    const stars = unpackStars(bufferOf(bytes));
    const brightest = stars.reduce((a, b) => (b.magnitude < a.magnitude ? b : a));
    expect(brightest.rightAscensionDeg).toBeCloseTo(101.29, 1);
    expect(brightest.declinationDeg).toBeCloseTo(-16.72, 1);
  });
});

describe('packed lines', () => {
  test('come back with their points and one segment fewer than points', () => {
    const lonLat = tuple(
      double({ min: -180, max: 180, noNaN: true }),
      double({ min: -90, max: 90, noNaN: true }),
    );
    const line = array(lonLat, { minLength: 2, maxLength: 20 });
    assert(
      property(array(line, { maxLength: 8 }), (lines) => {
        const back = unpackLines(bufferOf(packLines(lines)));
        const points = lines.flat();
        expect(back.lonLat.length).toBe(points.length * 2);
        expect(back.segments.length).toBe(2 * (points.length - lines.length));
        points.forEach(([lon, lat], i) => {
          expect(Math.abs(back.lonLat[i * 2]! * DEG - lon)).toBeLessThan(ANGLE_TOLERANCE_DEG);
          expect(Math.abs(back.lonLat[i * 2 + 1]! * DEG - lat)).toBeLessThan(ANGLE_TOLERANCE_DEG);
        });
      }),
    );
  });

  test('never join the end of one line to the start of the next', () => {
    const back = unpackLines(
      bufferOf(
        packLines([
          [
            [0, 0],
            [1, 1],
          ],
          [
            [50, 5],
            [51, 6],
            [52, 7],
          ],
        ]),
      ),
    );
    expect([...back.segments]).toEqual([0, 1, 2, 3, 3, 4]);
  });

  test('lose only the last line when the file is cut short', () => {
    const line: LonLat[] = [
      [10, 10],
      [11, 11],
    ];
    const whole = bufferOf(packLines([line, line]));
    expect(unpackLines(whole.slice(0, -2)).segments.length).toBe(2);
  });

  test('of coasts and borders are Natural Earth 1:50m', () => {
    expect(unpackLines(bufferOf(packedCoastlines())).segments.length / 2).toBeGreaterThan(55_000);
    expect(unpackLines(bufferOf(packedBorders())).segments.length / 2).toBeGreaterThan(18_000);
  });

  test('of coasts never cross the map from side to side', () => {
    const { lonLat, segments } = unpackLines(bufferOf(packedCoastlines()));
    let longest = 0;
    for (let i = 0; i < segments.length; i += 2) {
      longest = Math.max(longest, Math.abs(lonLat[segments[i]! * 2]! - lonLat[segments[i + 1]! * 2]!));
    }
    expect(longest * DEG).toBeLessThan(20);
  });
});

describe('cutting at the edges of the map', () => {
  test('drops a run along the antimeridian', () => {
    const pieces = cutAtMapEdges([
      [178, 65],
      [180, 66],
      [180, 69],
      [178, 70],
    ]);
    expect(pieces).toEqual([
      [
        [178, 65],
        [180, 66],
      ],
      [
        [180, 69],
        [178, 70],
      ],
    ]);
  });

  test('drops a jump from one side to the other and leaves an ordinary line whole', () => {
    expect(
      cutAtMapEdges([
        [179, -16],
        [-179, -16],
      ]),
    ).toEqual([]);
    const plain: LonLat[] = [
      [0, 0],
      [1, 0],
      [2, 1],
    ];
    expect(cutAtMapEdges(plain)).toEqual([plain]);
  });
});
