import type { Severity } from './types.ts';

export interface ScoredItem {
  readonly severity: Severity;
  /** Facts that could be told, and how many the new holder knows. */
  readonly required: number;
  readonly known: number;
  /** Share repeated right, 0–1; null where no reading back is asked. */
  readonly readBack: number | null;
  readonly isAcknowledged: boolean;
}

export interface ScoreInput {
  readonly items: readonly ScoredItem[];
  /** Minutes from the boundary to acceptance. */
  readonly lateMin: number;
  readonly briefMin: number;
  readonly areStatusLinesReviewed: boolean;
  readonly isReviewLongEnough: boolean;
  readonly hadGapOrDoubleChief: boolean;
  readonly wasChiefUnqualified: boolean;
  readonly wasSpilled: boolean;
}

/** The five terms, 0–1, and the total, 0–100. */
export interface HandoverScore {
  readonly completeness: number;
  readonly readBack: number;
  readonly acknowledged: number;
  readonly timeliness: number;
  readonly review: number;
  readonly total: number;
}

const WEIGHTS = { 1: 1, 2: 2, 3: 4 } as const;
const GRACE_MIN = 10;
const FADE_MIN = 30;
const BRIEF_MIN_PER_FACT = 0.4;

/**
 * The Handover Quality Score: 35 for facts kept, 20 for reading back, 15 each for acknowledgement, timeliness and review.
 *
 * A gap or two chiefs make it 0; an unqualified chief or a spill at most 40; a severity-3 item of which nothing is known at
 * most 60. Our own measure, notional. Check: tests/core/operations/score.test.ts, 89.74.
 */
export function scoreHandover(input: ScoreInput): HandoverScore {
  const { items } = input;
  const isEmpty = items.length === 0;
  const completeness = isEmpty ? 1 : weighted(items, (item) => share(item.known, item.required));
  const read = items.filter(({ severity }) => severity >= 2);
  const readBack = read.length === 0 ? 1 : weighted(read, (item) => item.readBack ?? 0);
  const acknowledged = isEmpty ? 1 : items.filter((item) => item.isAcknowledged).length / items.length;
  const facts = items.reduce((sum, { required }) => sum + required, 0);
  const late = Math.min(1, Math.max(0, (input.lateMin - GRACE_MIN) / FADE_MIN));
  const timeliness = (1 - late) * Math.min(1, share(input.briefMin, BRIEF_MIN_PER_FACT * facts));
  const review = 0.5 * Number(input.areStatusLinesReviewed) + 0.5 * Number(input.isReviewLongEnough);
  const sum = 35 * completeness + 20 * readBack + 15 * (acknowledged + timeliness + review);
  return { completeness, readBack, acknowledged, timeliness, review, total: Math.min(sum, cap(input)) };
}

function cap({ items, hadGapOrDoubleChief, wasChiefUnqualified, wasSpilled }: ScoreInput): number {
  if (hadGapOrDoubleChief) return 0;
  if (wasChiefUnqualified || wasSpilled) return 40;
  return items.some(({ severity, known, required }) => severity === 3 && required > 0 && known === 0)
    ? 60
    : 100;
}

function weighted(items: readonly ScoredItem[], value: (item: ScoredItem) => number): number {
  const total = items.reduce((sum, { severity }) => sum + WEIGHTS[severity], 0);
  return items.reduce((sum, item) => sum + WEIGHTS[item.severity] * value(item), 0) / total;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}
