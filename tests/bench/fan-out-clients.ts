import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/**
 * Many bare websocket clients in a process of their own, so that what they cost is not counted: `node … PORT COUNT`. Says by IPC when all
 * are joined; on a message from the parent, the delays (ms) of the binary messages had so far.
 */
const port = Number(process.argv[2]);
const count = Number(process.argv[3]);
const ACKNOWLEDGE_EVERY = 64 * 1024;
/** Where the stream's messages say when they were made. */
const SENT_AT = 24;

const delays: number[] = [];
let joined = 0;
let messages = 0;

const now = (): number => performance.timeOrigin + performance.now();

/** A masked text message, as a client sends it; shorter than 126 bytes. */
function textFrame(text: string): Buffer {
  const body = Buffer.from(text);
  const mask = randomBytes(4);
  body.forEach((byte, i) => (body[i] = byte ^ mask[i % 4]!));
  return Buffer.concat([Buffer.from([0x81, 0x80 | body.length]), mask, body]);
}

class Client {
  private readonly socket: Socket;
  private rest: Buffer = Buffer.alloc(0);
  private isOpen = false;
  private had = 0;
  private told = 0;

  constructor(index: number) {
    this.socket = connect(port, '127.0.0.1', () =>
      this.socket.write(
        [
          'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
          `Host: 127.0.0.1:${port}`,
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
          '\r\n',
        ].join('\r\n'),
      ),
    );
    this.socket.setNoDelay(true);
    this.socket.on('data', (data) => this.take(data, index));
    this.socket.on('error', () => undefined);
  }

  private take(data: Buffer, index: number): void {
    let bytes = this.rest.length > 0 ? Buffer.concat([this.rest, data]) : data;
    if (!this.isOpen) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) return void (this.rest = bytes);
      this.isOpen = true;
      bytes = bytes.subarray(end + 4);
    }
    for (;;) {
      const short = bytes.length < 2 ? 0 : bytes[1]! & 127;
      const header = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (bytes.length < header) break;
      const length =
        short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
      if (bytes.length < header + length) break;
      this.message(bytes[0]! & 15, bytes.subarray(header, header + length), index);
      bytes = bytes.subarray(header + length);
    }
    this.rest = bytes;
  }

  private message(opcode: number, body: Buffer, index: number): void {
    if (opcode === 2) {
      messages++;
      if (body.length >= SENT_AT + 8) delays.push(now() - body.readDoubleLE(SENT_AT));
      this.had += body.length;
      if (this.had - this.told < ACKNOWLEDGE_EVERY) return;
      this.told = this.had;
      this.socket.write(textFrame(`42["got",${this.had}]`));
      return;
    }
    const text = body.toString();
    if (text.startsWith('0'))
      this.socket.write(textFrame(`40{"session":"bench-${String(index).padStart(12, '0')}"}`));
    else if (text === '2') this.socket.write(textFrame('3'));
    else if (text.startsWith('40') && ++joined === count) process.send?.('joined');
  }
}

process.on('message', (wanted) => {
  if (wanted === 'report') process.send?.({ messages, delays: Float64Array.from(delays).sort() });
  if (wanted === 'forget') {
    delays.length = 0;
    messages = 0;
  }
});

// A few at a time: the listening queue is not endless.
let next = 0;
const timer = setInterval(() => {
  for (let i = 0; i < 40 && next < count; i++) void new Client(next++);
  if (next === count) clearInterval(timer);
}, 10);
