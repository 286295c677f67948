import type { ElementSet } from './element-set.ts';
import { ommCsvEncoding } from './omm-csv-write.ts';
import { ommJsonEncoding } from './omm-json-write.ts';
import { ommKvnEncoding } from './omm-kvn-write.ts';
import type { MessageHeader } from './omm-sections.ts';
import { ommXmlEncoding } from './omm-xml-write.ts';
import type { SetEncoding } from './set-encoding.ts';
import { tleEncoding } from './tle-write.ts';

export const WRITE_FORMATS = ['2le', '3le', 'omm-json', 'omm-csv', 'omm-xml', 'omm-kvn'] as const;
export type WriteFormat = (typeof WRITE_FORMATS)[number];

export interface WriteOptions extends MessageHeader {
  /** Told of every set the format cannot hold, and why; it is left out. */
  readonly onUnwritable: (set: ElementSet, reason: string) => void;
}

/** About so many characters go into one piece. */
const PIECE_CHARACTERS = 1 << 16;

/**
 * Writes element sets as a file, in pieces to be joined, so that a large one never is a single text.
 *
 * What a format can hold is read back the same: numbers to the last bit, epochs to the microsecond. A TLE has an epoch
 * quantum of 0.864 ms and is written only when it loses nothing. Left out by the formats themselves: the name in `2le`.
 * Blanks at both ends of a text are padding, which readers take off.
 *
 * Source: Space-Track, "Basic description of the two line element set format"; CCSDS 502.0-B-3; CelesTrak, "A new way to
 * obtain GP data". Check: tests/core/elements/write.test.ts.
 */
export class ElementSetWriter {
  private readonly encoding: SetEncoding;
  private readonly options: WriteOptions;
  private piece: string;
  private isFirst = true;

  /** @param options creation date and originator stand in the headers of `omm-xml` and `omm-kvn` only */
  constructor(format: WriteFormat, options: WriteOptions) {
    this.encoding = encodingOf(format, options);
    this.options = options;
    this.piece = this.encoding.head;
  }

  /** Write sets. @returns the pieces that are full; what is left comes with the next, or with `end` */
  *write(sets: Iterable<ElementSet>): Generator<string> {
    const { encode, separator } = this.encoding;
    for (const set of sets) {
      const written = encode(set);
      if ('unwritable' in written) {
        this.options.onUnwritable(set, written.unwritable);
        continue;
      }
      this.piece += this.isFirst ? written.text : separator + written.text;
      this.isFirst = false;
      if (this.piece.length < PIECE_CHARACTERS) continue;
      yield this.piece;
      this.piece = '';
    }
  }

  end(): string {
    return this.piece + this.encoding.foot;
  }
}

/** Write sets that are there as a whole; see `ElementSetWriter`. */
export function* writeElementSets(
  sets: Iterable<ElementSet>,
  format: WriteFormat,
  options: WriteOptions,
): Generator<string> {
  const writer = new ElementSetWriter(format, options);
  yield* writer.write(sets);
  yield writer.end();
}

function encodingOf(format: WriteFormat, header: MessageHeader): SetEncoding {
  switch (format) {
    case '2le':
      return tleEncoding({ hasNames: false });
    case '3le':
      return tleEncoding({ hasNames: true });
    case 'omm-json':
      return ommJsonEncoding();
    case 'omm-csv':
      return ommCsvEncoding();
    case 'omm-xml':
      return ommXmlEncoding(header);
    case 'omm-kvn':
      return ommKvnEncoding(header);
  }
}
