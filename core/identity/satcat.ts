import { AccountBook, fault, type Fault, isFault, type LoadAccount } from '../elements/account.ts';
import { columnNames, type CsvRow, CsvRowCutter } from '../elements/csv-rows.ts';
import { decoding } from '../elements/text-reader.ts';
import type { ObjectIdentity } from './identity.ts';
import { IdentityTable } from './identity-table.ts';
import {
  areSatcatColumns,
  findSatcatColumns,
  objectTypeOf,
  readIdentity,
  satcatCells,
  type SatcatColumns,
} from './satcat-row.ts';

/** What became of a satellite catalogue. */
export interface SatelliteCatalogueResult {
  readonly table: IdentityTable;
  /** Counted in rows; `objects` are those in the table. */
  readonly account: LoadAccount;
}

/**
 * Reads a satellite catalogue in CSV that comes in pieces: CelesTrak's, Space-Track's, or a plain list with `catalog_number`;
 * columns found by their names, in any order, quoted or not.
 *
 * A row with a number or a date that is none is turned away. Of two rows for one object the later counts, with a warning;
 * Space-Track's old names (CURRENT is N) give way to the current one in silence. A first row that names no such columns is
 * the one reject, and the rest is left unread. Left out: the orbit, which element sets know better, and Space-Track's RCSVALUE,
 * which is 0 there.
 *
 * Source: https://celestrak.org/satcat/satcat-format.php. Check: tests/core/identity/satcat.test.ts.
 */
export class SatelliteCatalogueReader {
  private readonly table = new IdentityTable();
  /** Keeps rejects and warnings; rows are counted here. */
  private readonly book = new AccountBook();
  private readonly bytes = decoding(new CsvRowCutter(this));
  private columns: SatcatColumns | null = null;
  private isCatalogue = true;
  /** Objects of which only an old name is known so far. */
  private readonly outdated = new Set<number>();
  private accepted = 0;

  push(bytes: Uint8Array): void {
    this.bytes.push(bytes);
  }

  /** Rows accepted so far. */
  get rows(): number {
    return this.accepted;
  }

  end(): SatelliteCatalogueResult {
    this.bytes.end();
    const { table, accepted, book } = this;
    if (this.columns === null && book.records === 0) book.reject(1, fault('csv', 'the file is empty'), '');
    const { rejected, rejects, warnings } = book.close('unknown').account;
    const records = accepted + rejected;
    return { table, account: { records, accepted, rejected, objects: table.length, rejects, warnings } };
  }

  takeHeader(columns: readonly string[]): void {
    this.columns = findSatcatColumns(columns);
    this.isCatalogue = areSatcatColumns(columns);
    if (this.isCatalogue) return;
    const wrong = fault('csv', 'the first row names no columns of a satellite catalogue');
    this.book.reject(1, wrong, columns.join(','));
  }

  takeRow({ line, text, cells }: CsvRow): void {
    if (this.columns === null || !this.isCatalogue) return;
    const cellsOf = satcatCells(this.columns, cells);
    const identity = readIdentity(cellsOf);
    if (isFault(identity)) return this.book.reject(line, identity, text);
    const type = cellsOf('objectType');
    if (objectTypeOf(type) === null)
      this.book.warn(line, 'object-type', `${type} is no known type of object; taken as unknown`);
    this.accept(line, identity, cellsOf('isCurrent').toUpperCase() !== 'N');
  }

  rejectRow(line: number, wrong: Fault, text: string): void {
    if (this.isCatalogue) this.book.reject(line, wrong, text);
  }

  private accept(line: number, identity: ObjectIdentity, isCurrent: boolean): void {
    const { catalogNumber } = identity;
    this.accepted++;
    if (this.table.has(catalogNumber)) {
      const wasCurrent = !this.outdated.has(catalogNumber);
      if (wasCurrent && !isCurrent) return;
      if (wasCurrent === isCurrent)
        this.book.warn(line, 'repeated', `object ${catalogNumber} once more; this row counts`);
    }
    if (isCurrent) this.outdated.delete(catalogNumber);
    else this.outdated.add(catalogNumber);
    this.table.put(identity);
  }
}

/** Read a satellite catalogue that is there as a whole; see `SatelliteCatalogueReader`. */
export function readSatelliteCatalogue(input: Uint8Array | string): SatelliteCatalogueResult {
  const reader = new SatelliteCatalogueReader();
  reader.push(typeof input === 'string' ? new TextEncoder().encode(input) : input);
  return reader.end();
}

/** Whether a file is a satellite catalogue, from its first bytes. */
export function isSatelliteCatalogue(beginning: Uint8Array): boolean {
  const text = new TextDecoder().decode(beginning).trimStart();
  return isSatelliteCatalogueHeader(text.split('\n', 1)[0] ?? '');
}

/** Whether a first line is the header of such a file, and of no file of element sets. */
export function isSatelliteCatalogueHeader(line: string): boolean {
  return areSatcatColumns(columnNames(line));
}
