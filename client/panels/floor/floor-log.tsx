import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { FloorView, LogEntryView } from '../../../core/operations/view.ts';
import type { Answer } from '../../../core/protocol/events.ts';
import { text } from '../../text.ts';
import { announcement, seat } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { deskOfPerson } from '../desk-of-seat.ts';
import { formatDate, formatZulu } from '../format.ts';
import { Icon } from '../glyphs.tsx';
import { saveFile } from '../save-file.ts';
import { WithReason } from '../with-reason.tsx';
import { showOnGlobe } from './chosen.ts';
import { correctionOf, filterOf, type LogFilter, NO_FILTER, splitTags, unnamedObjects } from './log-words.ts';
import { lookBackTo } from './look-back.tsx';
import { whyReadOnly } from './read-only.ts';
import { type LogList, useLog } from './use-log.ts';

/** What is typed, and the tags chosen by a click. */
const typed = signal('');
const tags = signal<Omit<LogFilter, 'search'>>(NO_FILTER);

/** The log: what was said and done, newest first, never changed. */
export function FloorLog({ view }: { view: FloorView }): JSX.Element {
  const filter = filterOf(typed.value, tags.value);
  const list = useLog(view, filter);
  const isChief = seat.value !== null && view.desks[0]?.holder.id === seat.value;
  const canCorrect = (entry: LogEntryView): boolean =>
    whyReadOnly(view) === null && seat.value !== null && (entry.author === seat.value || isChief);
  return (
    <section class="panel log" aria-labelledby="log-title">
      <div class="panel-head">
        <h3 id="log-title">{text.log.title}</h3>
        <span class="quiet grow">{text.log.note}</span>
        <span class="quiet">{text.log.upTo(view.seq)}</span>
      </div>
      <LogField view={view} />
      <LogSearch filter={filter} list={list} />
      {list.withheld > 0 && <p class="withheld-hatch">{text.log.withheld(list.withheld)}</p>}
      {list.entries.length === 0 && !list.isFound && <p class="empty">{text.log.empty}</p>}
      <ol class="log-entries" reversed tabIndex={0} aria-labelledby="log-title">
        {list.entries.map((entry, index) => (
          <LogLine
            key={entry.seq}
            entry={entry}
            day={dayLabel(list.entries, index)}
            correction={correctionOf(entry, list.entries)}
            canCorrect={canCorrect(entry)}
          />
        ))}
      </ol>
      {list.entries.length > 0 && !list.isAtEnd && (
        <button
          type="button"
          class="button older"
          aria-disabled={list.state === 'asking' ? 'true' : undefined}
          onClick={() => list.state !== 'asking' && list.loadOlder()}
        >
          {text.log.older}
        </button>
      )}
      {list.state === 'failed' && !list.isFound && (
        <p class="refusal" role="alert">
          {text.log.failed}
        </p>
      )}
    </section>
  );
}

function LogSearch({ filter, list }: { filter: LogFilter; list: LogList }): JSX.Element {
  const clear = (): void => {
    typed.value = '';
    tags.value = NO_FILTER;
  };
  return (
    <div class="log-tools" role="search" aria-label={text.log.searchLabel}>
      <input
        type="search"
        aria-label={text.log.search}
        placeholder={text.log.search}
        maxLength={200}
        value={typed.value}
        onInput={(event) => (typed.value = event.currentTarget.value)}
      />
      <AskButton class="small-button" ask={saveLog} done={text.log.exported}>
        {text.log.export}
      </AskButton>
      {list.isFound && (
        <p class="row wrap found">
          {filter.desk !== null && (
            <FilterChip words={text.log.filterDesk(filter.desk)} remove={() => dropTag('desk')} />
          )}
          {filter.object !== null && (
            <FilterChip words={text.log.filterObject(filter.object)} remove={() => dropTag('object')} />
          )}
          <span class={list.state === 'failed' ? 'refusal grow' : 'quiet grow'} role="status">
            {foundWords(list)}
          </span>
          <button type="button" class="link" onClick={clear}>
            {text.log.clearSearch}
          </button>
        </p>
      )}
    </div>
  );
}

function foundWords({ state, entries, isAtEnd }: LogList): string {
  if (state === 'failed') return text.log.searchFailed;
  if (entries.length === 0) return state === 'answered' ? text.log.foundNone : text.log.searching;
  return isAtEnd ? text.log.found(entries.length) : text.log.foundMore(entries.length);
}

/** Take a tag out, also where it was typed. */
function dropTag(kind: 'desk' | 'object'): void {
  tags.value = { ...tags.value, [kind]: null };
  typed.value = splitTags(typed.value)
    .filter((part) => part.kind !== kind)
    .map(({ words }) => words)
    .join('');
}

