import type { FloorFact } from '../../core/operations/events.ts';
import { COALITION } from '../../core/operations/release.ts';
import type { FloorState } from '../../core/operations/state.ts';
import { openItem } from '../../core/operations/workload.ts';
import type { FeedInfo } from '../../core/protocol/events.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, type UtcMs } from '../../core/units.ts';

const TYPE = 'DATA_SOURCE';

/**
 * What the floor should hear of the live sources: one that has begun to fail becomes an item of the duty technician, one that
 * answers again resolves it. A failure that is on the floor already is not told twice.
 */
export function factsOfFeeds(state: FloorState, feeds: readonly FeedInfo[], at: UtcMs): readonly FloorFact[] {
  return feeds.flatMap((feed): FloorFact[] => {
    const open = Object.values(state.items).find(
      ({ id, type }) => type === TYPE && id.startsWith(`SOURCE-${feed.id}-`),
    );
    if (feed.state === 'failing') return open ? [] : [failure(feed, at)];
    if (!open || (feed.state !== 'current' && feed.state !== 'off')) return [];
    const outcome = feed.state === 'current' ? `${feed.name} answers again` : `${feed.name} was switched off`;
    return [{ type: 'ItemResolved', item: open.id, outcome }];
  });
}

function failure({ id, name, problem, fetchedAt }: FeedInfo, at: UtcMs): FloorFact {
  const reason = problem ?? 'no answer';
  const last = fetchedAt === null ? 'never in this store' : formatIsoUtc(fetchedAt, 0);
  const words = [
    ['Problem', reason],
    ['Last whole data', last],
  ] as const;
  const item = openItem({
    id: `SOURCE-${id}-${Math.floor(at / 1000)
      .toString(36)
      .toUpperCase()}`,
    type: TYPE,
    source: 'computed',
    summary: `Data source fails: ${name}`,
    objects: [],
    severity: 1,
    desk: 'SDT',
    createdAt: at,
    acknowledgeBy: at + 60 * MS_PER_MINUTE,
    resolveBy: at + 24 * MS_PER_HOUR,
    nextActionAt: null,
    criticalAt: null,
    actions: [],
    contingency: 'If it stays silent for a day, load an element-set file by hand.',
    facts: words.map(([label, value], i) => ({
      id: `f${i + 1}`,
      label,
      value,
      isCritical: i === 0,
      asOf: at,
      release: COALITION,
    })),
    release: COALITION,
    effortMs: 15 * MS_PER_MINUTE,
    waitMs: 0,
    acknowledgeAfterMs: 3 * MS_PER_MINUTE,
  });
  return { type: 'SourceFailed', source: name, problem: reason, follows: [{ type: 'ItemCreated', item }] };
}
