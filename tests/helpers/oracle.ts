import { json2satrec, type SatRec, sgp4 } from 'satellite.js';
import type { ElementSet } from '../../core/elements/element-set.ts';
import { ommKeywordsOf } from '../../core/elements/omm-write.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';

/** A set as satellite.js has it, and as it must be handed to others for equal minutes to mean the same. */
export interface Oracle {
  readonly satrec: SatRec;
  /** With the epoch that satellite.js makes of it: to the millisecond, and in days since 4713 BC, a step of which is 40 µs. */
  readonly set: ElementSet;
}

export function oracleOf(set: ElementSet): Oracle {
  const satrec = json2satrec({ ...ommKeywordsOf(set), EPOCH: formatIsoUtc(set.epoch) });
  return { satrec, set: { ...set, epoch: (satrec.jdsatepoch - 2_440_587.5) * 86_400_000 } };
}

/** What satellite.js' `sgp4` answers: error code, position and velocity (null beside an error), and whether its own check calls it decayed. */
export function askOracle({ satrec }: Oracle, minutes: number) {
  const result = sgp4(satrec, minutes);
  return {
    error: satrec.error as number,
    state: result && [
      result.position.x,
      result.position.y,
      result.position.z,
      result.velocity.x,
      result.velocity.y,
      result.velocity.z,
    ],
    isDown: satrec.tempa <= 0,
  };
}
