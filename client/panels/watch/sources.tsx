import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { WRITE_FORMATS, type WriteFormat } from '../../../core/elements/write.ts';
import type { SourceInfo } from '../../../core/protocol/events.ts';
import type { Problem } from '../../link/server-api.ts';
import { text } from '../../text.ts';
import { announcement, catalogInfo, dialog, simulationTime } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { formatCount, formatInstant, formatSpan } from '../format.ts';
import { saveFile } from '../save-file.ts';
import { UndoButton } from '../undo-button.tsx';
import { Feeds } from './feeds.tsx';

/** What the catalogue is made of, each source with its size, its age and who brought it. */
export function Sources(): JSX.Element {
  const info = catalogInfo.value;
  const change = info?.lastChange ?? null;
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
      <Feeds />
      {change && (
        <p class="row last-change">
          <span class="grow quiet small" title={formatInstant(change.at)}>
            {text.change.last}: {text.change.words(change)}
          </span>
          {change.undoes !== null && <UndoButton change={change.undoes} />}
        </p>
      )}
      <button type="button" class="button wide" onClick={() => (dialog.value = { kind: 'load', files: [] })}>
        {text.sources.load}
      </button>
    </section>
  );
}

function Source({ source }: { source: SourceInfo }): JSX.Element {
  const age = simulationTime.value - source.newestEpoch;
  const isElements = source.kind === 'elements';
  const count = formatCount(source.sets);
  return (
    <li class={source.isOn ? undefined : 'source-off'}>
      <details>
        <summary>
          <b class="clip grow">{source.name}</b>
          {source.isNotional && <span class="tag">{text.sources.notional}</span>}
          {source.origin === 'feed' && <span class="tag">{text.sources.live}</span>}
          {!source.isOn && <span class="tag">{text.sources.off}</span>}
        </summary>
        <p class="quiet small">
          {text.sources.format(source.format)} ·{' '}
          {text.sources.loaded(source.loadedBy, formatInstant(source.loadedAt))}
        </p>
        <SourceButtons source={source} />
      </details>
      <p class="quiet" title={isElements ? formatInstant(source.newestEpoch) : undefined}>
        {isElements ? text.sources.sets(count) : `${text.sources.identities} · ${text.sources.rows(count)}`}
        {source.isOn && <> · {text.sources.inUse(formatCount(source.objectsInUse))}</>}
        {isElements && source.isOn && !Number.isNaN(age) && (
          <> · {text.sources.newest(formatSpan(age), age < 0)}</>
        )}
      </p>
    </li>
  );
}

function SourceButtons({ source }: { source: SourceInfo }): JSX.Element {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isAsking, setAsking] = useState(false);
  const { id, name, isOn, kind, origin } = source;
  const ask = async (asked: () => Promise<Problem | null>, done: string): Promise<void> => {
    if (isAsking) return;
    setAsking(true);
    const failed = await asked();
    setAsking(false);
    setProblem(failed);
    if (!failed) announcement.value = done;
  };
  return (
    <div class="source-buttons">
      <button
        type="button"
        class="button small-button"
        aria-label={text.sources.named(isOn ? text.sources.switchOff : text.sources.switchOn, name)}
        aria-disabled={isAsking}
        onClick={() => void ask(() => actions().switchSource(id, !isOn), text.sources.switched(name, !isOn))}
      >
        {isOn ? text.sources.switchOff : text.sources.switchOn}
      </button>
      {origin !== 'feed' && (
        <>
          <button
            type="button"
            class="button small-button"
            aria-label={text.sources.named(text.sources.replace, name)}
            onClick={() => (dialog.value = { kind: 'load', files: [], replaces: { id, name } })}
          >
            {text.sources.replace}
          </button>
          <button
            type="button"
            class="button small-button"
            aria-label={text.sources.named(text.sources.remove, name)}
            aria-disabled={isAsking}
            onClick={() => void ask(() => actions().removeSource(id), text.sources.removed(name))}
          >
            {text.sources.remove}
          </button>
        </>
      )}
      {isOn && kind === 'elements' && (
        <SaveLinks address={`/api/catalogs/${encodeURIComponent(id)}/file`} name={name} />
      )}
      {problem && (
        <p class="refusal" role="alert">
          {problem.title}. {problem.detail}
        </p>
      )}
    </div>
  );
}

/** Links to the same element sets in every format. */
export function SaveLinks({ address, name }: { address: string; name: string }): JSX.Element {
  return (
    <p class="small save-links">
      <span class="quiet">{text.sources.save}</span>{' '}
      {WRITE_FORMATS.map((format) => (
        <AskButton
          key={format}
          class="link"
          label={text.sources.named(format.replace('omm-', '').toUpperCase(), name)}
          ask={() => saveFile(`${address}?format=${format}`, fileName(name, format), 'text/plain')}
        >
          {format.replace('omm-', '').toUpperCase()}
        </AskButton>
      ))}
    </p>
  );
}

/** A name of a source or an object as a file name, with the ending of the format. */
function fileName(name: string, format: WriteFormat): string {
  const plain = name.replace(/\.(gz|tle|2le|3le|txt|json|csv|xml|kvn)$/i, '').replaceAll(/[^\w.-]+/g, '_');
  const ending = format === '2le' ? 'tle' : format.replace('omm-', '');
  return `${plain.slice(0, 80) || 'elements'}.${ending}`;
}
