import { MS_PER_HOUR } from '../../core/units.ts';
import type { Feed, FeedRecord } from './feed.ts';
import { type FetchLimits, politeFetch } from './polite-fetch.ts';

/**
 * CelesTrak's element sets of a group, as OMM. The data change every two hours, and who asks more often is blocked.
 *
 * Source: https://celestrak.org/NORAD/documentation/gp-data-formats.php and https://celestrak.org/usage-policy.php
 */
export function celestrakGroup(base: string, group: string, limits: FetchLimits): Feed {
  return {
    id: `celestrak-${group}`,
    name: `CelesTrak, ${group}`,
    provider: 'celestrak',
    kind: 'elements',
    minIntervalMs: 2 * MS_PER_HOUR,
    ask: askIfChanged(`${base}/NORAD/elements/gp.php?GROUP=${group}&FORMAT=json`, limits),
  };
}

/** CelesTrak's satellite catalogue, once a day. */
export function celestrakSatcat(base: string, limits: FetchLimits): Feed {
  return {
    id: 'celestrak-satcat',
    name: 'CelesTrak, satellite catalogue',
    provider: 'celestrak',
    kind: 'satellite-catalogue',
    minIntervalMs: 24 * MS_PER_HOUR,
    ask: askIfChanged(`${base}/pub/satcat.csv`, limits),
  };
}

/** A request that costs the provider little when nothing has changed. */
function askIfChanged(url: string, limits: FetchLimits): Feed['ask'] {
  return ({ etag, lastModified }: FeedRecord, signal) =>
    politeFetch({
      url,
      headers: {
        ...(etag !== null && { 'If-None-Match': etag }),
        ...(lastModified !== null && { 'If-Modified-Since': lastModified }),
      },
      signal,
      limits,
    });
}
