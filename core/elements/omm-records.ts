import { type AccountBook, type Fault, isFault } from './account.ts';
import type { ElementSet } from './element-set.ts';
import { elementSetOfOmm, type OmmFields } from './omm-fields.ts';
import { checkRanges, mayLackPosition } from './ranges.ts';

/** One message of a file, in whatever encoding: where it starts, what it looks like, and its keywords or what broke it. */
export interface OmmRecord {
  readonly line: number;
  readonly text: string;
  readonly fields: OmmFields | Fault;
}

/** Account for one message: accepted, accepted with a warning, or rejected. The same for every encoding. */
export function takeOmmRecord(book: AccountBook, { line, text, fields }: OmmRecord): void {
  const set = isFault(fields) ? fields : elementSetOfOmm(fields);
  const wrong = isFault(set) ? set : (checkRanges(set) ?? checkPosition(book, set, line));
  if (isFault(set) || wrong) {
    if (wrong) book.reject(line, wrong, text);
    return;
  }
  if (set.internationalDesignator === '') {
    book.warn(line, 'no-designator', `object ${set.catalogNumber} has no international designator`);
  }
  book.accept(set);
}

function checkPosition(book: AccountBook, set: ElementSet, line: number): Fault | null {
  return mayLackPosition(set) ? book.judge(set, line) : null;
}
