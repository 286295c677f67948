import type { Milliseconds } from '../../core/units.ts';

/** What became of one request. */
export type Answer =
  | {
      readonly kind: 'body';
      readonly body: Uint8Array;
      readonly etag: string | null;
      readonly lastModified: string | null;
      /** `name=value` of each cookie that was set. */
      readonly cookies: readonly string[];
    }
  /** What is here already is still the newest. */
  | { readonly kind: 'unchanged' }
  /** It was reached, and said no or something unusable. */
  | { readonly kind: 'failed'; readonly problem: string; readonly retryAfterMs: Milliseconds }
  /** No request can have reached it. */
  | { readonly kind: 'unreachable'; readonly problem: string };

export interface FetchLimits {
  /** Longest wait for the next piece of an answer. */
  readonly idleMs: Milliseconds;
  readonly maxBytes: number;
}

export const DEFAULT_LIMITS: FetchLimits = { idleMs: 60_000, maxBytes: 256 * 1024 * 1024 };

export interface PoliteRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly limits: FetchLimits;
  /** Asked before every request, redirects too; false when one more would be too many. */
  readonly mayAsk?: () => boolean;
}

const USER_AGENT = 'Watchfloor (element-set keeper)';
const MAX_REDIRECTS = 5;
/** The connection was never made, so nobody has been bothered. */
const NEVER_REACHED = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Ask once, following redirects by hand. Never throws. */
export async function politeFetch(request: PoliteRequest): Promise<Answer> {
  const first = new URL(request.url);
  const seen = new Set<string>();
  let url = first;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    if (seen.has(url.href)) return failed(`redirects go round in a loop (${url.href})`);
    seen.add(url.href);
    if (request.mayAsk && !request.mayAsk())
      return failed('one more request would break the provider’s limits');
    const step = await askOnce(url, request); // oxlint-disable-line no-await-in-loop
    if (!('location' in step)) return hop > 0 && step.kind === 'unreachable' ? failed(step.problem) : step;
    const next = URL.canParse(step.location, url.href) ? new URL(step.location, url.href) : null;
    const isAllowed = next !== null && (next.protocol === 'https:' || next.origin === first.origin);
    if (!isAllowed) return failed(`it redirects to ${step.location}, which is not followed`);
    url = next;
  }
  return failed(`more than ${MAX_REDIRECTS} redirects`);
}

async function askOnce(url: URL, request: PoliteRequest): Promise<Answer | { readonly location: string }> {
  const { limits } = request;
  const idle = new AbortController();
  let timer = setTimeout(() => idle.abort(), limits.idleMs);
  const isIdle = (): boolean => idle.signal.aborted;
  try {
    const response = await fetch(url, {
      method: request.method ?? 'GET',
      headers: { 'User-Agent': USER_AGENT, ...request.headers },
      body: request.body ?? null,
      redirect: 'manual',
      signal: AbortSignal.any([request.signal, idle.signal]),
    });
    const body = await readBody(response, limits.maxBytes, () => {
      clearTimeout(timer);
      timer = setTimeout(() => idle.abort(), limits.idleMs);
    });
    return body === null
      ? failed(`the answer is longer than ${limits.maxBytes} bytes`)
      : judge(response, body);
  } catch (error) {
    if (isIdle()) return failed(`nothing came for ${limits.idleMs / 1000} s`);
    if (request.signal.aborted) return { kind: 'unreachable', problem: 'the server was stopped' };
    const code = causeOf(error);
    const problem = `the connection failed (${code})`;
    return NEVER_REACHED.has(code) ? { kind: 'unreachable', problem } : failed(problem);
  } finally {
    clearTimeout(timer);
  }
}

async function readBody(
  response: Response,
  maxBytes: number,
  onPiece: () => void,
): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  let total = 0;
  for await (const piece of response.body ?? []) {
    onPiece();
    total += piece.length;
    if (total > maxBytes) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function judge(response: Response, body: Uint8Array): Answer | { readonly location: string } {
  const { status, headers } = response;
  if (status === 304) return { kind: 'unchanged' };
  const location = headers.get('location');
  if (status >= 300 && status < 400 && location !== null) return { location };
  if (status !== 200)
    return failed(`it answered ${status} ${response.statusText}`.trim(), retryAfter(headers));
  return {
    kind: 'body',
    body,
    etag: headers.get('etag'),
    lastModified: headers.get('last-modified'),
    cookies: headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? ''),
  };
}

function failed(problem: string, retryAfterMs = 0): Answer {
  return { kind: 'failed', problem, retryAfterMs };
}

/** Seconds only: no provider here gives a date. */
function retryAfter(headers: Headers): Milliseconds {
  const seconds = Number(headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.message : String(error);
}
