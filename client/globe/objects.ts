import {
  BufferAttribute,
  BufferGeometry,
  type DataTexture,
  DynamicDrawUsage,
  GLSL3,
  InterleavedBuffer,
  InterleavedBufferAttribute,
  Points,
  ShaderMaterial,
  type Vector3,
} from 'three';
import { FLOATS_PER_OBJECT, type Motion } from '../../core/ephemeris/motion.ts';
import type { UtcMs } from '../../core/units.ts';
import { EARTH_OCCLUSION_GLSL } from './earth-shape.ts';
import { PAINT_ORDER, type FrameUniforms } from './frame.ts';
import { MOTION_GLSL, StretchTexture } from './motion-shader.ts';
import { screenColor } from './palette.ts';
import type { Sky } from './sky.ts';
import type { View } from './view.ts';

/** Room for type codes to come; a code beyond it is drawn as the last. */
const MAX_TYPES = 8;

/** Shorter side of the canvas on which dots have their full size; on a phone they are smaller, as the globe is. */
const FULL_DOT_CANVAS_PX = 850;

const VERTEX = /* glsl */ `
in vec3 p0, v0, p1, v1;
in float slice;
in vec4 meta; // type code, 1 when drawn, 2 when faint
uniform vec3 uCameraHi, uCameraLo;
uniform float uPixelRatio, uDotScale, uCameraDistance;
uniform vec3 uTypeColors[${MAX_TYPES}];
out vec3 vColor;
out float vSize;
out float vAlpha;
out float vIsFaint;
${EARTH_OCCLUSION_GLSL}
${MOTION_GLSL}
void main() {
  gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = 1.0;
  if (meta.y < 0.5) return;
  vec3 toObject = ((p0 - uCameraHi) - uCameraLo) + movedFrom(p0, v0, p1, v1, slice);
  if (isBehindEarth(uCameraHi, toObject)) return;
  gl_Position = projectionMatrix * vec4(mat3(viewMatrix) * toObject, 1.0);

  float range = length(toObject);
  float size = clamp(uDotScale * 2.35 * pow(24000.0 / range, 0.45), 1.3, 7.0);
  // What lies beyond the Earth's centre is fainter, so that near and far sides of a shell tell apart.
  float beyond = smoothstep(0.92, 1.12, range / uCameraDistance);
  // Far out the low shells would cover the Earth with dots: they become fainter, never quite invisible.
  float fromEarth = length(toObject + uCameraHi);
  vAlpha = mix(0.14, 0.94, smoothstep(0.015, 0.085, fromEarth / uCameraDistance));
  // Elements too old to trust: a ring, so that it tells without colour too.
  vIsFaint = meta.y > 1.5 ? 1.0 : 0.0;
  vAlpha *= mix(1.0, 0.6, vIsFaint);
  vSize = size * uPixelRatio * mix(1.0, 0.86, beyond);
  gl_PointSize = vSize + 1.0;
  vColor = uTypeColors[int(min(meta.x, ${MAX_TYPES - 1}.0))] * mix(1.0, 0.55, beyond);
}
`;

const FRAGMENT = /* glsl */ `
in vec3 vColor;
in float vSize;
in float vAlpha;
in float vIsFaint;
out vec4 outColor;
void main() {
  float fromCenter = length(gl_PointCoord - 0.5) * (vSize + 1.0);
  float alpha = 1.0 - smoothstep(0.5 * vSize - 0.75, 0.5 * vSize + 0.5, fromCenter);
  alpha *= mix(1.0, smoothstep(0.5 * vSize - 2.0, 0.5 * vSize - 1.0, fromCenter), vIsFaint);
  if (alpha < 0.02) discard;
  outColor = vec4(vColor, alpha * vAlpha);
}
`;

export interface ObjectsLayer {
  readonly object: Points;
  /** Take over a new catalogue. */
  reset(sky: Sky): void;
  /** Take over which objects are drawn. */
  refreshDrawn(sky: Sky): void;
  /** Take over the sky's motion, or what has changed in it. */
  refreshMotion(sky: Sky): void;
  update(sky: Sky, time: UtcMs, view: View): void;
  dispose(): void;
}

