import { DataTexture, FloatType, NearestFilter, RGFormat } from 'three';
import type { Motion } from '../../core/ephemeris/motion.ts';
import { MS_PER_SECOND, type UtcMs } from '../../core/units.ts';

/**
 * Where an object is between its two keyframes, as core/ephemeris/hermite.ts computes it, in float32: `movedFrom(s, h)` is
 * the way from `p0`. Needs the attributes p0, v0, p1, v1 and slice.
 */
export const MOTION_GLSL = /* glsl */ `
uniform highp sampler2D uStretches; // one texel a slice: fraction of the stretch, its length in seconds
vec3 zonalGravity(vec3 p) {
  float r2 = dot(p, p), r = sqrt(r2), q = 6378.135 / r, u = p.z / r, u2 = u * u;
  float a2 = 1.5 * 0.001082616 * q * q;
  float a3 = 2.5 * -0.00000253881 * q * q * q;
  float a4 = 0.625 * -0.00000165597 * q * q * q * q;
  float k = -398600.8 / (r2 * r);
  float planar = 1.0 + a2 * (1.0 - 5.0 * u2) + a3 * u * (3.0 - 7.0 * u2) - a4 * (3.0 - 42.0 * u2 + 63.0 * u2 * u2);
  float axial = 1.0 + a2 * (3.0 - 5.0 * u2) - a4 * (15.0 - 70.0 * u2 + 63.0 * u2 * u2);
  return k * vec3(p.xy * planar, p.z * axial + r * a3 * (6.0 * u2 - 7.0 * u2 * u2 - 0.6));
}
vec3 movedFrom(vec3 p0, vec3 v0, vec3 p1, vec3 v1, float slice) {
  vec2 stretch = texelFetch(uStretches, ivec2(int(slice), 0), 0).xy;
  float s = stretch.x, h = stretch.y, s2 = s * s, s3 = s2 * s;
  vec3 moved = s3 * (10.0 - 15.0 * s + 6.0 * s2) * (p1 - p0);
  moved += h * ((s - s3 * (6.0 - 8.0 * s + 3.0 * s2)) * v0 - s3 * (4.0 - 7.0 * s + 3.0 * s2) * v1);
  moved += h * h * (0.5 * s2 - s3 * (1.5 - 1.5 * s + 0.5 * s2)) * zonalGravity(p0);
  return moved + h * h * s3 * (0.5 - s + 0.5 * s2) * zonalGravity(p1);
}
`;

/** A texel for each slice, written before each frame. */
export class StretchTexture {
  readonly texture: DataTexture;
  private readonly data: Float32Array<ArrayBuffer>;

  constructor(slices: number) {
    this.data = new Float32Array(2 * Math.max(1, slices));
    this.texture = new DataTexture(this.data, Math.max(1, slices), 1, RGFormat, FloatType);
    this.texture.minFilter = NearestFilter;
    this.texture.magFilter = NearestFilter;
    this.texture.needsUpdate = true;
  }

  moveTo(motion: Motion, time: UtcMs): void {
    for (let slice = 0; slice < motion.slices.length; slice++) {
      const isPlaced = motion.stepMs[slice]! > 0;
      this.data[2 * slice] = isPlaced ? motion.fractionAt(slice, time) : 0;
      this.data[2 * slice + 1] = isPlaced ? motion.stepMs[slice]! / MS_PER_SECOND : 0;
    }
    this.texture.needsUpdate = true;
  }

  dispose(): void {
    this.texture.dispose();
  }
}
