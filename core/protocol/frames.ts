import type { Kilometers, Milliseconds, UtcMs } from '../units.ts';
import { FLAG_HIDDEN, flagAt, type Format, FORMATS, type Resolution, WORDS_OF } from './pack.ts';
import { PROTOCOL_VERSION } from './version.ts';

/**
 * Binary messages of the stream, little-endian. Each begins with 32 bytes:
 *
 * | byte | type | field |
 * |---|---|---|
 * | 0 | u8 | magic A7 (hex) |
 * | 1 | u8 | version |
 * | 2 | u8 | type: 1 keyframes, 2 patch, 3 layout, 4 amendment |
 * | 3 | u8 | flags: 1 = part of a snapshot, 2 = its last part |
 * | 4 | u32 | timelineId |
 * | 8 | u32 | catalogRevision |
 * | 12 | u32 | layoutId: which slices there are |
 * | 16 | u32 | number of the message in its room |
 * | 20 | u16 | tier, 0 finest |
 * | 22 | u16 | sections |
 * | 24 | f64 | when it was sent, server wall clock, UtcMs |
 *
 * A section of keyframes is the state of a slice at one instant: 32 bytes, then the packed words, then what ails the hidden objects,
 * padded to 4 bytes. A patch puts the places (u16, padded to 4 bytes) of the objects it is about before the words.
 *
 * | byte | type | field |
 * |---|---|---|
 * | 0 | u16 | slice |
 * | 2 | u8 | format: 0 PV16, 1 PV20 (pack.ts) |
 * | 3 | u8 | 0, reserved |
 * | 4 | u16 | objects |
 * | 6 | u16 | hidden objects: one status code (u8) each, in order, after the words |
 * | 8 | f64 | simulation time, UtcMs |
 * | 16 | u32 | step to the next keyframe of this slice, ms |
 * | 20 | f32 | bound of the error between keyframes, km |
 * | 24 | u32 | last bit of positions, mm |
 * | 28 | u32 | last bit of velocities, µm/s |
 *
 * A layout's sections are the slices in order: u16 objects, then the differences of their places in the catalogue (first
 * one from −1) minus one as LEB128. An amendment (amend.ts) is u32 the layout it begins from, then what is gone as one such slice, then the
 * slices that are added; they are its sections.
 */
export const FRAME_MAGIC = 0xa7;
export const FRAME_HEADER_BYTES = 32;
export const SECTION_HEADER_BYTES = 32;
export const FRAME_TYPES = { keyframes: 1, patch: 2, layout: 3, amendment: 4 } as const;

/** Objects that can be gone in one amendment. */
export const MOST_GONE = 0xffff;
const MM_PER_KM = 1e6;
const UM_PER_KM = 1e9;
const SNAPSHOT = 1;
const LAST = 2;

export interface FrameHeader {
  readonly timelineId: number;
  readonly catalogRevision: number;
  readonly layoutId: number;
  /** Rises by one with every message of a room; a gap means that something was left out. */
  readonly sequence: number;
  readonly tier: number;
  readonly sentAt: UtcMs;
  readonly isSnapshot: boolean;
  /** Of a snapshot: nothing of it is missing from now on. */
  readonly isLast: boolean;
}

/** The packed states of a slice at one instant. */
export interface Section {
  readonly slice: number;
  readonly format: Format;
  readonly resolution: Resolution;
  readonly time: UtcMs;
  readonly stepMs: Milliseconds;
  readonly boundKm: Kilometers;
  readonly words: Uint32Array;
  /** Status codes of the hidden objects, in their order. */
  readonly codes: Uint8Array;
  /** Of a patch: places in the slice; null for all of them. */
  readonly places: Uint16Array | null;
}

/** How a layout comes from another: what a change of the catalogue does to it, the same on both ends of the wire. */
export interface Amendment {
  readonly baseLayoutId: number;
  /** Places, in the catalogue before, of objects that are no longer in it; ascending. */
  readonly gone: Uint32Array;
  /** Slices after those there were, by places in the catalogue from now on. Their objects are taken out of the others. */
  readonly added: readonly Uint32Array[];
}

