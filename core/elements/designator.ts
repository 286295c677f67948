/**
 * Bring an international designator into its long form: "98067A" is 1998-067A. Years run from 1957 to 2056, as in a TLE.
 *
 * @returns anything else as it stands
 */
export function longDesignator(text: string): string {
  const match = /^(\d{2})(\d{3})([A-Z]{1,3})$/.exec(text);
  if (!match) return text;
  const [, year, launch, piece] = match;
  return `${Number(year) < 57 ? '20' : '19'}${year}-${launch}${piece}`;
}
