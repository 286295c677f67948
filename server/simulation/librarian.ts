import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { LoadAccount } from '../../core/elements/account.ts';
import type { PackedElementTable } from '../../core/elements/element-table.ts';
import type { PackedIdentities } from '../../core/identity/identity-table.ts';
import { InputError } from '../../core/errors.ts';
import type { CatalogChange } from '../../core/protocol/events.ts';
import { MS_PER_DAY, type UtcMs } from '../../core/units.ts';
import { type CatalogueReading, digestOf, readCatalogueFile } from '../catalogue-file.ts';
import { verifyFeed } from '../keeper/verify.ts';
import type { ElementStore, SourceOrigin, StoredSource } from '../storage/element-store.ts';

export const NOTIONAL_ID = 'notional';

/** What is loaded now, and the contents of what the other side does not have yet. */
export interface LibraryState {
  readonly sources: readonly StoredSource[];
  readonly lastChange: CatalogChange | null;
  readonly contents: readonly SourceContent[];
}

/** The sets or rows of one source, sorted by object and epoch. */
export interface SourceContent {
  readonly id: string;
  readonly loadedAt: UtcMs;
  readonly table: PackedElementTable | null;
  readonly identities: PackedIdentities | null;
}

export interface LoadRequest {
  /** A path, or the bytes themselves. */
  readonly input: string | Uint8Array;
  readonly name: string;
  readonly isLenient: boolean;
  /** `replace` takes the other element sources out; `replaces` only that one. */
  readonly mode: 'add' | 'replace';
  readonly replaces?: string | undefined;
  readonly by: string;
  readonly at: UtcMs;
}

export interface FeedRequest {
  readonly id: string;
  readonly name: string;
  readonly kind: StoredSource['kind'];
  readonly input: Uint8Array;
  readonly at: UtcMs;
}

export interface StartRequest {
  /** Paths of the command line. */
  readonly given: readonly string[];
  readonly isLenient: boolean;
  readonly at: UtcMs;
}

export interface LibrarianSettings {
  /** Sets of live feeds older than this are forgotten. */
  readonly historyDays: number;
}

/**
 * Reads files into the store and decides what is on: the one writer of element sets, on a thread of its own. A load is one
 * transaction, so a server that dies in the middle of it wakes up with what was there before.
 */
export class Librarian {
  private readonly store: ElementStore;
  private readonly settings: LibrarianSettings;

  constructor(store: ElementStore, settings: LibrarianSettings) {
    this.store = store;
    this.settings = settings;
  }

  /**
   * Begin a run of the server: the files of the command line are on, those of an earlier command line gone; the notional
   * catalogue is on when there is nothing else.
   *
   * @throws InputError naming file, line and reason when a file has nothing to accept
   */
  async start({ given, isLenient, at }: StartRequest): Promise<readonly GivenFile[]> {
    const files: GivenFile[] = [];
    const kept = new Set<string>();
    for (const path of given) {
      const file = await this.store.inTransaction(() => this.takeGiven(path, isLenient, at)); // oxlint-disable-line no-await-in-loop
      files.push(file);
      kept.add(file.id);
    }
    await this.store.inTransaction(async () => {
      for (const { id, origin } of this.store.sources())
        if (origin === 'given' && !kept.has(id)) this.store.deleteSource(id);
      this.placeNotional(given.length > 0);
    });
    return files;
  }

  /** Load a file somebody sent. Nothing changes when none of it is accepted. */
  async load(request: LoadRequest): Promise<LoadAccount> {
    return this.orNothing(async () => {
      const id = randomUUID();
      const reading = await this.read(id, request, 'loaded');
      if (reading.account.accepted === 0) return { isKept: false, account: reading.account };
      const { by, at, name, mode, replaces } = request;
      if (replaces !== undefined && !this.store.sources().some((source) => source.id === replaces))
        throw new InputError(`nothing is loaded under ${replaces} any more`);
      const isReplacing = replaces !== undefined || (mode === 'replace' && reading.kind === 'elements');
      this.store.change({ at, by, action: isReplacing ? 'replace' : 'add', source: name }, () => {
        this.store.setState(id, 'on');
        for (const source of this.store.sources()) {
          const goes =
            replaces === undefined ? isReplacing && source.kind === 'elements' : source.id === replaces;
          if (goes && source.id !== id) this.takeOut(source);
        }
      });
      return { isKept: true, account: reading.account };
    });
  }

  /**
   * Take over what a live feed brought, if it can be trusted.
   *
   * @returns what is wrong with it, null when it is in use
   */
  async takeFeed({ id, name, kind, input, at }: FeedRequest): Promise<string | null> {
    const known = this.store.sources().find((source) => source.id === id);
    let problem: string | null = null;
    await this.orNothing(async () => {
      const by = 'data keeper';
      // Before the new ones are read: what the feed still brings stays, however old.
      if (known && kind === 'elements') this.makeRoom(known, at);
      const reading = await this.read(id, { input, name, isLenient: false, by, at }, 'feed');
      problem =
        reading.kind === kind
          ? verifyFeed(reading.account, reading.format, known ? expectedOf(known, at) : null)
          : `this is a file of another kind (${reading.format})`;
      if (problem !== null) return { isKept: false, account: reading.account };
      if (known === undefined) {
        this.store.change({ at, by, action: 'add', source: name }, () => {
          this.store.setState(id, 'on');
          if (kind === 'elements') this.store.setState(NOTIONAL_ID, 'removed');
        });
      }
      return { isKept: true, account: reading.account };
    });
    return problem;
  }

