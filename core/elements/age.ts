import { MS_PER_DAY, type UtcMs } from '../units.ts';
import type { Regime } from './regime.ts';

/** How much an element set can still be trusted, by its age. */
export const AGE_CLASSES = ['fresh', 'ageing', 'stale', 'lost'] as const;
export type AgeClass = (typeof AGE_CLASSES)[number];

/** From how many days on a set is no longer fresh, is stale, and its object counts as lost. */
export interface AgeLimits {
  readonly ageing: number;
  readonly stale: number;
  readonly lost: number;
}

export type RegimeAgeLimits = Readonly<Record<Regime, AgeLimits>>;

/**
 * Limits where nobody set others: a warning after three days in low orbit and seven elsewhere, lost after thirty.
 *
 * Notional; after the general practice of catalogue maintenance, where drag makes low orbits age first.
 */
export const DEFAULT_AGE_LIMITS: RegimeAgeLimits = {
  low: { ageing: 3, stale: 7, lost: 30 },
  medium: { ageing: 7, stale: 14, lost: 30 },
  geosynchronous: { ageing: 7, stale: 14, lost: 30 },
  eccentric: { ageing: 5, stale: 10, lost: 30 },
  other: { ageing: 5, stale: 10, lost: 30 },
};

/** Judge an element set at an instant; a set from after it ages backwards just the same. */
export function ageClassOf(epoch: UtcMs, time: UtcMs, limits: AgeLimits): AgeClass {
  const days = Math.abs(time - epoch) / MS_PER_DAY;
  if (days >= limits.lost) return 'lost';
  if (days >= limits.stale) return 'stale';
  return days >= limits.ageing ? 'ageing' : 'fresh';
}

/** Farther from its epoch than this nothing that is computed from a set means anything, whatever SGP4 answers. */
export const ELEMENT_LIFE_DAYS = 90;

/**
 * Why nothing can be said of a window: every element set is too far from it.
 *
 * @returns null where one of them holds
 */
export function outsideLife(
  epochs: Iterable<UtcMs>,
  { start, end }: { readonly start: UtcMs; readonly end: UtcMs },
): string | null {
  let nearest = Number.POSITIVE_INFINITY;
  for (const epoch of epochs) nearest = Math.min(nearest, Math.max(start - epoch, epoch - end, 0));
  if (nearest <= ELEMENT_LIFE_DAYS * MS_PER_DAY) return null;
  const days = Number.isFinite(nearest) ? `, the nearest one ${Math.round(nearest / MS_PER_DAY)} days` : '';
  return `every element set is more than ${ELEMENT_LIFE_DAYS} days from the window${days}`;
}
