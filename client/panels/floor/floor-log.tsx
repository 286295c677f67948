import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { FloorView } from '../../../core/operations/view.ts';
import type { Answer } from '../../../core/protocol/events.ts';
import type { NamedLogEntry } from '../../link/server-api.ts';
import { text } from '../../text.ts';
import { MS_PER_MINUTE } from '../../../core/units.ts';
import { screen, seat, selected } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { deskOfPerson } from '../desk-of-seat.ts';
import { lookBackTo } from './look-back.tsx';
import { WithReason } from '../with-reason.tsx';
import { formatDate, formatZulu } from '../format.ts';
import { Icon } from '../glyphs.tsx';

/** The log: what was said and done, newest first, never changed. */
export function FloorLog({ view }: { view: FloorView }): JSX.Element {
  const [older, setOlder] = useState<readonly NamedLogEntry[]>([]);
  const [isAtEnd, setAtEnd] = useState(false);
  const [failed, setFailed] = useState(false);
  const [search, setSearch] = useState('');
  const found = useFound(search, view.seq);
  useEffect(() => {
    setOlder([]);
    setAtEnd(false);
  }, [view.exercise.id, view.mode]);
  const lowest = view.log.at(-1)?.seq ?? 0;
  const entries = found ?? [...view.log, ...older.filter((entry) => entry.seq < lowest)];
  const loadOlder = async (): Promise<void> => {
    const more = await actions().fetchLog(entries.at(-1)?.seq ?? 0);
    setFailed(more === null);
    if (more === null) return;
    setOlder([...older, ...more]);
    if (more.length === 0) setAtEnd(true);
  };
  return (
    <section class="panel log" aria-labelledby="log-title">
      <div class="panel-head">
        <h3 id="log-title">{text.log.title}</h3>
        <span class="quiet grow">{text.log.note}</span>
        <span class="quiet">{text.log.upTo(view.seq)}</span>
      </div>
      <LogField view={view} />
      <div class="row log-tools">
        <input
          type="search"
          class="grow"
          aria-label={text.log.search}
          placeholder={text.log.search}
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
        <button
          type="button"
          class="button small-button"
          onClick={() => lookBackTo(view.at - 10 * MS_PER_MINUTE)}
        >
          {text.lookBack.lookBack}
        </button>
        <button type="button" class="button small-button" onClick={() => void saveLog()}>
          {text.log.export}
        </button>
      </div>
      {view.withheld.log > 0 && <p class="withheld-note">{text.log.withheld(view.withheld.log)}</p>}
      {entries.length === 0 && <p class="empty">{text.log.empty}</p>}
      <ol class="log-entries" reversed tabIndex={0} aria-labelledby="log-title">
        {entries.map((entry, index) => (
          <LogLine
            key={entry.seq}
            entry={entry}
            day={dayLabel(entries, index)}
            view={view}
            onTag={setSearch}
          />
        ))}
      </ol>
      {found === null && entries.length > 0 && !isAtEnd && (
        <button type="button" class="button older" onClick={() => void loadOlder()}>
          {text.log.older}
        </button>
      )}
      {failed && (
        <p class="refusal" role="alert">
          {text.log.failed}
        </p>
      )}
    </section>
  );
}

/** The date where it changes from one entry to the next. */
function dayLabel(entries: readonly NamedLogEntry[], index: number): string | null {
  const day = formatDate(entries[index]!.at);
  const before = entries[index - 1];
  return before && formatDate(before.at) === day ? null : day;
}

