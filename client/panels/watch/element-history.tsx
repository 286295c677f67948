import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { HistoryAnswer, HistoryEntry } from '../../../core/protocol/events.ts';
import { parseIsoUtc } from '../../../core/time/calendar.ts';
import type { UtcMs } from '../../../core/units.ts';
import type { Catalog } from '../../link/catalog.ts';
import { text } from '../../text.ts';
import { elementsChanged } from '../../view-state.ts';
import { formatCount, formatKilometers, formatNumber } from '../format.ts';
import { sourceOf } from '../object-facts.ts';
import { actions } from '../actions.ts';
import { SaveLinks } from './sources.tsx';

interface HistoryProps {
  readonly catalog: Catalog;
  readonly index: number;
}

/** The element sets there are of an object, newest first, with how far each lies from where the one before put it. */
export function ElementHistory({ catalog, index }: HistoryProps): JSX.Element {
  const catalogNumber = catalog.catalogNumbers[index]!;
  const { revision } = catalog;
  const [isOpen, setOpen] = useState(false);
  const [answer, setAnswer] = useState<HistoryAnswer | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const isOfThis = answer?.catalogNumber === catalogNumber;
  // Read so that the mark follows the clock.
  void elementsChanged.value;
  const used = { epoch: catalog.epochs[index]!, source: sourceOf(catalog, index) };
  // The list is around the set in use: asked again when the clock has left it.
  const wanted = useRef(used.epoch);
  if (!isOfThis || !answer.sets.some((entry) => isSame(entry, used))) wanted.current = used.epoch;
  useEffect(() => {
    if (!isOpen) return undefined;
    const request = new AbortController();
    void actions()
      .historyOf(catalogNumber, request.signal)
      .then((history) => {
        if (request.signal.aborted) return;
        setAnswer(history);
        setFailed(history === null);
      });
    return () => request.abort();
  }, [isOpen, catalogNumber, revision, wanted.current]);
  return (
    <section class="panel-section">
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <h3>{answer && isOfThis ? text.history.title(formatCount(answer.total)) : text.history.open}</h3>
        </summary>
        {hasFailed && <p class="empty">{text.history.failed}</p>}
        {answer && isOfThis && <Sets answer={answer} used={used} />}
        <SaveLinks address={`/api/objects/${catalogNumber}/elements`} name={formatNumber(catalogNumber)} />
      </details>
    </section>
  );
}

interface Used {
  readonly epoch: UtcMs;
  readonly source: string;
}

function Sets({ answer, used }: { answer: HistoryAnswer; used: Used }): JSX.Element {
  return (
    <>
      {answer.newer > 0 && <p class="quiet small">{text.history.newer(formatCount(answer.newer))}</p>}
      <ol class="element-history">
        {answer.sets.map((entry, i) => (
          <Entry key={`${entry.epoch}-${i}`} entry={entry} isInUse={isSame(entry, used)} />
        ))}
      </ol>
      {answer.older > 0 && <p class="quiet small">{text.history.older(formatCount(answer.older))}</p>}
    </>
  );
}

function Entry({ entry, isInUse }: { entry: HistoryEntry; isInUse: boolean }): JSX.Element {
  const { epoch, source, separationKm } = entry;
  return (
    <li class={isInUse ? 'in-use' : undefined}>
      <p class="row">
        <span class="grow">{`${epoch.slice(0, 10)} ${epoch.slice(11, 19)}Z`}</span>
        {isInUse && <span class="tag">{text.history.inUse}</span>}
      </p>
      <p class="quiet small clip">
        {source}
        {separationKm !== null && <> · {text.history.drift(formatKilometers(separationKm))}</>}
      </p>
    </li>
  );
}

/** The answer gives epochs to the microsecond. */
function isSame({ epoch, source }: HistoryEntry, used: Used): boolean {
  return source === used.source && Math.abs((parseIsoUtc(epoch) ?? Number.NaN) - used.epoch) < 0.01;
}
