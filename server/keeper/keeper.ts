import type { FeedInfo } from '../../core/protocol/events.ts';
import { MS_PER_DAY, MS_PER_MINUTE, type Milliseconds } from '../../core/units.ts';
import type { Logger } from '../logger.ts';
import type { WallClock } from '../wall-clock.ts';
import { type Feed, type FeedMemory, type FeedRecord, type FeedSink, NEW_RECORD } from './feed.ts';
import type { Answer } from './polite-fetch.ts';

export interface KeeperParts {
  readonly feeds: readonly Feed[];
  readonly memory: FeedMemory;
  readonly sink: FeedSink;
  readonly wallClock: WallClock;
  /** Numbers from 0 to 1, for the jitter. */
  readonly random: () => number;
  readonly logger: Logger;
  readonly onChange: (feeds: readonly FeedInfo[]) => void;
}

const FIRST_RETRY_MS = MS_PER_MINUTE;
/** Nobody is left alone for longer than this. */
const LONGEST_WAIT_MS = MS_PER_DAY;
/** Waits are up to a tenth longer, so that many installations do not ask in one second. */
const JITTER = 0.1;
const LONGEST_TIMER_MS = MS_PER_DAY;

/**
 * Keeps live sources current without being a burden to them: one question at a time, never sooner than each allows, a restart
 * included, and after a failure later each time. A failing feed leaves what it brought before in use.
 */
export class DataKeeper {
  private readonly parts: KeeperParts;
  private readonly records = new Map<string, FeedRecord>();
  private readonly asking = new Set<string>();
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  private work: Promise<void> = Promise.resolve();

  constructor(parts: KeeperParts) {
    this.parts = parts;
  }

  /** How the feeds stand. */
  get feeds(): readonly FeedInfo[] {
    return this.parts.feeds.map((feed) => this.describe(feed));
  }

  /** Begin to ask, each feed when its time has come. */
  start(): void {
    void this.askDue();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    if (this.timer) clearTimeout(this.timer);
    await this.work;
  }

  /** Ask every feed whose time has come, and wait for the next one's. Never rejects. */
  askDue(): Promise<void> {
    this.work = this.work.then(async () => {
      for (const feed of this.parts.feeds) {
        if (this.stopping.signal.aborted) return;
        await this.askIfDue(feed).catch((error: unknown) => {
          // oxlint-disable-line no-await-in-loop
          this.parts.logger.error({ err: error, feed: feed.id }, 'the data keeper failed');
        });
      }
      this.setTimer();
    });
    return this.work;
  }

  private async askIfDue(feed: Feed): Promise<void> {
    const { memory, wallClock } = this.parts;
    const known = (await memory.load(feed.id)) ?? { ...NEW_RECORD, id: feed.id };
    const now = wallClock();
    // A wall clock that was set back must not stop it for years.
    const nextAskAt = Math.min(known.nextAskAt, now + LONGEST_WAIT_MS * (1 + JITTER));
    this.records.set(feed.id, { ...known, nextAskAt });
    if (now < nextAskAt) return this.tell();
    // Noted before it is asked: whatever happens next, a restart does not ask again.
    const record: FeedRecord = { ...known, askedAt: now, nextAskAt: now + feed.minIntervalMs };
    await this.remember(record);
    this.asking.add(feed.id);
    this.tell();
    try {
      await this.remember(await this.settle(feed, record, await feed.ask(record, this.stopping.signal)));
    } finally {
      this.asking.delete(feed.id);
      this.tell();
    }
  }

  /** What is remembered after an answer. */
  private async settle(feed: Feed, record: FeedRecord, answer: Answer): Promise<FeedRecord> {
    const { wallClock, sink, logger } = this.parts;
    const now = wallClock();
    // Stopped in the middle: what was noted before it was asked stands.
    if (this.stopping.signal.aborted) return record;
    if (answer.kind === 'unreachable') return this.afterFailure(feed, record, { ...answer, retryAfterMs: 0 });
    if (answer.kind === 'failed') return this.afterFailure(feed, record, answer);
    const good = {
      ...record,
      fetchedAt: now,
      failures: 0,
      problem: null,
      nextAskAt: now + this.jittered(feed.minIntervalMs),
    };
    if (answer.kind === 'unchanged') return good;
    const { body, etag, lastModified } = answer;
    const problem = await sink(feed, body);
    if (problem !== null)
      return this.afterFailure(feed, record, { kind: 'failed', problem, retryAfterMs: 0 });
    logger.info({ feed: feed.id, bytes: body.length }, 'live source is current');
    return { ...good, etag, lastModified };
  }

  private afterFailure(
    feed: Feed,
    record: FeedRecord,
    {
      kind,
      problem,
      retryAfterMs,
    }: { kind: 'failed' | 'unreachable'; problem: string; retryAfterMs: Milliseconds },
  ): FeedRecord {
    const { wallClock, logger } = this.parts;
    const failures = record.failures + 1;
    const doubled = 2 ** Math.min(20, failures - 1);
    const wait =
      kind === 'unreachable'
        ? Math.min(feed.minIntervalMs, FIRST_RETRY_MS * doubled)
        : Math.min(LONGEST_WAIT_MS, Math.max(feed.minIntervalMs * doubled, retryAfterMs));
    logger.warn({ feed: feed.id, problem, failures }, 'live source failed');
    return { ...record, failures, problem, nextAskAt: wallClock() + this.jittered(wait) };
  }

  private jittered(wait: Milliseconds): Milliseconds {
    return Math.ceil(wait * (1 + JITTER * this.parts.random()));
  }

  private async remember(record: FeedRecord): Promise<void> {
    await this.parts.memory.save(record);
    this.records.set(record.id, record);
  }

  private setTimer(): void {
    if (this.timer) clearTimeout(this.timer);
    if (this.stopping.signal.aborted || this.parts.feeds.length === 0) return;
    const now = this.parts.wallClock();
    const next = Math.min(
      ...this.parts.feeds.map(({ id }) => this.records.get(id)?.nextAskAt ?? now + FIRST_RETRY_MS),
    );
    const wait = Math.min(LONGEST_TIMER_MS, Math.max(1000, next - now));
    this.timer = setTimeout(() => void this.askDue(), wait);
    this.timer.unref();
  }

  private tell(): void {
    this.parts.onChange(this.feeds);
  }

  private describe({ id, name }: Feed): FeedInfo {
    const record = this.records.get(id);
    const state = this.asking.has(id)
      ? 'asking'
      : !record || (record.fetchedAt === null && record.problem === null)
        ? 'waiting'
        : record.problem === null
          ? 'current'
          : 'failing';
    return {
      id,
      name,
      state,
      fetchedAt: record?.fetchedAt ?? null,
      nextAskAt: record?.nextAskAt ?? null,
      problem: record?.problem ?? null,
    };
  }
}
