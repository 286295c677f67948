import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeKeyframe,
  encodeKeyframe,
  KEYFRAME_HEADER_BYTES,
  keyframeBytes,
  type Keyframe,
} from '../../../core/protocol/keyframe.ts';

const KEYFRAME: Keyframe = {
  timelineId: 7,
  catalogRevision: 4_000_000_000,
  time: 1_773_300_615_250.125,
  stepMs: 60_000,
  errorBoundKm: 0.0015,
  states: Float32Array.of(6778.25, -1, 2, 0.5, 7.5, -1, 0, 0, 0, 0, 0, 0),
  status: Uint8Array.of(0, 6),
};

function decoded(bytes: Uint8Array): Keyframe {
  const result = decodeKeyframe(bytes);
  if (!result.ok) throw new Error(result.reason);
  return result.keyframe;
}

function reasonFor(bytes: Uint8Array): string {
  const result = decodeKeyframe(bytes);
  expect(result.ok).toBe(false);
  return result.ok ? '' : result.reason;
}

function changed(change: (view: DataView) => void): Uint8Array {
  const bytes = encodeKeyframe(KEYFRAME);
  change(new DataView(bytes.buffer));
  return bytes;
}

describe('a keyframe on the wire', () => {
  it('comes back as it was sent', () => {
    const { errorBoundKm, ...rest } = decoded(encodeKeyframe(KEYFRAME));
    expect(rest).toEqual({
      timelineId: 7,
      catalogRevision: 4_000_000_000,
      time: 1_773_300_615_250.125,
      stepMs: 60_000,
      states: KEYFRAME.states,
      status: KEYFRAME.status,
    });
    expect(errorBoundKm).toBeCloseTo(0.0015, 9);
  });

  it('comes back whatever it holds, one of no objects included', () => {
    const states = fc.integer({ min: 0, max: 40 }).chain((count) =>
      fc.record({
        states: fc.array(fc.float(), { minLength: 6 * count, maxLength: 6 * count }),
        status: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: count, maxLength: count }),
      }),
    );
    fc.assert(
      fc.property(states, fc.double({ noNaN: true }), fc.nat(0xff_ff_ff_ff), (arrays, time, timelineId) => {
        const keyframe = {
          ...KEYFRAME,
          time,
          timelineId,
          states: Float32Array.from(arrays.states),
          status: Uint8Array.from(arrays.status),
        };
        const again = decoded(encodeKeyframe(keyframe));
        expect(again).toMatchObject({ time, timelineId });
        expect(again.states).toEqual(keyframe.states);
        expect(again.status).toEqual(keyframe.status);
      }),
    );
  });

  it('has the bytes of the table in its documentation, little-endian', () => {
    const bytes = encodeKeyframe(KEYFRAME);
    const view = new DataView(bytes.buffer);
    expect(bytes.byteLength).toBe(64 + 2 * 25);
    expect([...bytes.subarray(0, 4)]).toEqual([0xa7, 2, 1, 0]);
    expect(view.getUint32(4, true)).toBe(7);
    expect(view.getUint32(8, true)).toBe(4_000_000_000);
    expect(view.getUint32(12, true)).toBe(2);
    expect(view.getFloat64(16, true)).toBe(KEYFRAME.time);
    expect(view.getFloat64(24, true)).toBe(60_000);
    expect(view.getFloat32(32, true)).toBeCloseTo(0.0015, 9);
    expect([...bytes.subarray(36, 64)]).toEqual(Array(28).fill(0));
    expect(view.getFloat32(64, true)).toBe(6778.25);
    expect(view.getUint8(64 + 48 + 1)).toBe(6);
  });

  it('is read at any place in a larger buffer, aligned or not, a Node buffer included', () => {
    const bytes = encodeKeyframe(KEYFRAME);
    for (let offset = 0; offset < 9; offset++) {
      const room = new ArrayBuffer(bytes.length + 16);
      new Uint8Array(room).set(bytes, offset);
      expect(decoded(new Uint8Array(room, offset, bytes.length)).states).toEqual(KEYFRAME.states);
      expect(decoded(Buffer.from(room, offset, bytes.length)).states).toEqual(KEYFRAME.states);
    }
  });

  it('is refused with a reason when short, foreign, of another version or type, or of the wrong length', () => {
    expect(reasonFor(new Uint8Array(0))).toMatch(/0 bytes/);
    expect(reasonFor(encodeKeyframe(KEYFRAME).subarray(0, KEYFRAME_HEADER_BYTES - 1))).toMatch(/63 bytes/);
    expect(reasonFor(changed((view) => view.setUint8(0, 0)))).toMatch(/not a Watchfloor frame/);
    expect(reasonFor(changed((view) => view.setUint8(1, 1)))).toMatch(/version 1, not 2/);
    expect(reasonFor(changed((view) => view.setUint8(2, 9)))).toMatch(/type 9/);
    expect(reasonFor(changed((view) => view.setUint32(12, 3, true)))).toMatch(/for 3 objects/);
    expect(reasonFor(changed((view) => view.setUint32(12, 0xff_ff_ff_ff, true)))).toMatch(
      /4294967295 objects/,
    );
    expect(reasonFor(encodeKeyframe(KEYFRAME).subarray(0, -1))).toMatch(/for 2 objects/);
  });

  it('is never built from arrays that disagree', () => {
    expect(() => encodeKeyframe({ ...KEYFRAME, status: new Uint8Array(3) })).toThrow(RangeError);
  });

  it('never makes the reader throw, whatever the bytes', () => {
    const random = fc.uint8Array({ maxLength: 300 });
    const damaged = fc
      .tuple(fc.nat(keyframeBytes(2) - 1), fc.nat(255), fc.nat(keyframeBytes(2)))
      .map(([at, value, end]) => {
        const bytes = encodeKeyframe(KEYFRAME);
        bytes[at] = value;
        return bytes.subarray(0, end);
      });
    fc.assert(
      fc.property(fc.oneof(random, damaged), (bytes) => {
        expect(typeof decodeKeyframe(bytes).ok).toBe('boolean');
      }),
    );
  });
});
