import { sunDirection } from '../../core/frames/sun.ts';
import { gmst } from '../../core/time/sidereal.ts';
import { MS_PER_SECOND, type UtcMs } from '../../core/units.ts';
import { createCameraRig, type Direction, type RigMoment } from './camera-rig.ts';
import { watchContext } from './context-watch.ts';
import { isBehindEarth } from './earth-shape.ts';
import { createFrameTimes } from './frame-times.ts';
import { createHover } from './hover.ts';
import { createLabels } from './labels.ts';
import type { Marker } from './marker.ts';
import { pickObjects } from './picking.ts';
import { listenToPointer } from './pointer.ts';
import { createSky, resetSky, stateAt, updateDrawn } from './sky.ts';
import { createStage, type StageMoment } from './stage.ts';
import type { Globe, GlobeOptions } from './types.ts';
import {
  aimView,
  createView,
  isOnCanvas,
  projectPoint,
  radiansPerPixel,
  resizeView,
  type CameraPose,
} from './view.ts';

const PICK_TOLERANCE_PX = { mouse: 6, touch: 18 };
/** In this time the Sun moves 0.0001°. */
const SUN_INTERVAL_MS = 10 * MS_PER_SECOND;

/** Filled anew for every frame, so that none is left for the garbage collector. */
type Moment = { -readonly [K in keyof (RigMoment & StageMoment)]: (RigMoment & StageMoment)[K] };

/**
 * Set up the globe on a canvas. Pictures and coasts arrive later by themselves; objects are drawn from the first frame.
 *
 * Without WebGL 2 the failure is reported and everything but drawing works. After a lost context drawing stops
 * until the browser gives it back.
 */
