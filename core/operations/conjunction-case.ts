import { formatIsoUtc } from '../time/calendar.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, type UtcMs } from '../units.ts';
import type { FloorFact } from './events.ts';
import { openItem } from './workload.ts';
import type {
  ConjunctionDecision,
  ConjunctionTier,
  Fact,
  ReleaseSet,
  ScreeningPoint,
  ScreeningRules,
  Severity,
  WorkItem,
} from './types.ts';

/** After the TCA a case is closed down, at the latest an hour later. */
export const CLOSEDOWN_AFTER_MS = 10 * MS_PER_MINUTE;
const CLOSEDOWN_BY_MS = MS_PER_HOUR;
const ACKNOWLEDGE_MS: Readonly<Record<ConjunctionTier, number>> = {
  watch: 60 * MS_PER_MINUTE,
  reportable: 60 * MS_PER_MINUTE,
  emergency: 15 * MS_PER_MINUTE,
};
/** What the simulated desk needs for it; as the seeded reports and emergencies do. Notional. */
const EFFORT_MS: Readonly<Record<ConjunctionTier, number>> = {
  watch: 8 * MS_PER_MINUTE,
  reportable: 8 * MS_PER_MINUTE,
  emergency: 35 * MS_PER_MINUTE,
};
const REPORTED_WITHIN_MS = { near: 3 * 24 * MS_PER_HOUR, deep: 10 * 24 * MS_PER_HOUR };

export function severityOfTier(tier: ConjunctionTier): Severity {
  return tier === 'emergency' ? 3 : tier === 'reportable' ? 2 : 1;
}

export function resolveConjunctionBy(tca: UtcMs, at: UtcMs): UtcMs {
  return Math.max(tca, at) + CLOSEDOWN_BY_MS;
}

/**
 * How an approach is reported: near the Earth by distance and probability, in deep space by distance alone, and both only for some
 * days before.
 */
export function tierOf(
  { at, tca, missKm, pcMax }: Pick<ScreeningPoint, 'at' | 'tca' | 'missKm' | 'pcMax'>,
  isDeepSpace: boolean,
  rules: ScreeningRules,
): ConjunctionTier {
  const lead = tca - at;
  if (isDeepSpace) {
    if (missKm > rules.deepMissKm || lead > REPORTED_WITHIN_MS.deep) return 'watch';
    return lead <= REPORTED_WITHIN_MS.near ? 'emergency' : 'reportable';
  }
  const isReported = missKm <= rules.reportMissKm && pcMax !== null && pcMax >= rules.reportPc;
  if (!isReported || lead > REPORTED_WITHIN_MS.near) return 'watch';
  return pcMax >= rules.emergencyPc ? 'emergency' : 'reportable';
}

export interface NewCase {
  readonly pair: readonly [number, number];
  readonly names: readonly [string, string];
  readonly tier: ConjunctionTier;
  readonly point: ScreeningPoint;
  readonly release: ReleaseSet;
}

/** A conjunction as an item of the orbital safety desk, with a point of its history. */
export function openCase({ pair, names, tier, point, release }: NewCase, id: string): WorkItem {
  const { at, tca } = point;
  return {
    ...openItem({
      id,
      type: 'CONJUNCTION',
      source: 'computed',
      summary: `Conjunction ${names[0]} #${pair[0]} and ${names[1]} #${pair[1]}`,
      objects: pair,
      severity: severityOfTier(tier),
      desk: 'OSA',
      createdAt: at,
      acknowledgeBy: at + ACKNOWLEDGE_MS[tier],
      resolveBy: resolveConjunctionBy(tca, at),
      nextActionAt: null,
      criticalAt: tca,
      actions: [],
      contingency:
        'If Pc rises above the criterion of an emergency, tell the owner; if he cannot be reached, the Director.',
      facts: factsOfPoint(point, tier, release),
      release,
      effortMs: EFFORT_MS[tier],
      waitMs: Math.max(1, tca + CLOSEDOWN_AFTER_MS - at),
      acknowledgeAfterMs: 3 * MS_PER_MINUTE,
    }),
    conjunction: { pair, tier, points: [point], decision: null },
  };
}

