import { DESKS, type Desk } from '../../../core/operations/types.ts';
import type { LogEntryView } from '../../../core/operations/view.ts';

export type LogPart =
  | { readonly kind: 'text'; readonly words: string }
  | { readonly kind: 'desk'; readonly words: string; readonly desk: Desk }
  | { readonly kind: 'object'; readonly words: string; readonly object: number };

/** Words of an entry, with @desk and #object taken out of them; what only looks like a tag stays text. */
export function splitTags(words: string): readonly LogPart[] {
  return words
    .split(/(@[A-Z][A-Z0-9]{2}\b|#\d{1,9}\b)/)
    .filter((part) => part !== '')
    .map((part) => {
      const desk = part.startsWith('@') ? DESKS.find((name) => name === part.slice(1)) : undefined;
      if (desk) return { kind: 'desk', words: part, desk };
      return /^#\d{1,9}$/.test(part)
        ? { kind: 'object', words: part, object: Number(part.slice(1)) }
        : { kind: 'text', words: part };
    });
}

/** Catalog numbers an entry is about and does not name. */
export function unnamedObjects({ text, objects }: Pick<LogEntryView, 'text' | 'objects'>): readonly number[] {
  const named = new Set(splitTags(text).flatMap((part) => (part.kind === 'object' ? [part.object] : [])));
  return objects.filter((object) => !named.has(object));
}

export interface LogFilter {
  readonly search: string;
  readonly desk: Desk | null;
  readonly object: number | null;
}

export const NO_FILTER: LogFilter = { search: '', desk: null, object: null };

/** A tag typed into the search box filters as a click on it would: "@OSA #41702 miss". */
export function filterOf(typed: string, { desk, object }: Omit<LogFilter, 'search'>): LogFilter {
  const parts = splitTags(typed);
  return {
    search: parts
      .map((part) => (part.kind === 'text' ? part.words : ' '))
      .join('')
      .replaceAll(/\s+/g, ' ')
      .trim(),
    desk: parts.flatMap((part) => (part.kind === 'desk' ? [part.desk] : []))[0] ?? desk,
    object: parts.flatMap((part) => (part.kind === 'object' ? [part.object] : []))[0] ?? object,
  };
}

export function isFiltering({ search, desk, object }: LogFilter): boolean {
  return search !== '' || desk !== null || object !== null;
}

/** The query of GET /api/log for a filter, below an entry. */
export function logAddress({ search, desk, object }: LogFilter, before: number | null): string {
  const query = new URLSearchParams({ limit: '100' });
  if (before !== null) query.set('before', String(Math.max(1, before)));
  if (search !== '') query.set('search', search);
  if (desk !== null) query.set('desk', desk);
  if (object !== null) query.set('object', String(object));
  return `/api/log?${query}`;
}

/** The entry that corrects another, where both are at hand. */
export function correctionOf(
  entry: Pick<LogEntryView, 'correctedBy'>,
  entries: readonly LogEntryView[],
): LogEntryView | null {
  return entries.find(({ seq }) => seq === entry.correctedBy) ?? null;
}

/** Entries of two answers in one list, newest first; of one that is in both the later answer counts. */
export function mergeEntries(
  known: readonly LogEntryView[],
  more: readonly LogEntryView[],
): readonly LogEntryView[] {
  const bySeq = new Map([...known, ...more].map((entry) => [entry.seq, entry]));
  return [...bySeq.values()].toSorted((a, b) => b.seq - a.seq);
}
