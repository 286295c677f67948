import { positionTemeToEcef } from '../frames/ecef.ts';
import type { Geodetic } from '../frames/geodetic.ts';
import { type LookAngles, viewFrom } from '../frames/topocentric.ts';
import type { Propagator } from '../propagation/sgp4.ts';
import { STATUS_OK } from '../propagation/status.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type Radians, type UtcMs } from '../units.ts';
import type { Vector3 } from '../vector.ts';
import { isSunlit } from './shadow.ts';

/** What passes are found with. */
export interface PassSource extends Propagator {
  /** TEME positions, km, NaN where there is none, at many instants at once: where there is a faster way than one by one. */
  readonly positionsAt?: (times: readonly UtcMs[]) => Float64Array;
}

/** An instant of a pass with the direction in which the object stands then. */
export interface PassPoint {
  readonly time: UtcMs;
  readonly look: LookAngles;
}

/** One stay of an object above the least elevation; `rise` or `set` is null where the window (or its decay) cuts it. */
export interface Pass {
  readonly rise: PassPoint | null;
  readonly culmination: PassPoint;
  readonly set: PassPoint | null;
  /** At culmination; see `isSunlit` for the shadow's shape. */
  readonly isSunlit: boolean;
}

export interface PassRequest {
  readonly site: Geodetic;
  readonly start: UtcMs;
  readonly end: UtcMs;
  readonly minElevation: Radians;
}

/**
 * Samples of the elevation. An object that climbs over the horizon has one maximum a revolution and stays for minutes: even
 * at 150 km height the whole arch takes three. So no maximum fits between three samples unseen.
 */
const STEP_MS = 30 * MS_PER_SECOND;
const TIME_TOLERANCE_MS = 1;

/**
 * Find the passes of an object over a site in a window, in order of time.
 *
 * Rise and set are roots of the elevation to 1 ms, the culmination its maximum to about 10 ms, on SGP4 itself. Left out:
 * refraction (0.5° at the horizon: a low object rises some 10 s earlier), UT1−UTC and polar motion (below 0.4 km).
 *
 * Check: tests/core/sensors/passes.test.ts, against a scan at 1 s with satellite.js' look angles.
 */
export function findPasses(
  propagator: PassSource,
  { site, start, end, minElevation }: PassRequest,
): readonly Pass[] {
  const sky = watchSky(propagator, site);
  const passes: Pass[] = [];
  let open: { rise: UtcMs | null; best: UtcMs; bestElevation: Radians } | null = null;
  let before: Sample = { time: start, elevation: Number.NaN };
  const samples = sampleSky(sky, start, end);
  let last: Sample = samples.next().value ?? before;
  if (last.elevation >= minElevation) open = { rise: null, best: start, bestElevation: last.elevation };
  const close = (set: UtcMs | null): void => {
    if (open) passes.push(makePass(sky, { rise: open.rise, set, near: open.best, start, end }));
    open = null;
  };
  for (const now of samples) {
    const { time } = now;
    const isUp = now.elevation >= minElevation;
    if (open === null && isUp) {
      const rise = Number.isNaN(last.elevation) ? null : sky.crossing(last.time, time, minElevation);
      open = { rise, best: time, bestElevation: now.elevation };
    } else if (open !== null && !isUp) {
      close(Number.isNaN(now.elevation) ? null : sky.crossing(last.time, time, minElevation));
    } else if (open === null && last.elevation >= before.elevation && last.elevation >= now.elevation) {
      // A pass shorter than the step: its top stands between samples that are all below.
      const top = sky.maximum(before.time, time);
      if (sky.elevation(top) >= minElevation) {
        const rise = sky.crossing(before.time, top, minElevation);
        const set = sky.crossing(top, time, minElevation);
        passes.push(makePass(sky, { rise, set, near: top, start, end }));
      }
    }
    if (open !== null && now.elevation > open.bestElevation)
      open = { ...open, best: time, bestElevation: now.elevation };
    before = last;
    last = now;
  }
  close(null);
  return passes;
}

interface Sample {
  readonly time: UtcMs;
  readonly elevation: Radians;
}

/** Instants of a window that are looked at together. */
const SAMPLED_TOGETHER = 512;

