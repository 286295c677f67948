/** Real lines for tests, as published by Space-Track: https://www.space-track.org. */

/** Vanguard 1, 2026-08-07. */
export const VANGUARD_1 = '1 00005U 58002B   26219.05386967  .00000247  00000-0  33237-3 0  9998';
export const VANGUARD_2 = '2 00005  34.2423 157.3493 1836071   7.8517 354.7118 10.86027427448812';
export const VANGUARD = `${VANGUARD_1}\n${VANGUARD_2}\n`;

/** The International Space Station, 2026-10-02, from CelesTrak. */
export const STATION_1 = '1 25544U 98067A   26275.01380287  .00003738  00000+0  76743-4 0  9992';
export const STATION_2 = '2 25544  51.6312 131.4121 0006946 211.9293 148.1275 15.48707684588318';
export const STATION = `${STATION_1}\n${STATION_2}\n`;

/** A Thor Ablestar fragment with negative B*, 2026-08-07. */
export const FRAGMENT_1 = '1 00167U 61017D   26219.25689622 -.00000181  00000-0 -11783-4 0  9995';
export const FRAGMENT_2 = '2 00167  47.8441 183.2306 0090805 320.9026  38.5320 14.24190720371957';

/** The other digits of a line with the checksum they need. */
export function withChecksum(line: string): string {
  const body = line.slice(0, 68);
  let sum = 0;
  for (const c of body) sum += c === '-' ? 1 : /\d/.test(c) ? Number(c) : 0;
  return body + String(sum % 10);
}

/** A line with other text from a column (counted from 1, as in the format's description), checksum put right. */
export function withColumns(line: string, column: number, text: string): string {
  return withChecksum(line.slice(0, column - 1) + text + line.slice(column - 1 + text.length));
}
