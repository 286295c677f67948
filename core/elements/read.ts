import {
  AccountBook,
  type ElementFormat,
  fault,
  type LoadResult,
  type ReadOptions,
  type RecordReader,
} from './account.ts';
import { isOmmCsvHeader, OmmCsvReader } from './omm-csv.ts';
import { ommJsonReader } from './omm-json.ts';
import { OmmKvnReader } from './omm-kvn.ts';
import { isOmmXml, OmmXmlReader } from './omm-xml.ts';
import { decoding } from './text-reader.ts';
import { TleReader } from './tle.ts';

/** Bytes from whose text the format is told. */
const BEGINNING_BYTES = 4096;
/** What a file that is there already is cut into, so that no reader holds a second copy of it. */
const CHUNK_BYTES = 1 << 18;

/**
 * Reads element sets from a file that comes in pieces, in whichever accepted format it is, found from its content.
 *
 * What is held is the piece at hand, one record, and the accepted sets, unless `onBatch` takes those over. A byte order mark
 * is taken in silence. Never throws on what the file says.
 */
export class ElementSetReader {
  private readonly options: ReadOptions;
  private readonly book: AccountBook;
  private beginning: Uint8Array = new Uint8Array(0);
  private found: { readonly format: ElementFormat; readonly reader: RecordReader } | null = null;

  constructor(options: ReadOptions = {}) {
    this.options = options;
    this.book = new AccountBook(options);
  }

  /** Take the next piece; the caller may use its bytes again. */
  push(bytes: Uint8Array): void {
    if (this.found) return this.found.reader.push(bytes);
    const known = this.beginning.length;
    this.beginning = known === 0 ? bytes : joined(this.beginning, bytes);
    if (this.beginning.length >= BEGINNING_BYTES) this.begin();
    else if (known === 0) this.beginning = new Uint8Array(bytes);
  }

  end(): LoadResult {
    const { format, reader } = this.found ?? this.begin();
    reader.end();
    if (this.book.records > 0) return this.book.close(format);
    rejectAll(this.book, this.beginning);
    return this.book.close('unknown');
  }

  private begin(): { readonly format: ElementFormat; readonly reader: RecordReader } {
    const bytes = withoutMark(this.beginning);
    const format = detectFormat(bytes);
    this.found = { format, reader: readerOf(format, this.book, this.options) };
    for (let i = 0; i < bytes.length; i += CHUNK_BYTES)
      this.found.reader.push(bytes.subarray(i, i + CHUNK_BYTES));
    // Not `slice`, which copies nothing of a Buffer.
    this.beginning = new Uint8Array(this.beginning.subarray(0, BEGINNING_BYTES));
    return this.found;
  }
}

/** Read a file that is there as a whole; see `ElementSetReader`. */
export function readElementSets(input: Uint8Array | string, options: ReadOptions = {}): LoadResult {
  const reader = new ElementSetReader(options);
  reader.push(typeof input === 'string' ? new TextEncoder().encode(input) : input);
  return reader.end();
}

/** Tell the format from the first lines; what looks like nothing else is taken for TLE. */
export function detectFormat(bytes: Uint8Array): ElementFormat {
  const beginning = new TextDecoder().decode(bytes.subarray(0, BEGINNING_BYTES)).trimStart();
  if (beginning.startsWith('[') || beginning.startsWith('{')) return 'omm-json';
  if (beginning.startsWith('<') && isOmmXml(beginning)) return 'omm-xml';
  const first = beginning.split('\n').find((line) => !/^(COMMENT|#)/.test(line)) ?? '';
  if (/^CCSDS_OMM_VERS\s*=/.test(first)) return 'omm-kvn';
  return isOmmCsvHeader(first) ? 'omm-csv' : 'tle';
}

function readerOf(format: ElementFormat, book: AccountBook, options: ReadOptions): RecordReader {
  switch (format) {
    case 'tle':
      return new TleReader(book, options);
    case 'omm-json':
      return decoding(ommJsonReader(book));
    case 'omm-csv':
      return decoding(new OmmCsvReader(book));
    case 'omm-xml':
      return decoding(new OmmXmlReader(book));
    case 'omm-kvn':
      return decoding(new OmmKvnReader(book));
  }
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}

/** The answer for a file in which there is nothing to read. */
function rejectAll(book: AccountBook, bytes: Uint8Array): void {
  const beginning = new TextDecoder().decode(bytes);
  const first = beginning.split('\n').find((line) => line.trim() !== '') ?? '';
  const what = first === '' ? 'the file is empty' : describe(first, bytes);
  book.reject(1, fault('not-element-data', `no element sets: ${what}`), first.trim());
}

function describe(first: string, bytes: Uint8Array): string {
  if (bytes.includes(0) || first.includes('\ufffd')) return 'this looks like a binary file';
  if (/^\s*<(!doctype|html)/i.test(first)) return 'this is an HTML page';
  return 'no line starts an element set in a format that can be read (TLE, OMM in JSON, CSV, XML or KVN)';
}
