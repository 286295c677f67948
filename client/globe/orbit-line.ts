import {
  BufferAttribute,
  DynamicDrawUsage,
  GLSL3,
  InstancedBufferGeometry,
  InstancedInterleavedBuffer,
  InterleavedBufferAttribute,
  Mesh,
  ShaderMaterial,
  Vector3,
} from 'three';
import { EARTH_OCCLUSION_GLSL } from './earth-shape.ts';
import { PAINT_ORDER, type FrameUniforms } from './frame.ts';
import { screenColor } from './palette.ts';
import { placeOnTrack } from './track.ts';

const WIDTH_PX = 2.4;
const FLOATS_PER_POINT = 4;

const VERTEX = /* glsl */ `
in vec2 corner; // 0 or 1 along the segment, ±1 across it
in vec4 start, end; // from the anchor, km; place along the track
uniform vec3 uAnchor;
uniform vec2 uHalfCanvas;
uniform float uPixelRatio;
out vec3 vToPoint;
out float vPlace;
out float vAcross;
void main() {
  vec3 a = start.xyz + uAnchor;
  vec3 b = end.xyz + uAnchor;
  vec3 eyeA = mat3(viewMatrix) * a;
  vec3 eyeB = mat3(viewMatrix) * b;
  gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  const float NEAR = -1.0;
  if (eyeA.z > NEAR && eyeB.z > NEAR) return;
  // An end behind the camera is pulled forward along the segment.
  float cutA = eyeA.z > NEAR ? (eyeA.z - NEAR) / (eyeA.z - eyeB.z) : 0.0;
  float cutB = eyeB.z > NEAR ? (eyeB.z - NEAR) / (eyeB.z - eyeA.z) : 0.0;
  vec4 clipA = projectionMatrix * vec4(mix(eyeA, eyeB, cutA), 1.0);
  vec4 clipB = projectionMatrix * vec4(mix(eyeB, eyeA, cutB), 1.0);
  vec2 along = (clipB.xy / clipB.w - clipA.xy / clipA.w) * uHalfCanvas;
  along = dot(along, along) > 1e-12 ? normalize(along) : vec2(1.0, 0.0);
  vec2 across = vec2(-along.y, along.x);
  float halfWidth = 0.5 * ${WIDTH_PX.toFixed(1)} * uPixelRatio + 2.0;
  vec4 clip = corner.x < 0.5 ? clipA : clipB;
  clip.xy += across * corner.y * halfWidth / uHalfCanvas * clip.w;
  float share = corner.x < 0.5 ? cutA : 1.0 - cutB;
  vToPoint = mix(a, b, share);
  vPlace = mix(start.w, end.w, share);
  vAcross = corner.y * halfWidth;
  gl_Position = clip;
}
`;

const FRAGMENT = /* glsl */ `
uniform vec3 uCameraHi, uFarColor, uNearColor;
uniform float uPixelRatio, uHead, uSpan;
in vec3 vToPoint;
in float vPlace;
in float vAcross;
out vec4 outColor;
${EARTH_OCCLUSION_GLSL}
void main() {
  // Share of the track flown since this point: 0 right behind the object, 1 right ahead of it.
  float ago = fract((uHead - vPlace) / uSpan + 1.0);
  float trail = uHead < 0.0 ? 0.0 : exp(-5.0 * ago);
  float halfWidth = 0.5 * ${WIDTH_PX.toFixed(1)} * uPixelRatio * mix(0.66, 1.0, trail);
  float line = 1.0 - smoothstep(halfWidth - 0.6, halfWidth + 0.6, abs(vAcross));
  float casing = 0.4 * (1.0 - smoothstep(halfWidth, halfWidth + 1.6, abs(vAcross)));
  line *= mix(0.66, 1.0, trail);
  if (isBehindEarth(uCameraHi, vToPoint)) {
    line *= fract(vPlace / uSpan * 90.0) < 0.5 ? 0.55 : 0.16;
    casing = 0.0;
  }
  float alpha = max(line, casing);
  if (alpha < 0.01) discard;
  outColor = vec4(mix(uFarColor, uNearColor, trail) * (line / alpha), alpha);
}
`;

export interface OrbitLine {
  readonly object: Mesh;
  /** TEME km, three numbers a point, in the order of time; null takes the line away. */
  set(points: Float64Array | null): void;
  /** Brighten the line behind an object (TEME km); null dims all of it. */
  update(camera: Float64Array, objectPosition: Float64Array | null): void;
  dispose(): void;
}

/**
 * One orbit as a fat line with a trail that fades behind the object; dashed and dim where the Earth is in front.
 *
 * The points are held relative to the first, and the first relative to the camera in doubles, so that the line does
 * not shiver at GEO.
 */
export function createOrbitLine(frame: FrameUniforms, colors: { far: string; near: string }): OrbitLine {
  const uniforms = {
    uCameraHi: frame.uCameraHi,
    uHalfCanvas: frame.uHalfCanvas,
    uPixelRatio: frame.uPixelRatio,
    uAnchor: { value: new Vector3() },
    uHead: { value: -1 },
    uSpan: { value: 1 },
    uFarColor: { value: screenColor(colors.far) },
    uNearColor: { value: screenColor(colors.near) },
  };
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms,
    transparent: true,
    depthTest: false,
    depthWrite: false,
    side: 2,
  });
  const object = new Mesh(new InstancedBufferGeometry(), material);
  object.matrixAutoUpdate = false;
  object.frustumCulled = false;
  object.visible = false;
  object.renderOrder = PAINT_ORDER.orbit;
  let track: Float64Array | null = null;

  return {
    object,
    set(points) {
      track = points && points.length >= 6 ? points : null;
      object.geometry.dispose();
      object.visible = track !== null;
      if (track) object.geometry = lineGeometry(track);
      uniforms.uSpan.value = track ? track.length / 3 - 1 : 1;
    },
    update(camera, objectPosition) {
      if (!track) return;
      uniforms.uAnchor.value.set(track[0]! - camera[0]!, track[1]! - camera[1]!, track[2]! - camera[2]!);
      uniforms.uHead.value = objectPosition ? placeOnTrack(track, objectPosition) : -1;
    },
    dispose() {
      object.geometry.dispose();
      material.dispose();
    },
  };
}

function lineGeometry(track: Float64Array): InstancedBufferGeometry {
  const count = track.length / 3;
  const packed = new Float32Array(count * FLOATS_PER_POINT);
  for (let i = 0; i < count; i++) {
    for (let axis = 0; axis < 3; axis++)
      packed[i * FLOATS_PER_POINT + axis] = track[i * 3 + axis]! - track[axis]!;
    packed[i * FLOATS_PER_POINT + 3] = i;
  }
  const buffer = new InstancedInterleavedBuffer(packed, FLOATS_PER_POINT, 1);
  buffer.setUsage(DynamicDrawUsage);
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute('corner', new BufferAttribute(new Float32Array([0, -1, 1, -1, 1, 1, 0, 1]), 2));
  geometry.setAttribute('start', new InterleavedBufferAttribute(buffer, 4, 0));
  geometry.setAttribute('end', new InterleavedBufferAttribute(buffer, 4, FLOATS_PER_POINT));
  geometry.setIndex([0, 1, 2, 0, 2, 3]);
  geometry.instanceCount = count - 1;
  return geometry;
}
