import { OBJECT_TYPES, type ObjectType } from '../../core/elements/object-type.ts';
import { temeToEcef } from '../../core/frames/ecef.ts';
import { geodeticOfEcef } from '../../core/frames/geodetic.ts';
import type { UtcMs } from '../../core/units.ts';
import type { Catalog } from '../link/catalog.ts';
import { text } from '../text.ts';
import type { ObjectState } from '../view-state.ts';

export function typeOf(catalog: Catalog, index: number): ObjectType {
  return OBJECT_TYPES[catalog.typeCodes[index] ?? 3] ?? 'unknown';
}

/** A name to show: the catalogue's, or words that say it has none. */
export function nameOf(catalog: Catalog, index: number): string {
  return catalog.names[index] || text.object.unnamed;
}

export function sourceOf(catalog: Catalog, index: number): string {
  return catalog.sources[catalog.sourceIndices[index] ?? -1]?.name ?? text.object.unknownSource;
}

/**
 * Turn a TEME state into what people read.
 *
 * UTC stands for UT1: up to 0.9 s, 420 m on the ground. Speed is the inertial one, as catalogues give it.
 *
 * @param teme position km and velocity km/s, six numbers
 */
export function describeState(teme: ArrayLike<number>, time: UtcMs): ObjectState {
  const positionTeme = [teme[0]!, teme[1]!, teme[2]!] as const;
  const velocityTeme = [teme[3]!, teme[4]!, teme[5]!] as const;
  const { positionEcef } = temeToEcef({ positionTeme, velocityTeme }, time);
  const { latitude, longitude, height } = geodeticOfEcef(positionEcef);
  return { altitudeKm: height, speedKmS: Math.hypot(...velocityTeme), latitude, longitude };
}
