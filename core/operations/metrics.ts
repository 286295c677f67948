import { MS_PER_MINUTE, type UtcMs } from '../units.ts';
import { forEachDesk } from './desks.ts';
import type { FloorEvent } from './events.ts';
import { BRIEF_MS_PER_FACT, factsToTell, findHandoverById } from './handover.ts';
import { knowerOf } from './knowledge.ts';
import { applyEvent } from './reducer.ts';
import { kssOfPerson } from './rest.ts';
import type { FloorState } from './state.ts';
import { type CrewLetter, type Desk, DESKS, type ItemId, type PersonId } from './types.ts';

/** What a run shows of one desk, or of the whole floor. Fractions 0–1; times in minutes of simulation. */
export interface DeskMetrics {
  readonly items: number;
  readonly handovers: number;
  readonly facts_lost_fraction: number;
  readonly acknowledgements_missed_fraction: number;
  readonly late_fraction: number;
  readonly time_to_acknowledge_p50_min: number | null;
  readonly time_to_acknowledge_p90_min: number | null;
  /** Items open at each boundary, on average, and how long those have been open. */
  readonly carried_per_shift: number;
  readonly carried_age_mean_min: number;
  /** Items open, most at one time and on average over time. */
  readonly queue_max: number;
  readonly queue_mean: number;
  /** Most work that arrived in a quarter of an hour, by its length: above 1 more than one person does meanwhile. */
  readonly peak_15_min_load: number;
  readonly escalated: number;
  readonly handover_score_mean: number | null;
  /** Share of the time somebody worked there: simulated work only. */
  readonly utilisation: number;
  readonly interruptions: number;
  readonly minutes_late_mean: number;
  /** Time spent telling at a handover, and time the facts to tell want (0.4 min each, notional). */
  readonly brief_mean_min: number;
  readonly brief_wanted_mean_min: number;
}

export interface RunMetrics extends DeskMetrics {
  readonly shifts: number;
  readonly chief_handovers: number;
  readonly held_over: number;
  readonly releases_denied: number;
  readonly spills_stopped: number;
  /** Share of tenures of people from other nations than the USA. */
  readonly coalition_share: number;
  /** Of each crew, the greatest sleepiness with which one of it left a desk: KSS 1–9 by the illustrative model. */
  readonly kss_max: Readonly<Record<CrewLetter, number | null>>;
  readonly desks: Readonly<Record<Desk, DeskMetrics>>;
}

const QUARTER_MS = 15 * MS_PER_MINUTE;

interface Tally {
  items: number;
  missed: number;
  late: number;
  waits: number[];
  handovers: number;
  scores: number[];
  required: number;
  lost: number;
  carried: number;
  carriedAgeMin: number;
  escalated: number;
  open: number;
  openMax: number;
  /** Items times ms up to `openSince`. */
  openMs: number;
  openSince: UtcMs | null;
  quarter: number;
  quarterMs: number;
  quarterMost: number;
  briefMs: number;
  briefWantedMs: number;
  busyMs: number;
  interruptions: number;
  lateMin: number;
}

const blank = (): Tally => ({
  items: 0,
  missed: 0,
  late: 0,
  waits: [],
  handovers: 0,
  scores: [],
  required: 0,
  lost: 0,
  carried: 0,
  carriedAgeMin: 0,
  escalated: 0,
  open: 0,
  openMax: 0,
  openMs: 0,
  openSince: null,
  quarter: Number.NaN,
  quarterMs: 0,
  quarterMost: 0,
  briefMs: 0,
  briefWantedMs: 0,
  busyMs: 0,
  interruptions: 0,
  lateMin: 0,
});

/** Counts a run event by event. */
export interface RunMeter {
  take(before: FloorState | null, event: FloorEvent): void;
  result(until: UtcMs): RunMetrics;
}

