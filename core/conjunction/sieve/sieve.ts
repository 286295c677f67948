/** What the sieve (`dist/sieve.wasm`, from assembly/sieve.ts) exports; addresses are bytes of the kernel's memory. */
export interface SieveExports {
  scratchBytes(count: number): number;
  screenSlab(
    count: number,
    first: number,
    last: number,
    firstStatus: number,
    lastStatus: number,
    about: number,
    seconds: number,
    thresholdKm: number,
    scratch: number,
    out: number,
    most: number,
  ): number;
}

/** Bytes of a candidate: two indices (u32), and where in the slab the chords are nearest (f64, 0…1). */
export const CANDIDATE_BYTES = 16;
/** Numbers about each object, see measure.ts; the sieve itself wants the first two. */
export const NUMBERS_ABOUT_OBJECT = 4;
