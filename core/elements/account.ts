import type { ElementSet } from './element-set.ts';

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
  | 'theory';

/** What was wrong with a record that was accepted all the same. */
export type WarningCode =
  | 'checksum'
  | 'no-checksum'
  | 'indented'
  | 'stray-text'
  | 'trailing-text'
  | 'no-designator';

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
  readonly rejects: readonly Reject[];
  readonly warnings: readonly Warning[];
}

export type ElementFormat = 'tle' | 'omm-json' | 'omm-csv' | 'omm-xml' | 'omm-kvn';

export interface LoadResult {
  readonly format: ElementFormat | 'unknown';
  readonly sets: readonly ElementSet[];
  readonly account: LoadAccount;
}

export interface ReadOptions {
  /** A wrong checksum is a warning, not a reject. */
  readonly lenient?: boolean;
}

/** Collects what a reader finds; the one place where a load is counted. */
export class AccountBook {
  private readonly sets: ElementSet[] = [];
  private readonly rejects: Reject[] = [];
  private readonly warnings: Warning[] = [];

  accept(set: ElementSet): void {
    this.sets.push(set);
  }

  reject(line: number, { code, reason }: Fault, text: string): void {
    this.rejects.push({ line, code, reason, text: text.length > 160 ? `${text.slice(0, 160)}…` : text });
  }

  warn(line: number, code: WarningCode, reason: string): void {
    this.warnings.push({ line, code, reason });
  }

  close(format: LoadResult['format']): LoadResult {
    const accepted = this.sets.length;
    const rejected = this.rejects.length;
    return {
      format,
      sets: this.sets,
      account: {
        records: accepted + rejected,
        accepted,
        rejected,
        objects: new Set(this.sets.map((set) => set.catalogNumber)).size,
        rejects: this.rejects,
        warnings: this.warnings,
      },
    };
  }
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