export function createRunMeter(): RunMeter {
  const tallies = new Map<Desk, Tally>(DESKS.map((desk) => [desk, blank()]));
  const of = (desk: Desk): Tally => tallies.get(desk)!;
  const total = {
    shifts: 0,
    chiefs: 0,
    heldOver: 0,
    denied: 0,
    spills: 0,
    tenures: 0,
    foreign: 0,
  };
  const kssMax = new Map<CrewLetter, number>();
  let start: UtcMs | null = null;
  return {
    take(before, { fact, at }) {
      start ??= at;
      // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- most events are not counted
      switch (fact.type) {
        case 'ItemCreated':
          of(fact.item.desk).items++;
          countOpen(of(fact.item.desk), at, 1);
          countArrival(of(fact.item.desk), at, fact.item.effortMs);
          break;
        case 'ItemAcknowledged': {
          const item = before?.items[fact.item];
          if (item) of(item.desk).waits.push((at - item.createdAt) / MS_PER_MINUTE);
          break;
        }
        case 'ItemDeadlineMissed': {
          const item = before?.items[fact.item];
          if (!item) break;
          if (fact.which === 'acknowledge') of(item.desk).missed++;
          else of(item.desk).late++;
          break;
        }
        case 'ItemStarted':
          if (before) stopWork(before, fact.desk, at, of(fact.desk));
          break;
        case 'ItemWaiting':
        case 'ItemResolved': {
          const item = before?.items[fact.item];
          if (before && item && before.work[item.desk]?.item === item.id)
            stopWork(before, item.desk, at, of(item.desk));
          if (item && fact.type === 'ItemResolved') countOpen(of(item.desk), at, -1);
          break;
        }
        case 'ItemEscalated': {
          const item = before?.items[fact.item];
          if (item) of(item.desk).escalated++;
          break;
        }
        case 'ShiftStarted':
          total.shifts++;
          for (const item of Object.values(before?.items ?? {})) {
            of(item.desk).carried++;
            of(item.desk).carriedAgeMin += (at - item.createdAt) / MS_PER_MINUTE;
          }
          break;
        case 'HandoverHeldOver':
        case 'PersonHeldOver':
          total.heldOver++;
          break;
        case 'HandoverSuspended': {
          const handover = before && findHandoverById(before, fact.handover);
          if (handover) of(handover.desk).interruptions++;
          break;
        }
        case 'ResponsibilityTransferred':
          if (!before) break;
          total.tenures++;
          if (before.people[fact.to]?.nation !== 'USA') total.foreign++;
          if (fact.desk === 'CCO') total.chiefs++;
          stopWork(before, fact.desk, at, of(fact.desk));
          noteSleepiness(before, fact.from, at, kssMax);
          countFacts(before, fact, at, of(fact.desk));
          break;
        case 'HandoverClosed': {
          const handover = before && findHandoverById(before, fact.handover);
          if (handover) of(handover.desk).scores.push(fact.score);
          break;
        }
        case 'ReleaseDenied':
          total.denied++;
          break;
        case 'SpillStopped':
          total.spills++;
          break;
        default:
          break;
      }
    },
    result(until) {
      const spanMs = Math.max(1, until - (start ?? until));
      const shifts = Math.max(1, total.shifts);
      const sum = blank();
      for (const tally of tallies.values()) {
        countOpen(tally, until, 0);
        addTally(sum, tally);
      }
      const whole = metricsOf(sum, { spanMs: spanMs * DESKS.length, shifts });
      return {
        ...whole,
        shifts: total.shifts,
        chief_handovers: of('CCO').handovers,
        held_over: total.heldOver,
        releases_denied: total.denied,
        spills_stopped: total.spills,
        coalition_share: total.tenures === 0 ? 0 : round(total.foreign / total.tenures),
        kss_max: {
          A: kssMax.get('A') ?? null,
          B: kssMax.get('B') ?? null,
          C: kssMax.get('C') ?? null,
          D: kssMax.get('D') ?? null,
        },
        desks: forEachDesk((desk) => metricsOf(of(desk), { spanMs, shifts })),
      };
    },
  };
}

/** Measure a whole journal. */
export function measureRun(events: readonly FloorEvent[]): RunMetrics {
  const meter = createRunMeter();
  let state: FloorState | null = null;
  for (const event of events) {
    meter.take(state, event);
    state = applyEvent(state, event);
  }
  return meter.result(state?.at ?? 0);
}

/** The figures a grade shows. */
export function summaryOf(metrics: RunMetrics) {
  return {
    handovers: metrics.chief_handovers,
    scoreMean: metrics.handover_score_mean,
    factsLostFraction: metrics.facts_lost_fraction,
    acknowledgementsMissedFraction: metrics.acknowledgements_missed_fraction,
    lateFraction: metrics.late_fraction,
  };
}

function stopWork(before: FloorState, desk: Desk, at: UtcMs, tally: Tally): void {
  const work = before.work[desk];
  if (work) tally.busyMs += Math.min(at, work.until) - work.startedAt;
}

function countOpen(tally: Tally, at: UtcMs, change: -1 | 0 | 1): void {
  tally.openMs += tally.open * (at - (tally.openSince ?? at));
  tally.openSince = at;
  tally.open += change;
  tally.openMax = Math.max(tally.openMax, tally.open);
}

