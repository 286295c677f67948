import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeFrame,
  encodeLayout,
  encodeSections,
  FRAME_HEADER_BYTES,
  type FrameHeader,
  hiddenCodes,
  patchSection,
  type Section,
} from '../../../core/protocol/frames.ts';
import {
  FLAG_HIDDEN,
  FLAG_OK,
  FORMATS,
  type Format,
  packState,
  WORDS_OF,
} from '../../../core/protocol/pack.ts';
import { PROTOCOL_VERSION } from '../../../core/protocol/version.ts';

const HEADER: FrameHeader = {
  timelineId: 7,
  catalogRevision: 4_000_000_000,
  layoutId: 3,
  sequence: 99,
  tier: 2,
  sentAt: 1_772_409_600_123.5,
  isSnapshot: true,
  isLast: false,
};
const RESOLUTION = {
  PV16: { positionKm: 0.004, velocityKmS: 2e-5 },
  PV20: { positionKm: 0.016, velocityKmS: 1e-6 },
};

/** A section of objects of which some are hidden: code i + 1 for the i-th. */
function sectionOf(
  format: Format,
  hidden: readonly boolean[],
  places: readonly number[] | null = null,
): Section {
  const size = WORDS_OF[format];
  const words = new Uint32Array(hidden.length * size);
  hidden.forEach((isHidden, i) => {
    const flag = isHidden ? FLAG_HIDDEN : FLAG_OK;
    packState(
      format,
      RESOLUTION[format],
      { state: [7000 + i, i, -i, 1, 2, 3], from: 0, flag },
      words,
      i * size,
    );
  });
  return {
    slice: 12,
    format,
    resolution: RESOLUTION[format],
    time: -1_234_567_890.25,
    stepMs: 480_000,
    boundKm: 0.0078125,
    words,
    codes: Uint8Array.from(hidden.flatMap((isHidden, i) => (isHidden ? [i + 1] : []))),
    places: places && Uint16Array.from(places),
  };
}

function decoded(bytes: Uint8Array) {
  const result = decodeFrame(bytes);
  if (!result.ok) throw new RangeError(result.reason);
  return result.frame;
}

describe('a message of the stream', () => {
  const sections = fc
    .array(fc.tuple(fc.constantFrom(...FORMATS), fc.array(fc.boolean(), { maxLength: 9 })), { maxLength: 4 })
    .map((all) => all.map(([format, hidden]) => sectionOf(format, hidden)));

  it('comes back as it was written, whatever its sections and wherever its bytes lie', () => {
    fc.assert(
      fc.property(sections, fc.nat(7), (wanted, shift) => {
        const bytes = encodeSections(HEADER, wanted);
        const moved = new Uint8Array(bytes.length + shift);
        moved.set(bytes, shift);
        expect(decoded(moved.subarray(shift))).toEqual({
          type: 'keyframes',
          header: HEADER,
          sections: wanted,
        });
      }),
    );
  });

  it('carries patches with the places of their objects', () => {
    const patch = sectionOf('PV16', [false, true, false], [3, 500, 1023]);
    expect(decoded(encodeSections(HEADER, [patch]))).toEqual({
      type: 'patch',
      header: HEADER,
      sections: [patch],
    });
    expect(() => encodeSections(HEADER, [patch, sectionOf('PV16', [false])])).toThrow(RangeError);
  });

  it('carries a layout in a byte or two an object', () => {
    const index = fc
      .uniqueArray(fc.nat(300_000), { maxLength: 200 })
      .map((all) => Uint32Array.from(all).sort());
    fc.assert(
      fc.property(fc.array(index, { maxLength: 5 }), (slices) => {
        expect(decoded(encodeLayout(HEADER, slices))).toEqual({ type: 'layout', header: HEADER, slices });
      }),
    );
    const dense = Array.from({ length: 30 }, (_, s) =>
      Uint32Array.from({ length: 1000 }, (_each, i) => 30 * i + s),
    );
    expect(encodeLayout(HEADER, dense).length).toBeLessThan(30_000 * 1.1);
  });

  it('is refused with the reason when it is cut, too long, of another version or none of ours', () => {
    const bytes = encodeSections(HEADER, [sectionOf('PV20', [false, true])]);
    const layout = encodeLayout(HEADER, [Uint32Array.of(1, 200, 70_000)]);
    for (const whole of [bytes, layout])
      for (let length = 0; length < whole.length; length++)
        expect(decodeFrame(whole.subarray(0, length)).ok).toBe(false);
    const changed = (at: number, value: number) => {
      const copy = bytes.slice();
      copy[at] = value;
      const result = decodeFrame(copy);
      return result.ok ? '' : result.reason;
    };
    expect(changed(0, 0)).toContain('not a Watchfloor frame');
    expect(changed(1, PROTOCOL_VERSION + 1)).toContain(`version ${PROTOCOL_VERSION + 1}`);
    expect(changed(2, 9)).toContain('frame type 9');
    expect(changed(FRAME_HEADER_BYTES + 2, 77)).toContain('packing 77');
    const longer = new Uint8Array(bytes.length + 4);
    longer.set(bytes);
    expect(decodeFrame(longer)).toEqual({ ok: false, reason: '4 bytes too many' });
  });

  it('never makes the decoder throw, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 3 }), (noise, type) => {
        const bytes = encodeSections(HEADER, [sectionOf('PV16', [true, false])]);
        const mixed = new Uint8Array(Math.max(bytes.length, noise.length));
        mixed.set(bytes.subarray(0, FRAME_HEADER_BYTES));
        mixed.set(noise.subarray(FRAME_HEADER_BYTES), FRAME_HEADER_BYTES);
        mixed[2] = type;
        expect(typeof decodeFrame(mixed).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});

describe('a patch', () => {
  it('changes the objects it names, their codes too, and nothing else', () => {
    const whole = sectionOf('PV16', [true, false, true, false]);
    const patch = { ...sectionOf('PV16', [false, true], [2, 3]), codes: Uint8Array.of(42) };
    const patched = patchSection(whole, patch);
    expect(hiddenCodes(patched.words, patched)).toEqual([
      [0, 1],
      [3, 42],
    ]);
    const size = WORDS_OF.PV16;
    expect(patched.words.subarray(0, 2 * size)).toEqual(whole.words.subarray(0, 2 * size));
    expect(patched.words.subarray(2 * size)).toEqual(patch.words);
    // What was sent before is not written to.
    expect(whole).toEqual(sectionOf('PV16', [true, false, true, false]));
  });
});
