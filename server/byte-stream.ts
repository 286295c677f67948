import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../core/errors.ts';

/** The largest text a file may hold or turn into: room for a year's history of everything, not for a bomb. */
const MAX_BYTES = 4 * 1024 ** 3;
const CHUNK_BYTES = 1 << 18;

/**
 * The bytes of a file or a buffer piece by piece, unpacked where they are gzip (known by their first two bytes).
 *
 * @throws InputError while iterating, when the file cannot be read or unpacked, or never ends
 */
export async function* readBytes(input: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const what = typeof input === 'string' ? input : 'the file';
  const source =
    typeof input === 'string' ? createReadStream(input, { highWaterMark: CHUNK_BYTES }) : piecesOf(input);
  let total = 0;
  try {
    for await (const piece of unpackGzip(source)) {
      total += piece.length;
      if (total > MAX_BYTES) throw new InputError(`${what} holds more than ${MAX_BYTES / 1024 ** 3} GiB`);
      yield piece;
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (error instanceof GzipError)
      throw new InputError(`${what} is gzip, but cannot be unpacked: ${error.message}`);
    throw new InputError(`cannot read ${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function* unpackGzip(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const iterator = Readable.from(source)[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await iterator.next(); // oxlint-disable-line no-await-in-loop
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const all = continued(head, iterator);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return yield* all;
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  // What goes wrong on either side is thrown to whoever reads.
  pipeline(Readable.from(all), unpacked, () => undefined);
  try {
    yield* unpacked as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new GzipError(error instanceof Error ? error.message : String(error));
  }
}

async function* continued(
  head: Uint8Array,
  rest: AsyncIterator<Uint8Array, undefined>,
): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (;;) {
    const next = await rest.next(); // oxlint-disable-line no-await-in-loop
    if (next.done) return;
    yield next.value;
  }
}

function* piecesOf(content: Uint8Array): Generator<Uint8Array> {
  for (let i = 0; i < content.length; i += CHUNK_BYTES) yield content.subarray(i, i + CHUNK_BYTES);
}

class GzipError extends Error {}
