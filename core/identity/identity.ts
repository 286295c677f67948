import type { ObjectType } from '../elements/object-type.ts';
import type { UtcMs } from '../units.ts';

/** Radar cross-section, as Space-Track sorts it: below 0.1 m², up to 1 m², above. */
export const RADAR_SIZES = ['small', 'medium', 'large'] as const;
export type RadarSize = (typeof RADAR_SIZES)[number];

/** Sort a radar cross-section as Space-Track does. @param areaM2 m² */
export function radarSizeOf(areaM2: number): RadarSize {
  if (areaM2 < 0.1) return 'small';
  return areaM2 < 1 ? 'medium' : 'large';
}

/** What a satellite catalogue says of one object; null or empty where it says nothing. */
export interface ObjectIdentity {
  readonly catalogNumber: number;
  readonly name: string;
  /** COSPAR id in its long form. */
  readonly internationalDesignator: string;
  readonly objectType: ObjectType;
  /** The file itself says that its type is a guess. */
  readonly isTypeGuessed: boolean;
  /** Owner or country, by the code of the file. */
  readonly owner: string;
  readonly launchDate: UtcMs | null;
  readonly launchSite: string;
  readonly decayDate: UtcMs | null;
  readonly radarSize: RadarSize | null;
  /** Radar cross-section, m², where the file gives a number. */
  readonly radarCrossSectionM2: number | null;
  readonly hardBodyRadiusM: number | null;
  readonly mass: number | null;
  /** CelesTrak's operational status code ("+", "-", "P", "B", "S", "X", "D", "?"), as it stands. */
  readonly operationalStatus: string;
}
