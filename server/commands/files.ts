import { readFile } from 'node:fs/promises';
import type { LoadResult } from '../../core/elements/account.ts';
import { readElementSets } from '../../core/elements/read.ts';
import { InputError } from '../../core/errors.ts';
import { inflateIfGzip } from '../gunzip.ts';

/** Read one element-set file. @throws InputError when the file itself cannot be opened */
export async function readElementFile(file: string, lenient: boolean): Promise<LoadResult> {
  const content = await readFile(file).catch((error: unknown) => {
    throw new InputError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  });
  return readElementSets(inflateIfGzip(content), { lenient });
}
