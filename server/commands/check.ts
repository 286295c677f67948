import type { LoadAccount } from '../../core/elements/account.ts';
import type { ElementSet } from '../../core/elements/element-set.ts';
import { readElementFile } from './files.ts';
import { write } from './output.ts';

/** `check FILE…`: print the accounting of one or several files, joined, as JSON. */
export async function check(
  files: readonly string[],
  { lenient, strict }: { lenient: boolean; strict: boolean },
): Promise<number> {
  const accounts: LoadAccount[] = [];
  const sets: ElementSet[] = [];
  for (const file of files) {
    const result = await readElementFile(file, lenient);
    const place = files.length > 1 ? { file } : {};
    accounts.push({
      ...result.account,
      rejects: result.account.rejects.map((reject) => ({ ...place, ...reject })),
      warnings: result.account.warnings.map((warning) => ({ ...place, ...warning })),
    });
    sets.push(...result.sets);
  }
  const sum = (key: 'records' | 'accepted' | 'rejected'): number =>
    accounts.reduce((total, account) => total + account[key], 0);
  const rejected = sum('rejected');
  const joined: LoadAccount = {
    records: sum('records'),
    accepted: sum('accepted'),
    rejected,
    objects: new Set(sets.map((set) => set.catalogNumber)).size,
    rejects: accounts.flatMap((account) => account.rejects),
    warnings: accounts.flatMap((account) => account.warnings),
  };
  await write(`${JSON.stringify(joined, null, 2)}\n`);
  return strict && rejected > 0 ? 1 : 0;
}