  /** @returns false when nothing is loaded under this id */
  async setState(
    id: string,
    state: 'on' | 'off' | 'removed',
    { by, at }: { by: string; at: UtcMs },
  ): Promise<boolean> {
    const source = this.store.sources().find((candidate) => candidate.id === id);
    if (!source || source.state === 'removed') return false;
    if (source.state === state) return true;
    const isTakenOut = state === 'removed' && source.origin !== 'feed';
    const action = isTakenOut ? 'remove' : state === 'on' ? 'switch-on' : 'switch-off';
    await this.store.inTransaction(async () =>
      this.store.change({ at, by, action, source: source.name }, () => {
        if (state === 'removed') this.takeOut(source);
        else this.store.setState(id, state);
      }),
    );
    return true;
  }

  /** @returns false when this change is not the last that stands */
  undo(change: number, { by, at }: { by: string; at: UtcMs }): Promise<boolean> {
    return this.store.inTransaction(async () => this.store.undo(change, at, by));
  }

  /** @param known what the other side has already: when each source it knows was loaded */
  state(known: Readonly<Record<string, UtcMs>>): LibraryState {
    const sources = this.store.sources();
    const missing = sources.filter(
      ({ id, state, loadedAt }) => state === 'on' && id !== NOTIONAL_ID && known[id] !== loadedAt,
    );
    return {
      sources: sources.filter(({ state }) => state !== 'removed'),
      lastChange: this.store.lastChange(),
      contents: missing.map(({ id, loadedAt, kind }) => ({
        id,
        loadedAt,
        table: kind === 'elements' ? this.store.readSets(id).pack() : null,
        identities: kind === 'elements' ? null : this.store.readIdentities(id),
      })),
    };
  }

  private async takeGiven(path: string, isLenient: boolean, at: UtcMs): Promise<GivenFile> {
    const digest = await digestOf(path);
    const known = this.store
      .sources()
      .find(
        (source) => source.origin === 'given' && source.digest === digest && source.isLenient === isLenient,
      );
    if (known) {
      this.store.setState(known.id, 'on');
      return { id: known.id, path, accepted: known.accepted, rejected: known.rejected, account: null };
    }
    const id = randomUUID();
    const by = 'command line';
    const { account } = await this.read(
      id,
      { input: path, name: basename(path), isLenient, by, at },
      'given',
    );
    const [first] = account.rejects;
    if (account.accepted === 0)
      throw new InputError(`${path}, line ${first?.line ?? 1}: ${first?.reason ?? 'no element sets'}`);
    const { accepted, rejected } = account;
    return { id, path, accepted, rejected, account };
  }

  /** Read a file into the store under an id; a source it does not have yet begins switched on. */
  private async read(
    id: string,
    { input, name, isLenient, by, at }: Pick<LoadRequest, 'input' | 'name' | 'isLenient' | 'by' | 'at'>,
    origin: SourceOrigin,
  ): Promise<CatalogueReading> {
    const reading = await readCatalogueFile(input, isLenient, (kind) => {
      if (!this.store.sources().some((source) => source.id === id))
        this.store.addSource({ id, name, kind, origin }, origin === 'given' ? 'on' : 'removed');
      return (table) => this.store.addSets(id, table);
    });
    if (reading.identities) this.store.saveIdentities(id, reading.identities.pack());
    const { format, digest, account } = reading;
    const { accepted, rejected } = account;
    this.store.noteReading(id, { format, digest, loadedAt: at, loadedBy: by, isLenient, accepted, rejected });
    if (reading.kind === 'elements') this.store.recount(id);
    return reading;
  }

  /** A load that is not kept is rolled back. */
  private async orNothing(
    job: () => Promise<{ isKept: boolean; account: LoadAccount }>,
  ): Promise<LoadAccount> {
    let account: LoadAccount | null = null;
    try {
      return await this.store.inTransaction(async () => {
        const result = await job();
        account = result.account;
        if (!result.isKept) throw new NotKept();
        return account;
      });
    } catch (error) {
      if (error instanceof NotKept && account !== null) return account;
      throw error;
    }
  }

  /** Forget what of a live feed is older than the setting, and more where the store is full of it. */
  private makeRoom({ id, accepted }: StoredSource, at: UtcMs): void {
    let days = this.settings.historyDays;
    this.store.forgetOlder(id, at, days);
    while (days > 1 && !this.store.hasRoomFor(accepted)) this.store.forgetOlder(id, at, (days /= 2));
  }

  /** A live feed comes back by itself: it is only switched off. */
  private takeOut({ id, origin }: StoredSource): void {
    this.store.setState(id, origin === 'feed' ? 'off' : 'removed');
  }

  private placeNotional(isGiven: boolean): void {
    const sources = this.store.sources();
    const hasElements = sources.some(
      ({ id, kind, state }) => kind === 'elements' && state !== 'removed' && id !== NOTIONAL_ID,
    );
    if (!sources.some(({ id }) => id === NOTIONAL_ID))
      this.store.addSource(
        { id: NOTIONAL_ID, name: 'Notional catalogue', kind: 'elements', origin: 'notional' },
        'removed',
      );
    if (isGiven) this.store.setState(NOTIONAL_ID, 'removed');
    else if (!hasElements) this.store.setState(NOTIONAL_ID, 'on');
  }
}

/** How many records a feed should bring: as many as the last time, unless that is over a day ago. */
function expectedOf({ accepted, loadedAt }: StoredSource, at: UtcMs): number | null {
  return at - loadedAt > MS_PER_DAY ? null : accepted;
}

/** What became of one file of the command line; no account when it was in the store already. */
export interface GivenFile {
  readonly id: string;
  readonly path: string;
  readonly accepted: number;
  readonly rejected: number;
  readonly account: LoadAccount | null;
}

class NotKept extends Error {}
