import { json2satrec, type SatRec, SatRecError, sgp4, twoline2satrec } from 'satellite.js';
import type { ElementSet } from '../elements/element-set.ts';
import { writeTle } from '../elements/tle-write.ts';
import { formatIsoUtc } from '../time/calendar.ts';
import { MS_PER_MINUTE, type UtcMs } from '../units.ts';
import { createSanityGate, type SanityGate } from './sanity.ts';
import { STATUS_DECAYED, STATUS_NOT_A_NUMBER, STATUS_OK, type StatusCode } from './status.ts';

/** An element set made ready for SGP4 (WGS-72, improved mode). Stateful inside: use from one thread. */
export interface Propagator {
  readonly epoch: UtcMs;
  /**
   * Compute the TEME state at a time since epoch.
   *
   * @param minutes since the epoch of the element set
   * @param out six numbers, km and km/s, written from `offset`; NaN unless the status is ok
   */
  propagate(minutes: number, out: Float64Array, offset: number): StatusCode;
}

/**
 * Make a propagator from an element set, with satellite.js.
 *
 * Every answer passes the gates: SGP4's error codes, satellite.js' check for orbits long decayed (`tempa ≤ 0`),
 * not-a-number, and the sane range of the orbit. satellite.js cuts an OMM's epoch to the millisecond when it places Sun,
 * Moon and the Earth's rotation; the time since epoch itself is exact here, so what remains is below 1e-5 km in a month.
 *
 * Source: Vallado et al., AIAA 2006-6753. Check: tests/validation/sgp4.test.ts.
 */
export function createPropagator(set: ElementSet, options: { gates?: boolean } = {}): Propagator {
  const satrec = initialise(set);
  const gate = options.gates === false ? null : createSanityGate(set);
  return {
    epoch: set.epoch,
    propagate: (minutes, out, offset) => propagateSatrec({ satrec, gate }, minutes, out, offset),
  };
}

/** Minutes from the epoch of a set to an instant. */
export function minutesSinceEpoch(set: { readonly epoch: UtcMs }, time: UtcMs): number {
  return (time - set.epoch) / MS_PER_MINUTE;
}

function initialise(set: ElementSet): SatRec {
  const lines = writeTle(set);
  if (lines !== null) return twoline2satrec(lines.line1, lines.line2);
  return json2satrec({
    OBJECT_NAME: set.name,
    OBJECT_ID: set.internationalDesignator,
    EPOCH: formatIsoUtc(set.epoch),
    MEAN_MOTION: set.meanMotionRevPerDay,
    ECCENTRICITY: set.eccentricity,
    INCLINATION: set.inclinationDeg,
    RA_OF_ASC_NODE: set.raanDeg,
    ARG_OF_PERICENTER: set.argumentOfPerigeeDeg,
    MEAN_ANOMALY: set.meanAnomalyDeg,
    EPHEMERIS_TYPE: 0,
    CLASSIFICATION_TYPE: 'U',
    NORAD_CAT_ID: set.catalogNumber,
    ELEMENT_SET_NO: set.elementSetNumber,
    REV_AT_EPOCH: set.revolutionAtEpoch,
    BSTAR: set.bstar,
    MEAN_MOTION_DOT: set.meanMotionDot,
    MEAN_MOTION_DDOT: set.meanMotionDdot,
  });
}

function propagateSatrec(
  { satrec, gate }: { satrec: SatRec; gate: SanityGate | null },
  minutes: number,
  out: Float64Array,
  offset: number,
): StatusCode {
  satrec.error = SatRecError.None;
  const result = sgp4(satrec, minutes);
  let status: StatusCode = satrec.error;
  if (status === STATUS_OK && result === null) status = STATUS_NOT_A_NUMBER;
  if (status === STATUS_OK && gate !== null && satrec.tempa <= 0) status = STATUS_DECAYED;
  if (status === STATUS_OK && result !== null) {
    const { position, velocity } = result;
    out[offset] = position.x;
    out[offset + 1] = position.y;
    out[offset + 2] = position.z;
    out[offset + 3] = velocity.x;
    out[offset + 4] = velocity.y;
    out[offset + 5] = velocity.z;
    status = gate === null ? STATUS_OK : gate(out, offset);
  }
  if (status !== STATUS_OK) out.fill(Number.NaN, offset, offset + 6);
  return status;
}
