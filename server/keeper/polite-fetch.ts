import { MS_PER_HOUR, MS_PER_MINUTE, type Milliseconds } from '../../core/units.ts';
import { type Answer, failed } from './answer.ts';
import { judgeError } from './connection-error.ts';
import { readRetryAfter } from './retry-after.ts';
import { USER_AGENT } from './user-agent.ts';

export interface FetchLimits {
  /** Longest wait for the next piece of an answer. */
  readonly idleMs: Milliseconds;
  /** Longest time for one answer, however steadily it drips. */
  readonly totalMs: Milliseconds;
  readonly maxBytes: number;
}

export const DEFAULT_LIMITS: FetchLimits = {
  idleMs: MS_PER_MINUTE,
  totalMs: MS_PER_HOUR,
  maxBytes: 256 * 1024 * 1024,
};

export interface PoliteRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Sent to the host of `url` only, wherever redirects lead. */
  readonly cookie?: string;
  readonly signal: AbortSignal;
  readonly limits: FetchLimits;
  /** Asked before every request, redirects too; false when one more would be too many. */
  readonly mayAsk?: () => boolean;
}

type Step = Answer | { readonly location: string };

const MAX_REDIRECTS = 5;
/** Of an answer that says no, as much as may explain it. */
const EXCERPT_BYTES = 2048;
const EXCERPT_CHARACTERS = 200;

/** Ask once, following redirects by hand; what is posted is never sent on. Never throws. */
export async function politeFetch(request: PoliteRequest): Promise<Answer> {
  const first = new URL(request.url);
  const seen = new Set<string>();
  let url = first;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    if (seen.has(url.href)) return failed(`redirects go round in a loop (${excerpt(url.href)})`);
    seen.add(url.href);
    if (request.mayAsk && !request.mayAsk())
      return failed('one more request would break the provider’s limits');
    const cookie = url.origin === first.origin ? request.cookie : undefined;
    const step = await askOnce(url, cookie, request); // oxlint-disable-line no-await-in-loop
    if (!('location' in step)) {
      if (hop === 0) return step;
      if (step.kind === 'unreachable') return failed(step.problem);
      return step.kind === 'body' ? { ...step, movedTo: url.href } : step;
    }
    const next = allowedRedirect(step.location, url, first);
    if (next === null || request.method === 'POST')
      return failed(`it redirects to ${excerpt(step.location)}, which is not followed`);
    url = next;
  }
  return failed(`more than ${MAX_REDIRECTS} redirects`);
}

/** To https, or within the host that was asked; never to an address with a user in it. */
function allowedRedirect(location: string, from: URL, first: URL): URL | null {
  if (!URL.canParse(location, from.href)) return null;
  const next = new URL(location, from.href);
  const isAllowed = next.protocol === 'https:' || next.origin === first.origin;
  return isAllowed && next.username === '' && next.password === '' ? next : null;
}

async function askOnce(url: URL, cookie: string | undefined, request: PoliteRequest): Promise<Step> {
  const { limits, signal } = request;
  const total = AbortSignal.timeout(limits.totalMs);
  const idle = new AbortController();
  let timer = setTimeout(() => idle.abort(), limits.idleMs);
  try {
    const response = await fetch(url, {
      method: request.method ?? 'GET',
      headers: {
        'User-Agent': USER_AGENT,
        ...request.headers,
        ...(cookie !== undefined && { Cookie: cookie }),
      },
      body: request.body ?? null,
      redirect: 'manual',
      signal: AbortSignal.any([signal, idle.signal, total]),
    });
    return await judge(response, request, () => {
      clearTimeout(timer);
      timer = setTimeout(() => idle.abort(), limits.idleMs);
    });
  } catch (error) {
    if (idle.signal.aborted) return failed(`nothing came for ${limits.idleMs / 1000} s`);
    if (total.aborted) return failed(`it was not done after ${limits.totalMs / 1000} s`);
    if (signal.aborted) return failed('the server was stopped');
    return judgeError(error);
  } finally {
    clearTimeout(timer);
  }
}

async function judge(response: Response, request: PoliteRequest, onPiece: () => void): Promise<Step> {
  const { status, headers } = response;
  const location = headers.get('location');
  if (status >= 300 && status < 400 && status !== 304 && location !== null) {
    await response.body?.cancel();
    return { location };
  }
  if (status === 304)
    return isConditional(request)
      ? { kind: 'unchanged' }
      : failed('it answered 304 to a first question', 304);
  if (status !== 200) return judgeRefusal(response, onPiece);
  const { maxBytes } = request.limits;
  const body =
    Number(headers.get('content-length') ?? 0) > maxBytes
      ? null
      : await readBody(response, maxBytes, onPiece);
  if (body === null) {
    if (response.body?.locked === false) await response.body.cancel();
    return failed(`the answer is longer than ${maxBytes} bytes`, status);
  }
  return {
    kind: 'body',
    body,
    etag: headers.get('etag'),
    lastModified: headers.get('last-modified'),
    cookies: headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? ''),
    movedTo: null,
  };
}

/** Why it says no, in its own words where they are words: people must be able to find out. */
async function judgeRefusal(response: Response, onPiece: () => void): Promise<Answer> {
  const { status, statusText, headers } = response;
  const text = await readExcerpt(response, onPiece).catch(() => '');
  const said = text === '' || text.startsWith('<') ? '' : `: ${text}`;
  return failed(`it answered ${status} ${statusText}`.trim() + said, status, readRetryAfter(headers));
}

async function readExcerpt(response: Response, onPiece: () => void): Promise<string> {
  const pieces: Uint8Array[] = [];
  let total = 0;
  for await (const piece of response.body ?? []) {
    onPiece();
    pieces.push(piece);
    total += piece.length;
    if (total >= EXCERPT_BYTES) break;
  }
  return excerpt(Buffer.concat(pieces).subarray(0, EXCERPT_BYTES).toString());
}

/** @returns null when there is more of it than may be */
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

function isConditional({ headers = {} }: PoliteRequest): boolean {
  return 'If-None-Match' in headers || 'If-Modified-Since' in headers;
}

/** One short line of what somebody else wrote. */
function excerpt(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > EXCERPT_CHARACTERS ? `${line.slice(0, EXCERPT_CHARACTERS)}…` : line;
}
