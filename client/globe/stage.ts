import { ACESFilmicToneMapping, Color, Matrix4, PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import type { Milliseconds, Radians, UtcMs } from '../../core/units.ts';
import { createAtmosphere } from './atmosphere.ts';
import { createEarth } from './earth.ts';
import { createFrameUniforms, setSplitCamera } from './frame.ts';
import { createGroundLines } from './ground-lines.ts';
import { createMarker, type Marker } from './marker.ts';
import { createObjects, type ObjectsLayer } from './objects.ts';
import { createOrbitLine, type OrbitLine } from './orbit-line.ts';
import { createStars } from './stars.ts';
import type { GlobeOptions } from './types.ts';
import type { View } from './view.ts';

/** Nothing is tested for depth, so the planes only cut: nearer than this to the camera, farther than the Moon. */
const NEAR_KM = 1;
const FAR_KM = 3_000_000;
const MAX_PIXEL_RATIO = 2;

/** What every frame is drawn for. */
export interface StageMoment {
  readonly time: UtcMs;
  readonly gmst: Radians;
  readonly sun: readonly [number, number, number];
  readonly elapsed: Milliseconds;
}

/** Everything that needs WebGL. */
export interface Stage {
  readonly objects: ObjectsLayer;
  readonly orbit: OrbitLine;
  readonly companionOrbit: OrbitLine;
  readonly companion: Marker;
  readonly selection: Marker;
  readonly hover: Marker;
  readonly rendererName: string;
  resize(view: View): void;
  render(view: View, moment: StageMoment): void;
  dispose(): void;
}

/** Set up the renderer and all layers, or say null when there is no WebGL 2. */
export function createStage({ canvas, palette, quality, reducedMotion }: GlobeOptions): Stage | null {
  const isFull = quality !== 'low';
  const context = canvas.getContext('webgl2', {
    alpha: false,
    antialias: isFull,
    depth: false,
    stencil: false,
    powerPreference: 'high-performance',
  });
  if (!context) return null;
  const renderer = new WebGLRenderer({ canvas, context });
  renderer.toneMapping = ACESFilmicToneMapping;
  renderer.info.autoReset = true;
  const scene = new Scene();
  scene.background = new Color(palette.background);
  const camera = new PerspectiveCamera();
  camera.matrixAutoUpdate = false;
  camera.matrixWorldAutoUpdate = false;

  const frame = createFrameUniforms();
  const earth = createEarth({
    frame,
    quality: isFull ? 'full' : 'low',
    maxAnisotropy: Math.min(8, renderer.capabilities.getMaxAnisotropy()),
    fades: isFull && !reducedMotion,
  });
  const lines = createGroundLines(frame);
  const atmosphere = createAtmosphere(frame);
  const stars = createStars(frame);
  const objects = createObjects(frame, palette.objectTypes);
  const orbit = createOrbitLine(frame, { far: palette.orbit, near: palette.selection });
  const companionOrbit = createOrbitLine(frame, { far: palette.companion, near: palette.companion });
  const companion = createMarker(frame, { color: palette.companion, size: 24, thickness: 2, dot: true });
  const selection = createMarker(frame, { color: palette.selection, size: 24, thickness: 2, dot: true });
  const hover = createMarker(frame, { color: palette.selection, size: 15, thickness: 1.25, dot: false });
  const painted = [stars, earth, atmosphere, companionOrbit, orbit, objects, hover, companion, selection];
  for (const { object } of painted) scene.add(object);
  scene.add(...lines.objects);
  const earthToTeme = new Matrix4();

  return {
    objects,
    orbit,
    companionOrbit,
    companion,
    selection,
    hover,
    rendererName: nameRenderer(context),
    resize(view) {
      const ratio = Math.min(MAX_PIXEL_RATIO, window.devicePixelRatio);
      renderer.setPixelRatio(ratio);
      renderer.setSize(view.width, view.height, false);
      frame.uPixelRatio.value = ratio;
      frame.uHalfCanvas.value.set((view.width * ratio) / 2, (view.height * ratio) / 2);
      aimProjection(camera, view);
    },
    render(view, { time, gmst, sun, elapsed }) {
      placeCamera(camera, view);
      setSplitCamera(frame, view.position);
      frame.uSun.value.set(sun[0], sun[1], sun[2]);
      earthToTeme.makeRotationZ(gmst);
      earth.update(earthToTeme, elapsed);
      lines.update(earthToTeme, earth.painted());
      stars.update(time);
      renderer.render(scene, camera);
    },
    dispose() {
      for (const layer of [...painted, lines]) layer.dispose();
      renderer.dispose();
    },
  };
}

/** Make three's projection agree with the view's focal length. */
function aimProjection(camera: PerspectiveCamera, { width, height, focal }: View): void {
  camera.near = NEAR_KM;
  camera.far = FAR_KM;
  camera.aspect = width / height;
  camera.fov = (2 * Math.atan(height / 2 / focal) * 180) / Math.PI;
  camera.updateProjectionMatrix();
}

function placeCamera(camera: PerspectiveCamera, { right, up, back, position }: View): void {
  const to = camera.matrixWorld.elements;
  for (let axis = 0; axis < 3; axis++) {
    to[axis] = right[axis]!;
    to[4 + axis] = up[axis]!;
    to[8 + axis] = back[axis]!;
    to[12 + axis] = position[axis]!;
  }
  camera.matrixWorldInverse.copy(camera.matrixWorld).invert();
}

function nameRenderer(context: WebGL2RenderingContext): string {
  const extension = context.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = context.getParameter(extension?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER);
  return typeof name === 'string' ? name : 'unknown';
}
