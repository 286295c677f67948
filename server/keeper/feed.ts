import type { SourceKind } from '../../core/protocol/events.ts';
import type { Milliseconds, UtcMs } from '../../core/units.ts';
import type { Answer } from './answer.ts';

/** A live source: what it is called, how often it may be asked, and how. */
export interface Feed {
  readonly id: string;
  readonly name: string;
  /** Who gives it: when one of its feeds is turned away, the others are left alone too. */
  readonly provider: 'celestrak' | 'space-track';
  readonly kind: SourceKind;
  /** Never asked again sooner than this after a request that may have reached it. */
  readonly minIntervalMs: Milliseconds;
  /** Later than an instant when the provider does not want to be asked at that one. */
  readonly moveAway?: (at: UtcMs) => UtcMs;
  /** Ask once. Never throws; `record` tells what is here already. */
  ask(record: FeedRecord, signal: AbortSignal): Promise<Answer>;
}

/** What is remembered of a feed over a restart. */
export interface FeedRecord {
  readonly id: string;
  readonly askedAt: UtcMs | null;
  readonly nextAskAt: UtcMs;
  /** `nextAskAt` was brought forward because the wall clock had been set back. */
  readonly isShortened?: boolean;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** When its data last came whole, or was said to be unchanged. */
  readonly fetchedAt: UtcMs | null;
  /** Answers since then that were of no use. */
  readonly failures: number;
  /** Tries in a row, up to now, that cannot have reached it. */
  readonly unreached: number;
  readonly problem: string | null;
}

export interface FeedMemory {
  load(id: string): Promise<FeedRecord | null>;
  save(record: FeedRecord): Promise<void>;
}

/** Takes over what came whole. @returns what is wrong with it, null when it is in use */
export type FeedSink = (feed: Feed, body: Uint8Array) => Promise<string | null>;

export const NEW_RECORD: Omit<FeedRecord, 'id'> = {
  askedAt: null,
  nextAskAt: 0,
  etag: null,
  lastModified: null,
  fetchedAt: null,
  failures: 0,
  unreached: 0,
  problem: null,
};
