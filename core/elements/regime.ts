/** Kinds of orbit, in the order in which the wire numbers them. */
export const REGIMES = ['low', 'medium', 'geosynchronous', 'eccentric', 'other'] as const;
export type Regime = (typeof REGIMES)[number];

const MINUTES_PER_DAY = 1440;

/**
 * Tell the regime of an orbit from its mean elements.
 *
 * Low: more than 11.25 rev/day, e < 0.25. Medium: period of 600–800 min, e < 0.25. Geosynchronous: 0.99–1.01 rev/day,
 * e < 0.01. Eccentric: e > 0.25. Other: the rest.
 *
 * Source: the classes of Space-Track's "Recent GP" queries. Check: tests/core/elements/regime.test.ts.
 */
export function regimeOf(set: {
  readonly meanMotionRevPerDay: number;
  readonly eccentricity: number;
}): Regime {
  const { meanMotionRevPerDay: n, eccentricity: e } = set;
  const period = MINUTES_PER_DAY / n;
  if (e > 0.25) return 'eccentric';
  if (n > 11.25 && e < 0.25) return 'low';
  if (period >= 600 && period <= 800 && e < 0.25) return 'medium';
  if (n >= 0.99 && n <= 1.01 && e < 0.01) return 'geosynchronous';
  return 'other';
}
