import type { ElementSet } from './element-set.ts';
import { type MessageHeader, OMM_VERSION, type OmmSection, ommSectionsOf } from './omm-sections.ts';
import { oneLineFault, type SetEncoding, textsOf, yearFault } from './set-encoding.ts';

/**
 * Write messages in keyword = value notation, a blank line between two. No units: the standard fixes them.
 *
 * Left out: that the standard wants plain ASCII. Names are written as they are, in UTF-8.
 *
 * Source: CCSDS 502.0-B-3, sections 4 and 7. Check: tests/core/elements/write.test.ts.
 */
export function ommKvnEncoding(header: MessageHeader): SetEncoding {
  return {
    head: '',
    separator: '\n',
    foot: '',
    encode(set) {
      const unwritable = yearFault(set.epoch) ?? textFault(set);
      if (unwritable !== null) return { unwritable };
      const sections = ommSectionsOf(set, header);
      const keywords: OmmSection = {
        CCSDS_OMM_VERS: OMM_VERSION,
        ...sections.header,
        ...sections.metadata,
        ...sections.meanElements,
        ...sections.tleParameters,
      };
      const lines = Object.entries(keywords).map(([keyword, value]) => `${keyword} = ${value}`.trimEnd());
      return { text: `${lines.join('\n')}\n` };
    },
  };
}

function textFault(set: ElementSet): string | null {
  for (const [what, text] of textsOf(set)) {
    const wrong = oneLineFault(what, text);
    if (wrong !== null) return wrong;
  }
  return null;
}
