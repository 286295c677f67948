import type { FeedInfo } from '../../core/protocol/events.ts';
import { MS_PER_DAY, MS_PER_MINUTE, type Milliseconds } from '../../core/units.ts';
import type { Logger } from '../logger.ts';
import type { WallClock } from '../wall-clock.ts';
import { type Answer, type Failed, failed, isTurnedAway, type Unreachable } from './answer.ts';
import { type Feed, type FeedMemory, type FeedRecord, type FeedSink, NEW_RECORD } from './feed.ts';

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
/** A computer that slept, or whose clock was set, looks again before long. */
const LONGEST_TIMER_MS = 15 * MS_PER_MINUTE;

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
        await this.askIfDue(feed).catch((error: unknown) => this.noteTrouble(feed, error)); // oxlint-disable-line no-await-in-loop
      }
      this.setTimer();
    });
    return this.work;
  }

  private async askIfDue(feed: Feed): Promise<void> {
    const known = await this.recall(feed);
    const now = this.parts.wallClock();
    this.records.set(feed.id, known);
    if (now < known.nextAskAt) return this.tell();
    // Noted before it is asked: whatever happens next, a restart does not ask again.
    const record: FeedRecord = {
      ...known,
      askedAt: now,
      nextAskAt: now + feed.minIntervalMs,
      isShortened: false,
    };
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

  private async recall(feed: Feed): Promise<FeedRecord> {
    const known = { ...NEW_RECORD, ...(await this.parts.memory.load(feed.id)), id: feed.id };
    const now = this.parts.wallClock();
    if (known.nextAskAt - now <= LONGEST_WAIT_MS * (1 + JITTER)) {
      // A wait that was shortened while the clock was behind does not count once it is right again.
      const { askedAt, isShortened } = known;
      if (!isShortened || askedAt === null || now < askedAt) return known;
      return { ...known, nextAskAt: Math.max(known.nextAskAt, askedAt + feed.minIntervalMs) };
    }
    // No wait is as long: the wall clock was set back since, which must not stop it for years.
    const sooner = { ...known, nextAskAt: now + feed.minIntervalMs, isShortened: true };
    await this.remember(sooner);
    return sooner;
  }

  /** What is remembered after an answer. */
  private async settle(feed: Feed, record: FeedRecord, answer: Answer): Promise<FeedRecord> {
    const { wallClock, logger } = this.parts;
    // Stopped in the middle: what was noted before it was asked stands.
    if (this.stopping.signal.aborted) return record;
    if (answer.kind === 'unreachable') return this.afterUnreachable(feed, record, answer);
    if (answer.kind === 'failed') return this.afterFailure(feed, record, answer);
    const now = wallClock();
    const next = now + this.jittered(feed.minIntervalMs);
    const good: FeedRecord = {
      ...record,
      fetchedAt: now,
      failures: 0,
      unreached: 0,
      problem: null,
      nextAskAt: feed.moveAway?.(next) ?? next,
    };
    if (answer.kind === 'unchanged') return good;
    const { body, etag, lastModified, movedTo } = answer;
    if (movedTo !== null)
      logger.warn({ feed: feed.id, movedTo }, 'live source has moved: its address should be changed');
    const problem = await this.handOver(feed, body);
    if (problem !== null) return this.afterFailure(feed, record, failed(problem));
    logger.info({ feed: feed.id, bytes: body.length }, 'live source is current');
    return { ...good, etag, lastModified };
  }

  private async handOver(feed: Feed, body: Uint8Array): Promise<string | null> {
    try {
      return await this.parts.sink(feed, body);
    } catch (error) {
      this.parts.logger.error({ err: error, feed: feed.id }, 'a live source could not be taken over');
      return `it came whole, but could not be taken over: ${messageOf(error)}`;
    }
  }

  private afterUnreachable(feed: Feed, record: FeedRecord, { problem }: Unreachable): FeedRecord {
    const wait = Math.min(feed.minIntervalMs, FIRST_RETRY_MS * doubled(record.unreached));
    this.parts.logger.warn({ feed: feed.id, problem }, 'live source was not reached');
    return {
      ...record,
      unreached: record.unreached + 1,
      problem,
      nextAskAt: this.parts.wallClock() + this.jittered(wait),
    };
  }

  private async afterFailure(feed: Feed, record: FeedRecord, answer: Failed): Promise<FeedRecord> {
    const { problem, retryAfterMs, status } = answer;
    const failures = record.failures + 1;
    this.parts.logger.warn({ feed: feed.id, problem, status, failures }, 'live source failed');
    if (isTurnedAway(answer)) await this.leaveOthersAlone(feed, retryAfterMs);
    const wait = this.jittered(Math.max(feed.minIntervalMs * doubled(record.failures), retryAfterMs));
    const nextAskAt = this.parts.wallClock() + Math.min(LONGEST_WAIT_MS, wait);
    return { ...record, failures, unreached: 0, problem, nextAskAt };
  }

  /** Who is turned away stops asking that provider, whatever for. Source: https://celestrak.org/usage-policy.php */
  private async leaveOthersAlone(feed: Feed, retryAfterMs: Milliseconds): Promise<void> {
    const { feeds, wallClock } = this.parts;
    for (const other of feeds) {
      if (other.provider !== feed.provider || other.id === feed.id) continue;
      const known = await this.recall(other); // oxlint-disable-line no-await-in-loop
      const wait = Math.max(Math.min(feed.minIntervalMs, other.minIntervalMs), retryAfterMs);
      const nextAskAt = Math.max(known.nextAskAt, wallClock() + Math.min(LONGEST_WAIT_MS, wait));
      await this.remember({ ...known, nextAskAt }); // oxlint-disable-line no-await-in-loop
    }
  }

  /** What is remembered of a feed could not be read or written. Nobody was asked without it being noted first. */
  private noteTrouble(feed: Feed, error: unknown): void {
    this.parts.logger.error({ err: error, feed: feed.id }, 'the data keeper failed');
    const known = this.records.get(feed.id) ?? { ...NEW_RECORD, id: feed.id };
    const nextAskAt = Math.max(known.nextAskAt, this.parts.wallClock() + FIRST_RETRY_MS);
    const problem = `what is remembered of it cannot be read or written: ${messageOf(error)}`;
    this.records.set(feed.id, { ...known, nextAskAt, problem });
    this.tell();
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
    try {
      this.parts.onChange(this.feeds);
    } catch (error) {
      this.parts.logger.error({ err: error }, 'nobody could be told how the live sources stand');
    }
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

function doubled(times: number): number {
  return 2 ** Math.min(20, times);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