/** Entries that contain the words searched for; null while nothing is searched for. */
function useFound(search: string, seq: number): readonly NamedLogEntry[] | null {
  const [found, setFound] = useState<readonly NamedLogEntry[] | null>(null);
  const wanted = search.trim();
  useEffect(() => {
    if (wanted === '') {
      setFound(null);
      return;
    }
    let isOver = false;
    const timer = setTimeout(() => {
      void actions()
        .fetchLog(1_000_000_000, wanted)
        .then((entries) => {
          if (!isOver) setFound(entries ?? []);
        });
    }, 250);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [wanted, seq]);
  return wanted === '' ? null : (found ?? []);
}

/** The whole log this viewer may read, as a file. */
async function saveLog(): Promise<void> {
  const csv = await actions().getText('/api/log.csv');
  if (csv === null) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
  link.download = 'watchfloor-log.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}

interface LogLineProps {
  readonly entry: NamedLogEntry;
  readonly day: string | null;
  readonly view: FloorView;
  readonly onTag: (tag: string) => void;
}

function LogLine({ entry, day, view, onTag }: LogLineProps): JSX.Element {
  const isSystem = entry.author === 'system';
  const isChief = view.desks[0]?.holder.id === seat.value;
  const canCorrect =
    view.mode === 'active' && seat.value !== null && (entry.author === seat.value || isChief);
  const kind = [
    'log-entry',
    isSystem ? 'system' : '',
    entry.corrects === null ? '' : 'correction',
    entry.isAlert ? 'alert' : '',
  ].join(' ');
  return (
    <li class={kind}>
      {day && <span class="log-day">{day}</span>}
      <p class="row">
        <button
          type="button"
          class="time-link"
          title={text.log.reviewHere(formatZulu(entry.at))}
          onClick={() => lookBackTo(entry.at)}
        >
          {formatZulu(entry.at)}
        </button>
        {entry.desk && <span class="desk-tag">{entry.desk}</span>}
        <span class="quiet grow clip">{entry.authorName}</span>
        <span class="quiet mono">{entry.seq}</span>
      </p>
      <p class={entry.correctedBy === null ? '' : 'struck'}>
        {entry.corrects !== null && <b>{text.log.corrects(entry.corrects)} </b>}
        <Tagged words={entry.text} onTag={onTag} />
      </p>
      {entry.correctedBy !== null && <p class="quiet">{text.log.correctedBy(entry.correctedBy)}</p>}
      {canCorrect && entry.correctedBy === null && (
        <WithReason
          words={text.log.correct}
          label={text.log.correctLabel}
          ask={(words) => actions().floor({ type: 'correct-log-entry', entry: entry.seq, text: words })}
        />
      )}
    </li>
  );
}

/** Words with their tags: @desk is searched for, #object is selected on the globe. */
function Tagged({ words, onTag }: { words: string; onTag: (tag: string) => void }): JSX.Element {
  return (
    <>
      {words.split(/(@[A-Z]{3}|@[A-Z]{2}\d|#\d{1,9})/).map((part, i) => {
        if (i % 2 === 0) return part;
        const object = part.startsWith('#') ? Number(part.slice(1)) : null;
        return (
          <button
            key={`${part}-${i}`}
            type="button"
            class="tag-link"
            onClick={() => {
              if (object === null) return onTag(part);
              selected.value = object;
              screen.value = 'watch';
              location.hash = 'watch';
            }}
          >
            {part}
          </button>
        );
      })}
    </>
  );
}

/** Write in the log as the person whose seat this is; a draft stays until the server has taken it. */
function LogField({ view }: { view: FloorView }): JSX.Element {
  const [draft, setDraft] = useState('');
  const desk = deskOfPerson(view, seat.value)?.desk ?? null;
  const blocked =
    view.mode !== 'active'
      ? text.floor.readOnly
      : desk === null
        ? text.log.needsSeat
        : draft.trim() === ''
          ? text.log.missing
          : null;
  const write = async (): Promise<Answer> => {
    const answer = await actions().floor({ type: 'add-log-entry', text: draft.trim() });
    if (answer.ok) setDraft('');
    return answer;
  };
  return (
    <form
      class="log-field"
      onSubmit={(event) => {
        event.preventDefault();
        event.currentTarget.querySelector('button')?.click();
      }}
    >
      <input
        id="log-entry"
        type="text"
        maxLength={2000}
        aria-label={text.log.field}
        aria-keyshortcuts="N"
        placeholder={desk === null ? text.log.needsSeat : text.log.writeAs(desk)}
        disabled={desk === null || view.mode !== 'active'}
        value={draft}
        onInput={(event) => setDraft(event.currentTarget.value)}
      />
      <AskButton
        class="icon-button"
        ask={write}
        blocked={blocked}
        label={text.log.write}
        done={text.log.written}
      >
        <Icon name="arrow" />
      </AskButton>
    </form>
  );
}
