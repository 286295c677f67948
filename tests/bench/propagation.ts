import { json2satrec, propagate, sgp4, twoline2satrec } from 'satellite.js';
import { keyframeAt } from '../../core/ephemeris/keyframes.ts';
import { ommKeywordsOf } from '../../core/elements/omm-write.ts';
import { writeTle } from '../../core/elements/tle-write.ts';
import { medianEpochOf } from './stream.ts';
import { createPropagator } from '../../core/propagation/sgp4.ts';
import { MS_PER_MINUTE } from '../../core/units.ts';
import { compare, printComparison, type Subject } from './measure.ts';

/** One tick of the whole catalogue on one thread, against satellite.js itself. */
export function benchPropagation({ sets }: Subject): void {
  const time = medianEpochOf(sets);
  const propagators = sets.map((set) => createPropagator(set));
  const satrecs = sets.map((set) => {
    const lines = writeTle(set);
    return lines ? twoline2satrec(lines.line1, lines.line2) : json2satrec(ommKeywordsOf(set));
  });
  const out = new Float64Array(6);
  const date = new Date(time);
  const medians = compare([
    {
      name: 'satellite.js sgp4(minutes)',
      run: () => satrecs.forEach((satrec, i) => sgp4(satrec, (time - sets[i]!.epoch) / MS_PER_MINUTE)),
    },
    { name: 'satellite.js propagate(Date)', run: () => satrecs.forEach((satrec) => propagate(satrec, date)) },
    {
      name: 'Watchfloor propagator, gates included',
      run: () => propagators.forEach((p) => p.propagate((time - p.epoch) / MS_PER_MINUTE, out, 0)),
    },
    {
      name: 'Watchfloor keyframe (two states, gravity)',
      run: () => propagators.forEach((p) => keyframeAt(p, time, out, 0)),
    },
  ]);
  printComparison(medians, { name: 'object', count: sets.length });
}
