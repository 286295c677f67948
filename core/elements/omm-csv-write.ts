// oxlint-disable-next-line typescript/triple-slash-reference -- every project that imports this file must see the types
/// <reference path="./papaparse.d.ts" />
import Papa from 'papaparse';
import { MAX_ROW_LINES } from './csv-rows.ts';
import type { ElementSet } from './element-set.ts';
import { numberText, type OmmMessage, ommMessageOf } from './omm-write.ts';
import { type SetEncoding, textsOf, yearFault } from './set-encoding.ts';

const NEWLINE = '\r\n';
const COLUMNS = [
  'OBJECT_NAME',
  'OBJECT_ID',
  'EPOCH',
  'MEAN_MOTION',
  'ECCENTRICITY',
  'INCLINATION',
  'RA_OF_ASC_NODE',
  'ARG_OF_PERICENTER',
  'MEAN_ANOMALY',
  'EPHEMERIS_TYPE',
  'CLASSIFICATION_TYPE',
  'NORAD_CAT_ID',
  'ELEMENT_SET_NO',
  'REV_AT_EPOCH',
  'BSTAR',
  'MEAN_MOTION_DOT',
  'MEAN_MOTION_DDOT',
] as const satisfies readonly (keyof OmmMessage)[];

/** Write messages in CSV with the columns of CelesTrak, cells quoted where they have to be. Texts may hold some line ends. */
export function ommCsvEncoding(): SetEncoding {
  return { head: row(COLUMNS), separator: '', foot: '', encode };
}

function encode(set: ElementSet): ReturnType<SetEncoding['encode']> {
  const unwritable = yearFault(set.epoch) ?? lineEndFault(set);
  if (unwritable !== null) return { unwritable };
  const message = ommMessageOf(set);
  return {
    text: row(
      COLUMNS.map((column) => {
        const value = message[column];
        return typeof value === 'number' ? numberText(value) : value;
      }),
    ),
  };
}

function row(cells: readonly string[]): string {
  return Papa.unparse([cells], { newline: NEWLINE }) + NEWLINE;
}

/** Line ends that readers of CSV change, or more of them than ours follows. */
function lineEndFault(set: ElementSet): string | null {
  const wrong = textsOf(set).find(([, text]) => text.includes(NEWLINE));
  if (wrong) return `${wrong[0]} ${JSON.stringify(wrong[1])} holds a line end that CSV would change`;
  const lineEnds = textsOf(set).reduce((sum, [, text]) => sum + text.split('\n').length - 1, 0);
  return lineEnds < MAX_ROW_LINES ? null : `its texts hold ${lineEnds} line ends`;
}
