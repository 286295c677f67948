import { MS_PER_MINUTE, type UtcMs } from '../units.ts';
import { forEachDesk } from './desks.ts';
import type { FloorEvent } from './events.ts';
import { factsToTell, findHandoverById } from './handover.ts';
import { knowerOf } from './knowledge.ts';
import { applyEvent } from './reducer.ts';
import type { FloorState } from './state.ts';
import { type Desk, DESKS, type ItemId } from './types.ts';

/** What a run shows of one desk, or of the whole floor. Fractions 0–1; times in minutes of simulation. */
export interface DeskMetrics {
  readonly items: number;
  readonly handovers: number;
  readonly facts_lost_fraction: number;
  readonly acknowledgements_missed_fraction: number;
  readonly late_fraction: number;
  readonly time_to_acknowledge_p50_min: number | null;
  readonly time_to_acknowledge_p90_min: number | null;
  /** Items open at each boundary, on average. */
  readonly carried_per_shift: number;
  readonly handover_score_mean: number | null;
  /** Share of the time somebody worked there: simulated work only. */
  readonly utilisation: number;
  readonly interruptions: number;
  readonly minutes_late_mean: number;
}

export interface RunMetrics extends DeskMetrics {
  readonly shifts: number;
  readonly chief_handovers: number;
  readonly held_over: number;
  readonly escalated: number;
  readonly releases_denied: number;
  readonly spills_stopped: number;
  /** Share of tenures of people from other nations than the USA. */
  readonly coalition_share: number;
  readonly desks: Readonly<Record<Desk, DeskMetrics>>;
}

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
    escalated: 0,
    denied: 0,
    spills: 0,
    tenures: 0,
    foreign: 0,
  };
  let start: UtcMs | null = null;
  return {
    take(before, { fact, at }) {
      start ??= at;
      // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- most events are not counted
      switch (fact.type) {
        case 'ItemCreated':
          of(fact.item.desk).items++;
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
          break;
        }
        case 'ItemEscalated':
          total.escalated++;
          break;
        case 'ShiftStarted':
          total.shifts++;
          for (const item of Object.values(before?.items ?? {})) of(item.desk).carried++;
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
      for (const tally of tallies.values()) addTally(sum, tally);
      const whole = metricsOf(sum, { spanMs: spanMs * DESKS.length, shifts });
      return {
        ...whole,
        shifts: total.shifts,
        chief_handovers: of('CCO').handovers,
        held_over: total.heldOver,
        escalated: total.escalated,
        releases_denied: total.denied,
        spills_stopped: total.spills,
        coalition_share: total.tenures === 0 ? 0 : round(total.foreign / total.tenures),
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
  const who = knowerOf(fact.desk);
  for (const [id, known] of Object.entries(fact.known)) {
    const item = before.items[id];
    if (!item) continue;
    const tellable = factsToTell(before, handover, item).filter((told) => item.known[who].includes(told.id));
    tally.required += tellable.length;
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
    handover_score_mean:
      tally.scores.length === 0 ? null : round(tally.scores.reduce((a, b) => a + b, 0) / tally.scores.length),
    utilisation: round(tally.busyMs / spanMs),
    interruptions: tally.interruptions,
    minutes_late_mean: tally.handovers === 0 ? 0 : round(tally.lateMin / tally.handovers),
  };
}

function percentile(sorted: readonly number[], share: number): number | null {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return value === undefined ? null : round(value);
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
