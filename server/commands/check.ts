import { type LoadAccount, NumberCounter } from '../../core/elements/account.ts';
import { CATALOG_NUMBER } from '../../core/elements/element-table.ts';
import { readCatalogueFile } from '../catalogue-file.ts';
import { write } from './output.ts';

/** `check FILE…`: print the accounting of one or several files, joined, as JSON. Satellite catalogues are accounted for too. */
export async function check(
  files: readonly string[],
  { lenient, strict }: { lenient: boolean; strict: boolean },
): Promise<number> {
  const accounts: LoadAccount[] = [];
  const objects = new NumberCounter();
  for (const file of files) {
    const { account, identities } = await readCatalogueFile(file, lenient, () => (batch) => {
      for (let i = 0; i < batch.length; i++) objects.add(batch.number(i, CATALOG_NUMBER));
    });
    for (const number of identities?.catalogNumbers() ?? []) objects.add(number);
    const place = files.length > 1 ? { file } : {};
    accounts.push({
      ...account,
      rejects: account.rejects.map((reject) => ({ ...place, ...reject })),
      warnings: account.warnings.map((warning) => ({ ...place, ...warning })),
    });
  }
  const sum = (key: 'records' | 'accepted' | 'rejected'): number =>
    accounts.reduce((total, account) => total + account[key], 0);
  const rejected = sum('rejected');
  const joined: LoadAccount = {
    records: sum('records'),
    accepted: sum('accepted'),
    rejected,
    objects: objects.count,
    rejects: accounts.flatMap((account) => account.rejects),
    warnings: accounts.flatMap((account) => account.warnings),
  };
  await write(`${JSON.stringify(joined, null, 2)}\n`);
  return strict && rejected > 0 ? 1 : 0;
}
