import type { ElementFormat } from '../../core/elements/account.ts';
import type { ElementSet } from '../../core/elements/element-set.ts';
import { ommKeywordsOf } from '../../core/elements/omm-write.ts';

/** The keywords of one message with their values as they are printed. */
export type OmmValues = Readonly<Record<string, string>>;
export type OmmFormat = Exclude<ElementFormat, 'tle'>;

export const OMM_FORMATS: readonly OmmFormat[] = ['omm-json', 'omm-csv', 'omm-xml', 'omm-kvn'];

/** The keywords of a set as text. */
export function ommValuesOf(set: ElementSet): OmmValues {
  return Object.fromEntries(Object.entries(ommKeywordsOf(set)).map(([key, value]) => [key, String(value)]));
}

/** Print messages with the same keywords in one of the encodings. */
export function encodeOmm(format: OmmFormat, messages: readonly OmmValues[]): string {
  switch (format) {
    case 'omm-json':
      return JSON.stringify(messages, null, 1);
    case 'omm-csv':
      return [Object.keys(messages[0] ?? {}), ...messages.map((values) => Object.values(values))]
        .map((cells) => `${cells.map(quoted).join(',')}\r\n`)
        .join('');
    case 'omm-xml':
      return `<?xml version="1.0"?>\n<ndm>\n${messages.map(xmlOf).join('')}</ndm>\n`;
    case 'omm-kvn':
      return messages.map(kvnOf).join('');
  }
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function xmlOf(values: OmmValues): string {
  const tags = Object.entries(values).map(([tag, value]) => `<${tag}>${escaped(value)}</${tag}>\n`);
  return `<omm id="CCSDS_OMM_VERS" version="3.0"><body><segment><data>\n${tags.join('')}</data></segment></body></omm>\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function kvnOf(values: OmmValues): string {
  const lines = Object.entries(values).map(([keyword, value]) => `${keyword} = ${value}\n`);
  return `CCSDS_OMM_VERS = 3.0\n${lines.join('')}`;
}
