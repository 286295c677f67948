/** What the kernel (`dist/kernel.wasm`, from core/propagation/kernel) exports; addresses are bytes of its memory. */
export interface KernelExports {
  memoryStart(): number;
  blockBytes(kind: number): number;
  integratorBytes(): number;
  classify(elements: number, count: number, kinds: number, scratch: number): void;
  initialise(
    kind: number,
    first: number,
    end: number,
    elements: number,
    order: number,
    constants: number,
    scratch: number,
  ): void;
  propagateBlocks(
    kind: number,
    first: number,
    end: number,
    constants: number,
    order: number,
    integrators: number,
    times: number,
    timeCount: number,
    isUtc: number,
    form: number,
    gates: number,
    out: number,
    status: number,
    perSet: number,
    perTime: number,
    scratch: number,
  ): void;
  propagateRows(
    kind: number,
    first: number,
    end: number,
    constants: number,
    integrators: number,
    slots: number,
    rows: number,
    times: number,
    isUtc: number,
    form: number,
    gates: number,
    out: number,
    status: number,
    scratch: number,
  ): void;
}

/** The memory a kernel works on: a `WebAssembly.Memory`, shared, of any size. */
export interface KernelMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/** What an instance imports beside its memory: the host's own, so that constants agree with satellite.js to the last bit. */
export const KERNEL_MATH = { pow: Math.pow, cbrt: Math.cbrt, sin: Math.sin, cos: Math.cos };

/** An instance of the kernel; several of them, one a thread, may share a memory. */
export interface Kernel {
  readonly exports: KernelExports;
  readonly memory: KernelMemory;
}

/** What is answered of a row: how many numbers, and which. */
export const FORMS = {
  /** TEME position, km. */
  position: { code: 0, numbers: 3 },
  /** TEME position, km, and velocity, km/s. */
  state: { code: 1, numbers: 6 },
  /** The same with the consistent velocity: the derivative of SGP4's positions (core/ephemeris/keyframes.ts). */
  keyframe: { code: 2, numbers: 6 },
  /** Latitude and longitude, rad, and height above the WGS-84 ellipsoid, km. */
  geodetic: { code: 3, numbers: 3 },
} as const;
export type Form = keyof typeof FORMS;

/** Which states are let through: all that SGP4 has no error for; not those whose drag has turned the orbit inside out; only sane ones. */
export const GATES = { none: 0, decay: 1, sanity: 2 } as const;
export type Gates = keyof typeof GATES;

export interface Query {
  readonly form: Form;
  readonly gates: Gates;
  /** What times are: UTC in ms, or minutes since the epoch of each set. */
  readonly times: 'utc' | 'minutes';
}

/** Numbers and one status a row (core/propagation/status.ts). Views of the kernel's memory: good until the next call. */
export interface Answers {
  readonly numbers: Float64Array;
  readonly status: Uint8Array;
}

/** Satellites in a block, as the lane programs are made wide. */
export const LANES = 8;
/** Classes of sets, each with a program of its own: near-earth, deep-space, resonant of a day and of half a day. */
export const KINDS = 4;

/** Whether sets of a class are integrated, and so leave something behind. */
export function isResonant(kind: number): boolean {
  return kind >= 2;
}
