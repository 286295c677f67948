import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { FloorView } from '../../../core/operations/view.ts';
import type { Answer } from '../../../core/protocol/events.ts';
import type { NamedLogEntry } from '../../link/server-api.ts';
import { text } from '../../text.ts';
import { seat } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { deskOfPerson } from '../desk-of-seat.ts';
import { formatDate, formatZulu } from '../format.ts';
import { Icon } from '../glyphs.tsx';

/** The log: what was said and done, newest first, never changed. */
export function FloorLog({ view }: { view: FloorView }): JSX.Element {
  const [older, setOlder] = useState<readonly NamedLogEntry[]>([]);
  const [isAtEnd, setAtEnd] = useState(false);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    setOlder([]);
    setAtEnd(false);
  }, [view.exercise.id, view.mode]);
  const lowest = view.log.at(-1)?.seq ?? 0;
  const entries = [...view.log, ...older.filter((entry) => entry.seq < lowest)];
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
      {entries.length === 0 && <p class="empty">{text.log.empty}</p>}
      <ol class="log-entries" reversed tabIndex={0} aria-labelledby="log-title">
        {entries.map((entry, index) => (
          <LogLine key={entry.seq} entry={entry} day={dayLabel(entries, index)} />
        ))}
      </ol>
      {entries.length > 0 && !isAtEnd && (
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

function LogLine({ entry, day }: { entry: NamedLogEntry; day: string | null }): JSX.Element {
  const isSystem = entry.author === 'system';
  return (
    <li class={isSystem ? 'log-entry system' : 'log-entry'}>
      {day && <span class="log-day">{day}</span>}
      <p class="row">
        <b>{formatZulu(entry.at)}</b>
        {entry.desk && <span class="desk-tag">{entry.desk}</span>}
        <span class="quiet grow clip">{entry.authorName}</span>
        <span class="quiet mono">{entry.seq}</span>
      </p>
      <p>{entry.text}</p>
    </li>
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
