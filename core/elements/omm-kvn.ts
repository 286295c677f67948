import { type AccountBook, type Fault, fault } from './account.ts';
import { takeOmmRecord } from './omm-records.ts';
import { LineCutter } from './text-lines.ts';
import type { TextReader } from './text-reader.ts';

const FIRST_KEYWORD = 'CCSDS_OMM_VERS';

/** Keywords of CCSDS 502.0-B-3, table 4-1 to 4-3, and the header; others are refused, as the standard's readers do. */
const KEYWORDS = new Set(
  `CCSDS_OMM_VERS CLASSIFICATION CREATION_DATE ORIGINATOR MESSAGE_ID OBJECT_NAME OBJECT_ID CENTER_NAME REF_FRAME
  REF_FRAME_EPOCH TIME_SYSTEM MEAN_ELEMENT_THEORY EPOCH SEMI_MAJOR_AXIS MEAN_MOTION ECCENTRICITY INCLINATION RA_OF_ASC_NODE
  ARG_OF_PERICENTER MEAN_ANOMALY GM MASS SOLAR_RAD_AREA SOLAR_RAD_COEFF DRAG_AREA DRAG_COEFF EPHEMERIS_TYPE
  CLASSIFICATION_TYPE NORAD_CAT_ID ELEMENT_SET_NO REV_AT_EPOCH BSTAR BTERM MEAN_MOTION_DOT MEAN_MOTION_DDOT AGOM
  COV_REF_FRAME`.split(/\s+/),
);
/** Room for every keyword there is and some hundred of the user's own. */
const MAX_KEYWORDS = 1000;
const COVARIANCE = /^C[XYZ](_DOT)?_[XYZ](_DOT)?$/;

interface Message {
  readonly line: number;
  readonly text: string;
  readonly fields: Record<string, string>;
  /** Lines with keywords so far. */
  count: number;
  fault: Fault | null;
}

/**
 * Read Orbit Mean-Elements Messages in keyword = value notation, one or many in a file; each begins with CCSDS_OMM_VERS.
 * Comments are left out, units in brackets too, since the standard fixes them.
 *
 * Source: CCSDS 502.0-B-3, section 4 and 7.
 */
export class OmmKvnReader implements TextReader {
  private readonly book: AccountBook;
  private readonly cutter: LineCutter;
  private message: Message | null = null;

  constructor(book: AccountBook) {
    this.book = book;
    this.cutter = new LineCutter((line, number) => this.takeLine(line.trim(), number));
  }

  push(text: string): void {
    this.cutter.push(text);
  }

  end(): void {
    this.cutter.end();
    this.close();
  }

  private takeLine(line: string, number: number): void {
    if (line === '' || /^COMMENT\b/.test(line)) return;
    const match = /^([A-Z0-9_]+)\s*=\s*(.*)$/.exec(line);
    if (match?.[1] === FIRST_KEYWORD) {
      this.close();
      this.message = { line: number, text: line, fields: {}, count: 0, fault: null };
    }
    if (!this.message)
      return this.book.warn(number, 'stray-text', `text that belongs to no message: ${line.slice(0, 80)}`);
    const [, keyword = '', text = ''] = match ?? [];
    // Only numbers have units; a name may end in brackets too.
    const value = text.replace(/^([-+.\deE]+)\s*\[[^\]]*\]$/, '$1');
    this.message.count++;
    this.message.fault ??= keywordFault(this.message, { keyword, line, number });
    if (!this.message.fault) this.message.fields[keyword] = value;
  }

  private close(): void {
    const { message } = this;
    this.message = null;
    if (!message) return;
    const { line, text, fields } = message;
    takeOmmRecord(this.book, { line, text, fields: message.fault ?? fields });
  }
}

function keywordFault(
  message: Message,
  { keyword, line, number }: { keyword: string; line: string; number: number },
): Fault | null {
  if (keyword === '') return fault('keyword', `line ${number} is no keyword = value: ${line.slice(0, 80)}`);
  if (Object.hasOwn(message.fields, keyword))
    return fault('keyword', `line ${number} gives ${keyword} a second time`);
  if (message.count > MAX_KEYWORDS)
    return fault('keyword', `line ${number}: a message has at most ${MAX_KEYWORDS} keywords`);
  const isOurs = KEYWORDS.has(keyword) || COVARIANCE.test(keyword) || keyword.startsWith('USER_DEFINED_');
  return isOurs ? null : fault('keyword', `line ${number}: ${keyword} is no keyword of an OMM`);
}
