import type { Socket } from 'socket.io';

/** What may be under way to a client, not yet acknowledged: also what the kernel holds of it. */
export const WINDOW_BYTES = 256 * 1024;
/** More messages than this waiting in the engine, of whatever kind, and a client is behind. */
const MOST_WAITING = 8;
/** A client that says nothing through so many checks, its line full, is left alone. */
const CUT_AFTER_CHECKS = 6;

/** A binary message with its websocket frame, made once for everybody it goes to. */
export interface SharedFrame {
  readonly bytes: Uint8Array;
  readonly options: PreEncoded;
}

interface PreEncoded {
  readonly preEncoded: true;
  readonly compress: false;
  readonly wsPreEncodedFrame: readonly Uint8Array[];
}

/**
 * Make the websocket frame of a binary message: final, unmasked, as a server sends it (RFC 6455, 5.2). Header and body are one
 * buffer, so that the kernel is asked once.
 */
export function shareFrame(bytes: Uint8Array): SharedFrame {
  const { byteLength } = bytes;
  const header = byteLength < 126 ? 2 : byteLength < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + byteLength);
  frame[0] = 0x82;
  frame[1] = header === 2 ? byteLength : header === 4 ? 126 : 127;
  if (header === 4) frame.writeUInt16BE(byteLength, 2);
  if (header === 10) frame.writeBigUInt64BE(BigInt(byteLength), 2);
  frame.set(bytes, header);
  return { bytes, options: { preEncoded: true, compress: false, wsPreEncodedFrame: [frame] } };
}

/** What of socket.io and engine.io lies below their types; checked by tests/server/transport/frame-feed.test.ts. */
interface Engine {
  readonly client: { writeToEngine(packets: readonly Uint8Array[], options: PreEncoded): void };
  readonly conn: {
    readonly writeBuffer: readonly unknown[];
    readonly transport: { readonly writable: boolean };
  };
}

/** Messages that hold all a client needs, as of a number of the room's messages. */
export interface Snapshot {
  readonly frames: readonly SharedFrame[];
  readonly sequence: number;
}

export interface FeedListener {
  /** The client begins, or begins again: it is told everything else too. */
  onBegin(): void;
  /** Its line is full: nothing at all goes to it until it begins again. */
  onBehind(): void;
}

export interface FeedSource {
  /** All that somebody who begins needs; the same messages for all who begin meanwhile. */
  snapshot(): Snapshot;
  /** The messages after one, in order, and the number of the last; null when they are no longer held. */
  since(sequence: number): Snapshot | null;
}

/**
 * The stream of one client.
 *
 * A client that reads is sent each message as it is made. One that has not acknowledged what fills the window is sent nothing
 * and nothing is kept for it but the number of its last message; when there is room again it gets what it missed, as long as
 * the room still holds that, and begins again with the snapshot otherwise. Snapshots, too, go in parts that fit the window.
 */
export class FrameFeed {
  private readonly engine: Engine;
  private source: FeedSource | null = null;
  private listener: FeedListener | null = null;
  private sentBytes = 0;
  private acknowledgedBytes = 0;
  /** Parts of a snapshot, or messages that were missed, which are still to be sent. */
  private parts: readonly SharedFrame[] = [];
  private nextPart = 0;
  /** The number of the message up to which the client knows everything once the parts are sent. */
  private sequence = 0;
  /** Whether each message goes out as it is made. */
  private isLive = false;
  /** Whether it is left out of everything, for its line is full. */
  private isCut = false;
  private silentChecks = 0;

  constructor(socket: Socket) {
    this.engine = { client: socket.client, conn: socket.conn } as unknown as Engine;
  }

  /** Follow a room from its beginning; what came of another is no longer sent. */
  follow(source: FeedSource, listener: FeedListener): void {
    this.source = source;
    this.listener = listener;
    this.begin();
  }

  /** Send nothing until another room is followed. */
  pause(): void {
    this.source = null;
    this.isLive = false;
    this.parts = [];
  }

  get isBehind(): boolean {
    return this.isCut;
  }

  get unacknowledgedBytes(): number {
    return this.sentBytes - this.acknowledgedBytes;
  }

  /** Begin, or begin again. */
  begin(): void {
    if (!this.source) return;
    this.isCut = false;
    this.silentChecks = 0;
    this.listener?.onBegin();
    const { frames, sequence } = this.source.snapshot();
    this.parts = frames;
    this.nextPart = 0;
    this.sequence = sequence;
    this.isLive = false;
    this.pump();
  }

  /** The next message of the room; null where nothing of it is for this client. */
  offer(frame: SharedFrame | null): void {
    if (!this.isLive) return;
    this.isLive = this.hasRoom;
    if (!this.isLive) return;
    this.sequence++;
    if (frame) this.write(frame);
  }

  /** Look, now and then, whether the client has been silent for long with a full line, or its line is free again. */
  check(): void {
    if (this.isCut) {
      if (this.isLineFree) this.begin();
      return;
    }
    if (this.hasRoom) {
      this.silentChecks = 0;
      this.pump();
    } else if (++this.silentChecks >= CUT_AFTER_CHECKS) this.cut();
  }

  /** Before something else than the stream goes out to many: leave a client out whose line takes nothing any more. */
  guard(): void {
    if (!this.isCut && this.engine.conn.writeBuffer.length > MOST_WAITING) this.cut();
  }

  private cut(): void {
    this.isCut = true;
    this.isLive = false;
    this.parts = [];
    this.listener?.onBehind();
  }

  /** The client says how many bytes of the stream it has had in all; nonsense is ignored. */
  acknowledge(bytes: unknown): void {
    if (typeof bytes !== 'number' || !(bytes > this.acknowledgedBytes && bytes <= this.sentBytes)) return;
    this.acknowledgedBytes = bytes;
    // However slow, a client that has had something is not silent.
    this.silentChecks = 0;
    if (this.isCut) this.check();
    else this.pump();
  }

  private get isLineFree(): boolean {
    const { writeBuffer, transport } = this.engine.conn;
    return transport.writable && writeBuffer.length === 0 && this.unacknowledgedBytes < WINDOW_BYTES / 2;
  }

  private get hasRoom(): boolean {
    return this.unacknowledgedBytes < WINDOW_BYTES && this.engine.conn.writeBuffer.length <= MOST_WAITING;
  }

  /** Send what the window has room for; when all parts are sent, what came meanwhile; then the client is live. */
  private pump(): void {
    const { source } = this;
    if (!source) return;
    while (!this.isLive && this.hasRoom) {
      const part = this.parts[this.nextPart];
      if (part) {
        this.nextPart++;
        this.write(part);
        continue;
      }
      const missed = source.since(this.sequence);
      if (missed === null) return this.begin();
      this.parts = missed.frames;
      this.nextPart = 0;
      this.isLive = missed.sequence === this.sequence;
      this.sequence = missed.sequence;
    }
  }

  private write({ bytes, options }: SharedFrame): void {
    this.sentBytes += bytes.byteLength;
    this.engine.client.writeToEngine([bytes], options);
  }
}
