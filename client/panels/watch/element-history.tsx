import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { HistoryAnswer } from '../../../core/protocol/events.ts';
import { fetchHistory } from '../../link/server-api.ts';
import { text } from '../../text.ts';
import { elementsChanged } from '../../view-state.ts';
import { formatCount, formatKilometers } from '../format.ts';
import { SaveLinks } from './sources.tsx';

interface HistoryProps {
  readonly catalogNumber: number;
  /** Asked again when it changes. */
  readonly revision: number;
}

/** The element sets there are of an object, newest first, with how far each lies from where the one before put it. */
export function ElementHistory({ catalogNumber, revision }: HistoryProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const [answer, setAnswer] = useState<HistoryAnswer | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const change = elementsChanged.value;
  useEffect(() => {
    if (!isOpen) return undefined;
    const request = new AbortController();
    void fetchHistory(catalogNumber, request.signal).then((history) => {
      if (request.signal.aborted) return;
      setAnswer(history);
      setFailed(history === null);
    });
    return () => request.abort();
  }, [isOpen, catalogNumber, revision, change]);
  const isOfThis = answer?.catalogNumber === catalogNumber;
  return (
    <section class="panel-section">
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <h3>{answer && isOfThis ? text.history.title(formatCount(answer.total)) : text.history.open}</h3>
        </summary>
        {hasFailed && <p class="empty">{text.history.failed}</p>}
        {answer && isOfThis && <Sets answer={answer} />}
        <SaveLinks address={`/api/objects/${catalogNumber}/elements`} />
      </details>
    </section>
  );
}

function Sets({ answer }: { answer: HistoryAnswer }): JSX.Element {
  return (
    <>
      <ol class="element-history">
        {answer.sets.map(({ epoch, source, isInUse, separationKm }, i) => (
          <li key={`${epoch}-${i}`} class={isInUse ? 'in-use' : undefined}>
            <p class="row">
              <span class="grow">{`${epoch.slice(0, 10)} ${epoch.slice(11, 19)}Z`}</span>
              {isInUse && <span class="tag">{text.history.inUse}</span>}
            </p>
            <p class="quiet small clip">
              {source}
              {separationKm !== null && <> · {text.history.drift(formatKilometers(separationKm))}</>}
            </p>
          </li>
        ))}
      </ol>
      {answer.total > answer.sets.length && (
        <p class="quiet small">{text.history.more(formatCount(answer.total - answer.sets.length))}</p>
      )}
    </>
  );
}
