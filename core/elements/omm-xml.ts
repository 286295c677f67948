import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { AccountBook, type Fault, fault, type LoadResult } from './account.ts';
import { takeOmmRecord } from './omm-records.ts';

const MESSAGE = /<omm[\s>][\s\S]*?<\/omm\s*>/g;

/**
 * Read Orbit Mean-Elements Messages in XML: one `omm`, or many in an `ndm`. Each is cut out and parsed by itself, so that a
 * broken one costs only itself. Document types and entities are not followed.
 *
 * Source: CCSDS 502.0-B-3 and 505.0-B-3.
 */
export function readOmmXml(text: string): LoadResult {
  const book = new AccountBook();
  const parser = new XMLParser({
    ignoreAttributes: true,
    parseTagValue: false,
    processEntities: true,
    trimValues: true,
  });
  let line = 1;
  let counted = 0;
  let end = 0;
  for (const { 0: message, index } of text.matchAll(MESSAGE)) {
    line += breaksIn(text, counted, index);
    counted = index;
    end = index + message.length;
    takeOmmRecord(book, { line, text: firstLine(message), fields: fieldsOf(message, parser) });
  }
  const rest = text.slice(end).search(/<omm[\s>]/);
  if (rest >= 0) {
    line += breaksIn(text, counted, end + rest);
    book.reject(line, fault('xml', 'the file ends inside this message'), firstLine(text.slice(end + rest)));
  }
  return book.close('omm-xml');
}

export function isOmmXml(beginning: string): boolean {
  return /<(omm|ndm)[\s>]/.test(beginning);
}

function fieldsOf(message: string, parser: XMLParser): Record<string, string> | Fault {
  const verdict = XMLValidator.validate(message);
  if (verdict !== true) return fault('xml', `not valid XML: ${verdict.err.msg}`);
  if (/<!DOCTYPE|<!ENTITY/i.test(message)) return fault('xml', 'document types and entities are not read');
  const fields: Record<string, string> = {};
  const doubled = collect(parser.parse(message), fields);
  return doubled === null ? fields : fault('xml', `${doubled} stands more than once in one message`);
}

/** Gather the leaves of a tree by their tags. @returns the first tag that is there twice, or null */
function collect(node: unknown, fields: Record<string, string>): string | null {
  if (typeof node !== 'object' || node === null) return null;
  for (const [tag, value] of Object.entries(node)) {
    if (tag === 'COMMENT' || tag === 'userDefinedParameters' || tag.startsWith('?')) continue;
    if (Array.isArray(value) || Object.hasOwn(fields, tag)) return tag;
    if (typeof value === 'string') fields[tag] = value;
    const doubled = collect(value, fields);
    if (doubled !== null) return doubled;
  }
  return null;
}

function breaksIn(text: string, from: number, to: number): number {
  let breaks = 0;
  for (let i = text.indexOf('\n', from); i >= 0 && i < to; i = text.indexOf('\n', i + 1)) breaks++;
  return breaks;
}

function firstLine(text: string): string {
  return text.slice(0, 200).split('\n', 1)[0] ?? '';
}
