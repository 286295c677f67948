import { createHash } from 'node:crypto';
import type { LoadAccount } from '../core/elements/account.ts';
import type { ElementTable } from '../core/elements/element-table.ts';
import { ElementSetReader } from '../core/elements/read.ts';
import type { IdentityTable } from '../core/identity/identity-table.ts';
import { isSatelliteCatalogue, SatelliteCatalogueReader } from '../core/identity/satcat.ts';
import { InputError } from '../core/errors.ts';
import { judgeAtEpoch } from '../core/propagation/epoch-check.ts';
import type { SourceKind } from '../core/protocol/events.ts';
import { readBytes } from './byte-stream.ts';

/** Bytes from whose text the kind of a file is told. */
const BEGINNING_BYTES = 4096;

/** Ten times as many as there have ever been objects. */
const MAX_CATALOGUE_ROWS = 1_000_000;

/** What a file turned out to be. */
export interface CatalogueReading {
  readonly kind: SourceKind;
  readonly format: string;
  readonly account: LoadAccount;
  /** SHA-256 of its bytes, unpacked. */
  readonly digest: string;
  /** Rows of a satellite catalogue; null for element sets, which have gone to the taker. */
  readonly identities: IdentityTable | null;
}

/**
 * Read a file of element sets or a satellite catalogue, told from its content, holding one batch at a time.
 *
 * @param begin told the kind before anything else; answers who takes the batches
 * @throws InputError when the file cannot be read
 */
export async function readCatalogueFile(
  input: string | Uint8Array,
  isLenient: boolean,
  begin: (kind: SourceKind) => (table: ElementTable) => void,
): Promise<CatalogueReading> {
  const hash = createHash('sha256');
  let beginning: Uint8Array = new Uint8Array(0);
  let reader: Reader | null = null;
  for await (const bytes of readBytes(input)) {
    hash.update(bytes);
    if (reader) reader.push(bytes);
    else beginning = beginning.length === 0 ? bytes : Buffer.concat([beginning, bytes]);
    if (!reader && beginning.length >= BEGINNING_BYTES) reader = readerOf(beginning, isLenient, begin);
  }
  reader ??= readerOf(beginning, isLenient, begin);
  return { ...reader.end(), digest: hash.digest('hex') };
}

/** The digest `readCatalogueFile` gives. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of readBytes(path)) hash.update(bytes);
  return hash.digest('hex');
}

interface Reader {
  push(bytes: Uint8Array): void;
  end(): Omit<CatalogueReading, 'digest'>;
}

function readerOf(
  beginning: Uint8Array,
  isLenient: boolean,
  begin: (kind: SourceKind) => (table: ElementTable) => void,
): Reader {
  if (isSatelliteCatalogue(beginning)) {
    begin('satellite-catalogue');
    const rows = new SatelliteCatalogueReader();
    rows.push(beginning);
    return {
      push(bytes) {
        rows.push(bytes);
        if (rows.rows > MAX_CATALOGUE_ROWS)
          throw new InputError(`a satellite catalogue may have at most ${MAX_CATALOGUE_ROWS} rows`);
      },
      end() {
        const { table, account } = rows.end();
        return { kind: 'satellite-catalogue', format: 'satcat-csv', account, identities: table };
      },
    };
  }
  const sets = new ElementSetReader({ lenient: isLenient, judge: judgeAtEpoch, onBatch: begin('elements') });
  sets.push(beginning);
  return {
    push: (bytes) => sets.push(bytes),
    end() {
      const { format, account } = sets.end();
      return { kind: 'elements', format, account, identities: null };
    },
  };
}
