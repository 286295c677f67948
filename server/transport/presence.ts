import type { Milliseconds } from '../../core/units.ts';

/** A reload or a short loss of the line keeps what somebody has this long. */
const GRACE_MS: Milliseconds = 30_000;

interface Here<T> {
  sockets: number;
  value: T | null;
  leaving: NodeJS.Timeout | null;
}

/**
 * Who is here, by the session a browser tab keeps, and what is kept for them: the seat they have in a room, or who they say they are.
 * It outlives a lost connection by half a minute.
 */
export class Presence<T> {
  private readonly sessions = new Map<string, Here<T>>();
  private readonly onAbandoned: (value: T) => void;
  private readonly graceMs: Milliseconds;

  /** @param onAbandoned told of what somebody had who did not come back */
  constructor(onAbandoned: (value: T) => void, graceMs = GRACE_MS) {
    this.onAbandoned = onAbandoned;
    this.graceMs = graceMs;
  }

  connect(id: string): void {
    const here = this.sessions.get(id) ?? { sockets: 0, value: null, leaving: null };
    if (here.leaving) clearTimeout(here.leaving);
    this.sessions.set(id, { ...here, sockets: here.sockets + 1, leaving: null });
  }

  disconnect(id: string): void {
    const here = this.sessions.get(id);
    if (!here) return;
    here.sockets--;
    if (here.sockets > 0) return;
    if (here.value === null) this.sessions.delete(id);
    else here.leaving = setTimeout(() => this.abandon(id), this.graceMs);
  }

  get(id: string): T | null {
    return this.sessions.get(id)?.value ?? null;
  }

  /** What somebody has who is not here is not kept. */
  set(id: string, value: T | null): void {
    const here = this.sessions.get(id);
    if (here) here.value = value;
  }

  /** Take from everybody what does not hold any more. @returns from whom */
  dropUnless(holds: (value: T) => boolean): readonly string[] {
    const dropped: string[] = [];
    for (const [id, here] of this.sessions) {
      if (here.value === null || holds(here.value)) continue;
      here.value = null;
      dropped.push(id);
    }
    return dropped;
  }

  close(): void {
    for (const { leaving } of this.sessions.values()) if (leaving) clearTimeout(leaving);
  }

  private abandon(id: string): void {
    const value = this.get(id);
    this.sessions.delete(id);
    if (value !== null) this.onAbandoned(value);
  }
}
