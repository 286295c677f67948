import { AccountBook, type Fault, fault, type LoadResult } from './account.ts';
import { takeOmmRecord } from './omm-records.ts';

const FIRST_KEYWORD = 'CCSDS_OMM_VERS';

/** Keywords of CCSDS 502.0-B-3, table 4-1 to 4-3, and the header; others are refused, as the standard's readers do. */
const KEYWORDS = new Set(
  `CCSDS_OMM_VERS CLASSIFICATION CREATION_DATE ORIGINATOR MESSAGE_ID OBJECT_NAME OBJECT_ID CENTER_NAME REF_FRAME
  REF_FRAME_EPOCH TIME_SYSTEM MEAN_ELEMENT_THEORY EPOCH SEMI_MAJOR_AXIS MEAN_MOTION ECCENTRICITY INCLINATION RA_OF_ASC_NODE
  ARG_OF_PERICENTER MEAN_ANOMALY GM MASS SOLAR_RAD_AREA SOLAR_RAD_COEFF DRAG_AREA DRAG_COEFF EPHEMERIS_TYPE
  CLASSIFICATION_TYPE NORAD_CAT_ID ELEMENT_SET_NO REV_AT_EPOCH BSTAR BTERM MEAN_MOTION_DOT MEAN_MOTION_DDOT AGOM
  COV_REF_FRAME`.split(/\s+/),
);
const COVARIANCE = /^C[XYZ](_DOT)?_[XYZ](_DOT)?$/;

interface Message {
  readonly line: number;
  readonly text: string;
  readonly fields: Record<string, string>;
  fault: Fault | null;
}

/**
 * Read Orbit Mean-Elements Messages in keyword = value notation, one or many in a file; each begins with CCSDS_OMM_VERS.
 * Comments are left out, units in brackets too, since the standard fixes them.
 *
 * Source: CCSDS 502.0-B-3, section 4 and 7.
 */
export function readOmmKvn(text: string): LoadResult {
  const book = new AccountBook();
  let message: Message | null = null;
  const close = (): void => {
    if (message)
      takeOmmRecord(book, {
        line: message.line,
        text: message.text,
        fields: message.fault ?? message.fields,
      });
    message = null;
  };
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || /^COMMENT\b/.test(line)) continue;
    const match = /^([A-Z0-9_]+)\s*=\s*(.*?)\s*(?:\[[^\]]*\])?$/.exec(line);
    if (match?.[1] === FIRST_KEYWORD) {
      close();
      message = { line: index + 1, text: line, fields: {}, fault: null };
    }
    if (!message) {
      book.warn(index + 1, 'stray-text', `text that belongs to no message: ${line.slice(0, 80)}`);
      continue;
    }
    const [, keyword = '', value = ''] = match ?? [];
    message.fault ??= keywordFault({
      keyword,
      line,
      number: index + 1,
      isKnown: Object.hasOwn(message.fields, keyword),
    });
    message.fields[keyword] = value;
  }
  close();
  return book.close('omm-kvn');
}

function keywordFault({
  keyword,
  line,
  number,
  isKnown,
}: {
  keyword: string;
  line: string;
  number: number;
  isKnown: boolean;
}): Fault | null {
  if (keyword === '') return fault('keyword', `line ${number} is no keyword = value: ${line.slice(0, 80)}`);
  if (isKnown) return fault('keyword', `line ${number} gives ${keyword} a second time`);
  const isOurs = KEYWORDS.has(keyword) || COVARIANCE.test(keyword) || keyword.startsWith('USER_DEFINED_');
  return isOurs ? null : fault('keyword', `line ${number}: ${keyword} is no keyword of an OMM`);
}
