import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { type AccountBook, type Fault, fault } from './account.ts';
import { takeOmmRecord } from './omm-records.ts';
import type { TextReader } from './text-reader.ts';

const BEGIN = /<omm[\s>]/g;
const BEGIN_OR_END = /<omm[\s>]|<\/omm\s{0,64}>/g;
/** Characters at the end of what is there that could be the beginning of a tag. */
const TAG_REACH = 80;
/** The longest message that is read, in characters; one with covariance has 5,000. */
const MESSAGE_LIMIT = 1_000_000;

/**
 * Read Orbit Mean-Elements Messages in XML: one `omm`, or many in an `ndm`. Each is cut out and parsed by itself, so that a
 * broken one costs only itself. Document types and entities are not followed.
 *
 * Source: CCSDS 502.0-B-3 and 505.0-B-3.
 */
export class OmmXmlReader implements TextReader {
  private readonly book: AccountBook;
  private readonly parser = new XMLParser({
    ignoreAttributes: true,
    parseTagValue: false,
    processEntities: true,
    trimValues: true,
  });
  /** From the beginning of the open message, or what may hold the beginning of the next. */
  private text = '';
  /** Line on which `text` begins. */
  private line = 1;
  private isOpen = false;
  private searchedTo = 0;

  constructor(book: AccountBook) {
    this.book = book;
  }

  push(text: string): void {
    this.text += text;
    while (this.isOpen ? this.findEnd() : this.findBegin());
  }

  end(): void {
    if (this.isOpen) this.reject('the file ends inside this message', this.text.length);
  }

  private findBegin(): boolean {
    BEGIN.lastIndex = 0;
    const begin = BEGIN.exec(this.text);
    this.forget(begin ? begin.index : Math.max(0, this.text.length - TAG_REACH));
    this.isOpen = begin !== null;
    this.searchedTo = 4;
    return this.isOpen;
  }

  private findEnd(): boolean {
    BEGIN_OR_END.lastIndex = this.searchedTo;
    const tag = BEGIN_OR_END.exec(this.text);
    // Without a tag, one may still begin at the end of what is there.
    const length = tag ? tag.index : this.text.length - TAG_REACH;
    if (length > MESSAGE_LIMIT) {
      this.reject(`this message is longer than ${MESSAGE_LIMIT} characters`, length);
      this.forget(MESSAGE_LIMIT);
      this.isOpen = false;
      return true;
    }
    this.searchedTo = Math.max(4, this.text.length - TAG_REACH);
    if (!tag) return false;
    if (tag[0].startsWith('</')) {
      const end = tag.index + tag[0].length;
      this.takeMessage(this.text.slice(0, end));
      this.forget(end);
    } else {
      this.reject('this message has no end', tag.index);
      this.forget(tag.index);
    }
    this.isOpen = false;
    return true;
  }

  private takeMessage(message: string): void {
    takeOmmRecord(this.book, {
      line: this.line,
      text: firstLine(message),
      fields: fieldsOf(message, this.parser),
    });
  }

  /** @param end where the message ends, or what is there of it; what else is there depends on the pieces it came in */
  private reject(reason: string, end: number): void {
    this.book.reject(this.line, fault('xml', reason), firstLine(this.text.slice(0, end)));
  }

  private forget(count: number): void {
    this.line += breaksIn(this.text, count);
    this.text = this.text.slice(count);
  }
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

function breaksIn(text: string, to: number): number {
  let breaks = 0;
  for (let i = text.indexOf('\n'); i >= 0 && i < to; i = text.indexOf('\n', i + 1)) breaks++;
  return breaks;
}

function firstLine(text: string): string {
  return text.slice(0, 200).split('\n', 1)[0] ?? '';
}
