import type { ElementSet } from '../elements/element-set.ts';
import { createPropagator } from './sgp4.ts';
import { STATUS_OK, statusName } from './status.ts';

/**
 * Say what is wrong with a set at its own epoch: that SGP4 answers an error there, or a state that no gate lets through.
 * Such a set cannot be shown anywhere. About 30 µs a set; hand it to the readers, which ask only where it can matter.
 *
 * @returns the reason in words, or null when the set has a position at its epoch
 */
export function judgeAtEpoch(set: ElementSet): string | null {
  const status = createPropagator(set).propagate(0, new Float64Array(6), 0);
  return status === STATUS_OK ? null : `SGP4 gives no position at its epoch: ${statusName(status)}`;
}
