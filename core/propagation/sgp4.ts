import { json2satrec, type SatRec, SatRecError, sgp4, twoline2satrec } from 'satellite.js';
import type { ElementSet } from '../elements/element-set.ts';
import { ommKeywordsOf } from '../elements/omm-write.ts';
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
  const gate =
    options.gates === false ? null : { judge: createSanityGate(set), decayMinutes: findDecay(satrec) };
  return {
    epoch: set.epoch,
    propagate: (minutes, out, offset) => propagateSatrec({ satrec, gate }, minutes, out, offset),
  };
}

/** Minutes from the epoch of a set to an instant. */
export function minutesSinceEpoch(set: { readonly epoch: UtcMs }, time: UtcMs): number {
  return (time - set.epoch) / MS_PER_MINUTE;
}

/** Faster than this (225 min a revolution, with room for Kozai's mean motion) no Sun, Moon or Earth at epoch matters. */
const NEAR_EARTH_REV_PER_DAY = 6.5;

function initialise(set: ElementSet): SatRec {
  if (set.meanMotionRevPerDay > NEAR_EARTH_REV_PER_DAY) return initialiseRounded(set);
  // What SGP4 does not use must not keep a set out of the exact form.
  const lines = writeTle({
    ...set,
    internationalDesignator: '',
    classification: 'U',
    elementSetNumber: 0,
    revolutionAtEpoch: 0,
  });
  return lines === null ? initialiseRounded(set) : twoline2satrec(lines.line1, lines.line2);
}

/** Initialise with the epoch rounded to the millisecond: satellite.js would cut what lies below. */
function initialiseRounded(set: ElementSet): SatRec {
  return json2satrec({ ...ommKeywordsOf(set), EPOCH: formatIsoUtc(set.epoch) });
}

interface Gate {
  readonly judge: SanityGate;
  /** From this time since epoch on the object is down, whatever SGP4 says later. */
  readonly decayMinutes: number;
}

/** Days since epoch at which the orbit's secular decay is looked at: dense at first, to sixty years. */
const DECAY_DAYS = Array.from({ length: 240 }, (_, i) => 0.25 * (1.044 ** i - 1) * 20);

/**
 * Find when SGP4's secular drag has brought the perigee 2 % of an Earth radius below the surface, or turned the orbit inside
 * out. SGP4's drag polynomial may rise again long after that, and then answers positions of an object that is down.
 *
 * @returns minutes since epoch, Infinity when the polynomial never gets there
 */
function findDecay(satrec: SatRec): number {
  if (!(satrec.cc1 > 0)) return Number.POSITIVE_INFINITY;
  const { cc1, cc4, d2, d3, d4, ecco, bstar } = satrec;
  const semiMajorAxis = (XKE / satrec.no) ** (2 / 3);
  // An orbit that begins below is judged by SGP4's own error codes.
  const limit = semiMajorAxis * (1 - ecco) > 1 ? 0.98 : 0;
  for (const days of DECAY_DAYS) {
    const t = days * 1440;
    const simple = 1 - cc1 * t;
    const tempa = satrec.isimp === 1 ? simple : simple - t * t * (d2 + t * (d3 + t * d4));
    const eccentricity = Math.max(0, ecco - bstar * cc4 * t);
    if (tempa <= 0 || semiMajorAxis * tempa * tempa * (1 - eccentricity) < limit) return t;
  }
  return Number.POSITIVE_INFINITY;
}

/** √μ in Earth radii^1.5 a minute, WGS-72. */
const XKE = 0.07436691613317342;

function propagateSatrec(
  { satrec, gate }: { satrec: SatRec; gate: Gate | null },
  minutes: number,
  out: Float64Array,
  offset: number,
): StatusCode {
  if (gate !== null && minutes >= gate.decayMinutes) {
    out.fill(Number.NaN, offset, offset + 6);
    return STATUS_DECAYED;
  }
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
    status = gate === null ? STATUS_OK : gate.judge(out, offset);
  }
  if (status !== STATUS_OK) out.fill(Number.NaN, offset, offset + 6);
  return status;
}