/** All objects as one draw call of round dots; positions are interpolated on the GPU, each object between two keyframes of its own slice. */
export function createObjects(frame: FrameUniforms, typeColors: readonly string[]): ObjectsLayer {
  const uniforms = {
    uCameraHi: frame.uCameraHi,
    uCameraLo: frame.uCameraLo,
    uPixelRatio: frame.uPixelRatio,
    uStretches: { value: null as DataTexture | null },
    uDotScale: { value: 1 },
    uCameraDistance: { value: 1 },
    uTypeColors: { value: colorTable(typeColors) },
  };
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms,
    transparent: true,
    depthTest: false,
    depthWrite: false,
  });
  const object = new Points(new BufferGeometry(), material);
  object.matrixAutoUpdate = false;
  object.frustumCulled = false;
  object.visible = false;
  object.renderOrder = PAINT_ORDER.objects;
  let meta = new BufferAttribute(new Uint8Array(0), 4);
  let ends: readonly InterleavedBuffer[] = [];
  let motion: Motion | null = null;
  let stretches: StretchTexture | null = null;

  function release(): void {
    object.geometry.dispose();
    stretches?.dispose();
    ends = [];
    motion = null;
    stretches = null;
  }

  /** Hang the arrays of a motion on the geometry; they are uploaded as they are. */
  function attach(next: Motion): void {
    // Buffers of another motion go with the geometry that held them.
    object.geometry.dispose();
    object.geometry = new BufferGeometry();
    object.geometry.setAttribute('meta', meta);
    object.geometry.setDrawRange(0, next.count);
    stretches?.dispose();
    stretches = new StretchTexture(next.slices.length);
    uniforms.uStretches.value = stretches.texture;
    ends = [next.earlier, next.later].map((states, i) => {
      const buffer = new InterleavedBuffer(states, FLOATS_PER_OBJECT).setUsage(DynamicDrawUsage);
      object.geometry.setAttribute(`p${i}`, new InterleavedBufferAttribute(buffer, 3, 0));
      object.geometry.setAttribute(`v${i}`, new InterleavedBufferAttribute(buffer, 3, 3));
      return buffer;
    });
    object.geometry.setAttribute('slice', new BufferAttribute(next.sliceOf, 1));
    motion = next;
  }

  return {
    object,
    reset(sky) {
      release();
      object.geometry = new BufferGeometry();
      object.visible = false;
      meta = new BufferAttribute(new Uint8Array(sky.count * 4), 4);
      meta.setUsage(DynamicDrawUsage);
      for (let i = 0; i < sky.count; i++) meta.array[i * 4] = sky.typeCodes[i]!;
      object.geometry.setAttribute('meta', meta);
      object.geometry.setDrawRange(0, sky.count);
    },
    refreshDrawn(sky) {
      let hasChanged = false;
      for (let i = 0; i < sky.count; i++) {
        if (meta.array[i * 4 + 1] === sky.drawn[i]) continue;
        meta.array[i * 4 + 1] = sky.drawn[i]!;
        hasChanged = true;
      }
      if (hasChanged) meta.needsUpdate = true;
    },
    refreshMotion(sky) {
      if (!sky.motion) return;
      if (sky.motion !== motion) attach(sky.motion);
      for (const end of ends) end.needsUpdate = true;
      object.visible = sky.count > 0;
    },
    update(sky, time, { position, width, height }) {
      if (sky.motion) stretches?.moveTo(sky.motion, time);
      uniforms.uDotScale.value = Math.min(
        1.2,
        Math.max(0.6, Math.sqrt(Math.min(width, height) / FULL_DOT_CANVAS_PX)),
      );
      uniforms.uCameraDistance.value = Math.hypot(position[0]!, position[1]!, position[2]!);
    },
    dispose() {
      release();
      material.dispose();
    },
  };
}

function colorTable(colors: readonly string[]): Vector3[] {
  const last = colors.at(-1) ?? 'white';
  return Array.from({ length: MAX_TYPES }, (_, i) => screenColor(colors[i] ?? last));
}
