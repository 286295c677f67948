import { randomUUID } from 'node:crypto';
import type { LoadAccount } from '../../core/elements/account.ts';
import { generateNotionalCatalog } from '../../core/notional/generate.ts';
import type { UtcMs } from '../../core/units.ts';
import type { SourceStore } from '../storage/source-store.ts';
import type { WallClock } from '../wall-clock.ts';
import { type Catalog, type CatalogSource, describeSource, joinSources } from './catalog.ts';
import { readOnThread } from './read-file.ts';

export interface LoadRequest {
  readonly name: string;
  readonly content: Uint8Array;
  readonly lenient: boolean;
  readonly mode: 'add' | 'replace';
}

/** The sources that are loaded and the catalogue they make; tells its listeners about each new revision. */
export class Library {
  private sources: readonly CatalogSource[] = [];
  private current: Catalog = joinSources([], 0);
  private readonly store: SourceStore;
  private readonly wallClock: WallClock;
  private onChange: (catalog: Catalog) => Promise<void> = () => Promise.resolve();

  constructor(store: SourceStore, wallClock: WallClock) {
    this.store = store;
    this.wallClock = wallClock;
  }

  get catalog(): Catalog {
    return this.current;
  }

  /** Hand each new revision to the simulation before anybody is told that a load is done. */
  listen(onChange: (catalog: Catalog) => Promise<void>): void {
    this.onChange = onChange;
  }

  /** Load files named on the command line; they are not kept, the command line names them again. */
  async loadGiven(name: string, content: Uint8Array, lenient: boolean): Promise<LoadAccount> {
    const { sets, account, format } = await readOnThread(content, { lenient });
    if (sets.length > 0) await this.change([...this.sources, this.describe(sets, { name, format })]);
    return account;
  }

  /** Bring back what people loaded before a restart. @returns whether it takes the place of the default catalogue */
  async restore(): Promise<boolean> {
    let replacesDefault = false;
    for (const stored of this.store.list()) {
      const { id, name, loadedAt } = stored;
      const { sets, format } = await readOnThread(stored.content, { lenient: stored.isLenient });
      if (sets.length === 0) continue;
      await this.change([
        ...this.sources,
        describeSource(sets, { id, name, loadedAt, format, isNotional: false }),
      ]);
      replacesDefault ||= stored.replacesDefault;
    }
    return replacesDefault;
  }

  /** Put the generated catalogue first, so that anything loaded counts as later. */
  async useNotional(seed: string, epoch: UtcMs): Promise<void> {
    const sets = generateNotionalCatalog({ seed, epoch });
    const source = describeSource(sets, {
      id: 'notional',
      name: 'Notional catalogue',
      format: 'generated',
      loadedAt: this.wallClock(),
      isNotional: true,
    });
    await this.change([source, ...this.sources]);
  }

  /** Load a file somebody sent. Nothing changes when none of its sets is accepted; when the answer comes it is on disk. */
  async load({ name, content, lenient, mode }: LoadRequest): Promise<LoadAccount> {
    const { sets, account, format } = await readOnThread(content, { lenient });
    if (sets.length === 0) return account;
    const source = this.describe(sets, { name, format });
    const { id, loadedAt } = source.info;
    const replacing = mode === 'replace';
    this.store.save(
      { id, name, loadedAt, isLenient: lenient, replacesDefault: replacing, content },
      { replacing },
    );
    await this.change(replacing ? [source] : [...this.sources, source]);
    return account;
  }

  /** Take a source away. @returns false when there is none with this id */
  async remove(id: string): Promise<boolean> {
    if (!this.sources.some(({ info }) => info.id === id)) return false;
    this.store.remove(id);
    await this.change(this.sources.filter(({ info }) => info.id !== id));
    return true;
  }

  private describe(sets: CatalogSource['sets'], about: { name: string; format: string }): CatalogSource {
    return describeSource(sets, {
      id: randomUUID(),
      loadedAt: this.wallClock(),
      isNotional: false,
      ...about,
    });
  }

  private async change(sources: readonly CatalogSource[]): Promise<void> {
    this.sources = sources;
    this.current = joinSources(sources, this.current.info.revision + 1);
    await this.onChange(this.current);
  }
}
