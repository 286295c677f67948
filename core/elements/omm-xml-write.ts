import { XMLBuilder } from 'fast-xml-parser';
import type { ElementSet } from './element-set.ts';
import { type MessageHeader, OMM_VERSION, ommSectionsOf } from './omm-sections.ts';
import { type SetEncoding, textsOf, yearFault } from './set-encoding.ts';

const SCHEMA = 'https://sanaregistry.org/r/ndmxml_unqualified/ndmxml-3.0.0-master-3.0.xsd';
const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<ndm xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="${SCHEMA}">
`;
/** What XML 1.0 cannot hold, and the carriage return, which it turns into a line feed. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const FOREIGN = /[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const ATTRIBUTE = '@';

/**
 * Write messages in XML, one a line, all in one `ndm`.
 *
 * Source: CCSDS 502.0-B-3, section 8, and 505.0-B-3. Check: tests/core/elements/write.test.ts.
 */
export function ommXmlEncoding(header: MessageHeader): SetEncoding {
  const builder = new XMLBuilder({
    attributeNamePrefix: ATTRIBUTE,
    ignoreAttributes: false,
    processEntities: true,
    suppressEmptyNode: true,
  });
  return {
    head: HEAD,
    separator: '',
    foot: '</ndm>\n',
    encode(set) {
      const unwritable = yearFault(set.epoch) ?? foreignFault(set);
      return unwritable === null ? { text: `${builder.build(treeOf(set, header))}\n` } : { unwritable };
    },
  };
}

function treeOf(set: ElementSet, messageHeader: MessageHeader): object {
  const { header, metadata, meanElements, tleParameters } = ommSectionsOf(set, messageHeader);
  return {
    omm: {
      [`${ATTRIBUTE}id`]: 'CCSDS_OMM_VERS',
      [`${ATTRIBUTE}version`]: OMM_VERSION,
      header,
      body: { segment: { metadata, data: { meanElements, tleParameters } } },
    },
  };
}

function foreignFault(set: ElementSet): string | null {
  const wrong = textsOf(set).find(([, text]) => FOREIGN.test(text));
  return wrong ? `${wrong[0]} ${JSON.stringify(wrong[1])} holds a character XML has not` : null;
}
