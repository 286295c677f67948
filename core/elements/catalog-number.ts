/** Alpha-5 letters stand for 10–33; I and O are never used. Source: Space-Track, "Alpha-5 numbering scheme". */
const ALPHA5 = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

/** The largest catalog number an OMM may carry. */
export const MAX_CATALOG_NUMBER = 999_999_999;
/** The largest number five Alpha-5 columns can hold: Z9999. */
export const MAX_ALPHA5_NUMBER = 339_999;

/**
 * Read a catalog number in any spelling: up to nine digits, or Alpha-5 (A0001 is 100001).
 *
 * @returns null for anything else, lower case letters included
 */
export function parseCatalogNumber(text: string): number | null {
  const trimmed = text.trim();
  if (/^\d{1,9}$/.test(trimmed)) return Number(trimmed);
  if (!/^[A-Z]\d{4}$/.test(trimmed)) return null;
  const letter = ALPHA5.indexOf(trimmed.charAt(0));
  return letter < 0 ? null : (letter + 10) * 10_000 + Number(trimmed.slice(1));
}

/** Write a catalog number in the five columns of a TLE; null when it does not fit. */
export function formatAlpha5(catalogNumber: number): string | null {
  if (catalogNumber < 100_000) return String(catalogNumber).padStart(5, '0');
  if (catalogNumber > MAX_ALPHA5_NUMBER) return null;
  const letter = ALPHA5.charAt(Math.floor(catalogNumber / 10_000) - 10);
  return letter + String(catalogNumber % 10_000).padStart(4, '0');
}
