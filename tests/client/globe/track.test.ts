import { expect, test } from 'vitest';
import { placeOnTrack } from '../../../client/globe/track.ts';
import { circularState } from './synthetic.ts';

const ORBIT = { radius: 7000, inclination: 1, node: 2, phase: 0 };
const PERIOD_S = 2 * Math.PI * Math.sqrt(7000 ** 3 / 398_600.4418);
const POINTS = 181;

test('an object lies on its track at the share of the revolution that has passed', () => {
  const track = new Float64Array(
    Array.from({ length: POINTS }, (_, i) =>
      circularState(ORBIT, (PERIOD_S * i) / (POINTS - 1)).slice(0, 3),
    ).flat(),
  );
  for (const share of [0, 0.1234, 0.5, 0.77, 0.999]) {
    const position = new Float64Array(circularState(ORBIT, PERIOD_S * share));
    expect(placeOnTrack(track, position)).toBeCloseTo(share * (POINTS - 1), 2);
  }
});
