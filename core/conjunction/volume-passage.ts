import { MU } from '../ephemeris/gravity.ts';
import { propagateEach } from '../propagation/kernel/propagate.ts';
import { MS_PER_SECOND, type Seconds, type UtcMs } from '../units.ts';
import { type Vector3, vectorAt } from '../vector.ts';
import { type Conjunction, reachOf, type ScreenDesk, type ScreenSettings, STATES } from './screen-desk.ts';
import { entersVolume, inRtn, pathNear, pathThrough, staysOutside } from './volume.ts';

/** Longer than this, s, three terms of the motion do not do: the path is taken from states. */
const SHORT_PASSAGE_SECONDS = 60;
const LOOKS_AT_PASSAGE = 65;

/** Whether either object comes into the volume about the other while they are within reach of each other. */
export function isInVolume(desk: ScreenDesk, conjunction: Conjunction, settings: ScreenSettings): boolean {
  const { one, two, missDistance, relativeSpeed, tca, states } = conjunction;
  const { list, of } = settings.volumes!;
  const volumeOf = (object: number) => list[of[object]!] ?? null;
  const volumes = [volumeOf(one), volumeOf(two)];
  if (volumes.includes(null) && missDistance < settings.thresholdKm) return true;
  const half = Math.sqrt(reachOf(settings) ** 2 - missDistance ** 2) / relativeSpeed;
  // Who stays near for long comes nearest again within a revolution.
  const most = Math.min(half, quarterOf(states[0]), quarterOf(states[1]));
  const stretch = {
    from: Math.max(-most, (settings.start - tca) / MS_PER_SECOND),
    to: Math.min(most, (settings.end - tca) / MS_PER_SECOND),
  };
  const isShort = most <= SHORT_PASSAGE_SECONDS;
  return volumes.some((volume, i) => {
    if (volume === null) return false;
    const [primary, secondary] = i === 0 ? [one, two] : [two, one];
    const pair = i === 0 ? states : ([states[1], states[0]] as const);
    if (isShort && staysOutside(volume, pair, stretch)) return false;
    const path = isShort
      ? pathNear(...pair)
      : pathThrough(placesAbout(desk, { primary, secondary, tca, stretch }), stretch);
    return entersVolume(volume, path, stretch);
  });
}

/** A quarter of a revolution, s. */
function quarterOf(state: readonly number[]): Seconds {
  const r = Math.hypot(state[0]!, state[1]!, state[2]!);
  const squaredSpeed = state[3]! ** 2 + state[4]! ** 2 + state[5]! ** 2;
  const a = 1 / (2 / r - squaredSpeed / MU);
  return (Math.PI / 2) * Math.sqrt(a ** 3 / MU);
}

function placesAbout(
  desk: ScreenDesk,
  {
    primary,
    secondary,
    tca,
    stretch,
  }: {
    primary: number;
    secondary: number;
    tca: UtcMs;
    stretch: { readonly from: Seconds; readonly to: Seconds };
  },
): readonly Vector3[] {
  const times = Array.from({ length: LOOKS_AT_PASSAGE }, (_, i) => {
    const seconds = stretch.from + ((stretch.to - stretch.from) * i) / (LOOKS_AT_PASSAGE - 1);
    return tca + seconds * MS_PER_SECOND;
  });
  const { numbers } = propagateEach(
    desk,
    desk.places.area,
    times.flatMap(() => [primary, secondary]),
    times.flatMap((time) => [time, time]),
    STATES,
  );
  return times.map((_, i) =>
    inRtn(
      { position: vectorAt(numbers, 12 * i), velocity: vectorAt(numbers, 12 * i + 3) },
      vectorAt(numbers, 12 * i + 6),
    ),
  );
}
