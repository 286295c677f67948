import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { InputError } from '../errors.ts';

/** One keyword of a message with its value, units taken off. */
export interface CdmLine {
  readonly key: string;
  readonly value: string;
  /** Where it stands, in words. */
  readonly line: string;
}

/** Read the keywords of a message in KVN or XML, in their order. @throws InputError */
export function readCdmLines(text: string): readonly CdmLine[] {
  return /^\s*(<\?xml|<cdm|<ndm)/.test(text) ? readXml(text) : readKvn(text);
}

const KVN_LINE = /^([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*(?:\[[^\]]*\])?$/;

function readKvn(text: string): readonly CdmLine[] {
  return text.split(/\r?\n/).flatMap((raw, i) => {
    const content = raw.trim();
    const line = `line ${i + 1}`;
    if (content === '') return [];
    if (/^COMMENT\b/.test(content)) return [{ key: 'COMMENT', value: content.slice(7).trim(), line }];
    const [, key, value] = KVN_LINE.exec(content) ?? [];
    if (key === undefined || value === undefined)
      throw new InputError(`${line}: KEYWORD = VALUE is wanted: ${content.slice(0, 40)}`);
    return [{ key, value, line }];
  });
}

function readXml(text: string): readonly CdmLine[] {
  const validity = XMLValidator.validate(text);
  if (validity !== true) throw new InputError(`line ${validity.err.line}: ${validity.err.msg}`);
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: true,
  });
  const lines: CdmLine[] = [];
  const content: unknown = parser.parse(text);
  walk(content, lines);
  if (!lines.some(({ key }) => key === 'CCSDS_CDM_VERS')) throw new InputError('no <cdm> in it');
  return lines;
}

/** Keywords are elements in capitals, with a text; what is about them only groups them. The parser keeps the order: a list of nodes. */
function walk(nodes: unknown, lines: CdmLine[]): void {
  if (!Array.isArray(nodes)) return;
  for (const node of nodes as readonly unknown[]) {
    const [name, content] = Object.entries(node ?? {}).find(([key]) => key !== ':@' && key !== '#text') ?? [
      '',
    ];
    if (name === 'cdm')
      lines.push({ key: 'CCSDS_CDM_VERS', value: textAt(fieldOf(node, ':@'), 'version'), line: '<cdm>' });
    if (!/^[A-Z][A-Z0-9_]*$/.test(name)) {
      walk(content, lines);
      continue;
    }
    const value = Array.isArray(content) ? textAt((content as readonly unknown[])[0], '#text') : '';
    lines.push({ key: name, value, line: `<${name}>` });
  }
}

function fieldOf(node: unknown, key: string): unknown {
  return Object.entries(node ?? {}).find(([name]) => name === key)?.[1];
}

function textAt(node: unknown, key: string): string {
  const value = fieldOf(node, key);
  return typeof value === 'string' ? value : '';
}
