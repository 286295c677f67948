import type { Status } from '../glyphs.tsx';

/** Sleepiness (KSS 1–9) by the illustrative model: caution above 6, serious from 7. */
export const KSS_MARKS = { amber: 6, red: 7 } as const;
/** Load of a desk: below .6 green, to .85 amber, above it serious. Notional. */
export const LOAD_MARKS = { amber: 0.6, red: 0.85 } as const;

export function kssStatus(kss: number): Status {
  if (kss >= KSS_MARKS.red) return 'serious';
  return kss > KSS_MARKS.amber ? 'caution' : 'normal';
}

export function loadStatus(load: number): Status {
  if (load > LOAD_MARKS.red) return 'serious';
  return load >= LOAD_MARKS.amber ? 'caution' : 'normal';
}
