import { EARTH_EQUATORIAL_RADIUS_KM } from '../../core/frames/geodetic.ts';
import type { Milliseconds, Radians } from '../../core/units.ts';
import type { GlobeFrame } from './types.ts';
import { distanceToFit, type CameraPose } from './view.ts';

export const MIN_DISTANCE_KM = EARTH_EQUATORIAL_RADIUS_KM + 300;
export const MAX_DISTANCE_KM = 400_000;
const FLIGHT_MS: Milliseconds = 600;
/** Time in which a flung globe slows to 37 %. */
const FLING_DECAY_MS: Milliseconds = 160;
const SLOWEST_FLING = 2e-6;
const HALF_PI = Math.PI / 2;
const TWO_PI = 2 * Math.PI;

/** Home is one of these, degrees east: the Americas, Europe with Africa, Asia with Australia. */
const HOME_LONGITUDES_DEG = [-90, 18, 110];
/** The terminator shows best with the Sun this far to the side. */
const HOME_SUN_ANGLE = (70 * Math.PI) / 180;
const HOME_ELEVATION = (20 * Math.PI) / 180;
const HOME_DISTANCE_KM = distanceToFit(EARTH_EQUATORIAL_RADIUS_KM, 0.76);

/** Direction from the Earth's centre and distance of what is flown to or tracked; TEME. */
export type Direction = Readonly<CameraPose>;

/** What the camera needs to know of the moment it is moved for. */
export interface RigMoment {
  /** Wall clock, ms: flights and flings last as long for people at any simulation rate. */
  readonly now: Milliseconds;
  readonly gmst: Radians;
  readonly sunAzimuth: Radians;
  /** The object to fly to or to track, or null when there is none to be seen. */
  readonly target: Direction | null;
}

export interface CameraRig {
  orbitBy(azimuth: Radians, elevation: Radians): void;
  /** Let go of the globe at a speed, rad/ms. */
  fling(azimuth: number, elevation: number): void;
  /** Multiply the height over the ground. */
  zoomBy(factor: number): void;
  setFrame(frame: GlobeFrame): void;
  setTracking(on: boolean): void;
  flyToTarget(): void;
  /** The target has become another object: fly to it if tracking. */
  targetChanged(): void;
  flyHome(): void;
  /** Move to a moment and write the pose in TEME. */
  update(moment: RigMoment, out: CameraPose): void;
}

interface Flight {
  readonly goal: 'home' | 'target';
  readonly from: CameraPose;
  startedAt: Milliseconds | null;
}

/**
 * Hold the camera.
 *
 * Azimuths are kept against the frame of the view, so that an Earth-fixed camera turns with the Earth without being
 * moved. A tracked object keeps its place on the screen; turning the globe meanwhile sets it off to the side.
 */
