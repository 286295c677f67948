import { rename, rm, writeFile } from 'node:fs/promises';
import type { LoadAccount } from '../../core/elements/account.ts';
import { ElementSetWriter, WRITE_FORMATS } from '../../core/elements/write.ts';
import { InputError } from '../../core/errors.ts';
import { systemWallClock } from '../wall-clock.ts';
import { printRejects, readElementBatches } from './files.ts';
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
  let left = 0;
  const writer = new ElementSetWriter(format, {
    creationDate: systemWallClock(),
    originator: ORIGINATOR,
    onUnwritable({ catalogNumber }, reason) {
      left++;
      process.stderr.write(`${file}, object ${catalogNumber}: ${reason}\n`);
    },
  });
  const batches = readElementBatches(file, options.lenient ?? false);
  let account: LoadAccount | null = null;
  const pieces = async function* (): AsyncGenerator<string> {
    for (;;) {
      const next = await batches.next(); // oxlint-disable-line no-await-in-loop
      if (next.done) {
        account = next.value;
        break;
      }
      yield* writer.write(next.value);
    }
    refuseNothing(file, account);
    if (left === account.accepted) throw new InputError(`${file}: no element set fits ${format}`);
    yield writer.end();
  };
  await (options.output === undefined ? print(pieces()) : save(options.output, pieces()));
  if (account) reportConversion(file, account, left);
  return 0;
}

/** Name what was rejected, and count what was left out where anything was. */
function reportConversion(file: string, account: LoadAccount, left: number): void {
  printRejects(file, account);
  if (left > 0) process.stderr.write(`${file}: ${account.accepted - left} sets written, ${left} left out\n`);
}

function refuseNothing(file: string, { accepted, rejects }: LoadAccount): void {
  const [first] = rejects;
  if (accepted === 0)
    throw new InputError(`${file}, line ${first?.line ?? 1}: ${first?.reason ?? 'no element sets'}`);
}

async function print(pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) await write(piece);
}

/** What was there stays until the new file is whole. */
async function save(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const part = `${file}.part`;
  try {
    await writeFile(part, pieces);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
