import type { LoadResult, ReadOptions, RejectCode } from '../../core/elements/account.ts';
import type { ElementSet } from '../../core/elements/element-set.ts';
import { NUMBER_COLUMNS } from '../../core/elements/element-table.ts';
import { ElementSetReader, readElementSets } from '../../core/elements/read.ts';
import { judgeAtEpoch } from '../../core/propagation/epoch-check.ts';
import { createPropagator } from '../../core/propagation/sgp4.ts';
import { statusName } from '../../core/propagation/status.ts';

/** The faults that a lenient reader forgives. */
const FORGIVEN: ReadonlySet<string> = new Set<RejectCode>(['checksum', 'no-position']);
const STRICT: ReadOptions = { judge: judgeAtEpoch };
const LENIENT: ReadOptions = { judge: judgeAtEpoch, lenient: true };

export interface Examination {
  readonly accepted: number;
  readonly rejected: number;
  /** What should never be, in words. */
  readonly findings: readonly string[];
}

/** Read some bytes strictly and leniently and look for anything that should never be. */
export function examine(bytes: Uint8Array): Examination {
  const strict = readElementSets(bytes, STRICT);
  const lenient = readElementSets(bytes, LENIENT);
  const findings = [
    ...faultsOfAccount(strict),
    ...faultsOfAccount(lenient),
    ...strict.sets.flatMap(faultsOfSet),
    ...differencesOfLeniency(strict, lenient),
  ];
  return { accepted: strict.account.accepted, rejected: strict.account.rejected, findings };
}

/**
 * Read some bytes at once and in pieces.
 *
 * @param cuts places to cut at, in any order
 * @returns what differs
 */
export function examineCuts(bytes: Uint8Array, cuts: readonly number[]): readonly string[] {
  const whole = readElementSets(bytes, STRICT);
  const reader = new ElementSetReader(STRICT);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  for (let i = 1; i < places.length; i++) {
    // A chunk of its own, as from a stream that uses its buffer again.
    const chunk = Buffer.from(bytes.subarray(places[i - 1], places[i]));
    reader.push(chunk);
    chunk.fill(0x3f);
  }
  const pieces = reader.end();
  const differs = describe(whole) !== describe(pieces);
  return differs ? [`cut at ${places.join(' ')}: ${describe(pieces)} instead of ${describe(whole)}`] : [];
}

function describe({ format, account, sets }: LoadResult): string {
  return JSON.stringify({ format, account, sets });
}

function faultsOfAccount({ account, sets }: LoadResult): readonly string[] {
  const { records, accepted, rejected, rejects, objects } = account;
  const faults: string[] = [];
  if (records !== accepted + rejected) faults.push(`${records} records = ${accepted} + ${rejected}`);
  if (accepted !== sets.length) faults.push(`${accepted} accepted, ${sets.length} sets`);
  if (rejected !== rejects.length) faults.push(`${rejected} rejected, ${rejects.length} rejects`);
  if (records === 0) faults.push('nothing found and nothing said');
  const different = new Set(sets.map(({ catalogNumber }) => catalogNumber)).size;
  if (objects !== different) faults.push(`${objects} objects, ${different} catalog numbers`);
  if (rejects.some(({ line, reason }) => !(line >= 1) || reason === '')) faults.push('a reject says nothing');
  return faults;
}

/** What is wrong with a set that a strict reader accepted: numbers that are none, or no position at its epoch. */
function faultsOfSet(set: ElementSet): readonly string[] {
  const name = `set ${JSON.stringify(set)}`;
  const odd = NUMBER_COLUMNS.find((column) => !Number.isFinite(set[column]));
  if (odd !== undefined) return [`${name}: ${odd} is not finite`];
  const out = new Float64Array(6);
  const status = createPropagator(set).propagate(0, out, 0);
  if (status !== 0) return [`${name}: ${statusName(status)} at its epoch`];
  return out.every(Number.isFinite) ? [] : [`${name}: not a number at its epoch`];
}

/** What leniency changes beyond what it should: only what is forgiven may be accepted, and nothing else may go. */
function differencesOfLeniency(strict: LoadResult, lenient: LoadResult): readonly string[] {
  const faults: string[] = [];
  const hard = strict.account.rejects.filter(({ code }) => !FORGIVEN.has(code));
  const softLines = strict.account.rejected - hard.length;
  if (strict.account.records !== lenient.account.records)
    faults.push('a lenient reader counts other records');
  if (lenient.account.rejects.some(({ code }) => FORGIVEN.has(code)))
    faults.push('leniency does not forgive');
  if (strict.account.warnings.some(({ code }) => FORGIVEN.has(code))) faults.push('a strict reader forgives');
  const others = lenient.account.rejects.map(({ line, code }) => `${line} ${code}`);
  if (!hard.every(({ line, code }) => others.includes(`${line} ${code}`)))
    faults.push('leniency loses a reject');
  if (others.length - hard.length > softLines) faults.push('leniency rejects more');
  const taken = new Set(lenient.sets.map(nameOf));
  if (!strict.sets.every((set) => taken.has(nameOf(set)))) faults.push('leniency loses a set');
  return faults;
}

function nameOf({ catalogNumber, epoch, name }: ElementSet): string {
  return `${catalogNumber} ${epoch} ${name}`;
}
