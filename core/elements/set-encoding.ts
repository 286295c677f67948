import { EARLIEST_INSTANT, LATEST_INSTANT } from '../time/clock.ts';
import type { ElementSet } from './element-set.ts';

/** One set as a format writes it, or why that format cannot hold it. */
export type WrittenSet = { readonly text: string } | { readonly unwritable: string };

/** How a format writes element sets: what stands before the first, between two, and after the last. */
export interface SetEncoding {
  readonly head: string;
  readonly separator: string;
  readonly foot: string;
  readonly encode: (set: ElementSet) => WrittenSet;
}

/** The longest line of a CCSDS text message: 502.0-B-3, 7.3. */
export const LINE_CHARACTERS = 254;
/** Line ends of every kind, and other control characters but the tab. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const BREAKING = /[\u0000-\u0008\u000a-\u001f\u007f\u2028\u2029]/;

/** Say why a text cannot stand on a line of its own; null when it can. */
export function oneLineFault(what: string, text: string): string | null {
  if (BREAKING.test(text)) return `${what} ${JSON.stringify(text)} does not fit one line`;
  return text.length > LINE_CHARACTERS ? `${what} is longer than ${LINE_CHARACTERS} characters` : null;
}

/** The texts of a set with what they are called. */
export function textsOf(set: ElementSet): readonly (readonly [string, string])[] {
  return [
    ['the name', set.name],
    ['the international designator', set.internationalDesignator],
    ['the classification', set.classification],
  ];
}

/** Say why no reader would take an epoch; null when it is sound. */
export function yearFault(epoch: number): string | null {
  return epoch >= EARLIEST_INSTANT && epoch <= LATEST_INSTANT
    ? null
    : 'the epoch is not within the years 1957–2099';
}
