import { writeFile } from 'node:fs/promises';
import { WRITE_FORMATS, writeElementSets } from '../../core/elements/write.ts';
import { InputError } from '../../core/errors.ts';
import { systemWallClock } from '../wall-clock.ts';
import { printRejects, readElementFile } from './files.ts';
import { write } from './output.ts';

export interface ConvertOptions {
  readonly to: string;
  readonly lenient?: boolean;
  readonly output?: string;
}

/** Who made the file, for formats whose header says so. */
const ORIGINATOR = 'WATCHFLOOR';

/**
 * `convert FILE --to FORMAT`: write the element sets of a file in another format. What cannot be read, and what the format
 * cannot hold, is left out and named on standard error.
 */
export async function convert(file: string, options: ConvertOptions): Promise<number> {
  const format = WRITE_FORMATS.find((known) => known === options.to);
  if (!format) throw new InputError(`--to ${options.to}: one of ${WRITE_FORMATS.join(', ')} is wanted`);
  const { table, account } = await readElementFile(file, { isLenient: options.lenient ?? false });
  const [first] = account.rejects;
  if (account.accepted === 0)
    throw new InputError(`${file}, line ${first?.line ?? 1}: ${first?.reason ?? 'no element sets'}`);
  printRejects(file, account);
  let left = 0;
  const pieces = writeElementSets(table, format, {
    creationDate: systemWallClock(),
    originator: ORIGINATOR,
    onUnwritable({ catalogNumber }, reason) {
      left++;
      process.stderr.write(`${file}, object ${catalogNumber}: ${reason}\n`);
    },
  });
  await (options.output === undefined ? print(pieces) : save(options.output, pieces));
  if (left === table.length) throw new InputError(`${file}: no element set fits ${format}`);
  return 0;
}

async function print(pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) await write(piece); // oxlint-disable-line no-await-in-loop
}

async function save(file: string, pieces: Iterable<string>): Promise<void> {
  await writeFile(file, pieces).catch((error: unknown) => {
    throw new InputError(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  });
}
