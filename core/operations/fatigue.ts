import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, type UtcMs } from '../units.ts';

export interface SleepWindow {
  readonly start: UtcMs;
  readonly end: UtcMs;
}

export interface Alertness {
  /** S, the homeostatic process. */
  readonly homeostatic: number;
  /** S + C + U + W. */
  readonly alertness: number;
  /** Karolinska Sleepiness Scale, 1 alert to 9. */
  readonly kss: number;
}

// Constants of the three-process model as published (FIPS; PLoS ONE 0108679).
const LOWER = 2.4;
const UPPER = 14.3;
const DECAY_PER_HOUR = -0.0353;
const RECOVERY_PER_HOUR = Math.log(0.3 / 6.34) / 8;
const BREAK_LEVEL = 12.2;
const CIRCADIAN = { amplitude: 2.5, acrophaseH: 16.8 } as const;
const ULTRADIAN = { mean: -0.5, amplitude: 0.5, acrophaseH: 19.8 } as const;
const INERTIA = { amplitude: -5.72, perHour: -1.51 } as const;

/**
 * Alertness and sleepiness by the three-process model. Illustrative: a model of groups, not of a person.
 *
 * @param options.sleeps in order and apart; those that begin before `at` count. While asleep there is no inertia
 *
 * Source: the equations of Åkerstedt and Folkard's three-process model as printed with PLoS ONE 0108679. Check: tests/core/operations/fatigue.test.ts, 0.01.
 */
export function alertnessAt({
  at,
  awakeFrom,
  homeostaticAtWaking,
  sleeps,
  utcOffsetMin,
}: {
  readonly at: UtcMs;
  readonly awakeFrom: UtcMs;
  readonly homeostaticAtWaking: number;
  readonly sleeps: readonly SleepWindow[];
  readonly utcOffsetMin: number;
}): Alertness {
  let s = homeostaticAtWaking;
  let wokeAt = awakeFrom;
  let isAsleep = false;
  for (const { start, end } of sleeps) {
    if (start >= at || end <= wokeAt) continue;
    s = awake(s, hours(start - wokeAt));
    isAsleep = end > at;
    s = asleep(s, hours(Math.min(end, at) - start));
    wokeAt = Math.min(end, at);
  }
  const awakeH = hours(at - wokeAt);
  if (!isAsleep) s = awake(s, awakeH);
  const timeOfDay = localHours(at, utcOffsetMin);
  const c = CIRCADIAN.amplitude * Math.cos((2 * Math.PI * (timeOfDay - CIRCADIAN.acrophaseH)) / 24);
  const u =
    ULTRADIAN.mean + ULTRADIAN.amplitude * Math.cos((2 * Math.PI * (timeOfDay - ULTRADIAN.acrophaseH)) / 12);
  const w = isAsleep ? 0 : INERTIA.amplitude * Math.exp(INERTIA.perHour * awakeH);
  const alertness = s + c + u + w;
  return { homeostatic: s, alertness, kss: 10.6 - 0.6 * alertness };
}

function awake(s: number, t: number): number {
  return LOWER + (s - LOWER) * Math.exp(DECAY_PER_HOUR * Math.max(0, t));
}

/** Linear up to the break level, exponential towards the upper asymptote from there. */
function asleep(s: number, t: number): number {
  const slope = RECOVERY_PER_HOUR * (BREAK_LEVEL - UPPER);
  const toBreak = s >= BREAK_LEVEL ? 0 : (BREAK_LEVEL - s) / slope;
  if (t <= toBreak) return s + slope * t;
  const from = Math.max(s, BREAK_LEVEL);
  return UPPER - (UPPER - from) * Math.exp(RECOVERY_PER_HOUR * (t - toBreak));
}

const NIGHTS = 5;

/**
 * The usual sleep about a run of duties: nights of 23–07 local; after a duty that begins in the evening 00:30–08; after one
 * that begins at night 09:30–15:30, with a nap 20–22 before the first of a run. Notional.
 */
export function sleepsAround(
  duties: readonly { readonly start: UtcMs; readonly end: UtcMs }[],
  at: UtcMs,
  utcOffsetMin: number,
): readonly SleepWindow[] {
  const offset = utcOffsetMin * MS_PER_MINUTE;
  const today = Math.floor((at + offset) / MS_PER_DAY);
  const local = (day: number, hour: number): UtcMs => day * MS_PER_DAY + hour * MS_PER_HOUR - offset;
  const sleeps: SleepWindow[] = [];
  for (let day = today - NIGHTS; day <= today; day++) {
    // The night from the evening of the day before to the morning of this one.
    const [night, isNightDuty] = nightWindow(duties, day, local);
    if (isNightDuty && !duties.some(({ start }) => Math.abs(start - local(day - 1, 0)) < 4 * MS_PER_HOUR)) {
      sleeps.push({ start: local(day - 1, 20), end: local(day - 1, 22) });
    }
    sleeps.push(night);
  }
  return sleeps
    .map(({ start, end }) => ({ start, end: firstDutyIn(duties, start, end) }))
    .filter(
      ({ start, end }) => end > start && !duties.some((duty) => duty.start <= start && start < duty.end),
    )
    .sort((a, b) => a.start - b.start);
}

function nightWindow(
  duties: readonly { readonly start: UtcMs; readonly end: UtcMs }[],
  day: number,
  local: (day: number, hour: number) => UtcMs,
): readonly [SleepWindow, boolean] {
  const night = { start: local(day, -1), end: local(day, 7) };
  for (const duty of duties) {
    if (duty.end <= night.start || duty.start >= night.end) continue;
    const isMid = duty.start >= local(day, -4);
    if (isMid) return [{ start: local(day, 9.5), end: local(day, 15.5) }, true];
    return [{ start: Math.max(local(day, 0), duty.end + 0.5 * MS_PER_HOUR), end: local(day, 8) }, false];
  }
  return [night, false];
}

function firstDutyIn(duties: readonly { readonly start: UtcMs }[], start: UtcMs, end: UtcMs): UtcMs {
  return duties.reduce((first, duty) => (duty.start > start && duty.start < first ? duty.start : first), end);
}

/** KSS from duties and the usual sleep about them, rounded to 0.001 so that no last bit of a cosine changes an outcome. */
export function kssOf(
  duties: readonly { readonly start: UtcMs; readonly end: UtcMs }[],
  at: UtcMs,
  utcOffsetMin: number,
): number {
  const offset = utcOffsetMin * MS_PER_MINUTE;
  const firstDay = Math.floor((at + offset) / MS_PER_DAY) - NIGHTS - 1;
  const { kss } = alertnessAt({
    at,
    awakeFrom: firstDay * MS_PER_DAY + 7 * MS_PER_HOUR - offset,
    homeostaticAtWaking: 14,
    sleeps: sleepsAround(duties, at, utcOffsetMin),
    utcOffsetMin,
  });
  return Math.round(kss * 1000) / 1000;
}

/** Amber above 6, red from 7: the usual flags for high sleepiness. */
export function fatigueBand(kss: number): 'green' | 'amber' | 'red' {
  if (kss >= 7) return 'red';
  return kss > 6 ? 'amber' : 'green';
}

function hours(ms: number): number {
  return ms / MS_PER_HOUR;
}

function localHours(at: UtcMs, utcOffsetMin: number): number {
  const local = (at + utcOffsetMin * MS_PER_MINUTE) / MS_PER_HOUR;
  return ((local % 24) + 24) % 24;
}
