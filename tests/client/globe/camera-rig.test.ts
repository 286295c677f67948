import { describe, expect, test } from 'vitest';
import {
  createCameraRig,
  homeLongitude,
  MAX_DISTANCE_KM,
  MIN_DISTANCE_KM,
  wrapAngle,
  type CameraRig,
  type RigMoment,
} from '../../../client/globe/camera-rig.ts';
import type { CameraPose } from '../../../client/globe/view.ts';

const MOMENT: RigMoment = { now: 0, gmst: 1, sunAzimuth: 2, target: null };
const TARGET = { azimuth: 2.2, elevation: 0.5, distance: 7000 };

function poseOf(rig: CameraRig, moment: Partial<RigMoment> = {}): CameraPose {
  const pose = { azimuth: 0, elevation: 0, distance: 0 };
  rig.update({ ...MOMENT, ...moment }, pose);
  return pose;
}

function placedRig(reducedMotion = false): CameraRig {
  const rig = createCameraRig({ reducedMotion });
  poseOf(rig);
  return rig;
}

describe('the camera', () => {
  test('starts over the home longitude that has the terminator in view', () => {
    const pose = poseOf(createCameraRig({ reducedMotion: false }));
    expect(wrapAngle(pose.azimuth - MOMENT.gmst)).toBeCloseTo(homeLongitude(1), 9);
    for (let sun = -3; sun <= 3; sun += 0.1) {
      const aside = Math.abs(wrapAngle(sun - homeLongitude(sun)));
      expect(aside).toBeGreaterThan(0.26);
      expect(aside).toBeLessThan(2.2);
    }
  });

  test('stays between 300 km over the ground and 400,000 km', () => {
    const rig = placedRig();
    rig.zoomBy(1e-9);
    expect(poseOf(rig).distance).toBe(MIN_DISTANCE_KM);
    rig.zoomBy(1e9);
    expect(poseOf(rig).distance).toBe(MAX_DISTANCE_KM);
  });

  test('cannot be tipped over a pole', () => {
    const rig = placedRig();
    rig.orbitBy(0, 9);
    expect(poseOf(rig).elevation).toBe(Math.PI / 2);
  });

  test('flies to an object in 600 ms, fast first', () => {
    const rig = placedRig();
    const start = poseOf(rig).azimuth;
    rig.flyToTarget();
    poseOf(rig, { now: 1000, target: TARGET });
    const half = poseOf(rig, { now: 1300, target: TARGET });
    const end = poseOf(rig, { now: 1600, target: TARGET });
    expect(end.azimuth).toBeCloseTo(TARGET.azimuth, 9);
    expect(end.elevation).toBeCloseTo(TARGET.elevation, 9);
    expect(end.distance).toBeGreaterThan(TARGET.distance);
    expect((half.azimuth - start) / (end.azimuth - start)).toBeCloseTo(0.875, 9);
  });

  test('is there at once with reduced motion', () => {
    const rig = placedRig(true);
    rig.flyToTarget();
    expect(poseOf(rig, { now: 1, target: TARGET }).azimuth).toBeCloseTo(TARGET.azimuth, 9);
  });

  test('goes round the short way', () => {
    const rig = placedRig();
    const start = poseOf(rig).azimuth;
    rig.flyToTarget();
    const target = { ...TARGET, azimuth: start - Math.PI + 0.1 };
    poseOf(rig, { now: 10, target });
    for (let now = 10; now <= 700; now += 30) {
      expect(Math.abs(poseOf(rig, { now, target }).azimuth - start)).toBeLessThan(Math.PI);
    }
  });

  test('keeps a tracked object in the middle, or where it was turned to', () => {
    const rig = placedRig(true);
    rig.setTracking(true);
    poseOf(rig, { target: TARGET });
    const moved = { ...TARGET, azimuth: 2.9, elevation: 0.1 };
    expect(poseOf(rig, { target: moved }).azimuth).toBeCloseTo(2.9, 9);
    rig.orbitBy(0.2, -0.1);
    const again = poseOf(rig, { target: { ...TARGET, azimuth: 3.4, elevation: 0.3 } });
    expect(again.azimuth).toBeCloseTo(3.6, 9);
    expect(again.elevation).toBeCloseTo(0.2, 9);
  });

  test('does not come nearer than the object it tracks', () => {
    const rig = placedRig(true);
    rig.setTracking(true);
    const target = { ...TARGET, distance: 42_164 };
    poseOf(rig, { target });
    rig.zoomBy(0.01);
    expect(poseOf(rig, { target }).distance).toBeGreaterThan(42_164);
  });

  test('turns with the Earth in the Earth-fixed frame, without a jump on changing to it', () => {
    const rig = placedRig();
    const before = poseOf(rig).azimuth;
    rig.setFrame('earth-fixed');
    expect(poseOf(rig).azimuth).toBeCloseTo(before, 9);
    expect(poseOf(rig, { gmst: 1.5 }).azimuth).toBeCloseTo(before + 0.5, 9);
    rig.setFrame('inertial');
    expect(poseOf(rig, { gmst: 2.5 }).azimuth).toBeCloseTo(before + 0.5, 9);
  });

  test('runs on after a fling and comes to rest, but not with reduced motion', () => {
    const rig = placedRig();
    const before = poseOf(rig).azimuth;
    rig.fling(0.001, 0);
    for (let now = 0; now < 3000; now += 16) poseOf(rig, { now });
    const rest = poseOf(rig, { now: 3000 }).azimuth;
    expect(rest).toBeGreaterThan(before + 0.05);
    expect(poseOf(rig, { now: 4000 }).azimuth).toBe(rest);
    const still = placedRig(true);
    const at = poseOf(still).azimuth;
    still.fling(0.001, 0);
    expect(poseOf(still, { now: 50 }).azimuth).toBe(at);
  });

  test('wraps angles into (−π, π]', () => {
    expect(wrapAngle(Math.PI)).toBe(Math.PI);
    expect(wrapAngle(-Math.PI)).toBe(Math.PI);
    expect(wrapAngle(7)).toBeCloseTo(7 - 2 * Math.PI, 12);
  });
});
