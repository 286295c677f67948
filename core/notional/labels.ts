import type { Family } from './families.ts';

/** The first catalog number; real ones are below 800,000,000 for as long as anybody plans. */
export const FIRST_NOTIONAL_CATALOG_NUMBER = 900_000_001;

/** COSPAR pieces are lettered without I and O. */
const PIECE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Letter a piece from 0: A … Z, AA … ZZ, AAA … */
function pieceLetters(index: number): string {
  let rest = index;
  let letters = '';
  do {
    letters = PIECE_LETTERS.charAt(rest % 24) + letters;
    rest = Math.floor(rest / 24) - 1;
  } while (rest >= 0);
  return letters;
}

/**
 * Gives out designators: the form of a COSPAR id with `N` for notional before the year, `N2022-014AB`.
 * No real one starts with a letter, so none can be meant. One launch number is used for `perLaunch` objects of a family.
 */
export class DesignatorBook {
  private readonly launchesOfYear = new Map<number, number>();
  private prefix = '';

  /** Ask for the objects of one family one after the other, from index 0. */
  next(family: Family, indexInFamily: number): string {
    const piece = indexInFamily % family.perLaunch;
    if (piece === 0) this.prefix = this.nextLaunch(family, indexInFamily / family.perLaunch);
    return this.prefix + pieceLetters(piece);
  }

  private nextLaunch({ launchYears: [first, last] }: Family, launch: number): string {
    const year = first + (launch % (last - first + 1));
    const number = (this.launchesOfYear.get(year) ?? 0) + 1;
    this.launchesOfYear.set(year, number);
    return `N${year}-${String(number).padStart(3, '0')}`;
  }
}

/** Gives out names. Every one has the word NOTIONAL; `guessObjectType` finds the right type in each. */
export class NameBook {
  private readonly counts = new Map<string, number>();

  next({ type, label }: Family): string {
    switch (type) {
      case 'payload':
        return `NOTIONAL ${label}-${this.count(label, 4)}`;
      case 'rocket-body':
        return label === 'DECAYING'
          ? `NOTIONAL DECAYING R/B ${this.count(label, 2)}`
          : `NOTIONAL R/B ${this.count('R/B', 4)}`;
      case 'debris':
        return `NOTIONAL DEB ${this.count('DEB', 5)}`;
      case 'unknown':
        return `UNKNOWN NOTIONAL ${this.count('UNKNOWN', 4)}`;
    }
  }

  private count(series: string, width: number): string {
    const next = (this.counts.get(series) ?? 0) + 1;
    this.counts.set(series, next);
    return String(next).padStart(width, '0');
  }
}
