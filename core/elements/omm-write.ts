import { formatIsoUtc } from '../time/calendar.ts';
import type { UtcMs } from '../units.ts';
import type { ElementSet } from './element-set.ts';

/** The keywords of an OMM with their values, in the order of the standard and as CelesTrak spells them. */
export type OmmMessage = {
  readonly OBJECT_NAME: string;
  readonly OBJECT_ID: string;
  readonly EPOCH: string;
  readonly MEAN_MOTION: number;
  readonly ECCENTRICITY: number;
  readonly INCLINATION: number;
  readonly RA_OF_ASC_NODE: number;
  readonly ARG_OF_PERICENTER: number;
  readonly MEAN_ANOMALY: number;
  readonly EPHEMERIS_TYPE: 0;
  readonly CLASSIFICATION_TYPE: string;
  readonly NORAD_CAT_ID: number;
  readonly ELEMENT_SET_NO: number;
  readonly REV_AT_EPOCH: number;
  readonly BSTAR: number;
  readonly MEAN_MOTION_DOT: number;
  readonly MEAN_MOTION_DDOT: number;
};

/** The same as satellite.js takes them: it knows two classifications only. */
export type OmmKeywords = Omit<OmmMessage, 'CLASSIFICATION_TYPE'> & {
  readonly CLASSIFICATION_TYPE: 'U' | 'C';
};

/**
 * Write an element set as the keywords of an OMM; nothing is lost but what lies below a microsecond of the epoch.
 *
 * The epoch has no Z: CCSDS has it in TIME_SYSTEM, and readers made for CelesTrak's files stumble over one.
 */
export function ommMessageOf(set: ElementSet): OmmMessage {
  return {
    OBJECT_NAME: set.name,
    OBJECT_ID: set.internationalDesignator,
    EPOCH: ccsdsTime(set.epoch, 6),
    MEAN_MOTION: set.meanMotionRevPerDay,
    ECCENTRICITY: set.eccentricity,
    INCLINATION: set.inclinationDeg,
    RA_OF_ASC_NODE: set.raanDeg,
    ARG_OF_PERICENTER: set.argumentOfPerigeeDeg,
    MEAN_ANOMALY: set.meanAnomalyDeg,
    EPHEMERIS_TYPE: 0,
    CLASSIFICATION_TYPE: set.classification,
    NORAD_CAT_ID: set.catalogNumber,
    ELEMENT_SET_NO: set.elementSetNumber,
    REV_AT_EPOCH: set.revolutionAtEpoch,
    BSTAR: set.bstar,
    MEAN_MOTION_DOT: set.meanMotionDot,
    MEAN_MOTION_DDOT: set.meanMotionDdot,
  };
}

/** Write an element set as satellite.js takes it; for files there is `ommMessageOf`. */
export function ommKeywordsOf(set: ElementSet): OmmKeywords {
  return {
    ...ommMessageOf(set),
    EPOCH: formatIsoUtc(set.epoch, 6),
    CLASSIFICATION_TYPE: set.classification === 'C' ? 'C' : 'U',
  };
}

/** An instant as CCSDS writes it where the time system is told apart. @param digits decimals of the second */
export function ccsdsTime(time: UtcMs, digits: number): string {
  return formatIsoUtc(time, digits).slice(0, -1);
}

/** A number as text that reads back to the very same double, minus zero too. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
