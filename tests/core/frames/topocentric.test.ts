import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ecefOfGeodetic } from '../../../core/frames/geodetic.ts';
import { viewFrom } from '../../../core/frames/topocentric.ts';
import { DEG_PER_RAD, RAD_PER_DEG } from '../../../core/units.ts';

/** Rounding of sines and cosines. */
const ANGLE_TOLERANCE_DEG = 1e-6;

describe('the view from a site', () => {
  it('has a thing above the site at the zenith, at its height', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -89, max: 89, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        (lat, lon) => {
          const site = { latitude: lat * RAD_PER_DEG, longitude: lon * RAD_PER_DEG, height: 0.1 };
          const look = viewFrom(site)(ecefOfGeodetic({ ...site, height: 500.1 }));
          expect(look.elevation * DEG_PER_RAD).toBeCloseTo(90, 4);
          expect(look.range).toBeCloseTo(500, 6);
        },
      ),
    );
  });

  it('counts azimuth from north clockwise', () => {
    const look = viewFrom({ latitude: 0, longitude: 0, height: 0 });
    const directions = [
      [[7000, 0, 100], 0],
      [[7000, 100, 0], 90],
      [[7000, 0, -100], 180],
      [[7000, -100, 0], 270],
    ] as const;
    for (const [position, azimuthDeg] of directions) {
      expect(Math.abs(look(position).azimuth * DEG_PER_RAD - azimuthDeg)).toBeLessThan(ANGLE_TOLERANCE_DEG);
    }
  });

  it('has a thing below the horizon below zero', () => {
    const look = viewFrom({ latitude: 0.6, longitude: 1.2, height: 0 });
    expect(look([-7000, 0, 0]).elevation).toBeLessThan(0);
  });
});