function FilterChip({ words, remove }: { words: string; remove: () => void }): JSX.Element {
  return (
    <button
      type="button"
      class="button small-button"
      aria-label={text.log.removeFilter(words)}
      onClick={remove}
    >
      {words} <Icon name="close" />
    </button>
  );
}

/** The date where it changes from one entry to the next. */
function dayLabel(entries: readonly LogEntryView[], index: number): string | null {
  const day = formatDate(entries[index]!.at);
  const before = entries[index - 1];
  return before && formatDate(before.at) === day ? null : day;
}

/** The whole log this viewer may read, as a file. */
function saveLog(): Promise<Answer> {
  return saveFile('/api/log.csv', 'watchfloor-log.csv', 'text/csv');
}

interface LogLineProps {
  readonly entry: LogEntryView;
  readonly day: string | null;
  readonly correction: LogEntryView | null;
  readonly canCorrect: boolean;
}

function LogLine({ entry, day, correction, canCorrect }: LogLineProps): JSX.Element {
  const kinds = [
    'log-entry',
    entry.author === 'system' ? 'system' : '',
    entry.corrects === null ? '' : 'correction',
    entry.isAlert ? 'alert' : '',
  ];
  const clock = formatZulu(entry.at);
  const about = unnamedObjects(entry);
  return (
    <li class={kinds.filter(Boolean).join(' ')}>
      {day && <span class="log-day">{day}</span>}
      <p class="row">
        <button
          type="button"
          class="time-link"
          title={text.log.reviewHere(clock)}
          aria-label={text.log.reviewHere(clock)}
          onClick={() => lookBackTo(entry.at)}
        >
          {clock}
        </button>
        {entry.desk && <span class="desk-tag">{entry.desk}</span>}
        <span class="quiet grow clip">{entry.authorName}</span>
        <span class="quiet mono" title={text.log.entry(entry.seq)}>
          {entry.seq}
        </span>
      </p>
      <p>
        {entry.corrects !== null && <b>{text.log.corrects(entry.corrects)} </b>}
        {entry.correctedBy === null ? (
          <Tagged words={entry.text} />
        ) : (
          <>
            <span class="hidden-text">{text.log.struck} </span>
            <s>
              <Tagged words={entry.text} />
            </s>
          </>
        )}
        {about.length > 0 && (
          <span class="quiet">
            {' '}
            {text.log.about}{' '}
            {about.map((object) => (
              <span key={object}>
                <ObjectTag object={object}>#{object}</ObjectTag>{' '}
              </span>
            ))}
          </span>
        )}
      </p>
      {entry.correctedBy !== null && (
        <p class="corrected-by">{text.log.correctedBy(entry.correctedBy, correction?.text ?? null)}</p>
      )}
      {canCorrect && entry.correctedBy === null && (
        <WithReason
          class="correct"
          words={text.log.correct}
          label={text.log.correctLabel}
          ask={(words) => actions().floor({ type: 'correct-log-entry', entry: entry.seq, text: words })}
        />
      )}
    </li>
  );
}

/** Words with their tags: @desk narrows the log, #object is selected on the globe. */
function Tagged({ words }: { words: string }): JSX.Element {
  return (
    <>
      {splitTags(words).map((part, i) => {
        if (part.kind === 'text') return part.words;
        if (part.kind === 'object') {
          return (
            <ObjectTag key={`${part.words}-${i}`} object={part.object}>
              {part.words}
            </ObjectTag>
          );
        }
        return (
          <button
            key={`${part.words}-${i}`}
            type="button"
            class="tag-link"
            title={text.log.onlyDesk(part.desk)}
            onClick={() => {
              tags.value = { ...tags.value, desk: part.desk };
              announcement.value = text.log.onlyDesk(part.desk);
            }}
          >
            {part.words}
          </button>
        );
      })}
    </>
  );
}

function ObjectTag({ object, children }: { object: number; children: ComponentChildren }): JSX.Element {
  return (
    <button
      type="button"
      class="tag-link"
      title={text.log.toGlobe(object)}
      onClick={() => showOnGlobe(object)}
    >
      {children}
    </button>
  );
}

/** Write in the log as the person whose seat this is; a draft stays until the server has taken it. */
function LogField({ view }: { view: FloorView }): JSX.Element {
  const [draft, setDraft] = useState('');
  const desk = deskOfPerson(view, seat.value)?.desk ?? null;
  const cannot = whyReadOnly(view) ?? (desk === null ? text.log.needsSeat : null);
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
        placeholder={cannot ?? text.log.writeAs(desk ?? '')}
        disabled={cannot !== null}
        value={draft}
        onInput={(event) => setDraft(event.currentTarget.value)}
      />
      <AskButton
        class="icon-button"
        ask={write}
        blocked={cannot ?? (draft.trim() === '' ? text.log.missing : null)}
        label={text.log.write}
        done={text.log.written}
      >
        <Icon name="arrow" />
      </AskButton>
    </form>
  );
}
