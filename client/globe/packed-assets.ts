/**
 * The packed form of stars and ground lines, written by assets.plugin.ts at build time and read by the globe.
 *
 * Everything is little-endian 16-bit numbers, as every platform with WebGL 2 has them.
 */

const UNITS_PER_HALF_TURN = 32_767;
const MILLI = 1000;
/** The longest line its 16-bit count can state. */
const MAX_LINE_POINTS = 65_535;

export interface Star {
  readonly rightAscensionDeg: number;
  readonly declinationDeg: number;
  readonly magnitude: number;
  /** Colour index B−V. */
  readonly colorIndex: number;
}

/** Longitude and latitude, degrees. */
export type LonLat = readonly [longitudeDeg: number, latitudeDeg: number];

/** Points of all lines (longitude, latitude, radians) and the pairs of them to be joined. */
export interface GroundLines {
  readonly lonLat: Float32Array;
  readonly segments: Uint32Array;
}

/** Pack stars as Int16 × 4: right ascension, declination (units of π/32767), magnitude × 1000, B−V × 1000. */
export function packStars(stars: readonly Star[]): Uint8Array {
  const packed = new Int16Array(stars.length * 4);
  stars.forEach((star, i) => {
    packed[i * 4] = packAngle(star.rightAscensionDeg);
    packed[i * 4 + 1] = packAngle(star.declinationDeg);
    packed[i * 4 + 2] = Math.round(star.magnitude * MILLI);
    packed[i * 4 + 3] = Math.round(star.colorIndex * MILLI);
  });
  return new Uint8Array(packed.buffer);
}

/** Read packed stars; a trailing piece of a star is ignored. */
export function unpackStars(buffer: ArrayBuffer): Star[] {
  const packed = new Int16Array(buffer, 0, Math.floor(buffer.byteLength / 8) * 4);
  const stars: Star[] = [];
  for (let i = 0; i < packed.length; i += 4) {
    stars.push({
      rightAscensionDeg: (packed[i]! / UNITS_PER_HALF_TURN) * 180,
      declinationDeg: (packed[i + 1]! / UNITS_PER_HALF_TURN) * 180,
      magnitude: packed[i + 2]! / MILLI,
      colorIndex: packed[i + 3]! / MILLI,
    });
  }
  return stars;
}

/** Pack lines: per line a Uint16 count, then Int16 longitude and latitude (units of 180°/32767, 0.6 km on the ground). */
export function packLines(lines: readonly (readonly LonLat[])[]): Uint8Array {
  const packed = new Int16Array(lines.reduce((sum, line) => sum + 1 + 2 * line.length, 0));
  let at = 0;
  for (const line of lines) {
    if (line.length > MAX_LINE_POINTS) throw new RangeError(`a line of ${line.length} points`);
    packed[at++] = line.length;
    for (const [longitudeDeg, latitudeDeg] of line) {
      packed[at++] = packAngle(longitudeDeg);
      packed[at++] = packAngle(latitudeDeg);
    }
  }
  return new Uint8Array(packed.buffer);
}

/** Read packed lines into points and segments; a line cut short at the end is dropped. */
export function unpackLines(buffer: ArrayBuffer): GroundLines {
  const packed = new Int16Array(buffer, 0, Math.floor(buffer.byteLength / 2));
  const lonLat = new Float32Array(packed.length);
  const segments = new Uint32Array(packed.length);
  let points = 0;
  let ends = 0;
  for (let at = 0; at < packed.length;) {
    const length = packed[at]! & 0xffff;
    at += 1;
    if (at + 2 * length > packed.length) break;
    for (let i = 0; i < length; i++, points++, at += 2) {
      lonLat[points * 2] = (packed[at]! / UNITS_PER_HALF_TURN) * Math.PI;
      lonLat[points * 2 + 1] = (packed[at + 1]! / UNITS_PER_HALF_TURN) * Math.PI;
      if (i === 0) continue;
      segments[ends++] = points - 1;
      segments[ends++] = points;
    }
  }
  return { lonLat: lonLat.slice(0, points * 2), segments: segments.slice(0, ends) };
}

/**
 * Cut a line where it runs along the edge of a flat map and not along a coast: the antimeridian, the south pole,
 * and jumps from one side of the map to the other.
 */
export function cutAtMapEdges(line: readonly LonLat[]): LonLat[][] {
  const pieces: LonLat[][] = [];
  let piece: LonLat[] = [];
  line.forEach((point, i) => {
    const previous = line[i - 1];
    if (previous && runsAlongMapEdge(previous, point)) {
      if (piece.length > 1) pieces.push(piece);
      piece = [];
    }
    piece.push(point);
  });
  if (piece.length > 1) pieces.push(piece);
  return pieces;
}

function runsAlongMapEdge(a: LonLat, b: LonLat): boolean {
  const onAntimeridian = Math.abs(a[0]) > 179.9 && Math.abs(b[0]) > 179.9;
  const atPole = Math.abs(a[1]) > 89.9 || Math.abs(b[1]) > 89.9;
  return onAntimeridian || atPole || Math.abs(a[0] - b[0]) > 180;
}

/** Degrees to units of π/32767, wrapped to ±half a turn. */
function packAngle(degrees: number): number {
  const wrapped = Math.abs(degrees) <= 180 ? degrees : degrees - 360 * Math.round(degrees / 360);
  return Math.round((wrapped / 180) * UNITS_PER_HALF_TURN);
}
