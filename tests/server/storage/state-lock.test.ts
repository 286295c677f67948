import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../../core/errors.ts';
import { claimStateDir } from '../../../server/storage/state-lock.ts';
import { makeStateDir } from '../../helpers/server.ts';

/** Above the largest process number Linux gives out (2^22). */
const NOBODY = 2 ** 22 + 7;

describe('the claim on a state directory', () => {
  let dir: string;
  beforeEach(() => {
    dir = makeStateDir();
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  const claimOf = (holder: string) => writeFileSync(join(dir, 'server.pid'), holder);

  it('is given back, and then free', () => {
    claimStateDir(dir)();
    expect(existsSync(join(dir, 'server.pid'))).toBe(false);
    claimStateDir(dir);
    expect(existsSync(join(dir, 'server.pid'))).toBe(true);
  });

  it('is taken over from a process that is gone, and from a file that says nothing', () => {
    for (const holder of [`${NOBODY}\n`, '', 'nonsense', '-1', '0', '1.5']) {
      claimOf(holder);
      claimStateDir(dir)();
    }
    expect(existsSync(join(dir, 'server.pid'))).toBe(false);
  });

  it('is refused while its holder lives', () => {
    claimOf(String(process.ppid));
    expect(() => claimStateDir(dir)).toThrow(InputError);
  });
});
