export type JsonRecord =
  | { readonly line: number; readonly text: string; readonly value: unknown }
  | { readonly line: number; readonly text: string; readonly broken: string };

/**
 * Cut a JSON array of objects (or one object, or objects one after the other) into its records.
 *
 * The cutting only follows braces and quotes, so it goes on after a record that is not valid JSON.
 *
 * @returns each record with the line (from 1) on which it starts; what stands between records is a broken record of its own
 */
export function* splitJsonRecords(text: string): Generator<JsonRecord> {
  let line = 1;
  let depth = 0;
  let start = 0;
  let startLine = 1;
  let isInString = false;
  let stray = '';
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '\n') line++;
    if (isInString) {
      if (c === '\\') i++;
      else if (c === '"' || c === '\n') isInString = false;
      continue;
    }
    if (c === '"' && depth > 0) {
      isInString = true;
    } else if (c === '{') {
      if (depth === 0) {
        if (stray !== '') yield { line, text: stray, broken: 'not a record' };
        stray = '';
        start = i;
        startLine = line;
      }
      depth++;
    } else if (c === '}' && depth > 0) {
      depth--;
      if (depth === 0) yield parseRecord(text.slice(start, i + 1), startLine);
    } else if (depth === 0 && !/[\s[\],\ufeff]/.test(c) && stray.length < 200) {
      stray += c;
    }
  }
  if (depth > 0)
    yield {
      line: startLine,
      text: text.slice(start, start + 200),
      broken: 'the file ends inside this record',
    };
  if (stray !== '') yield { line, text: stray, broken: 'not a record' };
}

function parseRecord(text: string, line: number): JsonRecord {
  try {
    return { line, text, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { line, text, broken: `not valid JSON: ${error instanceof Error ? error.message : 'unreadable'}` };
  }
}