export type Frame =
  | {
      readonly type: 'keyframes' | 'patch';
      readonly header: FrameHeader;
      readonly sections: readonly Section[];
    }
  | { readonly type: 'layout'; readonly header: FrameHeader; readonly slices: readonly Uint32Array[] }
  | { readonly type: 'amendment'; readonly header: FrameHeader; readonly amendment: Amendment };

export type DecodedFrame =
  | { readonly ok: true; readonly frame: Frame }
  | { readonly ok: false; readonly reason: string };

export function sectionBytes({ words, codes, places }: Pick<Section, 'words' | 'codes' | 'places'>): number {
  return SECTION_HEADER_BYTES + padded(2 * (places?.length ?? 0)) + words.byteLength + padded(codes.length);
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}

function writeHeader(view: DataView, type: number, header: FrameHeader, sections: number): void {
  view.setUint8(0, FRAME_MAGIC);
  view.setUint8(1, PROTOCOL_VERSION);
  view.setUint8(2, type);
  view.setUint8(3, (header.isSnapshot ? SNAPSHOT : 0) | (header.isLast ? LAST : 0));
  view.setUint32(4, header.timelineId, true);
  view.setUint32(8, header.catalogRevision, true);
  view.setUint32(12, header.layoutId, true);
  view.setUint32(16, header.sequence, true);
  view.setUint16(20, header.tier, true);
  view.setUint16(22, sections, true);
  view.setFloat64(24, header.sentAt, true);
}

/** Write keyframes or a patch. All sections of a patch have places, those of keyframes none. */
export function encodeSections(header: FrameHeader, sections: readonly Section[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(
    sections.reduce((sum, section) => sum + sectionBytes(section), FRAME_HEADER_BYTES),
  );
  const view = new DataView(bytes.buffer);
  const isPatch = sections.some(({ places }) => places !== null);
  writeHeader(view, isPatch ? FRAME_TYPES.patch : FRAME_TYPES.keyframes, header, sections.length);
  let at = FRAME_HEADER_BYTES;
  for (const { slice, format, resolution, time, stepMs, boundKm, words, codes, places } of sections) {
    const count = words.length / WORDS_OF[format];
    if (!Number.isInteger(count) || (places !== null) !== isPatch || (places && places.length !== count))
      throw new RangeError(`section of slice ${slice} disagrees with itself`);
    view.setUint16(at, slice, true);
    view.setUint8(at + 2, FORMATS.indexOf(format));
    view.setUint16(at + 4, count, true);
    view.setUint16(at + 6, codes.length, true);
    view.setFloat64(at + 8, time, true);
    view.setUint32(at + 16, stepMs, true);
    view.setFloat32(at + 20, boundKm, true);
    view.setUint32(at + 24, Math.round(resolution.positionKm * MM_PER_KM), true);
    view.setUint32(at + 28, Math.round(resolution.velocityKmS * UM_PER_KM), true);
    at += SECTION_HEADER_BYTES;
    if (places) {
      new Uint16Array(bytes.buffer, at, count).set(places);
      at += padded(2 * count);
    }
    new Uint32Array(bytes.buffer, at, words.length).set(words);
    at += words.byteLength;
    bytes.set(codes, at);
    at += padded(codes.length);
  }
  return bytes;
}

/** Write which objects are in which slice. */
export function encodeLayout(header: FrameHeader, slices: readonly Uint32Array[]): Uint8Array<ArrayBuffer> {
  const body = slicesBody(slices);
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + body.length);
  writeHeader(new DataView(bytes.buffer), FRAME_TYPES.layout, header, slices.length);
  bytes.set(body, FRAME_HEADER_BYTES);
  return bytes;
}

