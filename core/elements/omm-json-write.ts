import { numberText, ommMessageOf } from './omm-write.ts';
import { type SetEncoding, yearFault } from './set-encoding.ts';

/** Write messages in JSON: an array, one record a line, spelled as CelesTrak does. Holds any text. */
export function ommJsonEncoding(): SetEncoding {
  return {
    head: '[\n',
    separator: ',\n',
    foot: '\n]\n',
    encode(set) {
      const unwritable = yearFault(set.epoch);
      if (unwritable !== null) return { unwritable };
      const members = Object.entries(ommMessageOf(set)).map(
        ([keyword, value]) =>
          `"${keyword}":${typeof value === 'number' ? numberText(value) : JSON.stringify(value)}`,
      );
      return { text: `{${members.join(',')}}` };
    },
  };
}
