import {
  type DayResonance,
  type DeepSpace,
  deepSpace,
  deepSpaceDay,
  deepSpaceHalfDay,
  type HalfDayResonance,
  type Integrator,
} from './deep-space.ts';
import { type Common, finish, initialiseCommon, type RawState } from './gates.ts';
import { type Elements, initialiseDeepSpace, initialiseNearEarth } from './initialise.ts';
import { type NearEarth, nearEarth } from './near-earth.ts';

/** What the kernel runs beside `initialiseDay` and `initialiseHalfDay`. Times are minutes since epoch. */
export function loadNearEarth(e: Elements): Common & NearEarth {
  const k = initialiseNearEarth(e);
  return { ...k, ...initialiseCommon(e, k) };
}

export function loadDeepSpace(e: Elements): Common & DeepSpace {
  const s = initialiseNearEarth(e);
  return { ...initialiseDeepSpace(e, s), ...initialiseCommon(e, s) };
}

export function runNearEarth(k: NearEarth, t: number): RawState {
  return finish(nearEarth(k, t));
}

export function runDeepSpace(k: DeepSpace, t: number): RawState {
  return finish(deepSpace(k, t));
}

export function runDay(k: DeepSpace, r: DayResonance, before: Integrator, t: number): RawState & Integrator {
  const s = deepSpaceDay(k, r, before, t);
  return { ...s, ...finish(s) };
}

export function runHalfDay(
  k: DeepSpace,
  r: HalfDayResonance,
  before: Integrator,
  t: number,
): RawState & Integrator {
  const s = deepSpaceHalfDay(k, r, before, t);
  return { ...s, ...finish(s) };
}
