import { type Answer, failed } from './answer.ts';

/**
 * The connection was never made, so nobody has been bothered. A timeout or EHOSTUNREACH is not among them: that is what
 * somebody sees whom the provider's firewall has shut out, and trying again soon makes that worse.
 */
const NEVER_REACHED = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH']);

/** What an error that `fetch` threw means. A host with several addresses counts as reached if one of them may have been. */
export function judgeError(error: unknown): Answer {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const parts: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
  const codes = [...new Set(parts.map(codeOf))];
  const problem = `the connection failed (${codes.join(', ')})`;
  return codes.length > 0 && codes.every((code) => NEVER_REACHED.has(code))
    ? { kind: 'unreachable', problem }
    : failed(problem);
}

function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  // Not the message: an address with a password may stand in it.
  return error instanceof Error ? error.name : 'unknown';
}
