import { gunzipSync } from 'node:zlib';
import { InputError } from '../core/errors.ts';

/** The largest file a compressed one may turn into: room for a year's history, not for a bomb. */
const MAX_INFLATED_BYTES = 1024 ** 3;

/** Unpack a gzip file, known by its first two bytes; anything else is answered as it is. @throws InputError */
export function inflateIfGzip(content: Uint8Array): Uint8Array {
  if (content[0] !== 0x1f || content[1] !== 0x8b) return content;
  try {
    return gunzipSync(content, { maxOutputLength: MAX_INFLATED_BYTES });
  } catch (error) {
    throw new InputError(
      `the file is gzip, but cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
