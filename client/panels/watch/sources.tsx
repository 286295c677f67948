import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SourceInfo } from '../../../core/protocol/events.ts';
import type { Problem } from '../../link/server-api.ts';
import { text } from '../../text.ts';
import { announcement, catalogInfo, dialog, simulationTime } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { formatCount, formatInstant, formatSpan } from '../format.ts';
import { Icon } from '../glyphs.tsx';

/** What the catalogue is made of, each source with its size and age. */
export function Sources(): JSX.Element {
  const info = catalogInfo.value;
  return (
    <section class="rail-section" aria-labelledby="sources-title">
      <h2 id="sources-title">{text.sources.title}</h2>
      {!info && <p class="skeleton">{text.sources.waiting}</p>}
      {info && info.sources.length === 0 && <p class="empty">{text.sources.none}</p>}
      <ul class="sources">
        {info?.sources.map((source) => (
          <Source key={source.id} source={source} />
        ))}
      </ul>
      <button type="button" class="button wide" onClick={() => (dialog.value = { kind: 'load', files: [] })}>
        {text.sources.load}
      </button>
    </section>
  );
}

function Source({ source }: { source: SourceInfo }): JSX.Element {
  const [problem, setProblem] = useState<Problem | null>(null);
  const age = simulationTime.value - source.newestEpoch;
  const remove = async (): Promise<void> => {
    const failed = await actions().removeSource(source.id);
    setProblem(failed);
    if (!failed) announcement.value = text.sources.removed(source.name);
  };
  return (
    <li>
      <div class="row">
        <span class="grow">
          <b class="clip">{source.name}</b>
          {source.isNotional && <span class="tag">{text.sources.notional}</span>}
        </span>
        <button
          type="button"
          class="icon-button quiet-button"
          aria-label={text.sources.remove(source.name)}
          title={text.sources.remove(source.name)}
          onClick={() => void remove()}
        >
          <Icon name="close" />
        </button>
      </div>
      <p class="quiet" title={formatInstant(source.newestEpoch)}>
        {text.sources.sets(formatCount(source.sets))}
        {!Number.isNaN(age) && <> · {text.sources.newest(formatSpan(age), age < 0)}</>}
      </p>
      {problem && (
        <p class="refusal" role="alert">
          {problem.title}. {problem.detail}
        </p>
      )}
    </li>
  );
}