function countArrival(tally: Tally, at: UtcMs, effortMs: number): void {
  const quarter = Math.floor(at / QUARTER_MS);
  if (quarter !== tally.quarter) tally.quarterMs = 0;
  tally.quarter = quarter;
  tally.quarterMs += effortMs;
  tally.quarterMost = Math.max(tally.quarterMost, tally.quarterMs);
}

function noteSleepiness(
  before: FloorState,
  person: PersonId,
  at: UtcMs,
  most: Map<CrewLetter, number>,
): void {
  const crew = before.people[person]?.crew;
  if (!crew || !before.exercise.isFatigueOn) return;
  most.set(crew, Math.max(most.get(crew) ?? 1, kssOfPerson(before, person, at)));
}

/** Facts that could be told at this handover and are not known after it. */
function countFacts(
  before: FloorState,
  fact: {
    readonly desk: Desk;
    readonly via: string;
    readonly known: Readonly<Record<ItemId, readonly string[]>>;
  },
  at: UtcMs,
  tally: Tally,
): void {
  const handover = findHandoverById(before, fact.via);
  if (!handover) return;
  tally.handovers++;
  tally.lateMin += Math.max(0, (at - handover.boundary) / MS_PER_MINUTE);
  tally.briefMs += handover.briefMs;
  const who = knowerOf(fact.desk);
  for (const [id, known] of Object.entries(fact.known)) {
    const item = before.items[id];
    if (!item) continue;
    const tellable = factsToTell(before, handover, item).filter((told) => item.known[who].includes(told.id));
    tally.required += tellable.length;
    tally.briefWantedMs += tellable.length * BRIEF_MS_PER_FACT;
    tally.lost += tellable.filter((told) => !known.includes(told.id)).length;
  }
}

function addTally(sum: Tally, tally: Tally): void {
  sum.items += tally.items;
  sum.missed += tally.missed;
  sum.late += tally.late;
  for (const wait of tally.waits) sum.waits.push(wait);
  sum.handovers += tally.handovers;
  sum.scores.push(...tally.scores);
  sum.required += tally.required;
  sum.lost += tally.lost;
  sum.carried += tally.carried;
  sum.carriedAgeMin += tally.carriedAgeMin;
  sum.escalated += tally.escalated;
  // Of the whole floor: its busiest desk.
  sum.openMax = Math.max(sum.openMax, tally.openMax);
  sum.openMs += tally.openMs;
  sum.quarterMost = Math.max(sum.quarterMost, tally.quarterMost);
  sum.briefMs += tally.briefMs;
  sum.briefWantedMs += tally.briefWantedMs;
  sum.busyMs += tally.busyMs;
  sum.interruptions += tally.interruptions;
  sum.lateMin += tally.lateMin;
}

function metricsOf(tally: Tally, { spanMs, shifts }: { spanMs: number; shifts: number }): DeskMetrics {
  const waits = tally.waits.toSorted((a, b) => a - b);
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : round(part / whole));
  return {
    items: tally.items,
    handovers: tally.handovers,
    facts_lost_fraction: share(tally.lost, tally.required),
    acknowledgements_missed_fraction: share(tally.missed, tally.items),
    late_fraction: share(tally.late, tally.items),
    time_to_acknowledge_p50_min: percentile(waits, 0.5),
    time_to_acknowledge_p90_min: percentile(waits, 0.9),
    carried_per_shift: round(tally.carried / shifts),
    carried_age_mean_min: mean(tally.carriedAgeMin, tally.carried),
    queue_max: tally.openMax,
    queue_mean: round(tally.openMs / spanMs),
    peak_15_min_load: round(tally.quarterMost / QUARTER_MS),
    escalated: tally.escalated,
    handover_score_mean:
      tally.scores.length === 0 ? null : round(tally.scores.reduce((a, b) => a + b, 0) / tally.scores.length),
    utilisation: round(tally.busyMs / spanMs),
    interruptions: tally.interruptions,
    minutes_late_mean: mean(tally.lateMin, tally.handovers),
    brief_mean_min: mean(tally.briefMs / MS_PER_MINUTE, tally.handovers),
    brief_wanted_mean_min: mean(tally.briefWantedMs / MS_PER_MINUTE, tally.handovers),
  };
}

function mean(sum: number, count: number): number {
  return count === 0 ? 0 : round(sum / count);
}

function percentile(sorted: readonly number[], share: number): number | null {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return value === undefined ? null : round(value);
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
