import type { Milliseconds, UtcMs } from '../units.ts';
import { PROTOCOL_VERSION } from './version.ts';

/**
 * One keyframe of the whole catalogue, as it crosses the wire. Little-endian:
 *
 * | byte | type | field |
 * |---|---|---|
 * | 0 | u8 | magic A7 (hex) |
 * | 1 | u8 | version |
 * | 2 | u8 | type, 1 = keyframe |
 * | 3 | u8 | reserved, 0 |
 * | 4 | u32 | timelineId |
 * | 8 | u32 | catalogRevision |
 * | 12 | u32 | count of objects |
 * | 16 | f64 | simulation time, UtcMs |
 * | 24 | f64 | step to the next keyframe, ms |
 * | 32 | f32 | error bound of the interpolation, km |
 * | 36 | 28 B | reserved, 0 |
 * | 64 | f32 × 6 × count | TEME position km, velocity km/s, consistent with the position |
 * | … | u8 × count | propagation status; anything but 0 is not drawn and its six numbers are 0 |
 *
 * Objects come in the order of the catalogue of that revision.
 */
export const KEYFRAME_MAGIC = 0xa7;
export const KEYFRAME_TYPE = 1;
export const KEYFRAME_HEADER_BYTES = 64;
export const FLOATS_PER_OBJECT = 6;

export interface Keyframe {
  readonly timelineId: number;
  readonly catalogRevision: number;
  readonly time: UtcMs;
  readonly stepMs: Milliseconds;
  readonly errorBoundKm: number;
  /** Six numbers an object: TEME position km, consistent velocity km/s. */
  readonly states: Float32Array;
  /** One code an object, see core/propagation/status.ts. */
  readonly status: Uint8Array;
}

export function keyframeBytes(count: number): number {
  return KEYFRAME_HEADER_BYTES + count * (4 * FLOATS_PER_OBJECT + 1);
}

/** Write a keyframe; see the table above. */
export function encodeKeyframe(keyframe: Keyframe): Uint8Array {
  const count = keyframe.status.length;
  if (keyframe.states.length !== count * FLOATS_PER_OBJECT)
    throw new RangeError('states and status disagree');
  const bytes = new Uint8Array(keyframeBytes(count));
  const view = new DataView(bytes.buffer);
  view.setUint8(0, KEYFRAME_MAGIC);
  view.setUint8(1, PROTOCOL_VERSION);
  view.setUint8(2, KEYFRAME_TYPE);
  view.setUint32(4, keyframe.timelineId, true);
  view.setUint32(8, keyframe.catalogRevision, true);
  view.setUint32(12, count, true);
  view.setFloat64(16, keyframe.time, true);
  view.setFloat64(24, keyframe.stepMs, true);
  view.setFloat32(32, keyframe.errorBoundKm, true);
  new Float32Array(bytes.buffer, KEYFRAME_HEADER_BYTES, keyframe.states.length).set(keyframe.states);
  bytes.set(keyframe.status, KEYFRAME_HEADER_BYTES + keyframe.states.byteLength);
  return bytes;
}

export type DecodedKeyframe =
  | { readonly ok: true; readonly keyframe: Keyframe }
  | { readonly ok: false; readonly reason: string };

/**
 * Read a keyframe. The arrays are views of `bytes` where its alignment allows, copies otherwise.
 *
 * @returns the reason when it is none of ours: too short, other magic, other version, wrong length
 */
export function decodeKeyframe(bytes: Uint8Array): DecodedKeyframe {
  if (bytes.byteLength < KEYFRAME_HEADER_BYTES)
    return { ok: false, reason: `only ${bytes.byteLength} bytes` };
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  if (view.getUint8(0) !== KEYFRAME_MAGIC) return { ok: false, reason: 'not a Watchfloor frame' };
  if (view.getUint8(1) !== PROTOCOL_VERSION)
    return { ok: false, reason: `version ${view.getUint8(1)}, not ${PROTOCOL_VERSION}` };
  if (view.getUint8(2) !== KEYFRAME_TYPE) return { ok: false, reason: `frame type ${view.getUint8(2)}` };
  const count = view.getUint32(12, true);
  if (aligned.byteLength !== keyframeBytes(count)) {
    return { ok: false, reason: `${aligned.byteLength} bytes for ${count} objects` };
  }
  const start = aligned.byteOffset + KEYFRAME_HEADER_BYTES;
  return {
    ok: true,
    keyframe: {
      timelineId: view.getUint32(4, true),
      catalogRevision: view.getUint32(8, true),
      time: view.getFloat64(16, true),
      stepMs: view.getFloat64(24, true),
      errorBoundKm: view.getFloat32(32, true),
      states: new Float32Array(aligned.buffer, start, count * FLOATS_PER_OBJECT),
      status: new Uint8Array(aligned.buffer, start + count * FLOATS_PER_OBJECT * 4, count),
    },
  };
}
