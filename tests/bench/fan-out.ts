import { type ChildProcess, fork } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Server } from 'socket.io';
import { packetParser } from '../../core/protocol/packet-parser.ts';
import { FrameFeed, shareFrame } from '../../server/transport/frame-feed.ts';
import { percentile, print } from './measure.ts';

const CLIENTS = 2000;
const HZ = 5;
const SECONDS = 12;
/** What a tick at rate 60 is. */
const FRAME_BYTES = 14_000;
const SENT_AT = 24;

interface Measured {
  readonly cpuUs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly share: number;
}

/** Sends everybody a message five times a second, in one of two ways, and counts its own CPU time. */
async function measure(way: 'default' | 'watchfloor', clients: number): Promise<Measured> {
  const http = createServer();
  const isOurs = way === 'watchfloor';
  const io = new Server(http, { transports: ['websocket'], ...(isOurs && { parser: packetParser }) });
  const feeds = new Set<FrameFeed>();
  let made = 0;
  io.on('connection', (socket) => {
    if (!isOurs) return;
    const source = {
      snapshot: () => ({ frames: [], sequence: made }),
      since: () => ({ frames: [], sequence: made }),
    };
    const feed = new FrameFeed(socket);
    feeds.add(feed);
    socket.on('got', (bytes: unknown) => feed.acknowledge(bytes));
    feed.follow(source, { onBegin: () => undefined, onBehind: () => undefined });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', 4096, resolve));
  const { port } = http.address() as AddressInfo;
  const child = fork(fileURLToPath(new URL('fan-out-clients.ts', import.meta.url)), [
    String(port),
    String(clients),
  ]);
  await answer(child);
  child.send('forget');
  await sleep(500);
  const before = process.cpuUsage();
  for (let tick = 0; tick < HZ * SECONDS; tick++) {
    const bytes = new Uint8Array(FRAME_BYTES);
    new DataView(bytes.buffer).setFloat64(SENT_AT, performance.timeOrigin + performance.now(), true);
    made++;
    if (isOurs) {
      const frame = shareFrame(bytes);
      for (const feed of feeds) feed.offer(frame);
    } else io.emit('f', bytes);
    await sleep(1000 / HZ); // oxlint-disable-line no-await-in-loop -- a tick
  }
  const { user, system } = process.cpuUsage(before);
  await sleep(500);
  child.send('report');
  const report = (await answer(child)) as { messages: number; delays: Record<string, number> };
  const delays = Float64Array.from(Object.values(report.delays));
  child.kill();
  await io.close();
  const sent = clients * HZ * SECONDS;
  return {
    cpuUs: (user + system) / sent,
    p50Ms: percentile(delays, 0.5),
    p99Ms: percentile(delays, 0.99),
    share: report.messages / sent,
  };
}

function answer(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('message', resolve));
}

/** What a message to everybody costs, against socket.io as it comes, both with the same clients in the same run. */
export async function benchFanOut(): Promise<void> {
  const rounds: Record<'default' | 'watchfloor', Measured[]> = { default: [], watchfloor: [] };
  for (const way of ['default', 'watchfloor', 'watchfloor', 'default'] as const)
    rounds[way].push(await measure(way, CLIENTS)); // oxlint-disable-line no-await-in-loop -- one after the other
  const best = (way: 'default' | 'watchfloor') => rounds[way].reduce((a, b) => (a.cpuUs <= b.cpuUs ? a : b));
  const [theirs, ours] = [best('default'), best('watchfloor')];
  print(
    `  ${CLIENTS} clients, ${HZ} messages a second of ${FRAME_BYTES / 1000} kB, each way twice, the better one`,
  );
  for (const [name, { cpuUs, p50Ms, p99Ms, share }] of [
    ['socket.io as it comes', theirs],
    ['Watchfloor', ours],
  ] as const)
    print(
      `  ${name}: ${cpuUs.toFixed(1)} µs of CPU a client a message, delivered in p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms (${(100 * share).toFixed(1)} % of them)`,
    );
  print(`  ratio ${(theirs.cpuUs / ours.cpuUs).toFixed(2)}`);
}
