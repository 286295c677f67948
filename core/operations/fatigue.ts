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
 * @param options.sleeps in order and apart; those that begin before `at` count. Inertia W is left out while asleep
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
    const from = Math.max(start, wokeAt);
    s = awake(s, hours(from - wokeAt));
    isAsleep = end > at;
    s = asleep(s, hours(Math.min(end, at) - from));
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

interface DutyWindow {
  readonly start: UtcMs;
  readonly end: UtcMs;
}
type LocalTime = (day: number, hour: number) => UtcMs;

/**
 * The usual sleep about a run of duties. Notional, in local time.
 *
 * Nights of 23–07; after a swing (begun 12–20, ended after 22) 00:30–08; after a mid (begun 20–04) 09:30–15:30, with a nap
 * 20–22 before the first of a run. Nobody sleeps on duty: a sleep waits for half an hour after the end of its own duty, for
 * the end of any other, and is cut by the next. Whoever is asked about in the evening is taken as still up: that evening
 * holds a nap only, which steps KSS by 0.62 at midnight.
 */
export function sleepsAround(
  duties: readonly DutyWindow[],
  at: UtcMs,
  utcOffsetMin: number,
): readonly SleepWindow[] {
  const offset = utcOffsetMin * MS_PER_MINUTE;
  const today = Math.floor((at + offset) / MS_PER_DAY);
  const local: LocalTime = (day, hour) => day * MS_PER_DAY + hour * MS_PER_HOUR - offset;
  const sleeps: SleepWindow[] = [];
  for (let day = today - NIGHTS; day <= today + 1; day++) {
    // The night from the evening of the day before to the morning of this one.
    if (midOf(duties, day, local) && !midOf(duties, day - 1, local))
      sleeps.push({ start: local(day - 1, 20), end: local(day - 1, 22) });
    if (day <= today) sleeps.push(mainSleep(duties, day, local));
  }
  return sleeps.map((sleep) => clearOf(duties, sleep)).filter(({ start, end }) => end > start);
}

function midOf(duties: readonly DutyWindow[], day: number, local: LocalTime): DutyWindow | undefined {
  return duties.find(({ start }) => start >= local(day, -4) && start < local(day, 4));
}

function mainSleep(duties: readonly DutyWindow[], day: number, local: LocalTime): SleepWindow {
  const after = (duty: DutyWindow, hour: number) => Math.max(local(day, hour), duty.end + 0.5 * MS_PER_HOUR);
  const mid = midOf(duties, day, local);
  if (mid) return { start: after(mid, 9.5), end: local(day, 15.5) };
  const swing = duties.find(
    ({ start, end }) => start >= local(day, -12) && start < local(day, -4) && end > local(day, -2),
  );
  if (swing) return { start: after(swing, 0.5), end: local(day, 8) };
  return { start: local(day, -1), end: local(day, 7) };
}

function clearOf(duties: readonly DutyWindow[], sleep: SleepWindow): SleepWindow {
  let { start, end } = sleep;
  // Duties may overlap and need not be in order, so look again from each end.
  for (let on = dutyAt(duties, start); on; on = dutyAt(duties, start)) start = on.end;
  for (const duty of duties) if (duty.start > start && duty.start < end) end = duty.start;
  return { start, end };
}

function dutyAt(duties: readonly DutyWindow[], time: UtcMs): DutyWindow | undefined {
  return duties.find(({ start, end }) => start <= time && time < end);
}

/** KSS from duties and the usual sleep about them, rounded to 0.001 so that no last bit of a cosine changes an outcome. */
export function kssOf(duties: readonly DutyWindow[], at: UtcMs, utcOffsetMin: number): number {
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