/** What a screening says, as facts that are told at a handover; those of the next one take their place. */
export function factsOfPoint(
  point: ScreeningPoint,
  tier: ConjunctionTier,
  release: ReleaseSet,
): readonly Fact[] {
  const { at, tca, missKm, missRtnKm, relativeSpeedKmS, pcMax, elementAgeDays } = point;
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['TCA', formatIsoUtc(tca), true],
    ['Miss distance', `${(1000 * missKm).toFixed(0)} m`, true],
    ['Pc at most', pcMax === null ? 'none: they move together' : pcMax.toExponential(1), true],
    ['Report', tier, false],
    ['Miss R, T, N', `${missRtnKm.map((km) => km.toFixed(3)).join(', ')} km`, false],
    ['Relative speed', `${relativeSpeedKmS.toFixed(3)} km/s`, false],
    ['Element ages at TCA', elementAgeDays.map((days) => `${days.toFixed(2)} d`).join(', '), false],
    ['Source', 'SGP4 on element sets, screening grade', false],
  ];
  return rows.map(([label, value, isCritical], i) => ({
    id: `${stamp(at)}-${i + 1}`,
    label,
    value,
    isCritical,
    asOf: at,
    release,
  }));
}

/** Another screening of an open case: only what has changed is a new fact, so that nothing is told twice. */
export function rescreenCase(item: WorkItem, point: ScreeningPoint, tier: ConjunctionTier): FloorFact {
  const facts = factsOfPoint(point, tier, item.release).filter(
    ({ label, value }) => !item.facts.some((known) => known.label === label && known.value === value),
  );
  return { type: 'ConjunctionRescreened', item: item.id, tier, point, facts };
}

const DECISION_WORDS: Readonly<Record<ConjunctionDecision, string>> = {
  monitor: 'monitor',
  'request-tracking': 'request tracking',
  'inform-owner': 'inform the owner',
  'recommend-manoeuvre': 'recommend a manoeuvre',
  'no-action': 'no action',
};

export function decisionWords(decision: ConjunctionDecision, reason: string): string {
  return `${DECISION_WORDS[decision]}: ${reason}`;
}

/** Somebody decides what is done about a conjunction: a fact that is told on. */
export function decideOn(
  item: WorkItem,
  { decision, reason }: { readonly decision: ConjunctionDecision; readonly reason: string },
  at: UtcMs,
): FloorFact {
  const fact: Fact = {
    id: `${stamp(at)}-decision`,
    label: 'Decision',
    value: decisionWords(decision, reason),
    isCritical: true,
    asOf: at,
    release: item.release,
  };
  return { type: 'ConjunctionDecided', item: item.id, decision, reason, facts: [fact] };
}

/** What the simulated desk decides: by the book. */
export function simulatedDecision(item: WorkItem, at: UtcMs): FloorFact {
  const isEmergency = item.conjunction?.tier === 'emergency';
  return decideOn(
    item,
    isEmergency
      ? { decision: 'inform-owner', reason: 'above the criterion of an emergency' }
      : { decision: 'monitor', reason: 'below the criterion of an emergency' },
    at,
  );
}

function stamp(at: UtcMs): string {
  return Math.floor(at / 1000)
    .toString(36)
    .toUpperCase();
}

/** Half an hour into each shift, when the crew has taken over; and soon after an exercise began. */
const SCREENED_AFTER_MS = 30 * MS_PER_MINUTE;
const FIRST_AFTER_MS = 5 * MS_PER_MINUTE;
const SHIFT_MS = 8 * MS_PER_HOUR;

/** When the whole catalogue is screened next; null where it is not. */
export function nextScreeningAt(state: {
  readonly exercise: {
    readonly start: UtcMs;
    readonly rules: { readonly isOn: boolean; readonly screening?: ScreeningRules | undefined };
  };
  readonly screening: { readonly at: UtcMs } | null;
}): UtcMs | null {
  const { start, rules } = state.exercise;
  if (!rules.isOn || !rules.screening || rules.screening.windowH === 0) return null;
  return state.screening === null ? start + FIRST_AFTER_MS : screeningAfter(state.screening.at);
}

/** The next of the instants at which every shift screens. */
export function screeningAfter(at: UtcMs): UtcMs {
  return (Math.floor((at - SCREENED_AFTER_MS) / SHIFT_MS) + 1) * SHIFT_MS + SCREENED_AFTER_MS;
}