export function createGlobe(options: GlobeOptions): Globe {
  const { canvas } = options;
  const sky = createSky();
  const view = createView();
  const pose: CameraPose = { azimuth: 0, elevation: 0, distance: 0 };
  const rig = createCameraRig({ reducedMotion: options.reducedMotion });
  const labels = createLabels(options.labelLayer);
  const frameTimes = createFrameTimes();
  const state = new Float64Array(6);
  const pixel = new Float64Array(2);
  const target: CameraPose = { azimuth: 0, elevation: 0, distance: 0 };
  const moment: Moment = {
    time: 0,
    now: 0,
    elapsed: 0,
    gmst: 0,
    sun: sunDirection(0),
    sunAzimuth: 0,
    target: null,
  };
  let sunTime = Number.NEGATIVE_INFINITY;
  let time: UtcMs = Number.NaN;
  let drawnAt = 0;
  /** Object the camera flies to or tracks. */
  let focus: number | null = null;
  let companion: number | null = null;
  let pixelRatio = 0;
  let isLost = false;
  /** Of the sky's motion, as it was last handed on. */
  let shownVersion = -1;
  let isDisposed = false;

  const stage = createStage(options);
  if (!stage) options.onFailure('This browser offers no WebGL 2.');

  function pick(x: number, y: number, tolerance: number): number[] {
    return pickObjects(sky, view, time, { x, y, tolerance });
  }
  const hover = createHover((x, y) => pick(x, y, PICK_TOLERANCE_PX.mouse)[0] ?? null, options.onHover);

  function place(index: number, at: UtcMs, out: Float64Array): boolean {
    if (!stateAt(sky, index, at, state)) return false;
    if (isBehindEarth(view.position, state[0]!, state[1]!, state[2]!)) return false;
    return projectPoint(view, state[0]!, state[1]!, state[2]!, out) && isOnCanvas(view, out[0]!, out[1]!);
  }
  const placeLabel = (index: number, out: Float64Array): boolean => place(index, time, out);

  function refreshDrawn(): void {
    updateDrawn(sky);
    stage?.objects.refreshDrawn(sky);
  }

  /** Where the object in focus is, as the camera rig wants it. */
  function findTarget(): Direction | null {
    if (focus === null || !stateAt(sky, focus, time, state)) return null;
    target.distance = Math.hypot(state[0]!, state[1]!, state[2]!);
    target.azimuth = Math.atan2(state[1]!, state[0]!);
    target.elevation = Math.asin(state[2]! / target.distance);
    return target;
  }

  /** Ring an object; its position is left in `state` when it is there. */
  function mark(marker: Marker, index: number | null): boolean {
    const isThere = index !== null && stateAt(sky, index, time, state);
    const isHidden = isThere && isBehindEarth(view.position, state[0]!, state[1]!, state[2]!);
    marker.place(view.position, isThere ? state : null, isHidden);
    return isThere;
  }

  function resize(): void {
    pixelRatio = window.devicePixelRatio;
    resizeView(view, canvas.clientWidth, canvas.clientHeight);
    stage?.resize(view);
  }

  function draw(at: UtcMs): void {
    if (!stage || isLost || isDisposed) return;
    const now = performance.now();
    time = at;
    if (pixelRatio !== window.devicePixelRatio) resize();
    if (Math.abs(time - sunTime) > SUN_INTERVAL_MS) {
      moment.sun = sunDirection(time);
      moment.sunAzimuth = Math.atan2(moment.sun[1], moment.sun[0]);
      sunTime = time;
    }
    moment.time = time;
    moment.now = now;
    moment.elapsed = Math.min(100, now - drawnAt);
    moment.gmst = gmst(time);
    moment.target = findTarget();
    rig.update(moment, pose);
    aimView(view, pose);
    stage.objects.update(sky, time, view);
    const hovered = hover.index();
    mark(stage.hover, hovered === sky.selected ? null : hovered);
    const hasTarget = mark(stage.selection, sky.selected);
    stage.orbit.update(view.position, hasTarget ? state : null);
    const hasCompanion = mark(stage.companion, companion === sky.selected ? null : companion);
    stage.companionOrbit.update(view.position, hasCompanion ? state : null);
    stage.render(view, moment);
    labels.update(placeLabel);
    hover.update(now);
    drawnAt = now;
    frameTimes.add(performance.now() - now);
  }

  const stopPointer = listenToPointer(canvas, {
    onPress: () => rig.orbitBy(0, 0),
    onDrag(dx, dy) {
      const [azimuth, elevation] = dragAngles(dx, dy);
      rig.orbitBy(azimuth, elevation);
    },
    onRelease(vx, vy) {
      const [azimuth, elevation] = dragAngles(vx, vy);
      rig.fling(azimuth, elevation);
    },
    onZoom: (factor) => rig.zoomBy(factor),
    onClick: (x, y, isTouch) =>
      options.onPick(pick(x, y, isTouch ? PICK_TOLERANCE_PX.touch : PICK_TOLERANCE_PX.mouse)),
    onHover: (x, y) => hover.moveTo(x, y),
  });

  /** Turn of the camera that makes the ground follow the pointer. */
  function dragAngles(dx: number, dy: number): readonly [azimuth: number, elevation: number] {
    const perPixel = radiansPerPixel(view, pose.distance);
    return [(-dx * perPixel) / Math.max(0.25, Math.cos(pose.elevation)), dy * perPixel];
  }

  const stopWatching = watchContext(canvas, {
    onLost() {
      isLost = true;
      if (!isDisposed) options.onFailure('The graphics driver dropped the globe (WebGL context lost).');
    },
    onRestored() {
      isLost = false;
      resize();
      options.onRecovery?.();
    },
  });
  const resizing = new ResizeObserver(() => {
    resize();
    if (!Number.isNaN(time)) draw(time);
  });
  resizing.observe(canvas);
  resize();

  return {
    setCatalog(count, typeCodes) {
      resetSky(sky, count, typeCodes);
      stage?.objects.reset(sky);
      stage?.orbit.set(null);
      stage?.companionOrbit.set(null);
      companion = null;
      labels.set([]);
      hover.forget();
      focus = null;
    },
    setVisible(mask) {
      if (mask.length !== sky.count)
        throw new RangeError(`a mask of ${mask.length} for ${sky.count} objects`);
      sky.mask.set(mask);
      refreshDrawn();
    },
    setMotion(motion) {
      if (motion.count !== sky.count)
        throw new RangeError(`the motion of ${motion.count}, not ${sky.count} objects`);
      if (motion === sky.motion && motion.version === shownVersion) return;
      sky.motion = motion;
      shownVersion = motion.version;
      stage?.objects.refreshMotion(sky);
      refreshDrawn();
    },
    hasMotion: () => sky.motion !== null,
    select(index) {
      if (index === sky.selected) return;
      sky.selected = index;
      focus = index;
      refreshDrawn();
      rig.targetChanged();
    },
    setOrbit: (points) => stage?.orbit.set(points),
    setCompanion: (index) => (companion = index),
    setCompanionOrbit: (points) => stage?.companionOrbit.set(points),
    setLabels: (list) => labels.set(list),
    setFrame: (frame) => rig.setFrame(frame),
    setTracking(on) {
      focus = sky.selected;
      rig.setTracking(on);
    },
    draw,
    stateOf: (index, at, out) => stateAt(sky, index, at, out),
    project: (index, at) => (place(index, at, pixel) ? { x: pixel[0]!, y: pixel[1]! } : null),
    flyTo(index) {
      focus = index;
      rig.flyToTarget();
    },
    orbitBy: (azimuth, elevation) => rig.orbitBy(azimuth, elevation),
    zoomBy: (factor) => rig.zoomBy(factor),
    resetView: () => rig.flyHome(),
    statistics: () => ({
      frameMs: frameTimes.median(),
      drawn: sky.drawnCount,
      renderer: stage?.rendererName ?? 'none',
    }),
    dispose() {
      isDisposed = true;
      stopWatching();
      resizing.disconnect();
      stopPointer();
      labels.dispose();
      stage?.dispose();
    },
  };
}
