import type { PersonId } from '../../core/operations/types.ts';
import type { Identity } from '../../core/protocol/events.ts';
import type { Milliseconds } from '../../core/units.ts';

/** A reload or a short loss of the line keeps the seat this long. */
const GRACE_MS: Milliseconds = 30_000;

interface Session {
  sockets: number;
  seat: PersonId | null;
  identity: Identity | null;
  leaving: NodeJS.Timeout | null;
}

/** Who is who and sits where, by the session a browser tab keeps; both outlive a lost connection by half a minute. */
export class Sessions {
  private readonly sessions = new Map<string, Session>();
  private readonly onAbandoned: (person: PersonId) => void;
  private readonly graceMs: Milliseconds;

  constructor(onAbandoned: (person: PersonId) => void, graceMs = GRACE_MS) {
    this.onAbandoned = onAbandoned;
    this.graceMs = graceMs;
  }

  connect(id: string): void {
    const session = this.sessions.get(id) ?? { sockets: 0, seat: null, identity: null, leaving: null };
    if (session.leaving) clearTimeout(session.leaving);
    this.sessions.set(id, { ...session, sockets: session.sockets + 1, leaving: null });
  }

  disconnect(id: string): void {
    const session = this.sessions.get(id);
    if (!session) return;
    session.sockets--;
    if (session.sockets > 0) return;
    if (session.seat === null && session.identity === null) this.sessions.delete(id);
    else session.leaving = setTimeout(() => this.abandon(id), this.graceMs);
  }

  seatOf(id: string): PersonId | null {
    return this.sessions.get(id)?.seat ?? null;
  }

  setSeat(id: string, seat: PersonId | null): void {
    const session = this.sessions.get(id);
    if (session) session.seat = seat;
  }

  identityOf(id: string): Identity | null {
    return this.sessions.get(id)?.identity ?? null;
  }

  setIdentity(id: string, identity: Identity | null): void {
    const session = this.sessions.get(id);
    if (session) session.identity = identity;
  }

  /** The sessions that sit in for somebody the floor says is simulated again. */
  dropSeatsNotIn(attended: ReadonlySet<PersonId>): readonly string[] {
    const dropped: string[] = [];
    for (const [id, session] of this.sessions) {
      if (session.seat === null || attended.has(session.seat)) continue;
      session.seat = null;
      dropped.push(id);
    }
    return dropped;
  }

  close(): void {
    for (const { leaving } of this.sessions.values()) if (leaving) clearTimeout(leaving);
  }

  private abandon(id: string): void {
    const seat = this.seatOf(id);
    this.sessions.delete(id);
    if (seat !== null) this.onAbandoned(seat);
  }
}
