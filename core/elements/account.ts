import type { ElementSet } from './element-set.ts';
import { CATALOG_NUMBER, ElementTable } from './element-table.ts';

/** Why a record was turned away. Codes are stable; the sentence beside them may change. */
export type RejectCode =
  | 'not-element-data'
  | 'orphan-line'
  | 'line-order'
  | 'line-length'
  | 'characters'
  | 'columns'
  | 'checksum'
  | 'catalogue-number'
  | 'number-mismatch'
  | 'epoch'
  | 'field'
  | 'field-range'
  | 'mean-motion'
  | 'eccentricity'
  | 'ephemeris-type'
  | 'json'
  | 'csv'
  | 'xml'
  | 'keyword'
  | 'missing-field'
  | 'theory'
  | 'no-position';

/** What was wrong with a record that was accepted all the same. */
export type WarningCode =
  | 'checksum'
  | 'no-checksum'
  | 'indented'
  | 'stray-text'
  | 'trailing-text'
  | 'no-designator'
  | 'no-position'
  | 'repeated'
  | 'object-type';

export interface Reject {
  readonly line: number;
  readonly code: RejectCode;
  readonly reason: string;
  /** The offending text, cut to 160 characters. */
  readonly text: string;
}

export interface Warning {
  readonly line: number;
  readonly code: WarningCode;
  readonly reason: string;
}

/** What became of every record of a load: `records = accepted + rejected`, counted in element sets. */
export interface LoadAccount {
  readonly records: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Different catalog numbers among the accepted sets. */
  readonly objects: number;
  /** The first 100,000; `rejected` counts them all. */
  readonly rejects: readonly Reject[];
  readonly warnings: readonly Warning[];
}

export type ElementFormat = 'tle' | 'omm-json' | 'omm-csv' | 'omm-xml' | 'omm-kvn';

export interface LoadResult {
  readonly format: ElementFormat | 'unknown';
  /** The accepted sets, in the order of the file; empty when they were handed on in batches. */
  readonly table: ElementTable;
  /** The same as objects; made when first asked for. */
  readonly sets: readonly ElementSet[];
  readonly account: LoadAccount;
}

export interface ReadOptions {
  /** A wrong checksum is a warning, not a reject, and so is a set without a position at its epoch. */
  readonly lenient?: boolean;
  /**
   * Say what is wrong with a set at its own epoch, or null: `judgeAtEpoch` of core/propagation, which readers may not import.
   * Only sets for which it can matter are shown to it (`mayLackPosition`); where nobody judges, all pass.
   */
  readonly judge?: (set: ElementSet) => string | null;
  /**
   * Take over accepted sets a few thousand at a time, so that a file of any size needs little memory. The table is used
   * again: what is to be kept must be copied.
   */
  readonly onBatch?: (table: ElementTable) => void;
}

/** Rejects and warnings that are listed one by one; beyond that they are only counted, so that no file fills the memory. */
export const LISTED_FAULTS = 100_000;
const BATCH_SETS = 4096;
const TEXT_CHARACTERS = 160;

/** Collects what a reader finds; the one place where a load is counted. */
export class AccountBook {
  private readonly table = new ElementTable();
  private readonly options: ReadOptions;
  private readonly objects = new NumberCounter();
  private readonly rejects: Reject[] = [];
  private readonly warnings: Warning[] = [];
  private accepted = 0;
  private rejected = 0;

  constructor(options: ReadOptions = {}) {
    this.options = options;
  }

  /** Whether somebody judges sets at their epoch. */
  get hasJudge(): boolean {
    return this.options.judge !== undefined;
  }

  /** Let a set be judged at its epoch; a lenient book notes what is wrong and lets it pass. */
  judge(set: ElementSet, line: number): Fault | null {
    const reason = this.options.judge?.(set) ?? null;
    if (reason === null) return null;
    if (!this.options.lenient) return fault('no-position', reason, 2);
    this.warn(line, 'no-position', reason);
    return null;
  }

  accept(set: ElementSet): void {
    this.table.push(set);
    this.count(set.catalogNumber);
  }

  /** Accept a set as its reader found it; parameters as in `ElementTable.pushRow`. */
  acceptRow(numbers: Float64Array, texts: Uint8Array, ends: Uint32Array): void {
    this.table.pushRow(numbers, texts, ends);
    this.count(numbers[CATALOG_NUMBER]!);
  }

  reject(line: number, { code, reason }: Fault, text: string): void {
    this.rejected++;
    if (this.rejects.length >= LISTED_FAULTS) return;
    const excerpt = text.length > TEXT_CHARACTERS ? `${ownText(text.slice(0, TEXT_CHARACTERS))}…` : text;
    this.rejects.push({ line, code, reason, text: excerpt });
  }

  warn(line: number, code: WarningCode, reason: string): void {
    if (this.warnings.length < LISTED_FAULTS) this.warnings.push({ line, code, reason });
  }

  get records(): number {
    return this.accepted + this.rejected;
  }

  close(format: LoadResult['format']): LoadResult {
    this.handOn();
    const { table } = this;
    let sets: readonly ElementSet[] | null = null;
    return {
      format,
      table,
      get sets() {
        return (sets ??= [...table]);
      },
      account: {
        records: this.records,
        accepted: this.accepted,
        rejected: this.rejected,
        objects: this.objects.count,
        rejects: this.rejects,
        warnings: this.warnings,
      },
    };
  }

  private count(catalogNumber: number): void {
    this.accepted++;
    this.objects.add(catalogNumber);
    if (this.table.length >= BATCH_SETS) this.handOn();
  }

  private handOn(): void {
    const { onBatch } = this.options;
    if (!onBatch || this.table.length === 0) return;
    onBatch(this.table);
    this.table.clear();
  }
}

/** Counts different catalog numbers; below a million, where nearly all are, with one bit each. */
export class NumberCounter {
  private readonly seen = new Uint8Array(1 << 17);
  private readonly larger = new Set<number>();
  private small = 0;

  get count(): number {
    return this.small + this.larger.size;
  }

  add(number: number): void {
    const at = number >>> 3;
    if (at >= this.seen.length) {
      this.larger.add(number);
      return;
    }
    const bit = 1 << (number & 7);
    const byte = this.seen[at]!;
    if ((byte & bit) !== 0) return;
    this.seen[at] = byte | bit;
    this.small++;
  }
}

/** A copy that does not hold on to the text it was cut from. */
function ownText(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

/** Takes a file in pieces and writes in its account book what it finds. */
export interface RecordReader {
  push(bytes: Uint8Array): void;
  end(): void;
}

/** A reason to turn a record away. */
export interface Fault {
  readonly code: RejectCode;
  readonly reason: string;
  /** Which line of a TLE it stands in. */
  readonly line: 1 | 2;
}

export function fault(code: RejectCode, reason: string, line: 1 | 2 = 1): Fault {
  return { code, reason, line };
}

/** Tell a fault from the thing that was asked for. */
export function isFault(value: object): value is Fault {
  return 'code' in value && 'reason' in value;
}
