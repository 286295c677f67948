import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io as connect, type Socket as ClientSocket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packetParser } from '../../../core/protocol/packet-parser.ts';
import {
  FrameFeed,
  type SharedFrame,
  shareFrame,
  WINDOW_BYTES,
} from '../../../server/transport/frame-feed.ts';
import { pause } from '../../helpers/watcher.ts';

const FRAME_BYTES = 60_000;
/** A message that says which it is. */
const frameOf = (number: number, bytes = FRAME_BYTES): SharedFrame => {
  const body = new Uint8Array(bytes);
  new DataView(body.buffer).setInt32(0, number);
  return shareFrame(body);
};
const numberOf = (bytes: Uint8Array): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(0);

async function until<T>(what: () => T | undefined | false): Promise<T> {
  for (let i = 0; i < 500; i++) {
    const value = what();
    if (value !== undefined && value !== false) return value;
    await pause(10);
  }
  throw new Error('waited in vain');
}

/** A room that makes messages 1, 2, 3…; a snapshot is three messages −1, −2, −3. */
class Source {
  readonly made: SharedFrame[] = [];
  snapshots = 0;
  held = Number.POSITIVE_INFINITY;
  snapshot() {
    this.snapshots++;
    return { frames: [frameOf(-1), frameOf(-2), frameOf(-3)], sequence: this.made.length };
  }
  since(sequence: number) {
    const missed = this.made.length - sequence;
    if (missed > this.held) return null;
    return { frames: this.made.slice(sequence), sequence: this.made.length };
  }
  make(feeds: Iterable<FrameFeed>, bytes = FRAME_BYTES): void {
    const frame = frameOf(this.made.length + 1, bytes);
    this.made.push(frame);
    for (const feed of feeds) feed.offer(frame);
  }
}

