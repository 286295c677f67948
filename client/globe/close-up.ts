import {
  ArrowHelper,
  CanvasTexture,
  CylinderGeometry,
  Group,
  LineBasicMaterial,
  LineSegments,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  type Object3D,
  PerspectiveCamera,
  Scene,
  SphereGeometry,
  Sprite,
  SpriteMaterial,
  Vector3,
  WebGLRenderer,
  WireframeGeometry,
} from 'three';
import type { Kilometers, Radians } from '../../core/units.ts';

type Triple = readonly [number, number, number];

/** Two objects at their closest approach, in the radial, transverse and normal of the first. */
export interface CloseUpScene {
  /** Of the second from the first, km, and its velocity against it. */
  readonly miss: Triple;
  readonly relativeVelocity: Triple;
  /** Deviations along three axes of each, km; the axes are unit vectors in this frame. */
  readonly ellipsoids: readonly [CloseUpEllipsoid, CloseUpEllipsoid];
  readonly hardBody: Kilometers;
}

export interface CloseUpEllipsoid {
  readonly axes: readonly [Triple, Triple, Triple];
  readonly sigma: Triple;
}

export interface CloseUpColors {
  readonly first: string;
  readonly second: string;
  readonly miss: string;
  readonly velocity: string;
  readonly axes: string;
}

export interface CloseUp {
  turn(azimuth: Radians, elevation: Radians): void;
  zoom(factor: number): void;
  reset(): void;
  dispose(): void;
}

const HOME = { azimuth: 0.6, elevation: 0.45, zoom: 1 } as const;
const STEEPEST = 1.5;
const NEAREST = 0.15;
const FARTHEST = 8;
const VIEW_ANGLE_DEG = 40;
const MAX_PIXEL_RATIO = 2;

/**
 * Draw an encounter close up: both ellipsoids of one deviation, the miss between them and the way of the second. Turned and zoomed by
 * whoever holds it, drawn only when something changes.
 *
 * @returns null where there is no WebGL 2
 */
export function createCloseUp(
  canvas: HTMLCanvasElement,
  scene: CloseUpScene,
  colors: CloseUpColors,
): CloseUp | null {
  const context = canvas.getContext('webgl2', { antialias: true, alpha: true });
  if (!context) return null;
  const renderer = new WebGLRenderer({ canvas, context, alpha: true });
  const size = extentOf(scene);
  const drawn = new Scene();
  drawn.add(sceneOf(scene, colors, size));
  const camera = new PerspectiveCamera(VIEW_ANGLE_DEG, 1, size / 100, size * 100);
  const middle = new Vector3(...scene.miss).multiplyScalar(0.5);
  let pose = {
    ...HOME,
    zoom: 1 as number,
    azimuth: HOME.azimuth as number,
    elevation: HOME.elevation as number,
  };
  let wanted = 0;

  function draw(): void {
    wanted = 0;
    const distance = (size / Math.tan((VIEW_ANGLE_DEG * Math.PI) / 360)) * pose.zoom;
    const across = Math.cos(pose.elevation) * distance;
    // Radial is up: x is the radial, y the transverse, z the normal.
    camera.up.set(1, 0, 0);
    camera.position.set(
      middle.x + Math.sin(pose.elevation) * distance,
      middle.y + Math.sin(pose.azimuth) * across,
      middle.z + Math.cos(pose.azimuth) * across,
    );
    camera.lookAt(middle);
    renderer.render(drawn, camera);
  }
  function ask(): void {
    if (wanted === 0) wanted = requestAnimationFrame(draw);
  }
  function resize(): void {
    renderer.setPixelRatio(Math.min(MAX_PIXEL_RATIO, window.devicePixelRatio));
    const { clientWidth, clientHeight } = canvas;
    renderer.setSize(clientWidth, clientHeight, false);
    camera.aspect = clientWidth / Math.max(1, clientHeight);
    camera.updateProjectionMatrix();
    ask();
  }
  const resizing = new ResizeObserver(resize);
  resizing.observe(canvas);
  resize();
  return {
    turn(azimuth, elevation) {
      pose = {
        ...pose,
        azimuth: pose.azimuth + azimuth,
        elevation: Math.max(-STEEPEST, Math.min(STEEPEST, pose.elevation + elevation)),
      };
      ask();
    },
    zoom(factor) {
      pose = { ...pose, zoom: Math.max(NEAREST, Math.min(FARTHEST, pose.zoom * factor)) };
      ask();
    },
    reset() {
      pose = { ...HOME };
      ask();
    },
    dispose() {
      cancelAnimationFrame(wanted);
      resizing.disconnect();
      drawn.traverse(disposeOf);
      renderer.dispose();
      // The next one gets its own: browsers give a page few.
      renderer.forceContextLoss();
    },
  };
}