/** Write how a layout comes from another. @throws RangeError when more is gone than can be told: send a layout then */
export function encodeAmendment(
  header: FrameHeader,
  { baseLayoutId, gone, added }: Amendment,
): Uint8Array<ArrayBuffer> {
  if (gone.length > MOST_GONE) throw new RangeError(`${gone.length} objects gone at once`);
  const body = slicesBody([gone, ...added]);
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + 4 + body.length);
  const view = new DataView(bytes.buffer);
  writeHeader(view, FRAME_TYPES.amendment, header, added.length);
  view.setUint32(FRAME_HEADER_BYTES, baseLayoutId, true);
  bytes.set(body, FRAME_HEADER_BYTES + 4);
  return bytes;
}

function slicesBody(slices: readonly Uint32Array[]): readonly number[] {
  const body: number[] = [];
  for (const indices of slices) {
    body.push(indices.length & 0xff, indices.length >> 8);
    let before = -1;
    for (const index of indices) {
      let rest = index - before - 1;
      for (; rest >= 0x80; rest >>>= 7) body.push((rest & 0x7f) | 0x80);
      body.push(rest);
      before = index;
    }
  }
  return body;
}

/**
 * Read a message of the stream. Words are views of `bytes` where its alignment allows, copies otherwise.
 *
 * @returns the reason when it is none of ours: too short, other magic, other version, lengths that do not add up
 */
export function decodeFrame(input: Uint8Array): DecodedFrame {
  if (input.byteLength < FRAME_HEADER_BYTES) return { ok: false, reason: `only ${input.byteLength} bytes` };
  const bytes = input.byteOffset % 4 === 0 ? input : new Uint8Array(input);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint8(0) !== FRAME_MAGIC) return { ok: false, reason: 'not a Watchfloor frame' };
  if (view.getUint8(1) !== PROTOCOL_VERSION)
    return { ok: false, reason: `version ${view.getUint8(1)}, not ${PROTOCOL_VERSION}` };
  const flags = view.getUint8(3);
  const header: FrameHeader = {
    timelineId: view.getUint32(4, true),
    catalogRevision: view.getUint32(8, true),
    layoutId: view.getUint32(12, true),
    sequence: view.getUint32(16, true),
    tier: view.getUint16(20, true),
    sentAt: view.getFloat64(24, true),
    isSnapshot: (flags & SNAPSHOT) !== 0,
    isLast: (flags & LAST) !== 0,
  };
  const count = view.getUint16(22, true);
  switch (view.getUint8(2)) {
    case FRAME_TYPES.keyframes:
      return readSections({ bytes, view, count }, false, header);
    case FRAME_TYPES.patch:
      return readSections({ bytes, view, count }, true, header);
    case FRAME_TYPES.layout: {
      const slices = readSlices(bytes, { from: FRAME_HEADER_BYTES, count });
      return typeof slices === 'string'
        ? { ok: false, reason: slices }
        : { ok: true, frame: { type: 'layout', header, slices } };
    }
    case FRAME_TYPES.amendment: {
      if (bytes.byteLength < FRAME_HEADER_BYTES + 4)
        return { ok: false, reason: 'the amendment is cut short' };
      const slices = readSlices(bytes, { from: FRAME_HEADER_BYTES + 4, count: count + 1 });
      if (typeof slices === 'string') return { ok: false, reason: slices };
      const [gone = new Uint32Array(0), ...added] = slices;
      const baseLayoutId = view.getUint32(FRAME_HEADER_BYTES, true);
      return { ok: true, frame: { type: 'amendment', header, amendment: { baseLayoutId, gone, added } } };
    }
    default:
      return { ok: false, reason: `frame type ${view.getUint8(2)}` };
  }
}

