import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ecefOfGeodetic, geodeticOfEcef } from '../../../core/frames/geodetic.ts';
import { DEG_PER_RAD } from '../../../core/units.ts';

/** What `geodeticOfEcef` says of itself. */
const PROMISED_RAD = 1e-12;
/** 6 mm on the ground. */
const ANGLE_TOLERANCE_RAD = 1e-9;
/** 1 mm. */
const HEIGHT_TOLERANCE_KM = 1e-6;

describe('geodetic coordinates', () => {
  it('agree with Vallado’s example 3-3', () => {
    const { latitude, longitude, height } = geodeticOfEcef([6524.834, 6862.875, 6448.296]);
    expect(latitude * DEG_PER_RAD).toBeCloseTo(34.352_496, 5);
    expect(longitude * DEG_PER_RAD).toBeCloseTo(46.4464, 4);
    expect(height).toBeCloseTo(5085.22, 2);
  });

  it('put the equator at 6378.137 km and the poles at 6356.7523 km from the centre', () => {
    expect(geodeticOfEcef([6378.137, 0, 0])).toEqual({ latitude: 0, longitude: 0, height: 0 });
    const [x, y, z] = ecefOfGeodetic({ latitude: -Math.PI / 2, longitude: 1, height: 0 });
    expect(Math.hypot(x, y)).toBeLessThan(HEIGHT_TOLERANCE_KM);
    expect(z).toBeCloseTo(-6_356.752_314, 6);
  });

  it('answer at the poles themselves, with longitude 0', () => {
    expect(geodeticOfEcef([0, 0, 7000])).toMatchObject({ latitude: Math.PI / 2, longitude: 0 });
    expect(geodeticOfEcef([0, 0, -7000]).latitude).toBe(-Math.PI / 2);
    expect(geodeticOfEcef([0, 0, 7000]).height).toBeCloseTo(7000 - 6_356.752_314_245, 9);
  });

  it('are found within 1e-12 rad of latitude on a grid from the surface to 100,000 km, as promised', () => {
    let points = 0;
    for (let degrees = -89; degrees <= 89; degrees += 1) {
      for (const height of [0, 400, 2000, 5000, 20_200, 35_786, 100_000]) {
        const latitude = degrees / DEG_PER_RAD;
        const again = geodeticOfEcef(ecefOfGeodetic({ latitude, longitude: 0.5, height }));
        expect(Math.abs(again.latitude - latitude)).toBeLessThan(PROMISED_RAD);
        points += 1;
      }
    }
    expect(points).toBe(179 * 7);
  });

  it('survive the round trip from the surface to beyond the geostationary belt', () => {
    const latitudes = fc.double({ min: -Math.PI / 2, max: Math.PI / 2, noNaN: true });
    const longitudes = fc.double({ min: -Math.PI + 1e-12, max: Math.PI, noNaN: true });
    const heights = fc.double({ min: -10, max: 400_000, noNaN: true });
    fc.assert(
      fc.property(latitudes, longitudes, heights, (latitude, longitude, height) => {
        const again = geodeticOfEcef(ecefOfGeodetic({ latitude, longitude, height }));
        expect(Math.abs(again.latitude - latitude)).toBeLessThan(ANGLE_TOLERANCE_RAD);
        expect(Math.abs(again.height - height)).toBeLessThan(HEIGHT_TOLERANCE_KM);
        // Near a pole the same angle is a shorter way.
        const turn = Math.abs(again.longitude - longitude) * Math.cos(latitude);
        expect(Math.min(turn, Math.abs(turn - 2 * Math.PI * Math.cos(latitude)))).toBeLessThan(
          ANGLE_TOLERANCE_RAD,
        );
      }),
      { numRuns: 2000 },
    );
  });
});
