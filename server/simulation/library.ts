import type { LoadAccount } from '../../core/elements/account.ts';
import type { RegimeAgeLimits } from '../../core/elements/age.ts';
import { ElementTable } from '../../core/elements/element-table.ts';
import { IdentityTable } from '../../core/identity/identity-table.ts';
import { generateNotionalCatalog } from '../../core/notional/generate.ts';
import type { CatalogChange, FeedInfo } from '../../core/protocol/events.ts';
import type { UtcMs } from '../../core/units.ts';
import type { SourceState, StoredSource } from '../storage/element-store.ts';
import type { WallClock } from '../wall-clock.ts';
import { Catalog, type CatalogSource } from './catalog.ts';
import type { ObjectReleases } from './releases.ts';
import { type FeedRequest, type GivenFile, type LoadRequest, NOTIONAL_ID } from './librarian.ts';
import type { LibrarianThread } from './librarian-thread.ts';

export interface LibrarySettings {
  readonly seed: string;
  /** Epoch of the notional catalogue. */
  readonly notionalEpoch: UtcMs;
  readonly ageLimits: RegimeAgeLimits;
  readonly releases: ObjectReleases;
}

interface Content {
  readonly loadedAt: UtcMs;
  readonly table: ElementTable;
  readonly identities: IdentityTable | null;
}

/** The sources that are loaded and the catalogue they make; tells its listener about each new revision. */
export class Library {
  readonly settings: LibrarySettings;
  private readonly thread: LibrarianThread;
  private readonly wallClock: WallClock;
  private readonly contents = new Map<string, Content>();
  private current = new Catalog([], 0);
  private change: CatalogChange | null = null;
  private liveFeeds: readonly FeedInfo[] = [];
  private changes: Promise<unknown> = Promise.resolve();
  /** A refresh that has not begun: it will see every change made until then. */
  private nextRefresh: Promise<void> | null = null;
  private onChange: (catalog: Catalog) => Promise<void> = () => Promise.resolve();

  constructor(thread: LibrarianThread, wallClock: WallClock, settings: LibrarySettings) {
    this.thread = thread;
    this.wallClock = wallClock;
    this.settings = settings;
  }

  get catalog(): Catalog {
    return this.current;
  }

  get lastChange(): CatalogChange | null {
    return this.change;
  }

  get feeds(): readonly FeedInfo[] {
    return this.liveFeeds;
  }

  /** How the live sources stand, as their keeper says. */
  noteFeeds(feeds: readonly FeedInfo[]): void {
    this.liveFeeds = feeds;
  }

  /** Hand each new revision to the simulation before anybody is told that a change is done. */
  listen(onChange: (catalog: Catalog) => Promise<void>): void {
    this.onChange = onChange;
  }

  /** Begin with the files of the command line and what people loaded before. @throws InputError about a file */
  async start(given: readonly string[], isLenient: boolean): Promise<readonly GivenFile[]> {
    const files = await this.thread.start({ given, isLenient, at: this.wallClock() });
    await this.refresh();
    return files;
  }

  /** Load a file somebody sent. Nothing changes when none of it is accepted; when the answer comes it is on disk. */
  async load(request: Omit<LoadRequest, 'at'>): Promise<LoadAccount> {
    const account = await this.thread.load({ ...request, at: this.wallClock() });
    if (account.accepted > 0) await this.refresh();
    return account;
  }

  /** Take over what a live feed brought. @returns what is wrong with it, null when it is in use */
  async takeFeed(request: Omit<FeedRequest, 'at'>): Promise<string | null> {
    const problem = await this.thread.takeFeed({ ...request, at: this.wallClock() });
    if (problem === null) await this.refresh();
    return problem;
  }

  /** Switch a source on or off, or take it out. @returns false when there is none with this id */
  async setState(id: string, state: SourceState, by: string): Promise<boolean> {
    const isDone = await this.thread.setState(id, state, { by, at: this.wallClock() });
    if (isDone) await this.refresh();
    return isDone;
  }

  /** Take back a change. @returns false when it is not the last that stands */
  async undo(change: number, by: string): Promise<boolean> {
    const isDone = await this.thread.undo(change, { by, at: this.wallClock() });
    if (isDone) await this.refresh();
    return isDone;
  }

  /** Make the catalogue anew of what is on; several changes at once are one new catalogue. */
  private refresh(): Promise<void> {
    if (this.nextRefresh) return this.nextRefresh;
    const next = this.changes.then(async () => {
      this.nextRefresh = null;
      const known = Object.fromEntries([...this.contents].map(([id, { loadedAt }]) => [id, loadedAt]));
      const { sources, lastChange, contents } = await this.thread.state(known);
      for (const { id, loadedAt, table, identities } of contents) {
        this.contents.set(id, {
          loadedAt,
          table: new ElementTable(table ?? undefined),
          identities: identities ? new IdentityTable(identities) : null,
        });
      }
      const isOn = new Set(sources.filter(({ state }) => state === 'on').map(({ id }) => id));
      for (const id of this.contents.keys())
        if (!isOn.has(id) && id !== NOTIONAL_ID) this.contents.delete(id);
      this.change = lastChange;
      this.current = new Catalog(
        sources.map((source) => this.describe(source)),
        this.current.revision + 1,
        { releases: this.settings.releases, previous: this.current.count > 0 ? this.current : null },
      );
      await this.onChange(this.current);
    });
    this.nextRefresh = next;
    this.changes = next.catch(() => undefined);
    return next;
  }

  private describe(source: StoredSource): CatalogSource {
    const isNotional = source.origin === 'notional';
    if (isNotional && source.state === 'on') this.makeNotional();
    const content = source.state === 'on' ? this.contents.get(source.id) : undefined;
    const { id, name, kind, format, sets, newestEpoch, loadedAt, loadedBy } = source;
    const isOn = source.state === 'on';
    const about = { id, name, kind, isOn, isNotional, origin: source.origin };
    return {
      info: isNotional
        ? {
            ...about,
            format: 'generated',
            sets: content?.table.length ?? 0,
            newestEpoch: this.settings.notionalEpoch,
            loadedAt: content?.loadedAt ?? 0,
            loadedBy: 'Watchfloor',
          }
        : { ...about, format, sets, newestEpoch, loadedAt, loadedBy },
      table: content?.table ?? new ElementTable(),
      identities: content?.identities ?? null,
    };
  }

  private makeNotional(): void {
    if (this.contents.has(NOTIONAL_ID)) return;
    const { seed, notionalEpoch } = this.settings;
    const sets = generateNotionalCatalog({ seed, epoch: notionalEpoch });
    const table = ElementTable.of([...sets].sort((a, b) => a.catalogNumber - b.catalogNumber));
    this.contents.set(NOTIONAL_ID, { loadedAt: this.wallClock(), table, identities: null });
  }
}