/** The elevation from the start of a window to its end, every STEP_MS. */
function* sampleSky(sky: Sky, start: UtcMs, end: UtcMs): Generator<Sample> {
  const count = Math.ceil((end - start) / STEP_MS) + 1;
  for (let first = 0; first < count; first += SAMPLED_TOGETHER) {
    const times = Array.from({ length: Math.min(SAMPLED_TOGETHER, count - first) }, (_, i) =>
      Math.min(end, start + (first + i) * STEP_MS),
    );
    const elevations = sky.elevations(times);
    for (const [i, time] of times.entries()) yield { time, elevation: elevations[i]! };
  }
}

interface Sky {
  /** NaN where the object cannot be propagated. */
  elevation(time: UtcMs): Radians;
  elevations(times: readonly UtcMs[]): readonly Radians[];
  look(time: UtcMs): LookAngles;
  positionTeme(time: UtcMs): Vector3;
  /** Where the elevation passes a level between two instants on either side of it. */
  crossing(from: UtcMs, to: UtcMs, level: Radians): UtcMs;
  maximum(from: UtcMs, to: UtcMs): UtcMs;
}

function watchSky(propagator: PassSource, site: Geodetic): Sky {
  const view = viewFrom(site);
  const state = new Float64Array(6);
  const positionTeme = (time: UtcMs): Vector3 => {
    const status = propagator.propagate((time - propagator.epoch) / MS_PER_MINUTE, state, 0);
    return status === STATUS_OK ? [state[0]!, state[1]!, state[2]!] : [Number.NaN, Number.NaN, Number.NaN];
  };
  const look = (time: UtcMs): LookAngles => view(positionTemeToEcef(positionTeme(time), time));
  const elevation = (time: UtcMs): Radians => look(time).elevation;
  const elevations = (times: readonly UtcMs[]): readonly Radians[] => {
    const positions = propagator.positionsAt?.(times);
    if (!positions) return times.map(elevation);
    return times.map((time, i) => {
      const position = [positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!] as const;
      return view(positionTemeToEcef(position, time)).elevation;
    });
  };
  return {
    positionTeme,
    look,
    elevation,
    elevations,
    crossing: (from, to, level) => bisect(elevation, from, to, level),
    maximum: (from, to) => goldenMaximum(elevation, from, to),
  };
}

function makePass(
  sky: Sky,
  {
    rise,
    set,
    near,
    start,
    end,
  }: { rise: UtcMs | null; set: UtcMs | null; near: UtcMs; start: UtcMs; end: UtcMs },
): Pass {
  const from = Math.max(rise ?? start, near - STEP_MS);
  const to = Math.min(set ?? end, near + STEP_MS);
  const inside = sky.maximum(from, to);
  // The top of a pass that the window cuts may be its very edge.
  const [top = inside] = [inside, from, to, near]
    .filter((time) => !Number.isNaN(sky.elevation(time)))
    .sort((a, b) => sky.elevation(b) - sky.elevation(a));
  const point = (time: UtcMs): PassPoint => ({ time, look: sky.look(time) });
  return {
    rise: rise === null ? null : point(rise),
    culmination: point(top),
    set: set === null ? null : point(set),
    isSunlit: isSunlit(sky.positionTeme(top), top),
  };
}

function bisect(f: (time: UtcMs) => number, from: UtcMs, to: UtcMs, level: number): UtcMs {
  let a = from;
  let b = to;
  const isRising = f(a) < level;
  while (b - a > TIME_TOLERANCE_MS) {
    const middle = (a + b) / 2;
    if (f(middle) < level === isRising) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

function goldenMaximum(f: (time: UtcMs) => number, from: UtcMs, to: UtcMs): UtcMs {
  let a = from;
  let b = to;
  let c = b - GOLDEN * (b - a);
  let d = a + GOLDEN * (b - a);
  let fc = f(c);
  let fd = f(d);
  while (b - a > TIME_TOLERANCE_MS) {
    if (fc > fd) {
      [b, d, fd] = [d, c, fc];
      c = b - GOLDEN * (b - a);
      fc = f(c);
    } else {
      [a, c, fc] = [c, d, fd];
      d = a + GOLDEN * (b - a);
      fd = f(d);
    }
  }
  return (a + b) / 2;
}
