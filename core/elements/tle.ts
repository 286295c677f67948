import { AccountBook, fault, isFault, type LoadResult, type ReadOptions } from './account.ts';
import { checkRanges } from './ranges.ts';
import { checkTleLine, parseTleLines, TLE_LINE_LENGTH, tleChecksum } from './tle-line.ts';

interface Line {
  readonly number: number;
  readonly kind: '1' | '2' | 'text' | 'blank';
  readonly text: string;
  readonly indented: boolean;
}

/**
 * Read two-line and three-line element sets, with or without `0 ` before the name.
 *
 * Comment lines (#), blank lines, a byte order mark, CRLF and blanks after column 69 are taken in silence. A line that
 * belongs to no set is a reject when it is half a set, a warning when it is text. Reading goes on after every fault.
 *
 * Source: Space-Track, "Basic description of the two line element set format". Check: tests/core/elements/tle.test.ts.
 */
export function readTle(text: string, options: ReadOptions = {}): LoadResult {
  const book = new AccountBook();
  const lines = splitLines(text);
  let elementLines = 0;
  let name: Line | null = null;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const next = lines[i + 1];
    switch (line.kind) {
      case 'blank':
        break;
      case 'text':
        warnStrayName(book, name);
        name = line;
        continue;
      case '1':
        elementLines++;
        if (next?.kind === '2') {
          elementLines++;
          i++;
          readSet(book, { name, line1: line, line2: next }, options);
        } else {
          book.reject(line.number, halfSetFault(line, '1'), line.text);
        }
        break;
      case '2': {
        elementLines++;
        warnStrayName(book, name);
        const isSwapped = next?.kind === '1' && sameNumber(line, next) && lines[i + 2]?.kind !== '2';
        if (isSwapped) {
          elementLines++;
          i++;
          book.reject(line.number, fault('line-order', 'line 2 stands before line 1'), line.text);
        } else {
          book.reject(line.number, halfSetFault(line, '2'), line.text);
        }
        break;
      }
    }
    name = null;
  }
  if (elementLines === 0) return noElementData(text);
  warnStrayName(book, name);
  return book.close('tle');
}

/** The answer for a file in which there is nothing to read. */
export function noElementData(text: string): LoadResult {
  const book = new AccountBook();
  const first = text.split('\n', 50).find((line) => line.trim() !== '') ?? '';
  const what = text.trim() === '' ? 'the file is empty' : describe(first);
  book.reject(1, fault('not-element-data', `no element sets: ${what}`), first.trim());
  return book.close('unknown');
}

function describe(first: string): string {
  if (/[\0\ufffd]/.test(first)) return 'this looks like a binary file';
  if (/^\s*<(!doctype|html)/i.test(first)) return 'this is an HTML page';
  return 'no line starts an element set in a format that can be read (TLE, OMM JSON)';
}

function splitLines(text: string): Line[] {
  return text
    .replace(/^\ufeff/, '')
    .split('\n')
    .map((raw, index) => classify(raw, index + 1));
}

function classify(raw: string, number: number): Line {
  const trimmed = raw.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return { number, kind: 'blank', text: '', indented: false };
  const isElementLine = /^[12] [ 0-9A-Z][ 0-9]{0,4}/.test(trimmed);
  const kind = isElementLine ? (trimmed.startsWith('1') ? '1' : '2') : 'text';
  return { number, kind, text: trimmed, indented: kind !== 'text' && /^\s/.test(raw) };
}

function sameNumber(a: Line, b: Line): boolean {
  return a.text.slice(2, 7) === b.text.slice(2, 7);
}

function halfSetFault(line: Line, which: '1' | '2') {
  const shape = checkTleLine(line.text, which);
  return shape?.code === 'line-length'
    ? shape
    : fault('orphan-line', `line ${which} without a line ${which === '1' ? '2 after' : '1 before'} it`);
}

function warnStrayName(book: AccountBook, name: Line | null): void {
  if (name)
    book.warn(name.number, 'stray-text', `text that belongs to no element set: ${name.text.slice(0, 80)}`);
}

interface SetLines {
  readonly name: Line | null;
  readonly line1: Line;
  readonly line2: Line;
}

function readSet(book: AccountBook, { name, line1, line2 }: SetLines, options: ReadOptions): void {
  for (const [line, which] of [
    [line1, '1'],
    [line2, '2'],
  ] as const) {
    const shape = checkTleLine(line.text, which) ?? checksumFault(line, which, options);
    if (shape) return book.reject(line.number, shape, line.text);
  }
  const set = parseTleLines(nameOf(name), line1.text, line2.text);
  const wrong = isFault(set) ? set : checkRanges(set);
  if (isFault(set) || wrong) {
    const culprit = wrong?.reason.startsWith('line 2') ? line2 : line1;
    if (wrong) book.reject(culprit.number, wrong, culprit.text);
    return;
  }
  for (const [line, which] of [
    [line1, '1'],
    [line2, '2'],
  ] as const)
    warnAbout(book, line, which);
  book.accept(set);
}

function nameOf(line: Line | null): string {
  return line ? line.text.replace(/^0 +/, '').trim() : '';
}

function checksumFault(line: Line, which: '1' | '2', options: ReadOptions) {
  if (options.lenient || line.text.length < TLE_LINE_LENGTH) return null;
  const wrong = wrongChecksum(line, which);
  return wrong === null ? null : fault('checksum', wrong);
}

function wrongChecksum(line: Line, which: '1' | '2'): string | null {
  const found = line.text.charAt(TLE_LINE_LENGTH - 1);
  const expected = tleChecksum(line.text);
  return found === String(expected) ? null : `line ${which}: checksum is ${found}, should be ${expected}`;
}

function warnAbout(book: AccountBook, line: Line, which: '1' | '2'): void {
  if (line.indented) book.warn(line.number, 'indented', `line ${which} is indented`);
  if (line.text.length < TLE_LINE_LENGTH) {
    book.warn(line.number, 'no-checksum', `line ${which} has no checksum`);
    return;
  }
  const wrong = wrongChecksum(line, which);
  if (wrong !== null) book.warn(line.number, 'checksum', wrong);
  if (line.text.length > TLE_LINE_LENGTH) {
    book.warn(
      line.number,
      'trailing-text',
      `line ${which} goes on after column ${TLE_LINE_LENGTH}; the rest is ignored`,
    );
  }
}
