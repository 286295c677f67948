import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';

/**
 * Claim a state directory for this process: two servers on one journal would break its chain.
 *
 * A claim left by a process that is gone (killed, crashed) is taken over.
 *
 * @returns gives the claim back
 * @throws InputError naming the process that holds it
 */
export function claimStateDir(stateDir: string): () => void {
  const file = join(stateDir, 'server.pid');
  const holder = readHolder(file);
  if (holder !== null && holder !== process.pid && isAlive(holder)) {
    throw new InputError(`the state directory ${stateDir} is in use by process ${holder}`);
  }
  writeFileSync(file, `${process.pid}\n`);
  return () => {
    if (readHolder(file) === process.pid) rmSync(file, { force: true });
  };
}

function readHolder(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
