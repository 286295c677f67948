/**
 * States of objects at one instant, packed to 16 or 20 bytes each: whole words of 32 bits, little-endian, two's complement.
 *
 * | format | position | velocity | flag | an object |
 * |---|---|---|---|---|
 * | PV16 | 3 × 22 bits | 3 × 20 bits | 2 bits | 4 words |
 * | PV20 | 3 × 27 bits | 3 × 25 bits | 4 bits | 5 words |
 *
 * PV16: `x | vx[0–9]<<22`, `y | vx[10–19]<<22`, `z | vy[0–9]<<22`, `vz | vy[10–19]<<20 | flag<<30`.
 * PV20: `x | vx[0–4]<<27`, `y | vy[0–4]<<27`, `z | vz[0–4]<<27`, `vx[5–24] | vz[5–16]<<20`, `vy[5–24] | vz[17–24]<<20 | flag<<28`.
 */
export const FORMATS = ['PV16', 'PV20'] as const;
export type Format = (typeof FORMATS)[number];

export const WORDS_OF: Readonly<Record<Format, number>> = { PV16: 4, PV20: 5 };

/** What a packed state is; the numbers of the wire. */
export const FLAG_OK = 0;
/** No position: the other bits are 0 and the object is not drawn. */
export const FLAG_HIDDEN = 1;
/** Drawn, from elements past their limit of age. */
export const FLAG_STALE = 2;
/** Other elements than the keyframe before: nothing is interpolated into this one. */
export const FLAG_BREAK = 3;

/** How finely numbers are kept: km and km/s of the last bit. */
export interface Resolution {
  readonly positionKm: number;
  readonly velocityKmS: number;
}

/** Largest magnitudes that fit, in units of the last bit. */
const LIMITS: Readonly<Record<Format, { readonly position: number; readonly velocity: number }>> = {
  PV16: { position: 2 ** 21 - 1, velocity: 2 ** 19 - 1 },
  PV20: { position: 2 ** 26 - 1, velocity: 2 ** 24 - 1 },
};

/** The farthest position, km, and the greatest velocity, km/s, a format holds on each axis. */
export function rangeOf(format: Format, { positionKm, velocityKmS }: Resolution) {
  const { position, velocity } = LIMITS[format];
  return { positionKm: position * positionKm, velocityKmS: velocity * velocityKmS };
}

/**
 * Pack a state of six numbers (TEME km, km/s).
 *
 * @returns false when a number does not fit; a hidden object is packed then
 */
export function packState(
  format: Format,
  { positionKm, velocityKmS }: Resolution,
  { state, from, flag }: { state: ArrayLike<number>; from: number; flag: number },
  words: Uint32Array,
  at: number,
): boolean {
  const x = Math.round(state[from]! / positionKm);
  const y = Math.round(state[from + 1]! / positionKm);
  const z = Math.round(state[from + 2]! / positionKm);
  const vx = Math.round(state[from + 3]! / velocityKmS);
  const vy = Math.round(state[from + 4]! / velocityKmS);
  const vz = Math.round(state[from + 5]! / velocityKmS);
  const { position, velocity } = LIMITS[format];
  const fits =
    Math.max(Math.abs(x), Math.abs(y), Math.abs(z)) <= position &&
    Math.max(Math.abs(vx), Math.abs(vy), Math.abs(vz)) <= velocity;
  if (!fits || flag === FLAG_HIDDEN) {
    packHidden(format, words, at);
    return flag === FLAG_HIDDEN;
  }
  if (format === 'PV16') {
    words[at] = (x & 0x3fffff) | (vx << 22);
    words[at + 1] = (y & 0x3fffff) | ((vx >> 10) << 22);
    words[at + 2] = (z & 0x3fffff) | (vy << 22);
    words[at + 3] = (vz & 0xfffff) | (((vy >> 10) & 0x3ff) << 20) | (flag << 30);
  } else {
    words[at] = (x & 0x7ffffff) | (vx << 27);
    words[at + 1] = (y & 0x7ffffff) | (vy << 27);
    words[at + 2] = (z & 0x7ffffff) | (vz << 27);
    words[at + 3] = ((vx >> 5) & 0xfffff) | ((vz >> 5) << 20);
    words[at + 4] = ((vy >> 5) & 0xfffff) | (((vz >> 17) & 0xff) << 20) | (flag << 28);
  }
  return true;
}

function packHidden(format: Format, words: Uint32Array, at: number): void {
  const last = WORDS_OF[format] - 1;
  words.fill(0, at, at + last);
  words[at + last] = FLAG_HIDDEN << (format === 'PV16' ? 30 : 28);
}

/**
 * Unpack one state into six numbers (TEME km, km/s).
 *
 * @returns its flag; zeros are written for a hidden object
 */
export function unpackState(
  format: Format,
  { positionKm, velocityKmS }: Resolution,
  { words, at }: { words: Uint32Array; at: number },
  out: Float32Array | Float64Array,
  to: number,
): number {
  const w0 = words[at]! | 0;
  const w1 = words[at + 1]! | 0;
  const w2 = words[at + 2]! | 0;
  const w3 = words[at + 3]! | 0;
  if (format === 'PV16') {
    out[to] = ((w0 << 10) >> 10) * positionKm;
    out[to + 1] = ((w1 << 10) >> 10) * positionKm;
    out[to + 2] = ((w2 << 10) >> 10) * positionKm;
    out[to + 3] = ((((w0 >>> 22) | ((w1 >> 22) << 10)) << 12) >> 12) * velocityKmS;
    out[to + 4] = ((((w2 >>> 22) | (((w3 >>> 20) & 0x3ff) << 10)) << 12) >> 12) * velocityKmS;
    out[to + 5] = ((w3 << 12) >> 12) * velocityKmS;
    return w3 >>> 30;
  }
  const w4 = words[at + 4]! | 0;
  out[to] = ((w0 << 5) >> 5) * positionKm;
  out[to + 1] = ((w1 << 5) >> 5) * positionKm;
  out[to + 2] = ((w2 << 5) >> 5) * positionKm;
  out[to + 3] = ((((w3 << 12) >> 12) << 5) | (w0 >>> 27)) * velocityKmS;
  out[to + 4] = ((((w4 << 12) >> 12) << 5) | (w1 >>> 27)) * velocityKmS;
  const vz = (w2 >>> 27) | ((w3 >>> 20) << 5) | (((w4 >>> 20) & 0xff) << 17);
  out[to + 5] = ((vz << 7) >> 7) * velocityKmS;
  return w4 >>> 28;
}

/** The flag of one packed state. */
export function flagAt(format: Format, words: Uint32Array, at: number): number {
  return format === 'PV16' ? words[at + 3]! >>> 30 : words[at + 4]! >>> 28;
}
