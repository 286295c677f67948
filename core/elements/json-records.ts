export type JsonRecord =
  | { readonly line: number; readonly text: string; readonly value: unknown }
  | { readonly line: number; readonly text: string; readonly broken: string };

/** What stands between two records of one line: where a string with a lost quote must have ended. */
const RECORD_BOUNDARY = /\}\s{0,64}?,\s{0,64}?\{\s{0,64}?"\w{1,64}?"\s{0,8}?:/y;
const LOOSE_VALUE = /"(?:[^"\\\n]|\\.){0,200}"|[^\s,[\]{}"]{1,200}|"/y;
/** How far ahead the two patterns may look. */
const LOOK_AHEAD = 420;
/** The longest record that is read, in characters. */
const RECORD_LIMIT = 1_000_000;

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const NEWLINE = 10;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const SPACE = 32;
const BYTE_ORDER_MARK = 0xfeff;

/**
 * Cuts a JSON array of objects (or one object, or objects one after the other) that comes in pieces into its records.
 *
 * Only braces and quotes are followed, so reading goes on after a record that is not valid JSON. Records are flat or nest
 * values under a key; so a brace that follows no colon begins a new record, even where the last one was never closed, and
 * `},{"` inside a string ends one whose quote was lost. Each record comes with the line (from 1) on which it starts;
 * loose values of the array are broken records. No more than one record is held.
 */
export class JsonRecordCutter {
  private readonly take: (record: JsonRecord) => void;
  private text = '';
  /** Next character to look at. */
  private at = 0;
  private line = 1;
  private depth = 0;
  private start = 0;
  private startLine = 1;
  private isInString = false;
  /** The last character that was no blank. */
  private last = 0;
  /** A record was too long: what follows belongs to it, up to the next brace. */
  private isSkipping = false;

  constructor(take: (record: JsonRecord) => void) {
    this.take = take;
  }

  push(text: string): void {
    const kept = this.depth > 0 ? this.start : this.at;
    this.text = this.text.slice(kept) + text;
    this.at -= kept;
    this.start -= kept;
    this.scan(this.text.length - LOOK_AHEAD);
  }

  end(): void {
    this.scan(this.text.length);
    if (this.depth > 0) this.takeBroken('the file ends inside this record');
    this.depth = 0;
  }

  private scan(limit: number): void {
    const { text } = this;
    while (this.at < limit) {
      const c = text.charCodeAt(this.at);
      if (c === NEWLINE) this.line++;
      if (!this.isInString || this.leaveString(c)) this.step(c);
      if (c > SPACE) this.last = c;
      this.at++;
      if (this.depth > 0 && this.at - this.start > RECORD_LIMIT) this.giveUp();
    }
  }

  /** Follow a string. @returns whether the character ends a record although the string never ended */
  private leaveString(c: number): boolean {
    if (c === BACKSLASH) {
      if (this.text.charCodeAt(this.at + 1) === NEWLINE) this.line++;
      this.at++;
      return false;
    }
    const isLostQuote = c === CLOSE_BRACE && matchesAt(RECORD_BOUNDARY, this.text, this.at) !== null;
    if (c === QUOTE || c === NEWLINE || isLostQuote) this.isInString = false;
    return isLostQuote;
  }

  /** Follow what stands outside strings. */
  private step(c: number): void {
    if (c === OPEN_BRACE) this.open();
    else if (c === CLOSE_BRACE && this.depth > 0) this.close();
    else if (this.depth > 0) this.isInString = c === QUOTE;
    else if (!this.isSkipping && !isSeparator(c)) this.takeLoose();
  }

  private open(): void {
    this.isSkipping = false;
    if (this.depth > 0 && this.last !== COLON) {
      this.takeBroken('this record has no end');
      this.depth = 0;
    }
    if (this.depth === 0) {
      this.start = this.at;
      this.startLine = this.line;
    }
    this.depth++;
  }

  private close(): void {
    this.depth--;
    if (this.depth === 0) this.take(parseRecord(this.text.slice(this.start, this.at + 1), this.startLine));
  }

  private takeLoose(): void {
    const value = matchesAt(LOOSE_VALUE, this.text, this.at) ?? this.text.charAt(this.at);
    this.take({ line: this.line, text: value, broken: 'this is a value, not a record' });
    this.at += value.length - 1;
  }

  private takeBroken(broken: string): void {
    this.take({ line: this.startLine, text: this.text.slice(this.start, this.start + 200), broken });
  }

  private giveUp(): void {
    this.takeBroken(`this record is longer than ${RECORD_LIMIT} characters`);
    this.depth = 0;
    this.isInString = false;
    this.isSkipping = true;
  }
}

/** Cut a whole text; see `JsonRecordCutter`. */
export function splitJsonRecords(text: string): readonly JsonRecord[] {
  const records: JsonRecord[] = [];
  const cutter = new JsonRecordCutter((record) => records.push(record));
  cutter.push(text);
  cutter.end();
  return records;
}

function isSeparator(c: number): boolean {
  return c <= SPACE || c === COMMA || c === OPEN_BRACKET || c === CLOSE_BRACKET || c === BYTE_ORDER_MARK;
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
