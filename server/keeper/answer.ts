import type { Milliseconds } from '../../core/units.ts';

/** What became of one question. */
export type Answer = Body | Unchanged | Failed | Unreachable;

export interface Body {
  readonly kind: 'body';
  readonly body: Uint8Array;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** `name=value` of each cookie that was set. */
  readonly cookies: readonly string[];
  /** Where redirects led to; null when there were none. */
  readonly movedTo: string | null;
}

/** What is here already is still the newest. */
export interface Unchanged {
  readonly kind: 'unchanged';
}

/** It was reached, or may have been, and nothing usable came. */
export interface Failed {
  readonly kind: 'failed';
  readonly problem: string;
  readonly retryAfterMs: Milliseconds;
  /** The HTTP status; null when none came. */
  readonly status: number | null;
}

/** No request can have reached it. */
export interface Unreachable {
  readonly kind: 'unreachable';
  readonly problem: string;
}

export function failed(
  problem: string,
  status: number | null = null,
  retryAfterMs: Milliseconds = 0,
): Failed {
  return { kind: 'failed', problem, retryAfterMs, status };
}

/** Whether an answer concerns everything the asker does, not only the address it asked for. */
export function isTurnedAway({ status }: Failed): boolean {
  return status !== null && (status === 403 || status === 429 || status >= 500);
}
