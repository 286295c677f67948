import {
  AdditiveBlending,
  BufferAttribute,
  BufferGeometry,
  GLSL3,
  Matrix3,
  Points,
  ShaderMaterial,
} from 'three';
import starsUrl from 'virtual:stars';
import { MS_PER_DAY, RAD_PER_DEG, type UtcMs } from '../../core/units.ts';
import { PAINT_ORDER, type FrameUniforms } from './frame.ts';
import { unpackStars, type Star } from './packed-assets.ts';
import { precessionSinceJ2000 } from './precession.ts';
import { loadBytes } from './textures.ts';

const PRECESSION_STEP = 30 * MS_PER_DAY;

const VERTEX = /* glsl */ `
in vec3 direction;
in vec3 tint;
in float magnitude;
uniform mat3 uPrecession;
uniform float uPixelRatio;
out vec3 vColor;
void main() {
  float flux = pow(10.0, -0.4 * (magnitude - 2.0));
  gl_PointSize = clamp(1.35 + 1.25 * pow(flux, 0.36), 1.5, 4.6) * uPixelRatio;
  vColor = tint * clamp(0.24 + 0.52 * pow(flux, 0.42), 0.22, 1.0);
  vec3 ahead = mat3(viewMatrix) * (uPrecession * direction);
  gl_Position = projectionMatrix * vec4(ahead * 1e5, 1.0);
}
`;

const FRAGMENT = /* glsl */ `
in vec3 vColor;
out vec4 outColor;
void main() {
  float r = 2.0 * length(gl_PointCoord - 0.5);
  outColor = vec4(vColor * (1.0 - smoothstep(0.35, 1.0, r)), 1.0);
}
`;

export interface StarsLayer {
  readonly object: Points;
  update(time: UtcMs): void;
  dispose(): void;
}

/** The real sky to magnitude 6, at infinity, turned from J2000 to the equator of date. Kept fainter than the objects. */
export function createStars(frame: FrameUniforms): StarsLayer {
  const uPrecession = { value: new Matrix3() };
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: { uPixelRatio: frame.uPixelRatio, uPrecession },
    blending: AdditiveBlending,
    transparent: true,
    depthTest: false,
    depthWrite: false,
  });
  const object = new Points(new BufferGeometry(), material);
  object.matrixAutoUpdate = false;
  object.frustumCulled = false;
  object.visible = false;
  object.renderOrder = PAINT_ORDER.stars;
  let isDisposed = false;
  let precessedTo = Number.NEGATIVE_INFINITY;

  async function fetchStars(): Promise<void> {
    const bytes = await loadBytes(starsUrl);
    if (!bytes || isDisposed) return;
    fillGeometry(object.geometry, unpackStars(bytes));
    object.visible = true;
  }
  void fetchStars();

  return {
    object,
    update(time) {
      if (Math.abs(time - precessedTo) < PRECESSION_STEP) return;
      precessedTo = time;
      uPrecession.value.fromArray(precessionSinceJ2000(time)).transpose();
    },
    dispose() {
      isDisposed = true;
      object.geometry.dispose();
      material.dispose();
    },
  };
}

function fillGeometry(geometry: BufferGeometry, stars: readonly Star[]): void {
  const directions = new Float32Array(stars.length * 3);
  const tints = new Float32Array(stars.length * 3);
  const magnitudes = new Float32Array(stars.length);
  stars.forEach(({ rightAscensionDeg, declinationDeg, magnitude, colorIndex }, i) => {
    const ra = rightAscensionDeg * RAD_PER_DEG;
    const dec = declinationDeg * RAD_PER_DEG;
    directions.set([Math.cos(dec) * Math.cos(ra), Math.cos(dec) * Math.sin(ra), Math.sin(dec)], i * 3);
    tints.set(starTint(colorIndex), i * 3);
    magnitudes[i] = magnitude;
  });
  geometry.setAttribute('direction', new BufferAttribute(directions, 3));
  geometry.setAttribute('tint', new BufferAttribute(tints, 3));
  geometry.setAttribute('magnitude', new BufferAttribute(magnitudes, 1));
  geometry.setDrawRange(0, stars.length);
}

/** Colour of a star by B−V, pale: blue-white at −0.3, white at 0.3, orange at 1.6. */
function starTint(colorIndex: number): readonly [number, number, number] {
  const warm = Math.min(1, Math.max(-0.5, (colorIndex - 0.3) / 1.3));
  return warm < 0 ? [1 + 0.5 * warm, 1 + 0.25 * warm, 1] : [1, 1 - 0.16 * warm, 1 - 0.42 * warm];
}
