import { SCREENING_RULES } from '../../../core/operations/item-rules.ts';
import type { ConjunctionTier } from '../../../core/operations/types.ts';
import type { ConjunctionAnswer } from '../../../core/protocol/events.ts';
import type { Status } from '../glyphs.tsx';

/** How a conjunction would be reported; notional, after the public criteria. */
export type ConjunctionSeverity = 'emergency' | 'reportable' | 'near' | 'neighbours';

export const LIMITS = {
  missKm: SCREENING_RULES.reportMissKm,
  reportedPc: SCREENING_RULES.reportPc,
  emergencyPc: SCREENING_RULES.emergencyPc,
} as const;

export function severityOf({
  tier,
  status,
}: Pick<ConjunctionAnswer, 'tier' | 'status'>): ConjunctionSeverity {
  return status === 'neighbours' ? 'neighbours' : severityOfTier(tier);
}

export function severityOfTier(tier: ConjunctionTier): ConjunctionSeverity {
  return tier === 'watch' ? 'near' : tier;
}

/** From the worst. */
export const SEVERITY_ORDER: Readonly<Record<ConjunctionSeverity, number>> = {
  emergency: 0,
  reportable: 1,
  near: 2,
  neighbours: 3,
};

export const SEVERITY_MARKS: Readonly<Record<ConjunctionSeverity, Status>> = {
  emergency: 'serious',
  reportable: 'caution',
  near: 'normal',
  neighbours: 'off',
};
