import { formatIsoUtc } from '../time/calendar.ts';
import type { ElementSet } from './element-set.ts';

/** The keywords of an OMM with their values, as CelesTrak spells them in JSON. */
export type OmmKeywords = {
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
  readonly CLASSIFICATION_TYPE: 'U' | 'C';
  readonly NORAD_CAT_ID: number;
  readonly ELEMENT_SET_NO: number;
  readonly REV_AT_EPOCH: number;
  readonly BSTAR: number;
  readonly MEAN_MOTION_DOT: number;
  readonly MEAN_MOTION_DDOT: number;
};

/** Write an element set as the keywords of an OMM; nothing is lost but what lies below a microsecond of the epoch. */
export function ommKeywordsOf(set: ElementSet): OmmKeywords {
  return {
    OBJECT_NAME: set.name,
    OBJECT_ID: set.internationalDesignator,
    EPOCH: formatIsoUtc(set.epoch, 6),
    MEAN_MOTION: set.meanMotionRevPerDay,
    ECCENTRICITY: set.eccentricity,
    INCLINATION: set.inclinationDeg,
    RA_OF_ASC_NODE: set.raanDeg,
    ARG_OF_PERICENTER: set.argumentOfPerigeeDeg,
    MEAN_ANOMALY: set.meanAnomalyDeg,
    EPHEMERIS_TYPE: 0,
    CLASSIFICATION_TYPE: set.classification === 'C' ? 'C' : 'U',
    NORAD_CAT_ID: set.catalogNumber,
    ELEMENT_SET_NO: set.elementSetNumber,
    REV_AT_EPOCH: set.revolutionAtEpoch,
    BSTAR: set.bstar,
    MEAN_MOTION_DOT: set.meanMotionDot,
    MEAN_MOTION_DDOT: set.meanMotionDdot,
  };
}
