import { Vector2, Vector3 } from 'three';
import type { Milliseconds } from '../../core/units.ts';

/**
 * What every shader shares, by reference: set once a frame, read by all materials.
 *
 * The camera is split into two floats a coordinate, because one float32 of a distance in km shivers by metres.
 */
export interface FrameUniforms {
  readonly uCameraHi: { readonly value: Vector3 };
  readonly uCameraLo: { readonly value: Vector3 };
  /** Towards the Sun, TEME. */
  readonly uSun: { readonly value: Vector3 };
  /** Half the canvas in device pixels. */
  readonly uHalfCanvas: { readonly value: Vector2 };
  readonly uPixelRatio: { value: number };
}

export function createFrameUniforms(): FrameUniforms {
  return {
    uCameraHi: { value: new Vector3() },
    uCameraLo: { value: new Vector3() },
    uSun: { value: new Vector3(1, 0, 0) },
    uHalfCanvas: { value: new Vector2(1, 1) },
    uPixelRatio: { value: 1 },
  };
}

/** Split a double position into two float32 vectors whose sum it is. */
export function setSplitCamera({ uCameraHi, uCameraLo }: FrameUniforms, position: Float64Array): void {
  for (let axis = 0; axis < 3; axis++) {
    const whole = position[axis]!;
    const high = Math.fround(whole);
    uCameraHi.value.setComponent(axis, high);
    uCameraLo.value.setComponent(axis, whole - high);
  }
}

/** The order in which the layers are painted; nothing uses a depth buffer, the Earth hides things by computation. */
export const PAINT_ORDER = {
  stars: 0,
  atmosphere: 1,
  earth: 2,
  groundLines: 3,
  orbit: 4,
  objects: 5,
  markers: 6,
} as const;

/** Move a 0…1 fade on by the time since the last frame. */
export function advanceFade(value: number, elapsed: Milliseconds, duration: Milliseconds): number {
  return Math.min(1, value + elapsed / duration);
}