export function createCameraRig({ reducedMotion }: { reducedMotion: boolean }): CameraRig {
  const at: CameraPose = { azimuth: 0, elevation: HOME_ELEVATION, distance: HOME_DISTANCE_KM };
  const speed = { azimuth: 0, elevation: 0 };
  const offset = { azimuth: 0, elevation: 0 };
  let frame: GlobeFrame = 'inertial';
  let isTracking = false;
  let isPlaced = false;
  let flight: Flight | null = null;
  let gmst = 0;
  let target: Direction | null = null;
  let lastNow = 0;

  const frameAngle = (): Radians => (frame === 'earth-fixed' ? gmst : 0);

  function stop(): void {
    if (flight && isTracking && target) {
      offset.azimuth = wrapAngle(at.azimuth + frameAngle() - target.azimuth);
      offset.elevation = at.elevation - target.elevation;
    }
    flight = null;
    speed.azimuth = 0;
    speed.elevation = 0;
  }

  function turn(azimuth: number, elevation: number): void {
    if (isTracking && target) {
      offset.azimuth += azimuth;
      offset.elevation = clampElevation(target.elevation + offset.elevation + elevation) - target.elevation;
      return;
    }
    at.azimuth += azimuth;
    at.elevation = clampElevation(at.elevation + elevation);
  }

  function startFlight(goal: Flight['goal']): void {
    stop();
    offset.azimuth = 0;
    offset.elevation = 0;
    flight = { goal, from: { ...at }, startedAt: null };
  }

  /** Pose to be in, against the frame of the view. */
  function goalPose(goal: Flight['goal'], sunAzimuth: Radians): CameraPose | null {
    if (goal === 'home') {
      const azimuth = homeLongitude(sunAzimuth - gmst) + gmst - frameAngle();
      return { azimuth, elevation: HOME_ELEVATION, distance: HOME_DISTANCE_KM };
    }
    if (!target) return null;
    const isWellPlaced = at.distance > target.distance * 1.3 && at.distance < target.distance * 5;
    return {
      azimuth: target.azimuth - frameAngle(),
      elevation: target.elevation,
      distance: isWellPlaced ? at.distance : clampDistance(target.distance * 2.4),
    };
  }

  function fly(now: Milliseconds, sunAzimuth: Radians): void {
    if (!flight) return;
    flight.startedAt ??= now;
    const goal = goalPose(flight.goal, sunAzimuth);
    if (!goal) {
      flight = null;
      return;
    }
    const progress = reducedMotion ? 1 : Math.min(1, (now - flight.startedAt) / FLIGHT_MS);
    const eased = 1 - (1 - progress) ** 3;
    const { from } = flight;
    at.azimuth = from.azimuth + wrapAngle(goal.azimuth - from.azimuth) * eased;
    at.elevation = from.elevation + (goal.elevation - from.elevation) * eased;
    at.distance = from.distance * (goal.distance / from.distance) ** eased;
    if (progress === 1) flight = null;
  }

  function coast(elapsed: Milliseconds): void {
    if (speed.azimuth === 0 && speed.elevation === 0) return;
    turn(speed.azimuth * elapsed, speed.elevation * elapsed);
    const kept = Math.exp(-elapsed / FLING_DECAY_MS);
    speed.azimuth *= kept;
    speed.elevation *= kept;
    if (Math.hypot(speed.azimuth, speed.elevation) < SLOWEST_FLING) stop();
  }

  function follow(): void {
    if (!isTracking || flight || !target) return;
    at.azimuth = target.azimuth - frameAngle() + offset.azimuth;
    at.elevation = clampElevation(target.elevation + offset.elevation);
    at.distance = Math.max(at.distance, clampDistance(target.distance * 1.08 + 50));
  }

  return {
    orbitBy(azimuth, elevation) {
      stop();
      turn(azimuth, elevation);
    },
    fling(azimuth, elevation) {
      if (reducedMotion) return;
      speed.azimuth = azimuth;
      speed.elevation = elevation;
    },
    zoomBy(factor) {
      if (flight) stop();
      const height = at.distance - EARTH_EQUATORIAL_RADIUS_KM;
      at.distance = clampDistance(EARTH_EQUATORIAL_RADIUS_KM + height * factor);
    },
    setFrame(next) {
      if (next === frame) return;
      const before = frameAngle();
      frame = next;
      at.azimuth += before - frameAngle();
      if (flight)
        flight = {
          ...flight,
          from: { ...flight.from, azimuth: flight.from.azimuth + before - frameAngle() },
        };
    },
    setTracking(on) {
      if (on === isTracking) return;
      isTracking = on;
      if (on) startFlight('target');
      else stop();
    },
    flyToTarget() {
      startFlight('target');
    },
    targetChanged() {
      if (isTracking) startFlight('target');
    },
    flyHome() {
      isTracking = false;
      startFlight('home');
    },
    update(moment, out) {
      gmst = moment.gmst;
      target = moment.target;
      if (!isPlaced) Object.assign(at, goalPose('home', moment.sunAzimuth));
      isPlaced = true;
      fly(moment.now, moment.sunAzimuth);
      coast(Math.min(100, Math.max(0, moment.now - lastNow)));
      follow();
      lastNow = moment.now;
      out.azimuth = at.azimuth + frameAngle();
      out.elevation = at.elevation;
      out.distance = at.distance;
    },
  };
}

/** Choose the home longitude that shows the terminator best. */
export function homeLongitude(sunLongitude: Radians): Radians {
  const misfit = (longitude: number): number =>
    Math.abs(Math.abs(wrapAngle(sunLongitude - longitude)) - HOME_SUN_ANGLE);
  const homes = HOME_LONGITUDES_DEG.map((degrees) => (degrees * Math.PI) / 180);
  return homes.reduce((best, longitude) => (misfit(longitude) < misfit(best) ? longitude : best));
}

/** Bring an angle into (−π, π]. */
export function wrapAngle(angle: Radians): Radians {
  return angle - TWO_PI * Math.ceil(angle / TWO_PI - 0.5);
}

function clampElevation(elevation: Radians): Radians {
  return Math.min(HALF_PI, Math.max(-HALF_PI, elevation));
}

function clampDistance(distance: number): number {
  return Math.min(MAX_DISTANCE_KM, Math.max(MIN_DISTANCE_KM, distance));
}
