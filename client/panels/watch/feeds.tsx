import type { JSX } from 'preact';
import type { FeedInfo } from '../../../core/protocol/events.ts';
import { text } from '../../text.ts';
import { catalogInfo, serverWall } from '../../view-state.ts';
import { formatInstant, formatSpan } from '../format.ts';
import { StatusMark, type Status } from '../glyphs.tsx';

const STATUS: Readonly<Record<FeedInfo['state'], Status>> = {
  waiting: 'off',
  asking: 'standby',
  current: 'normal',
  failing: 'caution',
  off: 'off',
};

/** How the live sources stand: from whom, how old, when they are asked again, and what is wrong. */
export function Feeds(): JSX.Element | null {
  const feeds = catalogInfo.value?.feeds ?? [];
  if (feeds.length === 0) return null;
  return (
    <ul class="feeds" aria-label={text.feeds.title}>
      {feeds.map((feed) => (
        <Feed key={feed.id} feed={feed} />
      ))}
    </ul>
  );
}

function Feed({ feed }: { feed: FeedInfo }): JSX.Element {
  const { name, state, fetchedAt, nextAskAt, problem } = feed;
  const wait = nextAskAt === null ? null : nextAskAt - serverWall.value;
  return (
    <li>
      <p class="row">
        <StatusMark status={STATUS[state]} />
        <span class="grow" title={fetchedAt === null ? undefined : formatInstant(fetchedAt)}>
          {fetchedAt === null
            ? `${name}: ${text.feeds.never}`
            : text.feeds.age(name, formatSpan(serverWall.value - fetchedAt))}
        </span>
      </p>
      {problem !== null && <p class="small">{problem}</p>}
      <p class="quiet small">
        {text.feeds.state[state]}
        {wait !== null && state !== 'asking' && (
          <> · {wait > 0 ? text.feeds.next(formatSpan(wait)) : text.feeds.soon}</>
        )}
      </p>
    </li>
  );
}