function readSections(
  { bytes, view, count }: { bytes: Uint8Array; view: DataView; count: number },
  isPatch: boolean,
  header: FrameHeader,
): DecodedFrame {
  const sections: Section[] = [];
  let at = FRAME_HEADER_BYTES;
  const short = (): DecodedFrame => ({
    ok: false,
    reason: `section ${sections.length} does not fit ${bytes.byteLength} bytes`,
  });
  while (sections.length < count) {
    if (at + SECTION_HEADER_BYTES > bytes.byteLength) return short();
    const format = FORMATS[view.getUint8(at + 2)];
    if (!format) return { ok: false, reason: `packing ${view.getUint8(at + 2)}` };
    const objects = view.getUint16(at + 4, true);
    const hidden = view.getUint16(at + 6, true);
    const placesAt = at + SECTION_HEADER_BYTES;
    const wordsAt = placesAt + (isPatch ? padded(2 * objects) : 0);
    const codesAt = wordsAt + 4 * WORDS_OF[format] * objects;
    const end = codesAt + padded(hidden);
    if (end > bytes.byteLength) return short();
    const from = bytes.byteOffset;
    sections.push({
      slice: view.getUint16(at, true),
      format,
      resolution: {
        positionKm: view.getUint32(at + 24, true) / MM_PER_KM,
        velocityKmS: view.getUint32(at + 28, true) / UM_PER_KM,
      },
      time: view.getFloat64(at + 8, true),
      stepMs: view.getUint32(at + 16, true),
      boundKm: view.getFloat32(at + 20, true),
      places: isPatch ? new Uint16Array(bytes.buffer, from + placesAt, objects) : null,
      words: new Uint32Array(bytes.buffer, from + wordsAt, WORDS_OF[format] * objects),
      codes: bytes.subarray(codesAt, codesAt + hidden),
    });
    at = end;
  }
  if (at !== bytes.byteLength) return { ok: false, reason: `${bytes.byteLength - at} bytes too many` };
  return { ok: true, frame: { type: isPatch ? 'patch' : 'keyframes', header, sections } };
}

/** @returns the reason when they do not fill the message */
function readSlices(
  bytes: Uint8Array,
  { from, count }: { from: number; count: number },
): readonly Uint32Array[] | string {
  const slices: Uint32Array[] = [];
  let at = from;
  const cut = 'the layout is cut short';
  while (slices.length < count) {
    if (at + 2 > bytes.byteLength) return cut;
    const indices = new Uint32Array(bytes[at]! | (bytes[at + 1]! << 8));
    at += 2;
    let before = -1;
    for (let i = 0; i < indices.length; i++) {
      let rest = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++];
        if (byte === undefined || shift > 28) return cut;
        rest |= (byte & 0x7f) << shift;
        if (byte < 0x80) break;
      }
      before += rest + 1;
      indices[i] = before;
    }
    slices.push(indices);
  }
  return at === bytes.byteLength ? slices : `${bytes.byteLength - at} bytes too many`;
}

/** A whole section with the objects of a patch put in. */
export function patchSection(whole: Section, { words, codes, places }: Section): Section {
  const { format } = whole;
  const size = WORDS_OF[format];
  const patched = whole.words.slice();
  const codeOf = new Map(hiddenCodes(whole.words, { format, codes: whole.codes }));
  const codeOfPatch = new Map(hiddenCodes(words, { format, codes }));
  places?.forEach((place, i) => {
    patched.set(words.subarray(i * size, (i + 1) * size), place * size);
    const code = codeOfPatch.get(i);
    if (code === undefined) codeOf.delete(place);
    else codeOf.set(place, code);
  });
  const inOrder = [...codeOf].sort(([a], [b]) => a - b).map(([, code]) => code);
  return { ...whole, words: patched, codes: Uint8Array.from(inOrder) };
}

/** The places of hidden objects, with what ails each. */
export function hiddenCodes(
  words: Uint32Array,
  { format, codes }: { format: Format; codes: Uint8Array },
): (readonly [place: number, code: number])[] {
  const hidden: (readonly [number, number])[] = [];
  if (codes.length === 0) return hidden;
  const size = WORDS_OF[format];
  for (let at = 0; at < words.length; at += size) {
    if (flagAt(format, words, at) === FLAG_HIDDEN) hidden.push([at / size, codes[hidden.length]!]);
  }
  return hidden;
}
