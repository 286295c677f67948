import type { UtcMs } from '../units.ts';
import type { ElementSet } from './element-set.ts';
import { ccsdsTime, numberText, ommMessageOf } from './omm-write.ts';

/** The version of the standard that is written. */
export const OMM_VERSION = '3.0';

/** What the header of a CCSDS message has to name. */
export interface MessageHeader {
  readonly creationDate: UtcMs;
  readonly originator: string;
}

/** Keywords and their values as text, in the order in which they are written. */
export type OmmSection = Readonly<Record<string, string>>;

/** One message by the parts that XML nests and KVN writes one after the other. */
export interface OmmSections {
  readonly header: OmmSection;
  readonly metadata: OmmSection;
  readonly meanElements: OmmSection;
  readonly tleParameters: OmmSection;
}

/**
 * Lay out an element set as a whole message, with what CelesTrak's JSON and CSV leave out: header, centre, frame, time system
 * and theory. A name or designator that is not known is left empty.
 *
 * Source: CCSDS 502.0-B-3, tables 4-1 to 4-3; 505.0-B-3, section 4.
 */
export function ommSectionsOf(set: ElementSet, { creationDate, originator }: MessageHeader): OmmSections {
  const { OBJECT_NAME, OBJECT_ID, EPOCH, ...message } = ommMessageOf(set);
  const { EPHEMERIS_TYPE, CLASSIFICATION_TYPE, ...numbers } = message;
  const text = (keyword: keyof typeof numbers): string => numberText(numbers[keyword]);
  return {
    header: { CREATION_DATE: ccsdsTime(creationDate, 3), ORIGINATOR: originator },
    metadata: {
      OBJECT_NAME,
      OBJECT_ID,
      CENTER_NAME: 'EARTH',
      REF_FRAME: 'TEME',
      TIME_SYSTEM: 'UTC',
      MEAN_ELEMENT_THEORY: 'SGP4',
    },
    meanElements: {
      EPOCH,
      MEAN_MOTION: text('MEAN_MOTION'),
      ECCENTRICITY: text('ECCENTRICITY'),
      INCLINATION: text('INCLINATION'),
      RA_OF_ASC_NODE: text('RA_OF_ASC_NODE'),
      ARG_OF_PERICENTER: text('ARG_OF_PERICENTER'),
      MEAN_ANOMALY: text('MEAN_ANOMALY'),
    },
    tleParameters: {
      EPHEMERIS_TYPE: String(EPHEMERIS_TYPE),
      CLASSIFICATION_TYPE,
      NORAD_CAT_ID: text('NORAD_CAT_ID'),
      ELEMENT_SET_NO: text('ELEMENT_SET_NO'),
      REV_AT_EPOCH: text('REV_AT_EPOCH'),
      BSTAR: text('BSTAR'),
      MEAN_MOTION_DOT: text('MEAN_MOTION_DOT'),
      MEAN_MOTION_DDOT: text('MEAN_MOTION_DDOT'),
    },
  };
}
