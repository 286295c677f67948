export type JsonRecord =
  | { readonly line: number; readonly text: string; readonly value: unknown }
  | { readonly line: number; readonly text: string; readonly broken: string };

/** What stands between two records of one line: where a string with a lost quote must have ended. */
const RECORD_BOUNDARY = /\}\s*,\s*\{\s*"\w+"\s*:/y;
const LOOSE_VALUE = /"(?:[^"\\\n]|\\.)*"|[^\s,[\]{}"]+|"/y;

/**
 * Cut a JSON array of objects (or one object, or objects one after the other) into its records.
 *
 * Only braces and quotes are followed, so reading goes on after a record that is not valid JSON. Records are flat or nest
 * values under a key; so a brace that follows no colon begins a new record, even where the last one was never closed, and
 * `},{"` inside a string ends one whose quote was lost.
 *
 * @returns each record with the line (from 1) on which it starts; loose values of the array are broken records
 */
export function* splitJsonRecords(text: string): Generator<JsonRecord> {
  let line = 1;
  let depth = 0;
  let start = 0;
  let startLine = 1;
  let isInString = false;
  let last = '';
  for (let i = text.startsWith('\ufeff') ? 1 : 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '\n') line++;
    if (isInString) {
      if (c === '\\') i++;
      else if (c === '"' || c === '\n' || (c === '}' && matchesAt(RECORD_BOUNDARY, text, i) !== null))
        isInString = false;
      if (c !== '}' || isInString) continue;
    }
    if (c === '{') {
      if (depth > 0 && last !== ':') {
        yield { line: startLine, text: text.slice(start, start + 200), broken: 'this record has no end' };
        depth = 0;
      }
      if (depth === 0) {
        start = i;
        startLine = line;
      }
      depth++;
    } else if (c === '}' && depth > 0) {
      depth--;
      if (depth === 0) yield parseRecord(text.slice(start, i + 1), startLine);
    } else if (depth > 0) {
      isInString = c === '"';
    } else if (!/[\s[\],]/.test(c)) {
      const value = matchesAt(LOOSE_VALUE, text, i) ?? c;
      yield { line, text: value, broken: 'this is a value, not a record' };
      i += value.length - 1;
    }
    if (c.trim() !== '') last = c;
  }
  if (depth > 0)
    yield {
      line: startLine,
      text: text.slice(start, start + 200),
      broken: 'the file ends inside this record',
    };
}

function matchesAt(pattern: RegExp, text: string, index: number): string | null {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0] ?? null;
}

function parseRecord(text: string, line: number): JsonRecord {
  try {
    return { line, text, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { line, text, broken: `not valid JSON: ${error instanceof Error ? error.message : 'unreadable'}` };
  }
}
