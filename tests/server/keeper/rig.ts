import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, vi } from 'vitest';
import type { FeedInfo } from '../../../core/protocol/events.ts';
import type { UtcMs } from '../../../core/units.ts';
import { celestrakGroup } from '../../../server/keeper/celestrak.ts';
import type { Feed, FeedRecord } from '../../../server/keeper/feed.ts';
import { DataKeeper } from '../../../server/keeper/keeper.ts';
import { createLogger } from '../../../server/logger.ts';
import { type Behaviour, Provider } from '../../helpers/provider.ts';

export const START = Date.UTC(2026, 10, 25, 0, 10);
/** Long enough for a slow machine. */
export const LIMITS = { idleMs: 20_000, totalMs: 20_000, maxBytes: 10_000 };

/** What the tests of the keeper turn and look at; fresh for each test. */
export interface Rig {
  provider: Provider;
  records: Map<string, FeedRecord>;
  taken: string[];
  now: UtcMs;
  random: number;
  sink: () => Promise<string | null>;
  save: (record: FeedRecord) => Promise<void>;
  onChange: (feeds: readonly FeedInfo[]) => void;
  /** A keeper as after a start of the server; what is remembered stays. */
  start(...feeds: readonly Feed[]): DataKeeper;
  /** What is remembered of the only feed, or of the one that is named. */
  record(id?: string): FeedRecord;
}

export function useRig(): Rig {
  const keepers: DataKeeper[] = [];
  const rig = {} as Rig;
  beforeEach(async () => {
    const records = new Map<string, FeedRecord>();
    Object.assign(rig, {
      provider: await Provider.start(),
      records,
      taken: [],
      now: START,
      random: 0,
      sink: () => Promise.resolve(null),
      save(record: FeedRecord) {
        records.set(record.id, record);
        return Promise.resolve();
      },
      onChange: () => undefined,
      record: (id?: string) => (id === undefined ? [...records.values()][0] : records.get(id))!,
      start(...feeds: readonly Feed[]) {
        const keeper = new DataKeeper({
          feeds: feeds.length > 0 ? feeds : [celestrakGroup(rig.provider.url, 'active', LIMITS)],
          memory: {
            load: (id) => Promise.resolve(records.get(id) ?? null),
            save: (record) => rig.save(record),
          },
          sink(_feed, body) {
            rig.taken.push(Buffer.from(body).toString());
            return rig.sink();
          },
          wallClock: () => rig.now,
          random: () => rig.random,
          logger: createLogger('silent'),
          onChange: (feeds) => rig.onChange(feeds),
        });
        keepers.push(keeper);
        return keeper;
      },
    } satisfies Rig);
  });
  afterEach(async () => {
    vi.unstubAllGlobals();
    await Promise.all(keepers.splice(0).map((keeper) => keeper.stop()));
    await rig.provider.stop();
  });
  return rig;
}

export const answer =
  (status: number, body = '', headers: Record<string, string> = {}): Behaviour =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };

/** Let `fetch` fail as it does when a connection does, with these codes, one an address that was tried. */
export function failConnections(...codes: readonly string[]): void {
  const errors = codes.map((code) => Object.assign(new Error(code), { code }));
  const cause =
    errors.length === 1 ? errors[0] : Object.assign(new AggregateError(errors), { code: codes[0] });
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed', { cause })));
}

/** Answer for every host there is, and note what each was sent. */
export function playHosts(play: (url: URL, init: RequestInit) => Response): { host: string; sent: string }[] {
  const sent: { host: string; sent: string }[] = [];
  vi.stubGlobal('fetch', (url: URL, init: RequestInit) => {
    sent.push({ host: url.host, sent: JSON.stringify([init.method, init.headers, init.body]) });
    return Promise.resolve(play(url, init));
  });
  return sent;
}

/** An address on which nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return `http://127.0.0.1:${port}`;
}
