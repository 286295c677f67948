import type { LoadAccount } from '../../core/elements/account.ts';

/** More than this of a file rejected, and it is not trusted. */
const MAX_REJECTED_SHARE = 0.01;
/** Fewer than this share of what came last time, and it is not trusted. */
const MIN_SHARE_OF_LAST = 0.5;

/**
 * Judge what a live source brought before it is used.
 *
 * @param previousAccepted records accepted of the last good copy; null when there is none
 * @returns the problem in words, null when it can be trusted
 */
export function verifyFeed(
  account: LoadAccount,
  format: string,
  previousAccepted: number | null,
): string | null {
  const [first] = account.rejects;
  if (account.accepted === 0 || format === 'unknown')
    return `nothing usable came: ${first?.reason ?? 'no records'}`;
  const broken = account.rejects.find(({ code }) => code === 'json');
  if (broken) return `the answer is broken in line ${broken.line}: ${broken.reason}`;
  if (account.rejected > MAX_REJECTED_SHARE * account.records)
    return `${account.rejected} of ${account.records} records are not sound, the first in line ${first?.line ?? 1}: ${first?.reason ?? ''}`;
  if (previousAccepted !== null && account.accepted < MIN_SHARE_OF_LAST * previousAccepted)
    return `only ${account.accepted} records came, after ${previousAccepted} the last time`;
  return null;
}
