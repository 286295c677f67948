import type {
  ConjunctionsAnswer,
  HistoryAnswer,
  ObjectAnswer,
  OrbitAnswer,
  UploadAnswer,
} from '../../core/protocol/events.ts';
import { formatIsoUtc } from '../../core/time/calendar.ts';
import type { UtcMs } from '../../core/units.ts';

/** What went wrong, for people. RFC 9457 where the server said it. */
export interface Problem {
  readonly title: string;
  readonly detail: string;
}

export interface UploadOptions {
  readonly mode: 'add' | 'replace';
  /** The one source the file takes the place of. */
  readonly replaces?: string | undefined;
  readonly isLenient: boolean;
}

export type UploadResult =
  | { readonly ok: true; readonly account: UploadAnswer }
  /** Nothing in it was accepted; the account says why. */
  | { readonly ok: false; readonly account: UploadAnswer; readonly problem: null }
  | { readonly ok: false; readonly account: null; readonly problem: Problem };

/** Who asks, and from which room: the server answers as this tab may see it there. */
export interface Caller {
  readonly session: string;
  /** Changes when the page goes to another room. */
  room: string;
}

function asCaller({ session, room }: Caller): Readonly<Record<string, string>> {
  return { 'X-Watchfloor-Session': session, 'X-Watchfloor-Room': room };
}

/** Hand a file of element sets, or a satellite catalogue, to the server, as it is. */
export async function uploadCatalog(
  caller: Caller,
  file: File,
  { mode, replaces, isLenient }: UploadOptions,
): Promise<UploadResult> {
  const query = new URLSearchParams({ name: file.name, mode, lenient: isLenient ? '1' : '0' });
  if (replaces !== undefined) query.set('replaces', replaces);
  try {
    const response = await fetch(`/api/catalogs?${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream', ...asCaller(caller) },
      body: file,
    });
    const body: unknown = await response.json().catch(() => null);
    if (isAccount(body)) {
      return response.ok ? { ok: true, account: body } : { ok: false, account: body, problem: null };
    }
    return { ok: false, account: null, problem: problemOf(body, response) };
  } catch (error) {
    return { ok: false, account: null, problem: { title: 'The upload broke off', detail: messageOf(error) } };
  }
}

function isAccount(body: unknown): body is UploadAnswer {
  return isObject(body) && 'records' in body && 'rejects' in body;
}

/** Take a source out of the catalogue; null when it worked. */
export function removeSource(caller: Caller, sourceId: string): Promise<Problem | null> {
  return ask(`/api/catalogs/${encodeURIComponent(sourceId)}`, {
    method: 'DELETE',
    headers: asCaller(caller),
  });
}

/** Switch a source on or off; null when it worked. */
export function switchSource(caller: Caller, sourceId: string, isOn: boolean): Promise<Problem | null> {
  return ask(`/api/catalogs/${encodeURIComponent(sourceId)}`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', ...asCaller(caller) },
    body: JSON.stringify({ isOn }),
  });
}

/** Take back a change of what is loaded; null when it worked. */
export function undoChange(caller: Caller, change: number): Promise<Problem | null> {
  return ask(`/api/catalogs/undo?change=${change}`, { method: 'POST', headers: asCaller(caller) });
}

async function ask(address: string, request: RequestInit): Promise<Problem | null> {
  try {
    const response = await fetch(address, request);
    if (response.ok) return null;
    return problemOf(await response.json().catch(() => null), response);
  } catch (error) {
    return { title: 'The server did not answer', detail: messageOf(error) };
  }
}

/** What the server knows of an object beyond the columns of the catalogue; null when it did not answer. */
export function fetchObject(
  caller: Caller,
  catalogNumber: number,
  signal: AbortSignal,
): Promise<ObjectAnswer | null> {
  return fetchAs<ObjectAnswer>(caller, `/api/objects/${catalogNumber}`, signal);
}

interface ScreeningQuestion {
  readonly hours: number;
  readonly thresholdKm: number;
  readonly object: number | null;
}

function conjunctionsAddress({ hours, thresholdKm, object }: ScreeningQuestion): string {
  const query = new URLSearchParams({ hours: `${hours}`, thresholdKm: `${thresholdKm}`, limit: '5000' });
  if (object !== null) query.set('object', `${object}`);
  return `/api/conjunctions?${query}`;
}

/** What comes near in the next hours, or how far the server is with it; null when it gives no answer. */
export function fetchConjunctions(
  caller: Caller,
  question: ScreeningQuestion,
  signal: AbortSignal,
): Promise<ConjunctionsAnswer | null> {
  return fetchAs<ConjunctionsAnswer>(caller, conjunctionsAddress(question), signal);
}

/** Have a screening that waits or runs given up; null when it worked. */
export function cancelConjunctions(caller: Caller, question: ScreeningQuestion): Promise<Problem | null> {
  return ask(conjunctionsAddress(question), { method: 'DELETE', headers: asCaller(caller) });
}

/** The element sets of an object, newest first; null when the server did not answer. */
export function fetchHistory(
  caller: Caller,
  catalogNumber: number,
  signal: AbortSignal,
): Promise<HistoryAnswer | null> {
  return fetchAs<HistoryAnswer>(caller, `/api/objects/${catalogNumber}/history?limit=50`, signal);
}

/** One revolution of an object about a time; null when the server has none. */
export function fetchOrbit(
  caller: Caller,
  { catalogNumber, time }: { catalogNumber: number; time: UtcMs },
  signal: AbortSignal,
): Promise<OrbitAnswer | null> {
  const query = new URLSearchParams({ time: formatIsoUtc(time), points: '256' });
  return fetchAs<OrbitAnswer>(caller, `/api/objects/${catalogNumber}/orbit?${query}`, signal);
}

/** What the server answers at an address; null when it does not. */
export async function fetchAs<T>(
  caller: Caller,
  address: string,
  signal: AbortSignal | null = null,
): Promise<T | null> {
  try {
    const response = await fetch(address, { headers: asCaller(caller), signal });
    if (!response.ok) return null;
    // The server's own answer, of the version this page was built with.
    const answer: T = await response.json();
    return answer;
  } catch {
    return null;
  }
}

/** The same where only this address will do. @throws Error when the server does not answer with it */
export async function fetchOrThrow<T>(caller: Caller, address: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(address, { headers: asCaller(caller), ...(signal && { signal }) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const answer: T = await response.json();
  return answer;
}

/** The same, as text. */
export async function fetchTextAs(caller: Caller, address: string): Promise<string | null> {
  try {
    const response = await fetch(address, { headers: asCaller(caller) });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

function problemOf(body: unknown, response: Response): Problem {
  const title = isObject(body) && 'title' in body ? body.title : null;
  const detail = isObject(body) && 'detail' in body ? body.detail : null;
  return {
    title: typeof title === 'string' ? title : `The server answered ${response.status}`,
    detail: typeof detail === 'string' ? detail : response.statusText,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
