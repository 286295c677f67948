import { Worker } from 'node:worker_threads';
import type { LoadAccount } from '../../core/elements/account.ts';
import { InputError } from '../../core/errors.ts';
import type { UtcMs } from '../../core/units.ts';
import type { Logger } from '../logger.ts';
import type { SourceState } from '../storage/element-store.ts';
import type { FeedRequest, GivenFile, LibraryState, LoadRequest, StartRequest } from './librarian.ts';
import { workerModule } from './worker-url.ts';

/** What the thread is started with. */
export interface LibrarianData {
  readonly stateDir: string;
  readonly maxSets: number;
  readonly historyDays: number;
}

/** Who asks for a change, and when. */
export interface Asker {
  readonly by: string;
  readonly at: UtcMs;
}

export type LibrarianRequest =
  | { readonly type: 'start'; readonly request: StartRequest }
  | { readonly type: 'load'; readonly request: LoadRequest }
  | { readonly type: 'take-feed'; readonly request: FeedRequest }
  | { readonly type: 'set-state'; readonly id: string; readonly state: SourceState; readonly note: Asker }
  | { readonly type: 'undo'; readonly change: number; readonly note: Asker }
  | { readonly type: 'state'; readonly known: Readonly<Record<string, UtcMs>> }
  | { readonly type: 'read-feed'; readonly id: string }
  | { readonly type: 'save-feed'; readonly id: string; readonly record: object }
  | { readonly type: 'close' };

export type LibrarianReply =
  | { readonly call: number; readonly ok: true; readonly value: unknown }
  | { readonly call: number; readonly ok: false; readonly reason: string; readonly isInput: boolean };

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The librarian on its thread. What a thread that dies was asked fails; each change is one transaction, so it has happened
 * whole or not at all. The next question starts another thread.
 */
export class LibrarianThread {
  private readonly data: LibrarianData;
  private readonly logger: Logger;
  private readonly waiting = new Map<number, Waiting>();
  /** Null once it has ended, until it is asked something again. */
  private worker: Worker | null = null;
  private nextCall = 1;
  private isClosed = false;

  constructor(data: LibrarianData, logger: Logger) {
    this.data = data;
    this.logger = logger;
  }

  start(request: StartRequest): Promise<readonly GivenFile[]> {
    return this.ask({ type: 'start', request }) as Promise<readonly GivenFile[]>;
  }

  load(request: LoadRequest): Promise<LoadAccount> {
    return this.ask({ type: 'load', request }) as Promise<LoadAccount>;
  }

  takeFeed(request: FeedRequest): Promise<string | null> {
    return this.ask({ type: 'take-feed', request }) as Promise<string | null>;
  }

  setState(id: string, state: SourceState, note: Asker): Promise<boolean> {
    return this.ask({ type: 'set-state', id, state, note }) as Promise<boolean>;
  }

  undo(change: number, note: Asker): Promise<boolean> {
    return this.ask({ type: 'undo', change, note }) as Promise<boolean>;
  }

  state(known: Readonly<Record<string, UtcMs>>): Promise<LibraryState> {
    return this.ask({ type: 'state', known }) as Promise<LibraryState>;
  }

  readFeed(id: string): Promise<unknown> {
    return this.ask({ type: 'read-feed', id });
  }

  async saveFeed(id: string, record: object): Promise<void> {
    await this.ask({ type: 'save-feed', id, record });
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.ask({ type: 'close' }).catch(() => undefined);
    await this.worker?.terminate();
  }

  private ask(request: LibrarianRequest): Promise<unknown> {
    const call = this.nextCall++;
    return new Promise((resolve, reject) => {
      this.waiting.set(call, { resolve, reject });
      this.worker ??= this.startWorker();
      this.worker.postMessage({ call, request });
    });
  }

  private startWorker(): Worker {
    const { url, options } = workerModule('librarian-worker', import.meta.url);
    const worker = new Worker(url, { ...options, workerData: this.data });
    let failure: Error | null = null;
    worker.on('message', (reply: LibrarianReply) => {
      const waiting = this.waiting.get(reply.call);
      this.waiting.delete(reply.call);
      if (reply.ok) waiting?.resolve(reply.value);
      else waiting?.reject(reply.isInput ? new InputError(reply.reason) : new Error(reply.reason));
    });
    worker.on('error', (error) => (failure = error));
    worker.on('exit', () => {
      this.worker = null;
      const abandoned = [...this.waiting.values()];
      this.waiting.clear();
      const reason = failure?.message ?? 'the thread that reads files ended';
      if (!this.isClosed) this.logger.error({ err: failure }, 'the thread that reads files ended');
      for (const { reject } of abandoned) reject(new InputError(reason));
    });
    return worker;
  }
}