/** Half of what is in sight, km. */
function extentOf({ miss, ellipsoids }: CloseUpScene): Kilometers {
  const largest = Math.max(...ellipsoids.flatMap(({ sigma }) => sigma));
  return 0.9 * Math.max(Math.hypot(...miss) / 2 + largest, 0.001);
}

function sceneOf(
  { miss, relativeVelocity, ellipsoids, hardBody }: CloseUpScene,
  colors: CloseUpColors,
  size: number,
): Group {
  const group = new Group();
  const places = [new Vector3(), new Vector3(...miss)] as const;
  const tints = [colors.first, colors.second] as const;
  const dot = size / 70;
  ellipsoids.forEach((ellipsoid, i) => {
    const place = places[i === 0 ? 0 : 1];
    const color = tints[i === 0 ? 0 : 1];
    group.add(...shellOf(ellipsoid, place, color));
    group.add(ballOf(place, Math.max(dot, hardBody / 2), color));
    group.add(
      labelOf(String(i + 1), place.clone().add(new Vector3(dot * 3, 0, 0)), { color, size: size / 9 }),
    );
  });
  group.add(rodOf(places[0], places[1], dot / 3, colors.miss));
  const way = new Vector3(...relativeVelocity);
  if (way.length() > 0) {
    const arrow = new ArrowHelper(
      way.normalize(),
      places[1],
      size * 0.8,
      colors.velocity,
      size / 12,
      size / 24,
    );
    group.add(arrow);
  }
  const corner = size * 0.45;
  for (const [name, axis] of [
    ['R', new Vector3(1, 0, 0)],
    ['T', new Vector3(0, 1, 0)],
    ['N', new Vector3(0, 0, 1)],
  ] as const) {
    group.add(new ArrowHelper(axis, places[0], corner, colors.axes, size / 20, size / 40));
    const at = axis.clone().multiplyScalar(corner * 1.15);
    group.add(labelOf(name, at, { color: colors.axes, size: size / 12 }));
  }
  return group;
}

/** One deviation: a veil, and lines on it, so that it is seen from everywhere. */
function shellOf({ axes, sigma }: CloseUpEllipsoid, place: Vector3, color: string): [Mesh, LineSegments] {
  const [a, b, c] = axes.map((axis, i) => new Vector3(...axis).multiplyScalar(Math.max(sigma[i] ?? 0, 1e-6)));
  const placed = new Matrix4().makeBasis(a!, b!, c!).setPosition(place);
  const ball = new SphereGeometry(1, 24, 12);
  const veil = new Mesh(
    ball,
    new MeshBasicMaterial({ color, transparent: true, opacity: 0.1, depthWrite: false }),
  );
  const lines = new LineSegments(
    new WireframeGeometry(ball),
    new LineBasicMaterial({ color, transparent: true, opacity: 0.3, depthWrite: false }),
  );
  for (const one of [veil, lines]) {
    one.matrixAutoUpdate = false;
    one.matrix.copy(placed);
  }
  return [veil, lines];
}

function ballOf(place: Vector3, radius: number, color: string): Mesh {
  const ball = new Mesh(new SphereGeometry(radius, 16, 12), new MeshBasicMaterial({ color }));
  ball.position.copy(place);
  return ball;
}

/** A line that is wide enough to be seen. */
function rodOf(from: Vector3, to: Vector3, radius: number, color: string): Mesh {
  const along = to.clone().sub(from);
  const rod = new Mesh(
    new CylinderGeometry(radius, radius, Math.max(along.length(), 1e-9), 8),
    new MeshBasicMaterial({ color }),
  );
  rod.position.copy(from).addScaledVector(along, 0.5);
  if (along.length() > 0) rod.quaternion.setFromUnitVectors(new Vector3(0, 1, 0), along.normalize());
  return rod;
}

const LABEL_PX = 64;

function labelOf(words: string, place: Vector3, { color, size }: { color: string; size: number }): Sprite {
  const canvas = document.createElement('canvas');
  canvas.width = LABEL_PX;
  canvas.height = LABEL_PX;
  const paper = canvas.getContext('2d');
  if (paper) {
    paper.font = `bold ${LABEL_PX * 0.7}px sans-serif`;
    paper.textAlign = 'center';
    paper.textBaseline = 'middle';
    paper.fillStyle = color;
    paper.fillText(words, LABEL_PX / 2, LABEL_PX / 2);
  }
  const sprite = new Sprite(new SpriteMaterial({ map: new CanvasTexture(canvas), depthTest: false }));
  sprite.position.copy(place);
  sprite.scale.setScalar(size);
  return sprite;
}

function disposeOf(one: Object3D): void {
  if (!(one instanceof Mesh || one instanceof LineSegments || one instanceof Sprite)) return;
  one.geometry.dispose();
  for (const material of [one.material].flat()) {
    if (material instanceof SpriteMaterial) material.map?.dispose();
    material.dispose();
  }
}
