import { BufferGeometry, GLSL3, Points, ShaderMaterial, Vector3 } from 'three';
import { PAINT_ORDER, type FrameUniforms } from './frame.ts';
import { screenColor } from './palette.ts';

const VERTEX = /* glsl */ `
uniform vec3 uToObject;
uniform float uSize, uPixelRatio;
void main() {
  gl_Position = projectionMatrix * vec4(mat3(viewMatrix) * uToObject, 1.0);
  gl_PointSize = uSize * uPixelRatio + 2.0;
}
`;

const FRAGMENT = /* glsl */ `
uniform vec3 uColor;
uniform float uSize, uPixelRatio, uThickness, uHidden, uDot;
out vec4 outColor;
void main() {
  vec2 at = (gl_PointCoord - 0.5) * (uSize * uPixelRatio + 2.0);
  float r = length(at);
  float radius = 0.5 * (uSize - uThickness) * uPixelRatio;
  float halfWidth = 0.5 * uThickness * uPixelRatio;
  float ring = 1.0 - smoothstep(halfWidth - 0.5, halfWidth + 0.5, abs(r - radius));
  float casing = 0.5 * (1.0 - smoothstep(halfWidth + 0.5, halfWidth + 2.0, abs(r - radius)));
  float dot = uDot * (1.0 - smoothstep(1.9 * uPixelRatio, 1.9 * uPixelRatio + 1.0, r));
  float dash = fract(atan(at.y, at.x) * 1.2732395) < 0.5 ? 1.0 : 0.0;
  float seen = mix(1.0, 0.6 * dash, uHidden);
  float light = max(ring * seen, dot * (1.0 - uHidden));
  float alpha = max(light, casing * (1.0 - uHidden));
  if (alpha < 0.01) discard;
  outColor = vec4(uColor * (light / max(alpha, 1e-4)), alpha);
}
`;

export interface MarkerOptions {
  readonly color: string;
  /** CSS pixels. */
  readonly size: number;
  readonly thickness: number;
  /** Also put a dot of the same colour on the object. */
  readonly dot: boolean;
}

export interface Marker {
  readonly object: Points;
  /** Put the ring on a TEME position; null takes it away. Behind the Earth it is dashed and dim. */
  place(camera: Float64Array, position: Float64Array | null, isHidden: boolean): void;
  dispose(): void;
}

/** A ring of constant size on the screen, with a dark casing so that it stands out over bright ground. */
export function createMarker(frame: FrameUniforms, { color, size, thickness, dot }: MarkerOptions): Marker {
  const uniforms = {
    uPixelRatio: frame.uPixelRatio,
    uToObject: { value: new Vector3() },
    uColor: { value: screenColor(color) },
    uSize: { value: size },
    uThickness: { value: thickness },
    uHidden: { value: 0 },
    uDot: { value: dot ? 1 : 0 },
  };
  const geometry = new BufferGeometry();
  geometry.setDrawRange(0, 1);
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms,
    transparent: true,
    depthTest: false,
    depthWrite: false,
  });
  const object = new Points(geometry, material);
  object.matrixAutoUpdate = false;
  object.frustumCulled = false;
  object.visible = false;
  object.renderOrder = PAINT_ORDER.markers;
  return {
    object,
    place(camera, position, isHidden) {
      object.visible = position !== null;
      if (!position) return;
      const to = uniforms.uToObject.value;
      to.set(position[0]! - camera[0]!, position[1]! - camera[1]!, position[2]! - camera[2]!);
      uniforms.uHidden.value = isHidden ? 1 : 0;
    },
    dispose() {
      geometry.dispose();
      material.dispose();
    },
  };
}
