import type { LoadAccount } from '../../core/elements/account.ts';
import { CATALOG_NUMBER, ElementTable } from '../../core/elements/element-table.ts';
import { ElementSetReader } from '../../core/elements/read.ts';
import { judgeAtEpoch } from '../../core/propagation/epoch-check.ts';
import { readBytes } from '../byte-stream.ts';

export interface ReadFileOptions {
  readonly isLenient: boolean;
  /** Keep the sets of these objects only; all when left out. */
  readonly objects?: ReadonlySet<number> | null;
}

/**
 * Read one element-set file, gzip too, piece by piece, handing on a batch at a time; each is used again for the next.
 *
 * @returns the accounting, once all is read
 * @throws InputError when the file itself cannot be read
 */
export async function* readElementBatches(
  file: string,
  isLenient: boolean,
): AsyncGenerator<ElementTable, LoadAccount> {
  const pending = new ElementTable();
  const reader = new ElementSetReader({
    lenient: isLenient,
    judge: judgeAtEpoch,
    onBatch(batch) {
      for (let i = 0; i < batch.length; i++) pending.pushFrom(batch, i);
    },
  });
  for await (const bytes of readBytes(file)) {
    reader.push(bytes);
    if (pending.length > 0) yield pending;
    pending.clear();
  }
  const { account } = reader.end();
  if (pending.length > 0) yield pending;
  return account;
}

/** Read one element-set file into a table; what is held is the sets that are kept. @throws InputError as above */
export async function readElementFile(
  file: string,
  { isLenient, objects = null }: ReadFileOptions,
): Promise<{ readonly table: ElementTable; readonly account: LoadAccount }> {
  const table = new ElementTable();
  const batches = readElementBatches(file, isLenient);
  for (;;) {
    const next = await batches.next(); // oxlint-disable-line no-await-in-loop
    if (next.done) return { table, account: next.value };
    const batch = next.value;
    for (let i = 0; i < batch.length; i++)
      if (objects === null || objects.has(batch.number(i, CATALOG_NUMBER))) table.pushFrom(batch, i);
  }
}

/** Name the wanted objects that a file does not have on standard error. */
export function printMissing(file: string, wanted: ReadonlySet<number> | null, table: ElementTable): void {
  const missing = new Set(wanted);
  for (let i = 0; i < table.length; i++) missing.delete(table.number(i, CATALOG_NUMBER));
  for (const number of missing) process.stderr.write(`${file}: object ${number} is not in it\n`);
}

/** Name the rejected records of a file on standard error. */
export function printRejects(file: string, { rejects }: LoadAccount): void {
  for (const { line, reason } of rejects) process.stderr.write(`${file}, line ${line}: ${reason}\n`);
}
