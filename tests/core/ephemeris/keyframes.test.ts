import { describe, expect, it } from 'vitest';
import { readElementSets } from '../../../core/elements/read.ts';
import { keyframeAt } from '../../../core/ephemeris/keyframes.ts';
import { createPropagator, type Propagator } from '../../../core/propagation/sgp4.ts';
import { statusName } from '../../../core/propagation/status.ts';
import { MS_PER_DAY, type UtcMs } from '../../../core/units.ts';
import { STATION, VANGUARD } from '../elements/lines.ts';

/** SGP4's velocity and the derivative of its position differ by 14 m/s at most in ordinary orbits. */
const VELOCITY_TOLERANCE_KM_S = 0.014;
/** float32 at 10,000 km. */
const POSITION_TOLERANCE_KM = 0.001;

const station = readElementSets(STATION).sets[0]!;
const vanguard = readElementSets(VANGUARD).sets[0]!;

function keyframesOf(
  propagators: readonly Propagator[],
  time: UtcMs,
): { states: Float64Array; statuses: string[] } {
  const states = new Float64Array(6 * propagators.length);
  const statuses = propagators.map((propagator, i) =>
    statusName(keyframeAt(propagator, time, states, 6 * i)),
  );
  return { states, statuses };
}

/** A body that stands still but for one leap half a second after the epoch, although it says that it moves at 7.5 km/s. */
function leaping(distance: number): Propagator {
  return {
    epoch: 0,
    propagate(minutes, out, offset) {
      out.set([6790, minutes > 1 / 120 ? distance : 0, 0, 0, 7.5, 0], offset);
      return 0;
    },
  };
}

describe('a keyframe', () => {
  it('holds each object’s position and a velocity near SGP4’s own', () => {
    const time = station.epoch + 3_600_000;
    const { states, statuses } = keyframesOf([createPropagator(station), createPropagator(vanguard)], time);
    expect(statuses).toEqual(['ok', 'ok']);
    [station, vanguard].forEach((set, i) => {
      const out = new Float64Array(6);
      createPropagator(set).propagate((time - set.epoch) / 60_000, out, 0);
      out.forEach((value, k) => {
        const tolerance = k < 3 ? POSITION_TOLERANCE_KM : VELOCITY_TOLERANCE_KM_S;
        expect(Math.abs(states[6 * i + k]! - value)).toBeLessThan(tolerance);
      });
    });
  });

  it('has a status where there is no position', () => {
    const never = { ...station, eccentricity: 0.3, meanAnomalyDeg: 0 };
    expect(keyframesOf([createPropagator(never)], station.epoch).statuses[0]).not.toBe('ok');
  });

  it('is refused as a jump where the object is two kilometres from where its velocity leads in a second', () => {
    expect(keyframesOf([leaping(7.5), leaping(5.6), leaping(9.4)], 0).statuses).toEqual(['ok', 'ok', 'ok']);
    const { states, statuses } = keyframesOf([leaping(5.4), leaping(7.5), leaping(9.6)], 0);
    expect(statuses).toEqual(['jumped', 'ok', 'jumped']);
    expect(states[6]).toBe(6790);
  });

  // Found by a search: eleven days back the axis is 7,474 km, the velocity 4.70 km/s and the next second's step 1.98 km.
  it('is refused as a jump where SGP4 drives a transfer orbit with a perigee of 31 km back in time', () => {
    const transfer = {
      ...station,
      meanMotionRevPerDay: 2.46905656,
      eccentricity: 0.7228078,
      inclinationDeg: 59.4172,
      argumentOfPerigeeDeg: 286.5409,
      meanAnomalyDeg: 48.7795,
      bstar: -8.3468e-6,
    };
    const propagator = createPropagator(transfer);
    const time = transfer.epoch - 10.9657 * MS_PER_DAY;
    expect(propagator.propagate(-10.9657 * 1440, new Float64Array(6), 0)).toBe(0);
    expect(keyframesOf([propagator], time).statuses).toEqual(['jumped']);
    expect(keyframesOf([propagator], transfer.epoch).statuses).toEqual(['ok']);
  });
});