describe('the stream of one client', () => {
  let http: HttpServer;
  let server: Server;
  let source: Source;
  let feeds: Map<string, FrameFeed>;
  let began: number;
  let cut: number;
  const clients: ClientSocket[] = [];

  beforeEach(async () => {
    http = createServer();
    server = new Server(http, { transports: ['websocket'], parser: packetParser });
    source = new Source();
    feeds = new Map();
    began = 0;
    cut = 0;
    server.on('connection', (socket) => {
      const feed = new FrameFeed(socket);
      feeds.set(socket.id, feed);
      socket.on('got', (bytes: unknown) => feed.acknowledge(bytes));
      feed.follow(source, { onBegin: () => began++, onBehind: () => cut++ });
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await server.close();
  });

  /** A client that acknowledges, or does not; and what it has had. */
  async function join({ acknowledges = true } = {}) {
    const { port } = http.address() as AddressInfo;
    const client = connect(`http://127.0.0.1:${port}`, {
      transports: ['websocket'],
      parser: packetParser,
      forceNew: true,
    });
    clients.push(client);
    const numbers: number[] = [];
    let had = 0;
    client.on('f', (bytes: Uint8Array) => {
      had += bytes.byteLength;
      numbers.push(numberOf(bytes));
      if (acknowledges) client.emit('got', had);
    });
    await new Promise((resolve) => client.once('connect', () => resolve(undefined)));
    const feed = await until(() => feeds.get(client.id ?? ''));
    return {
      client,
      numbers,
      feed,
      ws: (client.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws,
    };
  }

  it('is the snapshot, then every message in order, whatever its size', async () => {
    const { numbers } = await join();
    await until(() => numbers.length === 3);
    for (const bytes of [4, 125, 126, 65_535, 65_536, 200_000]) source.make(feeds.values(), bytes);
    await until(() => numbers.length === 9);
    expect(numbers).toEqual([-1, -2, -3, 1, 2, 3, 4, 5, 6]);
  });

  it('has after the snapshot what was made while it was sent, in order and once', async () => {
    const { numbers } = await join();
    for (let i = 0; i < 5; i++) source.make(feeds.values());
    await until(() => numbers.length === 8);
    source.make(feeds.values());
    await until(() => numbers.length === 9);
    expect(numbers).toEqual([-1, -2, -3, 1, 2, 3, 4, 5, 6]);
    expect(began).toBe(1);
  });

  it('stops at the window for a client that acknowledges nothing, and nothing is kept for it', async () => {
    const { feed, numbers } = await join({ acknowledges: false });
    const other = await join();
    for (let i = 0; i < 100; i++) {
      source.make(feeds.values());
      await pause(1);
    }
    await until(() => other.numbers.at(-1) === 100);
    expect(feed.unacknowledgedBytes).toBeLessThanOrEqual(WINDOW_BYTES + FRAME_BYTES);
    expect(numbers.length).toBeLessThanOrEqual(5);
    expect(cut).toBe(0);
    for (let i = 0; i < 10; i++) feed.check();
    expect(feed.isBehind).toBe(true);
    expect(cut).toBe(1);
  });

  it('gives a client that stumbled what it missed, in order and once, as long as it is held', async () => {
    const { numbers, ws } = await join();
    await until(() => numbers.length === 3);
    ws.pause();
    for (let i = 0; i < 20; i++) source.make(feeds.values());
    ws.resume();
    await until(() => numbers.at(-1) === 20);
    expect(numbers.slice(3)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(source.snapshots).toBe(1);
  });

  it('is not cut for a client that is slow but had something between two looks', async () => {
    const { client, feed, numbers } = await join({ acknowledges: false });
    const before = feed.unacknowledgedBytes;
    for (let i = 0; i < 60; i++) source.make(feeds.values());
    // A part acknowledged every few looks, the line full at each of them.
    for (let had = FRAME_BYTES; had <= 30 * FRAME_BYTES; had += FRAME_BYTES) {
      client.emit('got', had);
      const sent = numbers.length;
      await until(
        () => feed.unacknowledgedBytes > WINDOW_BYTES - FRAME_BYTES && numbers.length >= Math.min(sent, 3),
      );
      await pause(5);
      for (let look = 0; look < 4; look++) feed.check();
      expect(feed.isBehind).toBe(false);
    }
    expect(before).toBeGreaterThan(0);
    expect(source.snapshots).toBe(1);
  });

  it('is skipped while a client does not read, the others are not, and begins again with one snapshot', async () => {
    const slow = await join();
    const other = await join();
    await until(() => slow.numbers.length === 3 && other.numbers.length === 3);
    slow.ws.pause();
    for (let i = 0; i < 400; i++) {
      source.make(feeds.values());
      if (i % 4 === 0) await pause(1);
    }
    await until(() => other.numbers.at(-1) === 400);
    expect(other.numbers).toHaveLength(403);
    for (let i = 0; i < 10; i++) slow.feed.check();
    expect(slow.feed.isBehind).toBe(true);
    expect(slow.feed.unacknowledgedBytes).toBeLessThanOrEqual(WINDOW_BYTES + FRAME_BYTES);
    const had = slow.numbers.length;
    slow.ws.resume();
    await until(() => slow.numbers.slice(had).includes(-3));
    source.make(feeds.values());
    await until(() => slow.numbers.at(-1) === 401);
    expect(slow.numbers.slice(slow.numbers.lastIndexOf(-1))).toEqual([-1, -2, -3, 401]);
    expect(slow.numbers.slice(had).filter((number) => number === -1)).toHaveLength(1);
  });

  it('begins again where what was missed is not held any longer', async () => {
    source.held = 2;
    const { numbers } = await join();
    await until(() => numbers.length === 3);
    for (let i = 0; i < 12; i++) source.make(feeds.values());
    await until(() => numbers.filter((number) => number === -3).length === 2);
    source.make(feeds.values());
    await until(() => numbers.at(-1) === 13);
    expect(numbers.slice(numbers.lastIndexOf(-1))).toEqual([-1, -2, -3, 13]);
  });

  it('takes no nonsense for an acknowledgement', async () => {
    const { client, feed } = await join({ acknowledges: false });
    const before = await until(() => feed.unacknowledgedBytes > 0 && feed.unacknowledgedBytes);
    for (const nonsense of ['9', -1, Number.NaN, 1e300, null, {}, [5], undefined])
      client.emit('got', nonsense);
    await pause(100);
    expect(feed.unacknowledgedBytes).toBe(before);
    client.emit('got', before);
    await until(() => feed.unacknowledgedBytes === 0);
    expect(began).toBe(1);
  });
});
