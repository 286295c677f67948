import { parentPort, workerData } from 'node:worker_threads';
import { transferablesOf } from '../../core/elements/element-table.ts';
import { InputError } from '../../core/errors.ts';
import { ElementStore } from '../storage/element-store.ts';
import { Librarian, type LibraryState } from './librarian.ts';
import type { LibrarianData, LibrarianReply, LibrarianRequest } from './librarian-thread.ts';

const { stateDir, maxSets, historyDays } = workerData as LibrarianData;
const store = new ElementStore(stateDir, { maxSets });
const librarian = new Librarian(store, { historyDays });

async function answer(request: LibrarianRequest): Promise<unknown> {
  switch (request.type) {
    case 'start':
      return librarian.start(request.request);
    case 'load':
      return librarian.load(request.request);
    case 'take-feed':
      return librarian.takeFeed(request.request);
    case 'set-state':
      return librarian.setState(request.id, request.state, request.note);
    case 'undo':
      return librarian.undo(request.change, request.note);
    case 'state':
      return librarian.state(request.known);
    case 'read-feed':
      return store.readFeed(request.id);
    case 'save-feed':
      return store.saveFeed(request.id, request.record);
    case 'close':
      return store.close();
  }
}

/** Element sets are handed over, not copied. What comes out of v8.deserialize may lie in a pool, and is copied. */
function buffersOf(value: unknown): ArrayBuffer[] {
  const contents = (value as Partial<LibraryState> | null)?.contents ?? [];
  return contents.flatMap(({ table }) => (table ? transferablesOf(table) : []));
}

/** One request after the other: a load is one transaction, and waits for its file in between. */
let last: Promise<void> = Promise.resolve();
parentPort?.on('message', ({ call, request }: { call: number; request: LibrarianRequest }) => {
  last = last.then(async () => {
    let reply: LibrarianReply;
    try {
      reply = { call, ok: true, value: await answer(request) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      reply = { call, ok: false, reason, isInput: error instanceof InputError };
    }
    parentPort?.postMessage(reply, reply.ok ? buffersOf(reply.value) : []);
  });
});
